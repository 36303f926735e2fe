//! A list comes in: read as a stream, every row with its verdict. Nothing is sent yet.

use std::fs::File;

use chrono::TimeDelta;
use lectern_contract::{BatchId, CourseId, Refusal, Role, batches::BatchState, limits};
use lectern_entities::batch;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Select, sea_query::Expr};
use serde_json::json;

use super::{Given, list::List, rows};
use crate::{
    actor::Actor,
    audit,
    courses::{self, managers},
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// A list whose reading got no further for longer than this was left behind by a process that ended: who reads notes
/// it with every some hundred rows.
pub(super) const READING: TimeDelta = TimeDelta::minutes(1);

/// A list as it came.
#[derive(Debug)]
pub struct Upload {
    /// Its bytes.
    pub file: File,
    /// What to call it.
    pub name: String,
    /// How it was given.
    pub given: Given,
}

/// The batch of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was made for it.
    New(BatchId),
    /// It was there before: the same list for the same course, not finished yet.
    Known(BatchId),
}

impl Received {
    /// The batch.
    pub const fn id(self) -> BatchId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// Reads a list and compares every address with the portal's people and invitations. Whatever its size, only some
/// hundred rows are in memory. A list that the same sender gave before for this course, and that is not finished,
/// gives the batch of that time.
///
/// # Errors
/// `NotFound` unless the course is the actor's; `CourseNotLive`; `NotText`; `Missing` where it is empty;
/// `TooManyRows`. Then nothing is kept.
pub async fn receive(portal: &Portal, actor: &Actor, course: CourseId, upload: Upload) -> Result<Received> {
    let db = portal.reader();
    match actor.role {
        Role::Manager => managers::require_active(db, actor.organization, course, actor.user).await?,
        _ => actor.require(Role::Admin)?,
    }
    let found = courses::find(db, actor.organization, course).await?;
    if !found.state.is_live() {
        return Err(Refusal::CourseNotLive.into());
    }
    let Upload { file, name, given } = upload;
    let list = tokio::task::spawn_blocking(move || List::open(file, given));
    let list = list.await.map_err(Error::fault)??;
    let batch = match begin(portal, actor, course, &name, &list).await? {
        Ok(batch) => batch,
        Err(known) => return Ok(Received::Known(known)),
    };
    let id = batch.id;
    if let Err(error) = rows::fill(portal, &batch, list).await {
        give_up(portal, id).await;
        return Err(error);
    }
    Ok(Received::New(id))
}

/// The new batch's row; or the earlier batch of the same list.
async fn begin(
    portal: &Portal,
    actor: &Actor,
    course: CourseId,
    name: &str,
    list: &List,
) -> Result<std::result::Result<batch::Model, BatchId>> {
    let tx = portal.begin().await?;
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(limits::FILE_NAME)
        .collect();
    let row = batch::Model {
        id: tx.new_id(),
        organization_id: actor.organization,
        course_id: course,
        sender_id: actor.user,
        role: actor.role,
        source: actor.source.clone(),
        name,
        content_hash: format!("{}:{}", actor.role, list.hash),
        state: BatchState::Reading,
        row_count: i32::try_from(list.rows).map_err(Error::fault)?,
        reached: 0,
        refused_to: 0,
        sent: 0,
        price: 0,
        first_id: None,
        first_left: 0,
        other_id: None,
        other_left: 0,
        message: String::new(),
        letter_text: String::new(),
        letter_html: String::new(),
        lease_by: None,
        lease_until: None,
        checked_at: tx.now(),
        started_at: None,
        ended_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    leave_behind(&tx, &row).await?;
    if !tx
        .insert_unless_taken(row.clone().into_active_model().reset_all())
        .await?
    {
        let earlier = tx.keep(same(&row)).one(&tx).await?.ok_or(Refusal::Busy)?;
        // Not left to the drop, which gives the row back some time later: the job passes over rows that are kept.
        tx.commit().await?;
        return Ok(Err(earlier.id));
    }
    let after = json!({ "rows": list.rows });
    audit::note(&tx, &actor.author(), "batch.read", "batch", row.id, after).await?;
    tx.commit().await?;
    Ok(Ok(row))
}

/// Unfinished batches of the same list; an index says that there is one at most.
fn same(row: &batch::Model) -> Select<batch::Entity> {
    let unfinished = [BatchState::Reading, BatchState::Preview, BatchState::Sending];
    batch::Entity::find()
        .filter(batch::Column::CourseId.eq(row.course_id))
        .filter(batch::Column::SenderId.eq(row.sender_id))
        .filter(batch::Column::ContentHash.eq(&row.content_hash))
        .filter(batch::Column::State.is_in(unfinished))
}

/// Throws away what a process that ended never read to the end.
async fn leave_behind(tx: &Tx, row: &batch::Model) -> Result<()> {
    let stuck =
        |earlier: &batch::Model| earlier.state == BatchState::Reading && earlier.updated_at + READING < tx.now();
    match tx.keep(same(row)).one(tx).await?.filter(stuck) {
        Some(earlier) => discard(tx, earlier.id).await,
        None => Ok(()),
    }
}

/// A list that nobody will send.
pub(super) async fn discard(tx: &Tx, id: BatchId) -> Result<()> {
    batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(BatchState::Discarded))
        .col_expr(batch::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch::Column::Id.eq(id))
        .filter(batch::Column::State.is_in([BatchState::Reading, BatchState::Preview]))
        .exec(tx)
        .await?;
    Ok(())
}

async fn give_up(portal: &Portal, id: BatchId) {
    let gone = async {
        let tx = portal.begin().await?;
        discard(&tx, id).await?;
        tx.commit().await
    };
    if let Err(error) = gone.await {
        tracing::warn!(%error, batch = %id, "a list that could not be read stays until it is swept");
    }
}
