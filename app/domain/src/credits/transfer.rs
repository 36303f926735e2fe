//! What allocate, deallocate, assign, take back and give have in common: free credits move between two accounts
//! of one course.

use lectern_contract::{
    AccountId, CourseId, Role, TransactionId,
    credits::{AccountKind, TransactionKind},
};
use serde_json::{Value, json};

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
    let giver = accounts::open(tx, author.organization, from).await?;
    let receiver = accounts::open(tx, author.organization, to).await?;
    let movement = Movement {
        kind,
        key: format!("{kind}:{key}"),
        author,
        reason,
        from: giver,
        to: receiver,
        amount,
        course: Some(course),
        invitation: None,
        registration: None,
        refunds: None,
        order: None,
    };
    let transaction = ledger::post(tx, movement).await?;
    let both = in_words(tx, (from, giver), (to, receiver), amount);
    audit::change(tx, author, act, "transaction", transaction, both).await?;
    Ok(transaction)
}

/// A movement that was just posted, before and after, for the audit log: who gave, who got, and what each has free.
/// That is known from posting it, so nothing is asked for.
pub(super) fn in_words(tx: &Tx, from: (Which, AccountId), to: (Which, AccountId), amount: i64) -> (Value, Value) {
    let free = |(which, account): (Which, AccountId)| match which {
        Which::Own(AccountKind::External) => None,
        _ => tx.free_now(account),
    };
    let (giver, receiver) = (free(from), free(to));
    let before = json!({
        "from_has": giver.map(|free| free + amount), "to_has": receiver.map(|free| free - amount),
    });
    let mut after = json!({
        "credits": amount, "from": side(from.0), "to": side(to.0), "from_has": giver, "to_has": receiver,
    });
    if let (Which::Manager(course, _), Which::Manager(..)) = (from.0, to.0) {
        after["course"] = json!(course);
    }
    (before, after)
}

/// A course or a manager by their id, else the account's name.
fn side(which: Which) -> Value {
    match which {
        Which::Own(kind) => json!(kind.label()),
        Which::Course(course) => json!(course),
        Which::Manager(_, manager) => json!(manager),
    }
}
