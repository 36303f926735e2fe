//! Admin → *Audit*: who did what to what, in which role, before and after, from where.

pub mod page;
mod table;

use lectern_domain::audit::list::AuditFilter;

use crate::components::log::Parameters;

/// What an address asks to see. The server reads the addresses of downloads with it, too.
pub fn filter_of(get: Parameters<'_>) -> AuditFilter {
    AuditFilter {
        actor: get("actor").parse().ok(),
        role: get("role").parse().ok(),
        act: get("act").parse().ok(),
        kind: get("kind").parse().ok(),
        subject: get("subject").parse().ok(),
    }
}
