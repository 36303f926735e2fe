//! Credits: a double-entry ledger. One file per act (`spec/credits.md`, Ledger).

pub mod accounts;
pub mod adjust;
pub mod allocate;
pub mod assign;
pub mod book;
pub mod chain;
pub mod figures;
pub mod give;
pub mod given;
pub mod grant;
pub mod grid;
pub mod ledger;
pub mod outlook;
pub mod overview;
pub mod proof;
pub mod requests;
pub(crate) mod reserve;
pub mod statement;
pub mod take_back;
pub(crate) mod transfer;
pub mod verify;
pub mod watch;

pub use adjust::adjust;
pub use allocate::{allocate, deallocate};
pub use assign::assign;
pub use give::give;
pub use given::take_back_given;
pub use grant::grant;
pub use take_back::take_back;
