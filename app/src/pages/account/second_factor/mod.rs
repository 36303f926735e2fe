//! Account → Second factor: set it up, keep the recovery codes, turn it off.

pub mod actions;
pub mod page;
mod qr;
pub mod question;
mod section;
mod set_up;

pub use section::SecondFactorSection;

/// Where it is.
const PATH: &str = "/account/second-factor";

/// The way to these pages.
fn crumbs() -> Vec<(String, String)> {
    vec![("/account".to_owned(), "Account".to_owned())]
}
