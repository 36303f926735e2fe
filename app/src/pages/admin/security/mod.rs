//! Admin → Security: whether admins must use a second factor.

pub mod actions;
pub mod page;
