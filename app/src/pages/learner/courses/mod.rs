//! *My courses*.

pub mod page;
