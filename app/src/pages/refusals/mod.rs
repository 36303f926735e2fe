//! *Refusals*: the log of refused acts, for admins and for managers, each under the address of the acting role.

pub mod page;
mod table;

use lectern_domain::refused::RefusedFilter;

use crate::components::log::Parameters;

/// What an address asks to see. The server reads the addresses of downloads with it, too.
pub fn filter_of(get: Parameters<'_>) -> RefusedFilter {
    RefusedFilter {
        act: get("act").parse().ok(),
        reason: get("reason").parse().ok(),
        course: get("course").parse().ok(),
    }
}
