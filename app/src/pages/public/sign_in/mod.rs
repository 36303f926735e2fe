//! Signing in.

pub mod actions;
pub mod page;
