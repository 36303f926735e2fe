//! Lists that nobody will send are cleared away: they hold people's addresses.

use chrono::TimeDelta;
use lectern_contract::batches::BatchState;
use lectern_entities::{batch, batch_row};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};

use super::receive::READING;
use crate::{fault::Result, tx::Tx};

/// A list that was looked over and not sent is kept this long.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Rows removed at once.
const AT_ONCE: u64 = 1_000;

/// Throws away lists that were left behind, and removes some rows of those thrown away. Answers how many rows; 0
/// where nothing is left.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<u64> {
    let left = Condition::any()
        .add(in_state_since(BatchState::Reading, tx, READING))
        .add(in_state_since(BatchState::Preview, tx, KEPT));
    batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(BatchState::Discarded))
        .filter(left)
        .exec(tx)
        .await?;
    let thrown_away = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::State.eq(BatchState::Discarded));
    let some = batch_row::Entity::find()
        .select_only()
        .column(batch_row::Column::Id)
        .filter(batch_row::Column::BatchId.in_subquery(thrown_away.clone().into_query()))
        .limit(AT_ONCE);
    let removed = batch_row::Entity::delete_many()
        .filter(batch_row::Column::Id.in_subquery(some.into_query()))
        .exec(tx)
        .await?
        .rows_affected;
    if removed == 0 {
        let discarded = batch::Column::State.eq(BatchState::Discarded);
        batch::Entity::delete_many().filter(discarded).exec(tx).await?;
    }
    Ok(removed)
}

fn in_state_since(state: BatchState, tx: &Tx, long: TimeDelta) -> Condition {
    Condition::all()
        .add(batch::Column::State.eq(state))
        .add(batch::Column::UpdatedAt.lt(tx.now() - long))
}
