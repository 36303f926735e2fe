//! Finishing a change of address through the link in the letter.

pub mod actions;
pub mod page;
