//! Admin's own doors.

mod uploads;
