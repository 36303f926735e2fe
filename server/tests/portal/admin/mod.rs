//! Admin's own doors.

mod settings;
mod uploads;
