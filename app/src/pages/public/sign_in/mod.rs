//! Signing in.

pub mod actions;
pub mod code;
pub mod page;
