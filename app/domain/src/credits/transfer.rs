//! What allocate, deallocate, assign, take back and give have in common: free credits move between two accounts
//! of one course.

use lectern_contract::{CourseId, Role, TransactionId, credits::TransactionKind};

use crate::{
    actor::{Actor, Author},
    audit,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    once::once,
    tx::Tx,
};

/// A transfer to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer<'a> {
    pub kind: TransactionKind,
    pub act: &'static str,
    pub key: &'a str,
    pub course: CourseId,
    pub from: Which,
    pub to: Which,
    pub amount: i64,
}

/// The key of a movement that somebody asks for with a key of their own. That text is theirs to choose, so it is kept
/// apart from the keys that the portal makes, such as `grant:{subscription}:{period}`: nobody can take one beforehand.
pub(crate) fn by_hand(key: &str) -> String {
    format!("hand:{key}")
}

/// An admin's transfer, done once.
pub(super) async fn transfer(
    tx: &Tx,
    actor: &Actor,
    transfer: Transfer<'_>,
    guard: impl Future<Output = Result<()>>,
) -> Result<()> {
    actor.require(Role::Admin)?;
    accounts::check_amount(transfer.amount)?;
    let Transfer {
        act,
        key,
        course,
        from,
        to,
        amount,
        ..
    } = transfer;
    let request = format!("{course} {from:?} {to:?} {amount}");
    let own = by_hand(key);
    let work = async {
        guard.await?;
        let transfer = Transfer { key: &own, ..transfer };
        shift(tx, &actor.author(), transfer, "").await.map(drop)
    };
    Box::pin(once(tx, actor, key, act, request, work)).await
}

/// Moves the credits and notes it; held ones are out of reach because they lie on the held account (L11). For acts
/// that are done once already: `key` must be new. An act of several movements locks their accounts first.
pub(crate) async fn shift(tx: &Tx, author: &Author, transfer: Transfer<'_>, reason: &str) -> Result<TransactionId> {
    let Transfer {
        kind,
        act,
        key,
        course,
        from,
        to,
        amount,
    } = transfer;
    let movement = Movement {
        kind,
        key: format!("{kind}:{key}"),
        author,
        reason,
        from: accounts::open(tx, author.organization, from).await?,
        to: accounts::open(tx, author.organization, to).await?,
        amount,
        course: Some(course),
        invitation: None,
        registration: None,
        refunds: None,
        order: None,
    };
    let transaction = ledger::post(tx, movement).await?;
    audit::note(tx, author, act, "transaction", transaction, amount).await?;
    Ok(transaction)
}
