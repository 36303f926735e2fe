//! The ledger's accounts and their lines, for programs.

use lectern_contract::{
    AccountId, CourseId, Role,
    api::{AccountRow, Slice},
    credits::{AccountKind, StatementLine},
};
use lectern_entities::{account, posting};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::statement::{describe::describe, labels, visible};
use crate::{actor::Actor, courses, fault::Result};

/// Accounts with their balances, newest first: of one kind, of one course, or all.
///
/// # Errors
/// `NotFound` unless an admin asks, and for a course of others.
pub async fn accounts(
    db: &impl ConnectionTrait,
    actor: &Actor,
    kind: Option<AccountKind>,
    course: Option<CourseId>,
    slice: Slice<Uuid>,
) -> Result<Vec<AccountRow>> {
    actor.require(Role::Admin)?;
    if let Some(course) = course {
        courses::find(db, actor.organization, course).await?;
    }
    let of = Condition::all()
        .add(account::Column::OrganizationId.eq(actor.organization))
        .add_option(kind.map(|kind| account::Column::Kind.eq(kind)))
        .add_option(course.map(|id| account::Column::CourseId.eq(id)))
        .add_option(slice.before.map(|id| account::Column::Id.lt(id)));
    let found = account::Entity::find()
        .filter(of)
        .order_by_desc(account::Column::Id)
        .limit(slice.limit)
        .all(db)
        .await?;
    rows(db, found).await
}

/// One of them.
///
/// # Errors
/// `NotFound` unless an admin asks for an account of the organization.
pub async fn one(db: &impl ConnectionTrait, actor: &Actor, id: AccountId) -> Result<AccountRow> {
    actor.require(Role::Admin)?;
    let found = visible(db, actor, id).await?;
    Ok(rows(db, vec![found]).await?.remove(0))
}

/// An account's lines with their numbers, newest first. Lines are numbered without gaps and never change.
///
/// # Errors
/// `NotFound` unless an admin asks for an account of the organization.
pub async fn lines(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AccountId,
    slice: Slice<i64>,
) -> Result<Vec<(i64, StatementLine)>> {
    actor.require(Role::Admin)?;
    visible(db, actor, id).await?;
    let postings = posting::Entity::find()
        .filter(posting::Column::AccountId.eq(id))
        .filter(Condition::all().add_option(slice.before.map(|line| posting::Column::Line.lt(line))))
        .order_by_desc(posting::Column::Line)
        .limit(slice.limit)
        .all(db)
        .await?;
    let numbers: Vec<i64> = postings.iter().map(|posting| posting.line).collect();
    let lines = describe(db, postings).await?;
    Ok(numbers.into_iter().zip(lines).collect())
}

async fn rows(db: &impl ConnectionTrait, found: Vec<account::Model>) -> Result<Vec<AccountRow>> {
    let mut labels = labels(db, &found).await?;
    let row = |row: account::Model| AccountRow {
        id: row.id,
        kind: row.kind,
        name: labels.remove(&row.id).unwrap_or_default(),
        course: row.course_id,
        manager: row.user_id,
        balance: row.balance,
        available: row.balance - row.reserved,
    };
    Ok(found.into_iter().map(row).collect())
}
