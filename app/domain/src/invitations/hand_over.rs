//! Hand-over: pending invitations go to another sender, and a released credit then returns to the new one.
//!
//! The link in the letter stays as it is. In the ledger the hold is released to where it came from and held anew from
//! the new account, one epoch later: so a release still goes to the very account its hold came from (L6), and the
//! refund of an acceptance to the very account that paid (L8).

use lectern_contract::{AccountId, UserId};
use lectern_entities::invitation;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{Held, hold, release};
use crate::{actor::Author, fault::Result, tx::Tx};

/// Releases the holds that came from `origin`; answers how many. The invitations stay pending: [`take_over`] must
/// follow in the same transaction. Their rows and accounts are locked by the caller.
pub(crate) async fn loosen(
    tx: &Tx,
    author: &Author,
    invitations: &[invitation::Model],
    origin: AccountId,
) -> Result<i64> {
    let mut credits = 0;
    for row in invitations.iter().filter(|row| row.source_id == origin) {
        release(tx, author, &Held::from(row)).await?;
        credits += 1;
    }
    Ok(credits)
}

/// Gives the invitations to `sender`; what [`loosen`] released of `origin` is held anew from `source`.
pub(crate) async fn take_over(
    tx: &Tx,
    author: &Author,
    invitations: &[invitation::Model],
    origin: AccountId,
    (sender, source): (UserId, AccountId),
) -> Result<()> {
    for row in invitations {
        let mut change = invitation::ActiveModel {
            id: Set(row.id),
            sender_id: Set(sender),
            updated_at: Set(tx.now()),
            ..Default::default()
        };
        if row.source_id == origin {
            let held = Held {
                source,
                epoch: row.epoch + 1,
                ..Held::from(row)
            };
            hold(tx, author, &held).await?;
            (change.source_id, change.epoch) = (Set(held.source), Set(held.epoch));
        }
        change.update(tx).await?;
    }
    Ok(())
}
