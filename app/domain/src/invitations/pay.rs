//! What an acceptance does to the credit that its invitation holds.

use lectern_contract::{
    TransactionId,
    credits::{AccountKind, TransactionKind},
};
use lectern_entities::invitation;

use super::{Held, purse, release};
use crate::{
    actor::Author,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    letters::CreditUsed,
    registrations::Place,
    tx::Tx,
};

/// Consumes the held credit, or gives it back where an earlier one of the learner still counts. Answers the
/// consumption, if there was one, and whose credit it took.
///
/// # Errors
/// The database's own.
pub(super) async fn pay(
    tx: &Tx,
    author: &Author,
    invitation: &invitation::Model,
    place: &Place,
) -> Result<(Option<TransactionId>, CreditUsed)> {
    if place.is_paid() {
        // Their earlier credit still counts: this one goes back (`spec/safety.md` I2).
        release(tx, author, &Held::from(invitation)).await?;
        return Ok((None, CreditUsed::Earlier));
    }
    let used = match purse::kind(tx, invitation.source_id).await? {
        AccountKind::Manager => CreditUsed::Sender,
        AccountKind::Course => CreditUsed::Course,
        _ => CreditUsed::Pool,
    };
    let consumption = consume(tx, author, invitation, place).await?;
    Ok((Some(consumption), used))
}

async fn consume(tx: &Tx, author: &Author, invitation: &invitation::Model, place: &Place) -> Result<TransactionId> {
    let held = accounts::open(tx, author.organization, Which::Own(AccountKind::Held)).await?;
    let consumed = accounts::open(tx, author.organization, Which::Own(AccountKind::Consumed)).await?;
    let movement = Movement {
        kind: TransactionKind::ConsumeHold,
        key: format!("accept:{}", invitation.id),
        from: held,
        to: consumed,
        registration: Some(place.id),
        ..Held::from(invitation).movement(author)
    };
    ledger::post(tx, movement).await
}
