//! Accepting and declining an invitation.

pub mod actions;
pub mod decline;
pub mod page;
pub mod ways;
