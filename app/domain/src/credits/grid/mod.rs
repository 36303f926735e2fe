//! The allocations grid: looked at, planned, changed in one act (`spec/credits.md` 6, 8).

mod apply;
mod plan;
mod view;

pub use apply::apply;
pub use plan::plan;
pub use view::view;
