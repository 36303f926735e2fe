//! Invitations, raced.

mod again;
mod ending;
mod overlapping;
mod sending;
