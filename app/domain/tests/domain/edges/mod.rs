//! Every edge case of `spec/credits.md` that the built core covers, by name.

mod bounces;
mod broken_books;
pub mod claims;
mod credits;
mod cycles;
mod digests;
mod grid;
mod hand_over;
mod invitations;
mod links;
mod not_meant;
mod notices;
mod orders;
mod outlook;
mod own_orders;
mod payments;
mod plan_letters;
mod plans;
mod refunds;
mod registrations;
mod reminders;
mod requests;
pub mod settings;
mod sharing;
mod statements;
mod validity;
mod watch;
