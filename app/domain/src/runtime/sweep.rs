//! Launches that nobody uses any more come to an end.

use chrono::TimeDelta;
use lectern_contract::{LaunchId, registrations::LaunchEnd};
use lectern_entities::launch;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::{actor::Author, audit, fault::Result, tx::Tx};

/// A launch without a commit for this long is over.
const IDLE: TimeDelta = TimeDelta::hours(24);

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
