//! An account's statement, as a bank would print it: running balance, counter-party, actor, reason, thing.
//!
//! An account's lines are numbered without gaps, are never changed, and each keeps the balance after it. So a page,
//! a period and a file are ranges of numbers: the last page of a million costs what the first costs, no sum is made
//! over the past, and what is added meanwhile is outside of the range.

pub(super) mod describe;
pub mod file;
mod period;

use lectern_contract::{
    AccountId, CourseId, Refusal, Role,
    credits::{StatementHead, StatementLine},
    limits,
    paging::{self, Page},
    statements::{Period, StatementSheet},
};
use lectern_entities::{account, posting};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    actor::Actor,
    courses::managers,
    credits::accounts::{Which, find},
    fault::Result,
};
pub(crate) use describe::labels;
use period::Extent;

/// The account, if the actor may see it: an admin every one, a manager their own on courses they manage.
///
/// # Errors
/// `NotFound`.
pub(super) async fn visible(db: &impl ConnectionTrait, actor: &Actor, id: AccountId) -> Result<account::Model> {
    let row = account::Entity::find_by_id(id)
        .filter(account::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    match (actor.role, row.course_id) {
        (Role::Admin, _) => Ok(row),
        (Role::Manager, Some(course)) if row.user_id == Some(actor.user) => {
            managers::require_active(db, actor.organization, course, actor.user).await?;
            Ok(row)
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The head of an account's statement.
///
/// # Errors
/// `NotFound` unless the actor may see it.
pub async fn head(db: &impl ConnectionTrait, actor: &Actor, id: AccountId) -> Result<StatementHead> {
    let row = visible(db, actor, id).await?;
    head_of(db, &row).await
}

async fn head_of(db: &impl ConnectionTrait, row: &account::Model) -> Result<StatementHead> {
    let name = labels(db, std::slice::from_ref(row)).await?.remove(&row.id);
    Ok(StatementHead {
        account: row.id,
        kind: row.kind,
        name: name.unwrap_or_default(),
        course: row.course_id,
        balance: row.balance,
        reserved: row.reserved,
    })
}

/// The acting manager's account on a course; none before its first credit.
///
/// # Errors
/// `NotFound` unless they manage it.
pub async fn my_account(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Option<AccountId>> {
    actor.require(Role::Manager)?;
    managers::require_active(db, actor.organization, course, actor.user).await?;
    find(db, actor.organization, Which::Manager(course, actor.user)).await
}

/// A page of an account's statement, newest lines on the first page, each page in descending order.
///
/// # Errors
/// `NotFound` unless the actor may see it.
pub async fn sheet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: AccountId,
    period: Period,
    page: u64,
) -> Result<StatementSheet> {
    let row = visible(db, actor, id).await?;
    let extent = Extent::of(db, &row, period).await?;
    let total = (extent.last - extent.before).unsigned_abs();
    let number = paging::number(page, total);
    let per_page = i64::try_from(limits::PAGE).unwrap_or(i64::MAX);
    let newest = extent.last - per_page.saturating_mul(i64::try_from(number - 1).unwrap_or(i64::MAX));
    let oldest = newest.saturating_sub(per_page).max(extent.before);
    let mut rows = between(db, id, oldest, newest).await?;
    rows.reverse();
    Ok(StatementSheet {
        head: head_of(db, &row).await?,
        opening: extent.opening,
        closing: extent.closing,
        page: Page { rows, total, number },
    })
}

/// A page of all of an account's lines, newest first.
///
/// # Errors
/// `NotFound` unless the actor may see it.
pub async fn lines(db: &impl ConnectionTrait, actor: &Actor, id: AccountId, page: u64) -> Result<Page<StatementLine>> {
    Ok(sheet(db, actor, id, Period::default(), page).await?.page)
}

/// The lines after one number up to another, oldest first.
async fn between(db: &impl ConnectionTrait, id: AccountId, after: i64, upto: i64) -> Result<Vec<StatementLine>> {
    let postings = posting::Entity::find()
        .filter(posting::Column::AccountId.eq(id))
        .filter(posting::Column::Line.gt(after))
        .filter(posting::Column::Line.lte(upto))
        .order_by_asc(posting::Column::Line)
        .all(db)
        .await?;
    describe::describe(db, postings).await
}
