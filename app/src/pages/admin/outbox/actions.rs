//! Server functions of the outbox.

use lectern_contract::{LetterId, notice::Notice};
use lectern_domain::{bounces, letters::outbox};
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Sends a letter again at once.
#[server(prefix = "/do", endpoint = "send-letter-again")]
pub async fn send_letter_again(letter: LetterId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    outbox::send_again(&tx, caller.actor(), letter).await?;
    tx.commit().await?;
    done(&format!("/admin/outbox/{letter}"), Notice::LetterQueued)
}

/// Says that a letter came back for good.
#[server(prefix = "/do", endpoint = "letter-came-back")]
pub async fn letter_came_back(letter: LetterId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    bounces::letter_came_back(&tx, caller.actor(), letter).await?;
    tx.commit().await?;
    done(&format!("/admin/outbox/{letter}"), Notice::MarkedUndeliverable)
}
