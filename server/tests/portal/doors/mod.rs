//! What every request meets first: hosts, origins, limits, headers.

mod faults;
mod headers;
mod origins;
mod pages;
mod requests;

const FORM: &str = "application/x-www-form-urlencoded";
