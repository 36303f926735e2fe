//! Launches, run-time data and commits (`spec/runtime.md`).

mod attempts;
pub mod cmi;
pub mod commit;
pub mod config;
pub mod launch;
pub mod open;
pub mod sweep;

use lectern_contract::{RegistrationId, UserId, registrations::LaunchEnd};
use lectern_entities::launch as launches;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{fault::Result, tx::Tx};

/// Ends every open launch of a suspended or deleted user.
pub(crate) async fn end_of_user(tx: &Tx, user: UserId) -> Result<()> {
    end(tx, launches::Column::UserId.eq(user).into(), LaunchEnd::Suspended)
        .await
        .map(drop)
}

/// Ends every open launch of a registration.
pub(crate) async fn end_of_registration(tx: &Tx, registration: RegistrationId, reason: LaunchEnd) -> Result<()> {
    end(tx, launches::Column::RegistrationId.eq(registration).into(), reason)
        .await
        .map(drop)
}

/// Ends the open launches of a condition; answers how many.
pub(crate) async fn end(tx: &Tx, of: Condition, reason: LaunchEnd) -> Result<u64> {
    let ended = launches::Entity::update_many()
        .col_expr(launches::Column::EndedAt, Expr::value(tx.now()))
        .col_expr(launches::Column::EndReason, Expr::value(reason))
        .filter(launches::Column::EndedAt.is_null())
        .filter(of)
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}
