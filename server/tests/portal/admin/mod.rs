//! Admin's own doors.

mod plans;
pub mod purchases;
mod settings;
mod uploads;
mod users;
