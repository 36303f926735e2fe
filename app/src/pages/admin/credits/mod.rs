//! Granting, returning and correcting credits.

pub mod actions;
pub mod adjust;
pub mod deallocate;
pub mod grant;
pub mod grid;
