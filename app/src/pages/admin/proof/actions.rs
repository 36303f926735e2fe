//! The server function of the proof page.

use lectern_contract::notice::Notice;
use lectern_domain::credits::proof::ask::ask;
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Begins a proof now.
#[server(prefix = "/do", endpoint = "prove-now")]
pub async fn prove_now() -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    ask(&tx, caller.actor()).await?;
    tx.commit().await?;
    done("/admin/proof", Notice::ProofAsked)
}
