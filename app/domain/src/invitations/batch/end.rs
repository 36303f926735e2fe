//! How a batch ends: done, canceled, stopped; or thrown away before it began.

use lectern_contract::{BatchId, Refusal, batches::BatchState};
use lectern_entities::batch;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use super::{keep, receive};
use crate::{actor::Actor, audit, credits::reserve::free_again, fault::Result, tx::Tx};

/// Cancels what of a batch was not sent yet; its credits are free again. A list that nobody sent is thrown away.
/// Answers how it ended. What was sent stays sent: invitations are canceled one by one.
///
/// # Errors
/// `NotFound` unless the batch is the actor's; `BatchIs` over already.
pub async fn cancel(tx: &Tx, actor: &Actor, id: BatchId) -> Result<BatchState> {
    let batch = keep(tx, actor, id).await?;
    let ended = match batch.state {
        BatchState::Sending => {
            end(tx, &batch, BatchState::Canceled).await?;
            BatchState::Canceled
        }
        BatchState::Reading | BatchState::Preview => {
            receive::discard(tx, id).await?;
            BatchState::Discarded
        }
        state => return Err(Refusal::BatchIs(state).into()),
    };
    let both = in_words(&batch, ended);
    audit::change(tx, &actor.author(), "batch.cancel", "batch", id, both).await?;
    Ok(ended)
}

/// What the audit log says of a batch that ended so.
pub(super) fn in_words(batch: &batch::Model, ended: BatchState) -> (Value, Value) {
    (
        json!({ "state": batch.state }),
        json!({ "state": ended, "sent": batch.sent }),
    )
}

/// Ends a batch that is being sent, and frees the credits it did not need.
pub(super) async fn end(tx: &Tx, batch: &batch::Model, state: BatchState) -> Result<()> {
    if let Some(first) = batch.first_id {
        free_again(tx, first, batch.first_left).await?;
    }
    if let Some(other) = batch.other_id {
        free_again(tx, other, batch.other_left).await?;
    }
    let change = batch::ActiveModel {
        id: Set(batch.id),
        state: Set(state),
        first_left: Set(0),
        other_left: Set(0),
        lease_by: Set(None),
        lease_until: Set(None),
        ended_at: Set(Some(tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx).await?;
    Ok(())
}
