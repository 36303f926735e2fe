//! Admin → Outbox: every letter as it looks, its state and error.

use chrono::{DateTime, Utc};
use lectern_contract::{
    LetterId, Refusal, Role,
    letters::{LetterRow, LetterState, LetterView},
    limits,
    paging::{Page, Query},
};
use lectern_entities::letter;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use serde_json::json;

use super::{batch, outdated, paper::LINK};
use crate::{actor::Actor, audit, bounces, fault::Result, portal::Portal, search, tx::Tx};

/// A page of letters, newest first, searched by recipient and subject.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
    state: Option<LetterState>,
) -> Result<Page<LetterRow>> {
    actor.require(Role::Admin)?;
    let mut select = letter::Entity::find().filter(letter::Column::OrganizationId.eq(actor.organization));
    if let Some(state) = state {
        select = select.filter(letter::Column::State.eq(state));
    }
    if let Some(words) = search::pattern(&query.search) {
        select = select.filter(letter::Column::SearchKey.like(words));
    }
    let total = select.clone().count(db).await?;
    let rows = select
        .order_by_desc(letter::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows.into_iter().map(row).collect(), total))
}

fn row(letter: letter::Model) -> LetterRow {
    LetterRow {
        id: letter.id,
        recipient: letter.recipient,
        subject: letter.subject,
        kind: letter.kind,
        state: letter.state,
        attempts: letter.attempts,
        error: letter.error,
        created: letter.created_at,
        sent: letter.sent_at,
        next_attempt: letter.next_attempt_at,
    }
}

async fn find(db: &impl ConnectionTrait, actor: &Actor, id: LetterId) -> Result<letter::Model> {
    actor.require(Role::Admin)?;
    let found = letter::Entity::find_by_id(id)
        .filter(letter::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// One letter as it looks, its secret link masked: an admin may see letters, not act as their readers.
///
/// # Errors
/// `NotFound`.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: LetterId) -> Result<LetterView> {
    let mut letter = find(db, actor, id).await?;
    batch::fill(db, std::slice::from_mut(&mut letter)).await?;
    let masked = |text: &str| text.replace(LINK, "https://…(secret link)");
    Ok(LetterView {
        text: masked(&letter.text),
        html: letter.html.replace(LINK, "#secret-link"),
        came_back: bounces::of_letter(db, letter.id).await?,
        row: row(letter),
    })
}

/// Whether *Send again* would send a letter now.
///
/// # Errors
/// `NotFound`.
pub async fn may_send_again(portal: &Portal, actor: &Actor, id: LetterId) -> Result<bool> {
    let letter = find(portal.reader(), actor, id).await?;
    Ok(hindrance(portal.reader(), &letter, portal.now()).await?.is_none())
}

/// Why a letter is not sent again: it left, a carrier has it and may be sending it at this moment, or its link accepts
/// nothing any more.
async fn hindrance(db: &impl ConnectionTrait, letter: &letter::Model, now: DateTime<Utc>) -> Result<Option<Refusal>> {
    match letter.state {
        LetterState::Sent => return Ok(Some(Refusal::LetterSent)),
        LetterState::Sending if letter.next_attempt_at.is_some_and(|lease| lease > now) => {
            return Ok(Some(Refusal::LetterOnItsWay));
        }
        _ => {}
    }
    let outdated = outdated::find(db, std::slice::from_ref(letter), now).await?;
    Ok((!outdated.is_empty()).then_some(Refusal::LetterOutdated))
}

/// Sends a failed or waiting letter again at once.
///
/// # Errors
/// `NotFound`; `LetterSent`, `LetterOnItsWay`, `LetterOutdated`.
pub async fn send_again(tx: &Tx, actor: &Actor, id: LetterId) -> Result<()> {
    find(tx, actor, id).await?;
    // A carrier may be taking it: what is decided here holds until this is over.
    let same = letter::Entity::find_by_id(id);
    let letter = tx.keep(same).one(tx).await?.ok_or(Refusal::NotFound)?;
    if let Some(refusal) = hindrance(tx, &letter, tx.now()).await? {
        return Err(refusal.into());
    }
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Waiting))
        .col_expr(letter::Column::Attempts, Expr::value(0))
        .col_expr(letter::Column::NextAttemptAt, Expr::value(tx.now()))
        .filter(letter::Column::Id.eq(id))
        .exec(tx)
        .await?;
    let both = (
        json!({ "state": letter.state }),
        json!({ "state": LetterState::Waiting }),
    );
    audit::change(tx, &actor.author(), "letter.send_again", "letter", id, both).await
}
