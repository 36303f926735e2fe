//! *How credits work*: the explanation in plain words, by the settings in force.

pub mod page;
