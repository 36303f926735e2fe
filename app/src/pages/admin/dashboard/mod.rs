//! Admin → Dashboard: where the credits are.

pub mod page;
mod table;
