//! Launches that nobody uses any more come to an end, and what players sent is not kept for ever.

use chrono::TimeDelta;
use lectern_contract::{CommitId, LaunchId, registrations::LaunchEnd};
use lectern_entities::{launch, launch_commit};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use crate::{actor::Author, audit, fault::Result, keyset, tx::Tx};

/// A launch without a commit for this long is over.
const IDLE: TimeDelta = TimeDelta::hours(24);
/// How long a raw commit is kept, for support: what it led to stays.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Raw commits removed in one transaction, so that commits are not kept waiting. Each may be some hundred kilobytes.
const AT_ONCE: u64 = 200;

/// Ends launches that timed out, with the clock as the author; answers how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<u64> {
    let since = tx.now() - IDLE;
    let idle = Condition::any().add(launch::Column::LastCommitAt.lt(since)).add(
        Condition::all()
            .add(launch::Column::LastCommitAt.is_null())
            .add(launch::Column::CreatedAt.lt(since)),
    );
    let over = launch::Entity::find()
        .filter(launch::Column::EndedAt.is_null())
        .filter(idle)
        .order_by_asc(launch::Column::Id);
    let over = tx.keep(over).all(tx).await?;
    let ids: Vec<LaunchId> = over.iter().map(|row| row.id).collect();
    let ended = super::end(tx, launch::Column::Id.is_in(ids).into(), LaunchEnd::TimedOut).await?;
    for row in over {
        let clock = Author::clock(row.organization_id);
        let both = (json!({ "ended": null }), json!({ "ended": LaunchEnd::TimedOut }));
        audit::change(tx, &clock, "launch.time_out", "launch", row.id, both).await?;
    }
    Ok(ended)
}

/// Removes old raw commits, the oldest first, a few hundred at a time; answers how many. Their ids are by age, so that
/// none is looked at but those that go; a launch that is so old has ended, or sends new ones.
///
/// # Errors
/// The database's own.
pub async fn forget_commits(tx: &Tx) -> Result<usize> {
    let old: Vec<CommitId> = launch_commit::Entity::find()
        .select_only()
        .column(launch_commit::Column::Id)
        .filter(launch_commit::Column::Id.lt(keyset::first_id(tx.now() - KEPT)))
        .order_by_asc(launch_commit::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(tx)
        .await?;
    if !old.is_empty() {
        launch_commit::Entity::delete_many()
            .filter(launch_commit::Column::Id.is_in(old.clone()))
            .exec(tx)
            .await?;
    }
    Ok(old.len())
}
