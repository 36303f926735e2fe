//! Admin → Settings: what the organization decides for itself.

pub mod actions;
pub mod page;
