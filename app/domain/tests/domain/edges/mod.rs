//! Every edge case of `spec/credits.md` that the built core covers, by name.

mod broken_books;
mod credits;
mod cycles;
mod grid;
mod hand_over;
mod invitations;
mod links;
mod notices;
mod orders;
mod payments;
mod plans;
mod refunds;
mod registrations;
mod requests;
pub mod settings;
mod sharing;
