//! Invitations, raced.

mod again;
mod ending;
mod sending;
