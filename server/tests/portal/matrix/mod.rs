//! Who may open and do what: every page of the router and every registered server function, asked by everybody.
//! What nobody put into the expectations fails by its name.

mod acts;
mod files;
pub mod ids;
mod pages;
mod people;
