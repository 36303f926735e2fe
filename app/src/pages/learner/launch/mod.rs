//! Launching a course, and the page around the player.

pub mod actions;
pub mod page;
