//! A QR code as inline SVG, drawn on the server.

use std::fmt::Write;

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};

/// Modules of white around the code, as the standard asks for.
const QUIET: i32 = 4;

/// The text as a QR code; nothing where it is too long for one, because it stands beside it to be typed.
#[component]
pub fn QrCode(text: String) -> impl IntoView {
    let code = Code::encode_text(&text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    Some(view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label="QR code of the secret" shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff"></rect>
            <path d=dark(&code) fill="#000"></path>
        </svg>
    })
}

/// The dark modules, each run of a row as one rectangle.
fn dark(code: &Code) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let begin = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            let run = x - begin;
            if run > 0 {
                // Writing into a string cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", begin + QUIET, y + QUIET);
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = Code::encode_text("otpauth://totp/x", QrCodeEcc::Medium).expect("a code");
        let mut drawn = 0;
        for run in dark(&code).split('M').skip(1) {
            let (at, rest) = run.split_once('h').expect("a run");
            let (x, y) = at.split_once(' ').expect("a place");
            let (x, y): (i32, i32) = (x.parse().expect("x"), y.parse().expect("y"));
            let length: i32 = rest.split('v').next().expect("a length").parse().expect("a number");
            for step in 0..length {
                assert!(code.get_module(x - QUIET + step, y - QUIET));
            }
            drawn += length;
        }
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = all.filter(|(x, y)| code.get_module(*x, *y)).count();
        assert_eq!(usize::try_from(drawn), Ok(dark));
    }
}
