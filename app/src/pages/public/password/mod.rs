//! A forgotten password, and choosing one through the link in a letter.

pub mod actions;
pub mod choose;
pub mod forgot;
