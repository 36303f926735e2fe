//! An account's statement, for admins and for the manager whose account it is.

mod chart;
mod page;
mod range;
mod table;

pub use page::StatementPage;
