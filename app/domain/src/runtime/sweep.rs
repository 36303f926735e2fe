//! Launches that nobody uses any more come to an end.

use chrono::TimeDelta;
use lectern_contract::registrations::LaunchEnd;
use lectern_entities::launch;
use sea_orm::{ColumnTrait, Condition};

use crate::{fault::Result, tx::Tx};

/// A launch without a commit for this long is over.
const IDLE: TimeDelta = TimeDelta::hours(24);

/// Ends launches that timed out; answers how many.
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
    super::end(tx, idle, LaunchEnd::TimedOut).await
}
