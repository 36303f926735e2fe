//! Admin → Credits grid: course × manager on one screen.

pub mod actions;
pub mod change;
pub mod page;
mod table;

/// The grid's address.
pub const GRID: &str = "/admin/credits/grid";
