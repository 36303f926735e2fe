//! *My courses*.

mod forms;
pub mod page;
mod words;
