//! The server function of the security page.

use lectern_contract::notice::Notice;
use lectern_domain::accounts::second_factor::rule;
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Asks admins for a second factor, or no longer: a box that is not ticked is not sent.
#[server(prefix = "/do", endpoint = "require-second-factor")]
pub async fn require_second_factor(#[server(default)] required: Option<String>) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    rule::require(&tx, caller.actor(), required.is_some()).await?;
    tx.commit().await?;
    done("/admin/security", Notice::Saved)
}
