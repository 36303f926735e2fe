//! Batches: lists of addresses that are read, looked over, and then invited together (`spec/credits.md`, Bulk).
//!
//! A batch of 100,000 is far too much for one transaction: on SQLite everybody else would wait for it. So *Send* only
//! decides and puts the credits of all its invitations aside (`credits::reserve`); then a job takes chunk
//! after chunk, each a short transaction of its own in which every row gets what a single invitation gets: its
//! row, its held credit, its letter, its audit row. All or nothing is decided by putting aside, once; from then on
//! nobody else can spend those credits, so a batch never stops half way for want of them.
//!
//! The batch's row is locked first in each chunk and says how far the job has come, and each invitation has the id
//! of its row: whoever kills or doubles the job, no row is sent twice.

mod chunk;
pub mod end;
mod list;
pub mod receive;
pub mod result;
mod rows;
pub mod run;
pub mod start;
pub mod sweep;
mod verdict;
pub mod view;

use lectern_contract::{BatchId, CourseId, Refusal, Role, UserId, batches::BatchState};
use lectern_entities::batch;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Select};

pub use self::{list::Given, rows::check};
use crate::{
    actor::{Actor, Author},
    courses::managers,
    fault::Result,
    tx::Tx,
};

/// A batch to be looked at: an admin every one of the organization, a manager their own on courses they manage.
///
/// # Errors
/// `NotFound`.
async fn see(db: &impl ConnectionTrait, actor: &Actor, id: BatchId) -> Result<batch::Model> {
    let found = visible(actor, find(actor, id).one(db).await?)?;
    if actor.role == Role::Manager {
        managers::require_active(db, actor.organization, found.course_id, actor.user).await?;
    }
    Ok(found)
}

/// The same to act on; it stays as it is until this transaction ends.
///
/// # Errors
/// `NotFound`.
async fn keep(tx: &Tx, actor: &Actor, id: BatchId) -> Result<batch::Model> {
    let found = visible(actor, tx.keep(find(actor, id)).one(tx).await?)?;
    if actor.role == Role::Manager {
        managers::keep_active(tx, actor.organization, found.course_id, actor.user).await?;
    }
    Ok(found)
}

fn find(actor: &Actor, id: BatchId) -> Select<batch::Entity> {
    batch::Entity::find_by_id(id)
        .filter(batch::Column::OrganizationId.eq(actor.organization))
        .filter(batch::Column::State.ne(BatchState::Discarded))
}

fn visible(actor: &Actor, found: Option<batch::Model>) -> Result<batch::Model> {
    let may = |batch: &batch::Model| actor.role == Role::Admin || is_own(actor, batch);
    Ok(found.filter(may).ok_or(Refusal::NotFound)?)
}

/// Whether the actor gave this list, in the role they act in: its credits are theirs.
fn is_own(actor: &Actor, batch: &batch::Model) -> bool {
    batch.sender_id == actor.user && batch.role == actor.role
}

/// Who stands in the ledger and audit rows of a batch's invitations.
fn author(batch: &batch::Model) -> Author {
    Author {
        organization: batch.organization_id,
        user: Some(batch.sender_id),
        role: Some(batch.role),
        source: batch.source.clone(),
    }
}

/// How many invitations to a course the running batches of a manager will still send; a credit is put aside for each.
///
/// # Errors
/// The database's own.
pub(crate) async fn to_send(db: &impl ConnectionTrait, course: CourseId, manager: UserId) -> Result<u64> {
    let left: Option<Option<i64>> = batch::Entity::find()
        .select_only()
        .column_as(batch::Column::FirstLeft.sum().cast_as("bigint"), "left")
        .filter(batch::Column::CourseId.eq(course))
        .filter(batch::Column::SenderId.eq(manager))
        .filter(batch::Column::Role.eq(Role::Manager))
        .filter(batch::Column::State.eq(BatchState::Sending))
        .into_tuple()
        .one(db)
        .await?;
    Ok(left.flatten().unwrap_or(0).unsigned_abs())
}
