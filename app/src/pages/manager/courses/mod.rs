//! The courses a manager is registered on.

pub mod page;
