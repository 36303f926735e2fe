//! The rows of a list with their verdicts: written as the list is read, some hundred at a time, and compared again
//! when somebody asks.

use std::collections::{BTreeSet, HashSet};

use lectern_contract::{
    BatchId, Refusal,
    addresses::key,
    batches::{BatchState, Verdict},
};
use lectern_entities::{batch, batch_row};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::{
    is_own,
    list::{Entry, List},
    see,
    verdict::{self, Known},
};
use crate::{
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// Rows looked up and written at once.
const AT_ONCE: usize = 200;

/// Reads the list once more and writes its rows, some hundred at a time.
pub(super) async fn fill(portal: &Portal, batch: &batch::Model, list: List) -> Result<()> {
    let (give, mut take) = mpsc::channel::<Vec<Entry>>(2);
    let reading = tokio::task::spawn_blocking(move || {
        let mut some = Vec::with_capacity(AT_ONCE);
        list.read(|entry| {
            some.push(entry);
            if some.len() < AT_ONCE {
                return Ok(());
            }
            give.blocking_send(std::mem::take(&mut some)).map_err(Error::fault)
        })?;
        give.blocking_send(some).map_err(Error::fault)
    });
    let mut rows = Rows::default();
    while let Some(entries) = take.recv().await {
        rows.write(portal, batch, entries).await?;
    }
    reading.await.map_err(Error::fault)??;
    let tx = portal.begin().await?;
    batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(BatchState::Preview))
        .col_expr(batch::Column::CheckedAt, Expr::value(tx.now()))
        .col_expr(batch::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch::Column::Id.eq(batch.id))
        .filter(batch::Column::State.eq(BatchState::Reading))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// The rows written so far.
#[derive(Default)]
struct Rows {
    number: i32,
    /// The addresses, as the first half of their hash: 100,000 of them are some megabytes.
    seen: HashSet<[u8; 16]>,
}

impl Rows {
    async fn write(&mut self, portal: &Portal, batch: &batch::Model, entries: Vec<Entry>) -> Result<()> {
        let marked: Vec<(Entry, bool)> = entries.into_iter().map(|entry| self.mark(entry)).collect();
        let fresh = marked.iter().filter(|(_, fresh)| *fresh);
        let keys: BTreeSet<String> = fresh.filter_map(|(entry, _)| entry.key.clone()).collect();
        let verdicts = verdict::of(portal.reader(), batch, keys, portal.now()).await?;
        let tx = portal.begin().await?;
        still_reading(&tx, batch.id).await?;
        let rows = marked.into_iter().map(|(entry, fresh)| {
            let known = match &entry.key {
                None => Verdict::Malformed.into(),
                Some(_) if !fresh => Verdict::Repeated.into(),
                Some(key) => verdicts.get(key).copied().unwrap_or(Verdict::New.into()),
            };
            self.number += 1;
            row(&tx, batch, self.number, entry, known)
        });
        tx.insert_all(rows.collect::<Vec<_>>()).await?;
        tx.commit().await
    }

    /// Whether an address stands in the list for the first time.
    fn mark(&mut self, entry: Entry) -> (Entry, bool) {
        let fresh = entry.key.as_ref().is_none_or(|key| {
            let mut half = [0; 16];
            half.copy_from_slice(&Sha256::digest(key)[..16]);
            self.seen.insert(half)
        });
        (entry, fresh)
    }
}

/// Notes that the list is being read: else it would be taken for left behind.
///
/// # Errors
/// `BatchIs` thrown away meanwhile.
async fn still_reading(tx: &Tx, id: BatchId) -> Result<()> {
    let touched = batch::Entity::update_many()
        .col_expr(batch::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch::Column::Id.eq(id))
        .filter(batch::Column::State.eq(BatchState::Reading))
        .exec(tx)
        .await?;
    if touched.rows_affected == 0 {
        return Err(Refusal::BatchIs(BatchState::Discarded).into());
    }
    Ok(())
}

fn row(tx: &Tx, batch: &batch::Model, number: i32, entry: Entry, known: Known) -> batch_row::ActiveModel {
    batch_row::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(batch.organization_id),
        batch_id: Set(batch.id),
        number: Set(number),
        email_key: Set(entry.key.unwrap_or_else(|| key(&entry.email))),
        email: Set(entry.email),
        verdict: Set(known.verdict),
        invited_by: Set(known.by.map(|(by, _)| by)),
        invited_at: Set(known.by.map(|(_, at)| at)),
        invitation_id: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// Compares every address again with the portal's people and invitations: a list may wait for days.
///
/// # Errors
/// `NotFound` unless the list is the actor's own; `BatchIs` any other state than a preview.
pub async fn check(portal: &Portal, actor: &Actor, id: BatchId) -> Result<()> {
    let batch = see(portal.reader(), actor, id).await?;
    if !is_own(actor, &batch) {
        return Err(Refusal::NotFound.into());
    }
    if batch.state != BatchState::Preview {
        return Err(Refusal::BatchIs(batch.state).into());
    }
    let mut after = 0;
    while let Some(last) = check_some(portal, &batch, after).await? {
        after = last;
    }
    let tx = portal.begin().await?;
    batch::Entity::update_many()
        .col_expr(batch::Column::CheckedAt, Expr::value(tx.now()))
        .filter(batch::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// The next rows; answers the number of the last of them.
async fn check_some(portal: &Portal, batch: &batch::Model, after: i32) -> Result<Option<i32>> {
    let rows = batch_row::Entity::find()
        .filter(batch_row::Column::BatchId.eq(batch.id))
        .filter(batch_row::Column::Number.gt(after))
        .filter(batch_row::Column::Verdict.is_not_in([Verdict::Malformed, Verdict::Repeated]))
        .order_by_asc(batch_row::Column::Number)
        .limit(AT_ONCE as u64)
        .all(portal.reader())
        .await?;
    let keys = rows.iter().map(|row| row.email_key.clone()).collect();
    let verdicts = verdict::of(portal.reader(), batch, keys, portal.now()).await?;
    let tx = portal.begin().await?;
    for row in &rows {
        let known = verdicts.get(&row.email_key).copied().unwrap_or(Verdict::New.into());
        if known.verdict != row.verdict || known.by != row.invited_by.zip(row.invited_at) {
            now_known(&tx, row, known).await?;
        }
    }
    tx.commit().await?;
    Ok(rows.last().map(|row| row.number))
}

/// Notes another verdict of a row that was not sent.
pub(super) async fn now_known(tx: &Tx, row: &batch_row::Model, known: Known) -> Result<()> {
    batch_row::Entity::update_many()
        .col_expr(batch_row::Column::Verdict, Expr::value(known.verdict))
        .col_expr(batch_row::Column::InvitedBy, Expr::value(known.by.map(|(by, _)| by)))
        .col_expr(batch_row::Column::InvitedAt, Expr::value(known.by.map(|(_, at)| at)))
        .col_expr(batch_row::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch_row::Column::Id.eq(row.id))
        .filter(batch_row::Column::InvitationId.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
