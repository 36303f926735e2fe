//! Hand-over: pending invitations go to another sender, and a released credit then returns to the new one.
//!
//! The link in the letter stays as it is. In the ledger the hold is released to where it came from and held anew from
//! the new account, one epoch later: so a release still goes to the very account its hold came from (L6), and the
//! refund of an acceptance to the very account that paid (L8).

use lectern_contract::{AccountId, UserId, credits::TransactionKind, invitations::InvitationState};
use lectern_entities::invitation;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{Held, hold, lock_sources, release};
use crate::{
    actor::{Actor, Author},
    credits::{
        accounts::{self, Which},
        transfer::{Transfer, shift},
    },
    fault::Result,
    tx::Tx,
};

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

/// Makes an admin the sender of one invitation, whose row is locked: its sender cannot invite any more. A credit that
/// is held from the sender's own account goes the way of a hand-over to the course: back to them, to the course, and
/// held anew from there, so that nothing returns to an account that nobody uses.
pub(super) async fn take_on(tx: &Tx, actor: &Actor, row: &mut invitation::Model) -> Result<()> {
    let (course, former) = (row.course_id, Which::Manager(row.course_id, row.sender_id));
    row.sender_id = actor.user;
    let origin = accounts::find(tx, actor.organization, former).await?;
    if row.state != InvitationState::Pending || origin != Some(row.source_id) {
        return Ok(());
    }
    let target = accounts::open(tx, actor.organization, Which::Course(course)).await?;
    lock_sources(tx, actor.organization, std::slice::from_ref(row), [target]).await?;
    // The credit is held already, so a lapsed plan does not keep it from moving on.
    tx.remember_thawed(actor.organization);
    let author = actor.author();
    release(tx, &author, &Held::from(&*row)).await?;
    row.epoch += 1;
    row.source_id = target;
    let back = Transfer {
        kind: TransactionKind::TakeBack,
        act: "credits.take_back",
        key: &format!("re_invite:{}:{}", row.id, row.epoch),
        course,
        from: former,
        to: Which::Course(course),
        amount: 1,
    };
    shift(tx, &author, back, "Handed over").await?;
    hold(tx, &author, &Held::from(&*row)).await.map(drop)
}
