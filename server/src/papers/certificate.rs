//! The certificate on its sheet.

use chrono::{DateTime, Utc};
use krilla::metadata;
use lectern_contract::certificates::CertificateView;
use lectern_domain::Result;

use super::{
    date,
    sheet::{self, PLAIN, Pen, SMALL, Style, TITLE, WIDTH},
};

const LEFT: f32 = 72.0;
const RIGHT: f32 = WIDTH - 72.0;
/// The learner's name.
const NAME: Style = Style { size: 26.0, bold: true };
/// The course's title.
const COURSE: Style = Style { size: 16.0, bold: true };
const TEXT: Style = Style {
    size: 12.0,
    bold: false,
};

/// Lays the certificate out.
///
/// # Errors
/// A fault where the page cannot be made.
pub fn draw(certificate: &CertificateView) -> Result<Vec<u8>> {
    let issued: metadata::DateTime = date(certificate.issued);
    sheet::page(&format!("Certificate {}", certificate.number), issued, |pen| {
        pen.left(LEFT, 110.0, &certificate.organization, TEXT);
        pen.left(LEFT, 170.0, "Certificate", TITLE);
        pen.rule(LEFT, RIGHT, 186.0, 0.75);
        let below = body(pen, certificate, 250.0);
        foot(pen, certificate, below.max(560.0));
    })
}

/// Who completed what, when and how well; answers where it ends.
fn body(pen: &mut Pen<'_, '_>, certificate: &CertificateView, top: f32) -> f32 {
    let width = RIGHT - LEFT;
    let y = pen.block(LEFT, top, width, &certificate.name, NAME);
    pen.left(LEFT, y, "completed the course", TEXT);
    let y = pen.block(LEFT, y + 40.0, width, &certificate.course, COURSE);
    let on = format!("on {}", day(certificate, certificate.completed));
    pen.left(LEFT, y + 6.0, &on, TEXT);
    let score = |score: f64| format!("with a score of {:.0} %", score * 100.0);
    let until = |at| format!("valid until {}", day(certificate, at));
    let more = [certificate.score.map(score), certificate.expires.map(until)];
    let mut y = y + 6.0;
    for line in more.iter().flatten() {
        y += 20.0;
        pen.left(LEFT, y, line, TEXT);
    }
    y
}

/// The number, and where it is confirmed.
fn foot(pen: &mut Pen<'_, '_>, certificate: &CertificateView, top: f32) {
    pen.rule(LEFT, RIGHT, top, 0.75);
    pen.left(LEFT, top + 20.0, "Certificate number", SMALL);
    pen.left(LEFT, top + 34.0, &certificate.number, PLAIN);
    pen.left(LEFT, top + 58.0, "Anybody can have it confirmed at", SMALL);
    pen.block(LEFT, top + 72.0, RIGHT - LEFT, &certificate.address, PLAIN);
    let issued = format!("Issued on {}", day(certificate, certificate.issued));
    pen.right(RIGHT, top + 34.0, &issued, SMALL);
}

fn day(certificate: &CertificateView, at: DateTime<Utc>) -> String {
    let zone: chrono_tz::Tz = certificate.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone).format("%B %-d, %Y").to_string()
}
