//! Every edge case of `spec/credits.md` that the built core covers, by name.

mod credits;
mod invitations;
mod links;
mod registrations;
pub mod settings;
