//! Accepting and declining an invitation, and what else its link is good for.

pub mod actions;
pub mod claim;
pub mod decline;
pub mod not_me;
pub mod page;
pub mod reminders;
pub mod ways;
