//! Counts of pending invitations: by whose they are, and by whose credits they hold.
//!
//! The two differ. An admin who sends a manager's ended invitation again pays from the course or the pool (see
//! [`super::purse`]), and it stays the manager's; handed over, such an invitation keeps its credit's origin. So what a
//! manager's account has held is counted by the account, and opens those invitations.

use std::collections::BTreeMap;

use lectern_contract::{AccountId, CourseId, UserId, credits::AccountKind, invitations::InvitationState};
use lectern_entities::{account, invitation};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    TryGetable,
};

use crate::fault::Result;

/// Invitations whose credit is, or was, of a manager's account on a course.
pub(super) fn held_from(course: CourseId, manager: UserId) -> Condition {
    let account = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Kind.eq(AccountKind::Manager))
        .filter(account::Column::CourseId.eq(course))
        .filter(account::Column::UserId.eq(manager));
    Condition::all().add(invitation::Column::SourceId.in_subquery(account.into_query()))
}

/// How many credits of a manager's account on a course pending invitations hold, whoever's these are.
pub(crate) async fn held_of(db: &impl ConnectionTrait, course: CourseId, manager: UserId) -> Result<u64> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(held_from(course, manager))
        .count(db)
        .await?)
}

/// How many credits of an account pending invitations hold.
pub(crate) async fn held_in(db: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::SourceId.eq(account))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .count(db)
        .await?)
}

/// Pending invitations among these, counted for each value of a column: of each course, sender or source.
pub(crate) async fn by<K>(
    db: &impl ConnectionTrait,
    column: invitation::Column,
    of: Condition,
) -> Result<BTreeMap<K, u64>>
where
    K: TryGetable + Ord + Send,
{
    let rows: Vec<(K, i64)> = invitation::Entity::find()
        .select_only()
        .column(column)
        .column_as(invitation::Column::Id.count(), "pending")
        .filter(of)
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .group_by(column)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(key, count)| (key, count.unsigned_abs()))
        .collect())
}

/// Pending invitations to one course, counted both ways.
pub(crate) struct Waiting {
    by_source: BTreeMap<AccountId, u64>,
    by_sender: BTreeMap<UserId, u64>,
}

impl Waiting {
    /// Those of a course.
    pub(crate) async fn on(db: &impl ConnectionTrait, course: CourseId) -> Result<Self> {
        let here = || Condition::all().add(invitation::Column::CourseId.eq(course));
        Ok(Self {
            by_source: by(db, invitation::Column::SourceId, here()).await?,
            by_sender: by(db, invitation::Column::SenderId, here()).await?,
        })
    }

    /// How many hold a credit of this account.
    pub(crate) fn held(&self, account: Option<AccountId>) -> u64 {
        account
            .and_then(|account| self.by_source.get(&account).copied())
            .unwrap_or(0)
    }

    /// How many are this sender's.
    pub(crate) fn of(&self, sender: UserId) -> u64 {
        self.by_sender.get(&sender).copied().unwrap_or(0)
    }
}
