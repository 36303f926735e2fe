//! Every edge case of `spec/credits.md` that the built core covers, by name.

mod broken_books;
mod credits;
mod invitations;
mod links;
mod notices;
mod plans;
mod registrations;
pub mod settings;
