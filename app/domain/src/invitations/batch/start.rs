//! Send: decides whether the credits are enough and puts them aside; the job does the rest.

use lectern_contract::{
    BatchId, Refusal, Role,
    batches::{BatchState, Shortage, Verdict},
    limits,
    refusal::Field,
};
use lectern_entities::{batch, batch_row};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{super::purse::Purse, is_own, keep};
use crate::{
    accounts::{input, organizations, users},
    actor::Actor,
    audit, courses,
    credits::reserve::reserve,
    fault::{Error, Result},
    letters,
    once::once,
    plans::freeze,
    tx::Tx,
};

/// What the form below a preview holds.
#[derive(Clone, Debug, serde::Serialize)]
pub struct StartForm {
    /// The sender's own words, which may be empty.
    pub message: String,
    /// What to do where there are too few credits.
    pub shortage: Shortage,
}

/// Lets the invitations of a batch be sent, and puts one credit aside for each: a manager's own, or for an admin the
/// course's, then the pool's. Where there are too few, nobody is invited or, if asked, as many as can be, from the
/// head of the list (`spec/credits.md`, Bulk). Answers how many.
///
/// # Errors
/// `NotFound` unless the list is the actor's own; `TooLong`; `BatchIs` any other state than a preview;
/// `CourseNotLive`; `Frozen`; `NothingToSend`; `NotEnoughCredits`; `KeyReused`.
pub async fn start(tx: &Tx, actor: &Actor, key: &str, id: BatchId, form: StartForm) -> Result<u32> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let message = input::lines(&form.message, Field::Message, limits::MESSAGE)?;
    once(tx, actor, key, "batch.send", (id, &form), async {
        // Not before: who sent it and was taken off the course since gets the first answer (L10).
        let batch = keep(tx, actor, id).await?;
        if !is_own(actor, &batch) {
            return Err(Refusal::NotFound.into());
        }
        begin(tx, actor, batch, message, form.shortage).await
    })
    .await
}

async fn begin(tx: &Tx, actor: &Actor, batch: batch::Model, message: String, shortage: Shortage) -> Result<u32> {
    if batch.state != BatchState::Preview {
        return Err(Refusal::BatchIs(batch.state).into());
    }
    let course = courses::live(tx, actor.organization, batch.course_id).await?;
    let sender = users::find(tx, actor.organization, actor.user).await?;
    let from = organizations::find(tx, actor.organization).await?;
    freeze::require_thawed(tx, actor.organization).await?;
    let (accounts, [first, other]) = prices(tx, actor, &batch, shortage).await?;
    reserve(tx, accounts[0], first).await?;
    reserve(tx, accounts[1], other).await?;
    let (text, html) = letters::batch::sheets(&from, &course, &sender, &message);
    let change = batch::ActiveModel {
        id: Set(batch.id),
        state: Set(BatchState::Sending),
        price: Set(first + other),
        first_id: Set(Some(accounts[0])),
        first_left: Set(first),
        other_id: Set((other > 0).then_some(accounts[1])),
        other_left: Set(other),
        message: Set(message),
        letter_text: Set(text),
        letter_html: Set(html),
        started_at: Set(Some(tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx).await?;
    let both = (
        json!({ "state": batch.state }),
        json!({ "state": BatchState::Sending, "credits": first + other }),
    );
    audit::change(tx, &actor.author(), "batch.send", "batch", batch.id, both).await?;
    u32::try_from(first + other).map_err(Error::fault)
}

/// How many credits come from which of the two accounts.
async fn prices(
    tx: &Tx,
    actor: &Actor,
    batch: &batch::Model,
    shortage: Shortage,
) -> Result<([lectern_contract::AccountId; 2], [i64; 2])> {
    let sendable = batch_row::Entity::find()
        .filter(batch_row::Column::BatchId.eq(batch.id))
        .filter(batch_row::Column::Verdict.is_in([Verdict::New, Verdict::Known]))
        .count(tx)
        .await?;
    if sendable == 0 {
        return Err(Refusal::NothingToSend.into());
    }
    let asked = i64::try_from(sendable).map_err(Error::fault)?;
    let purse = Purse::open(tx, actor, batch.course_id).await?;
    let free = purse.free_in_all();
    let price = match shortage {
        Shortage::First => free.min(asked),
        Shortage::All => asked,
    };
    if free < price || price == 0 {
        return Err(Refusal::NotEnoughCredits { free, asked }.into());
    }
    let first = price.min(purse.free[0]);
    Ok((purse.accounts, [first, price - first]))
}
