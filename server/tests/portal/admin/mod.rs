//! Admin's own doors.

mod plans;
mod settings;
mod uploads;
