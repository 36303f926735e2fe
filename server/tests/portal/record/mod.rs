//! The record over HTTP: refusals, the audit log, the explanation, reminders and certificates.

mod audit;
mod certificates;
mod refusals;
mod told;
