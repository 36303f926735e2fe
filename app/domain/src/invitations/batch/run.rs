//! The job: takes a batch that is being sent and sends the next of its invitations, until none is left.

use chrono::TimeDelta;
use lectern_contract::{BatchId, Refusal, batches::BatchState};
use lectern_entities::batch;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use uuid::Uuid;

use super::{
    author,
    chunk::chunk,
    end::{end, in_words},
};
use crate::{
    audit,
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// A process that took a chunk of a batch has the batch to itself this long: two would only wait for one another.
pub const LEASE: TimeDelta = TimeDelta::seconds(10);
/// A batch whose chunk failed for no reason of its own rests this long, so that others get on.
const REST: TimeDelta = TimeDelta::seconds(30);

/// Sends one chunk of the batch that has waited longest, in a transaction of its own; answers whether there was any.
/// Between two steps everybody else gets on with the database.
///
/// # Errors
/// The database's own; then nothing happened, and the same step can be taken again.
pub async fn step(portal: &Portal, worker: Uuid) -> Result<bool> {
    let any = batch::Entity::find().filter(batch::Column::State.eq(BatchState::Sending));
    if any.count(portal.reader()).await? == 0 {
        return Ok(false);
    }
    let tx = portal.begin().await?;
    let Some(batch) = take(&tx, worker).await? else {
        return Ok(false);
    };
    match chunk(&tx, &batch, worker).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused(why)) if why != Refusal::Busy => {
            drop(tx);
            stop(portal, batch.id, &why).await?;
        }
        Err(error) => {
            drop(tx);
            rest(portal, batch.id).await?;
            return Err(error);
        }
    }
    Ok(true)
}

/// The batch to go on with: not in another process's hands, and the longest without progress.
async fn take(tx: &Tx, worker: Uuid) -> Result<Option<batch::Model>> {
    let mine = Condition::any()
        .add(batch::Column::LeaseUntil.is_null())
        .add(batch::Column::LeaseUntil.lte(tx.now()))
        .add(batch::Column::LeaseBy.eq(worker));
    let next = batch::Entity::find()
        .filter(batch::Column::State.eq(BatchState::Sending))
        .filter(mine)
        .order_by_asc(batch::Column::UpdatedAt)
        .order_by_asc(batch::Column::Id)
        .limit(1);
    let next = match tx.get_database_backend() {
        DbBackend::Postgres => next.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked),
        _ => next,
    };
    Ok(next.one(tx).await?)
}

/// Ends a batch that cannot go on: its course, its sender or its credits are gone.
async fn stop(portal: &Portal, id: BatchId, why: &Refusal) -> Result<()> {
    let tx = portal.begin().await?;
    let found = batch::Entity::find_by_id(id).filter(batch::Column::State.eq(BatchState::Sending));
    if let Some(batch) = tx.keep(found).one(&tx).await? {
        tracing::warn!(batch = %id, ?why, "a batch was stopped");
        end(&tx, &batch, BatchState::Stopped).await?;
        let both = in_words(&batch, BatchState::Stopped);
        audit::change(&tx, &author(&batch), "batch.stop", "batch", id, both).await?;
    }
    tx.commit().await
}

async fn rest(portal: &Portal, id: BatchId) -> Result<()> {
    let tx = portal.begin().await?;
    batch::Entity::update_many()
        .col_expr(batch::Column::LeaseBy, Expr::value(None::<Uuid>))
        .col_expr(batch::Column::LeaseUntil, Expr::value(tx.now() + REST))
        .filter(batch::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await
}
