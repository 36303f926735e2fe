//! `/api`: what programs can call, for people to read.

mod call;
pub mod page;
mod schema;
