//! One chunk of a batch: some hundred invitations in a handful of statements.

use std::collections::BTreeSet;

use lectern_contract::{
    AccountId, InvitationId, Refusal, Role,
    batches::{BatchState, Verdict},
    credits::{AccountKind, TransactionKind},
    people::UserState,
};
use lectern_entities::{batch, batch_row, course, invitation, user};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    super::{
        Held, expire, expiry,
        send::Offer,
        taken::{self, Settled},
    },
    author, end,
    rows::now_known,
    run::LEASE,
    verdict::{self, Known},
};
use crate::{
    accounts::{sessions, users},
    actor::Author,
    audit,
    courses::{self, able},
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement, Purse},
    },
    fault::{Error, Result},
    hooks::{self, Event},
    letters,
    tx::Tx,
};

/// Rows taken at once: on SQLite everybody else waits that long.
pub(super) const AT_ONCE: usize = 160;

/// Sends the next rows of a batch that this transaction has locked, and ends it where none is left.
///
/// # Errors
/// A refusal where the batch cannot go on; nothing is sent then.
pub(super) async fn chunk(tx: &Tx, batch: &batch::Model, worker: Uuid) -> Result<()> {
    let (course, sender) = fit(tx, batch).await?;
    let left = usize::try_from(batch.first_left + batch.other_left).map_err(Error::fault)?;
    let rows = next(tx, batch, left).await?;
    let Some(last) = rows.last() else {
        let both = end::in_words(batch, BatchState::Done);
        audit::change(tx, &author(batch), "batch.done", "batch", batch.id, both).await?;
        return end::end(tx, batch, BatchState::Done).await;
    };
    let reached = last.number;
    let (rows, over) = still_free(tx, batch, rows).await?;
    let offer = Offer {
        course: &course,
        sender: &sender,
        message: &batch.message,
        expires_at: expiry(tx, batch.organization_id).await?,
    };
    let sent = make(tx, batch, offer, rows).await?;
    let [first, other] = hold(tx, batch, &over, &sent).await?;
    let about: Vec<(InvitationId, String)> = sent.iter().map(|row| (row.id, row.email.clone())).collect();
    letters::batch::put_all(tx, batch, &course, &sender, &about).await?;
    let events: Vec<Event<'_>> = sent.iter().map(Event::invitation).collect();
    hooks::emit_all(tx, &events).await?;
    let ids = || sent.iter().map(|row| row.id);
    audit::note_all(
        tx,
        &author(batch),
        "invitation.send",
        "invitation",
        ids().map(Into::into),
    )
    .await?;
    batch_row::Entity::update_many()
        .col_expr(batch_row::Column::InvitationId, Expr::col(batch_row::Column::Id))
        .col_expr(batch_row::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch_row::Column::Id.is_in(ids()))
        .exec(tx)
        .await?;
    let change = batch::ActiveModel {
        id: Set(batch.id),
        reached: Set(reached),
        sent: Set(batch.sent + i32::try_from(sent.len()).map_err(Error::fault)?),
        first_left: Set(batch.first_left - first),
        other_left: Set(batch.other_left - other),
        lease_by: Set(Some(worker)),
        lease_until: Set(Some(tx.now() + LEASE)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx).await?;
    Ok(())
}

/// The course and the sender, while both are what they must be.
async fn fit(tx: &Tx, batch: &batch::Model) -> Result<(course::Model, user::Model)> {
    let sender = match batch.role {
        Role::Manager => able::keep(tx, batch.organization_id, batch.course_id, batch.sender_id).await?,
        role => holder(tx, batch, role).await?,
    };
    Ok((courses::live(tx, batch.organization_id, batch.course_id).await?, sender))
}

/// The sender, while they can act in the role in which they gave the list.
async fn holder(tx: &Tx, batch: &batch::Model, role: Role) -> Result<user::Model> {
    let sender = users::find(tx, batch.organization_id, batch.sender_id).await?;
    if sender.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    if sessions::holds(tx, sender.id, role).await? {
        Ok(sender)
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// The next rows to be sent; none where all were, or no credit is left.
async fn next(tx: &Tx, batch: &batch::Model, left: usize) -> Result<Vec<batch_row::Model>> {
    Ok(batch_row::Entity::find()
        .filter(batch_row::Column::BatchId.eq(batch.id))
        .filter(batch_row::Column::Number.gt(batch.reached))
        .filter(batch_row::Column::Verdict.is_in([Verdict::New, Verdict::Known]))
        .order_by_asc(batch_row::Column::Number)
        .limit(left.min(AT_ONCE) as u64)
        .all(tx)
        .await?)
}

/// The rows that can still be invited; of the others it is noted why not. And the invitations that expired on the way,
/// whose credits [`hold`] gives back.
async fn still_free(
    tx: &Tx,
    batch: &batch::Model,
    rows: Vec<batch_row::Model>,
) -> Result<(Vec<batch_row::Model>, Vec<invitation::Model>)> {
    let keys: BTreeSet<String> = rows.iter().map(|row| row.email_key.clone()).collect();
    let Settled { taken, over } = taken::settle(tx, batch.organization_id, batch.course_id, &keys).await?;
    let mut free = Vec::with_capacity(rows.len());
    for row in rows {
        let known = Known::from(taken.get(&row.email_key));
        if known.verdict.may_send() {
            free.push(row);
        } else {
            now_known(tx, &row, known).await?;
        }
    }
    Ok((free, over))
}

/// Makes the invitations, each under its row's id. An index decides ties with people who invite the same address at
/// this moment; the loser's row says who was quicker.
async fn make(
    tx: &Tx,
    batch: &batch::Model,
    offer: Offer<'_>,
    mut rows: Vec<batch_row::Model>,
) -> Result<Vec<invitation::Model>> {
    // The first accounts pay for the first rows; but everybody who invites several goes by addresses.
    let first = usize::try_from(batch.first_left).map_err(Error::fault)?;
    let source = |place: usize| if place < first { batch.first_id } else { batch.other_id };
    let mut made = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let source = source(place).ok_or_else(|| Error::fault("a batch without an account"))?;
        made.push(offer.row(tx, row.id, &row.email, source));
    }
    made.sort_by(|one, other| one.email_key.cmp(&other.email_key));
    let all = made.iter().cloned().map(|row| row.into_active_model().reset_all());
    let inserted = invitation::Entity::insert_many(all)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if usize::try_from(inserted).is_ok_and(|inserted| inserted == made.len()) {
        return Ok(made);
    }
    let there: Vec<InvitationId> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::Id.is_in(made.iter().map(|row| row.id)))
        .into_tuple()
        .all(tx)
        .await?;
    made.retain(|row| there.contains(&row.id));
    rows.retain(|row| !there.contains(&row.id));
    let keys = rows.iter().map(|row| row.email_key.clone()).collect();
    let known = verdict::of(tx, batch, keys, tx.now()).await?;
    for row in &rows {
        let by = known.get(&row.email_key).and_then(|known| known.by);
        let verdict = Verdict::Invited;
        now_known(tx, row, Known { verdict, by }).await?;
    }
    Ok(made)
}

/// Holds a credit for each invitation, out of those put aside, once what expired has given its own back; answers how many
/// came from which account.
async fn hold(
    tx: &Tx,
    batch: &batch::Model,
    over: &[invitation::Model],
    made: &[invitation::Model],
) -> Result<[i64; 2]> {
    let author = author(batch);
    let held = accounts::open(tx, batch.organization_id, Which::Own(AccountKind::Held)).await?;
    let sources = [batch.first_id, batch.other_id];
    let gave = over.iter().map(|row| row.source_id);
    ledger::lock(tx, sources.into_iter().flatten().chain([held]).chain(gave)).await?;
    expire::give_back(tx, over).await?;
    let mut used = [0, 0];
    for (used, source) in used.iter_mut().zip(sources) {
        let Some(source) = source else { continue };
        let movements = movements(made, &author, source, held);
        ledger::post_all(tx, &movements, Purse::Reserved).await?;
        *used = i64::try_from(movements.len()).map_err(Error::fault)?;
    }
    Ok(used)
}

fn movements<'a>(
    made: &[invitation::Model],
    author: &'a Author,
    source: AccountId,
    held: AccountId,
) -> Vec<Movement<'a>> {
    let from_here = made.iter().filter(|row| row.source_id == source);
    let movement = |row: &invitation::Model| Movement {
        kind: TransactionKind::Hold,
        key: format!("hold:{}:{}", row.id, row.epoch),
        to: held,
        ..Held::from(row).movement(author)
    };
    from_here.map(movement).collect()
}
