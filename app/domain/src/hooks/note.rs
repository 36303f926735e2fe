//! What became of an attempt.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::hooks::{DeliveryProblem, DeliveryState, WebhookState};
use lectern_entities::{webhook, webhook_attempt, webhook_delivery};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{deliver::Outgoing, schedule};
use crate::{actor::Author, audit, fault::Result, portal::Portal, tx::Tx};

/// Characters kept of an answer.
const ANSWER: usize = 1_024;
/// "Gone": the receiver wants nothing any more.
const GONE: u16 = 410;

/// What came back, or why nothing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The answer's status, where there was one.
    pub status: Option<u16>,
    /// Why it did not deliver; none where it did.
    pub problem: Option<DeliveryProblem>,
    /// The beginning of the answer's body.
    pub answer: Vec<u8>,
    /// How long the receiver asks to be left alone.
    pub retry_after: Option<TimeDelta>,
    /// How long it took, in milliseconds.
    pub millis: i64,
}

/// Notes an attempt: delivered, to be tried again, or failed for good. An answer of 410 pauses the webhook. What is
/// told too late, when another has taken the delivery over or somebody queued it anew, is kept as an attempt alone.
///
/// # Errors
/// The database's own.
pub async fn note(portal: &Portal, sent: &Outgoing, outcome: &Outcome) -> Result<()> {
    let tx = portal.begin().await?;
    // The webhook first, as everywhere.
    let row = tx.keep(webhook::Entity::find_by_id(sent.webhook)).one(&tx).await?;
    let Some(row) = row else { return Ok(()) };
    write(&tx, sent, outcome).await?;
    settle(&tx, sent, outcome).await?;
    match outcome.problem {
        None if row.failing_since.is_some() => failing(&tx, sent, None).await?,
        Some(_) if row.failing_since.is_none() => failing(&tx, sent, Some(tx.now())).await?,
        _ => {}
    }
    if outcome.status == Some(GONE) && row.state == WebhookState::Active {
        close(&tx, sent).await?;
    }
    tx.commit().await
}

/// The attempt's own row; the number says which, so that it is written once.
async fn write(tx: &Tx, sent: &Outgoing, outcome: &Outcome) -> Result<()> {
    let row = webhook_attempt::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(sent.organization),
        delivery_id: Set(sent.delivery),
        number: Set(sent.number),
        status: Set(outcome.status.map(i32::from)),
        problem: Set(outcome.problem),
        answer: Set(readable(&outcome.answer)),
        millis: Set(outcome.millis),
        created_at: Set(tx.now()),
    };
    tx.insert_unless_taken(row).await.map(drop)
}

/// Moves the delivery on, where this attempt is still its last.
async fn settle(tx: &Tx, sent: &Outgoing, outcome: &Outcome) -> Result<()> {
    let (state, next, at) = match outcome.problem {
        None => (DeliveryState::Delivered, None, Some(tx.now())),
        Some(_) => match again(tx, sent, outcome) {
            Some(next) => (DeliveryState::Waiting, Some(next), None),
            None => (DeliveryState::Failed, None, None),
        },
    };
    webhook_delivery::Entity::update_many()
        .col_expr(webhook_delivery::Column::State, Expr::value(state))
        .col_expr(webhook_delivery::Column::NextAttemptAt, Expr::value(next))
        .col_expr(webhook_delivery::Column::DeliveredAt, Expr::value(at))
        .col_expr(webhook_delivery::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook_delivery::Column::Id.eq(sent.delivery))
        .filter(webhook_delivery::Column::State.eq(DeliveryState::Sending))
        .filter(webhook_delivery::Column::Attempts.eq(sent.number))
        .exec(tx)
        .await?;
    Ok(())
}

fn again(tx: &Tx, sent: &Outgoing, outcome: &Outcome) -> Option<DateTime<Utc>> {
    if outcome.status == Some(GONE) {
        return None;
    }
    let chance = tx.portal().chance().bytes();
    schedule::next(sent.tries, outcome.retry_after, chance, tx.now(), sent.give_up_at)
}

async fn failing(tx: &Tx, sent: &Outgoing, since: Option<DateTime<Utc>>) -> Result<()> {
    webhook::Entity::update_many()
        .col_expr(webhook::Column::FailingSince, Expr::value(since))
        .filter(webhook::Column::Id.eq(sent.webhook))
        .exec(tx)
        .await?;
    Ok(())
}

/// The receiver said that it is gone: it is told nothing until somebody resumes it.
async fn close(tx: &Tx, sent: &Outgoing) -> Result<()> {
    webhook::Entity::update_many()
        .col_expr(webhook::Column::State, Expr::value(WebhookState::Gone))
        .col_expr(webhook::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(webhook::Column::Id.eq(sent.webhook))
        .exec(tx)
        .await?;
    let clock = Author::clock(sent.organization);
    let both = (
        json!({ "state": WebhookState::Active }),
        json!({ "state": WebhookState::Gone }),
    );
    audit::change(tx, &clock, "webhook.gone", "webhook", sent.webhook, both).await
}

/// A stranger's bytes as text that can be kept and shown: line breaks stay, other control characters do not.
fn readable(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let plain = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control());
    plain.take(ANSWER).collect()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn answers_are_kept_as_text() {
        assert_eq!(readable(b"a\r\n\tb\0\x1b[31m\xff"), "a\n\tb[31m\u{fffd}");
        assert_eq!(readable("ä".repeat(4_000).as_bytes()).chars().count(), 1_024);
    }
}
