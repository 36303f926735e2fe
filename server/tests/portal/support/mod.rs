//! What tests stand on: a house of their own with the cast in it, browsers, a mail server.

pub mod answer;
pub mod browser;
#[path = "../../../../app/domain/tests/domain/support/clock.rs"]
pub mod clock;
pub mod dump;
pub mod house;
pub mod pdf;
pub mod place;
pub mod receiver;
pub mod smtp;
pub mod stripe;
pub mod upload;

pub use answer::Answer;
pub use browser::Browser;
pub use house::{House, PASSWORD};
