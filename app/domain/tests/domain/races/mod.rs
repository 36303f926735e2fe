//! Races with real parallel connections: one process, and two processes on one database.

mod accounts;
mod claims;
mod credits;
mod invitations;
mod meanwhile;
mod once;
mod orders;
mod plans;
mod runtime;
mod sharing;
mod uploads;
mod watch;
