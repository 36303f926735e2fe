//! The first start.

pub mod actions;
pub mod page;
