//! Which account a consumed credit came from.

use std::collections::BTreeMap;

use lectern_contract::{AccountId, InvitationId, Refusal, TransactionId, courses::ManagerState, people::UserState};
use lectern_entities::{account, course_manager, invitation, ledger_transaction, posting, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    courses::managers,
    fault::{Error, Result},
    tx::Tx,
};

/// The accounts that consumed credits came from: for an accepted invitation the one it was held from.
///
/// # Errors
/// The database's own.
pub(super) async fn sources(
    db: &impl ConnectionTrait,
    consumptions: impl Iterator<Item = TransactionId>,
) -> Result<BTreeMap<TransactionId, account::Model>> {
    let rows: Vec<(TransactionId, Option<InvitationId>)> = ledger_transaction::Entity::find()
        .select_only()
        .columns([ledger_transaction::Column::Id, ledger_transaction::Column::InvitationId])
        .filter(ledger_transaction::Column::Id.is_in(consumptions))
        .into_tuple()
        .all(db)
        .await?;
    let held = held_from(db, rows.iter().filter_map(|(_, invitation)| *invitation)).await?;
    let direct = taken_from(
        db,
        rows.iter()
            .filter(|(_, invitation)| invitation.is_none())
            .map(|(id, _)| *id),
    )
    .await?;
    let account_of = |(id, invitation): &(TransactionId, Option<InvitationId>)| {
        let account = invitation.map_or_else(|| direct.get(id), |invitation| held.get(&invitation));
        account.map(|account| (*id, *account))
    };
    let ids: BTreeMap<TransactionId, AccountId> = rows.iter().filter_map(account_of).collect();
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.values().copied()))
        .all(db)
        .await?;
    let find = |id: AccountId| accounts.iter().find(|row| row.id == id).cloned();
    Ok(ids
        .into_iter()
        .filter_map(|(consumption, id)| Some((consumption, find(id)?)))
        .collect())
}

async fn held_from(
    db: &impl ConnectionTrait,
    invitations: impl Iterator<Item = InvitationId>,
) -> Result<BTreeMap<InvitationId, AccountId>> {
    let rows: Vec<(InvitationId, AccountId)> = invitation::Entity::find()
        .select_only()
        .columns([invitation::Column::Id, invitation::Column::SourceId])
        .filter(invitation::Column::Id.is_in(invitations))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn taken_from(
    db: &impl ConnectionTrait,
    consumptions: impl Iterator<Item = TransactionId>,
) -> Result<BTreeMap<TransactionId, AccountId>> {
    let rows: Vec<(TransactionId, AccountId)> = posting::Entity::find()
        .select_only()
        .columns([posting::Column::TransactionId, posting::Column::AccountId])
        .filter(posting::Column::TransactionId.is_in(consumptions))
        .filter(posting::Column::Amount.lt(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether an account takes its credits back: a manager's only while they manage the course and were not deleted.
///
/// # Errors
/// The database's own.
pub(super) async fn takes_back(db: &impl ConnectionTrait, row: &account::Model) -> Result<bool> {
    let (Some(course), Some(manager)) = (row.course_id, row.user_id) else {
        return Ok(true);
    };
    let deleted = user::Entity::find_by_id(manager)
        .filter(user::Column::State.eq(UserState::Deleted))
        .one(db)
        .await?;
    if deleted.is_some() {
        return Ok(false);
    }
    let active = course_manager::Entity::find()
        .filter(course_manager::Column::CourseId.eq(course))
        .filter(course_manager::Column::UserId.eq(manager))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
        .one(db)
        .await?;
    Ok(active.is_some())
}

/// As [`takes_back`], and who manages the course stays so until this transaction ends: an account that was open is not
/// closed before the credit is on it. Managers are locked first of all (see [`Tx::keep`]).
///
/// # Errors
/// The database's own.
pub(super) async fn keep_open(tx: &Tx, row: &account::Model) -> Result<bool> {
    if let (Some(course), Some(manager)) = (row.course_id, row.user_id) {
        match managers::keep_active(tx, row.organization_id, course, manager).await {
            Ok(()) => {}
            Err(Error::Refused(Refusal::NotFound)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    takes_back(tx, row).await
}
