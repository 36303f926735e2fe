//! What allocate, deallocate, assign and take back have in common: an admin moves free credits between two
//! accounts of one course, once.

use lectern_contract::{CourseId, Role, credits::TransactionKind};

use crate::{
    actor::Actor,
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
pub(super) struct Transfer<'a> {
    pub kind: TransactionKind,
    pub act: &'static str,
    pub key: &'a str,
    pub course: CourseId,
    pub from: Which,
    pub to: Which,
    pub amount: i64,
}

/// Moves the credits; held ones are out of reach because they lie on the held account (L11).
pub(super) async fn transfer(
    tx: &Tx,
    actor: &Actor,
    transfer: Transfer<'_>,
    guard: impl Future<Output = Result<()>>,
) -> Result<()> {
    actor.require(Role::Admin)?;
    accounts::check_amount(transfer.amount)?;
    let Transfer {
        kind,
        act,
        key,
        course,
        from,
        to,
        amount,
    } = transfer;
    let request = format!("{course} {from:?} {to:?} {amount}");
    let work = async {
        guard.await?;
        let author = actor.author();
        let movement = Movement {
            kind,
            key: format!("{kind}:{key}"),
            author: &author,
            reason: "",
            from: accounts::open(tx, actor.organization, from).await?,
            to: accounts::open(tx, actor.organization, to).await?,
            amount,
            course: Some(course),
            invitation: None,
            registration: None,
            refunds: None,
            order: None,
        };
        let transaction = ledger::post(tx, movement).await?;
        audit::note(tx, &author, act, "transaction", transaction, amount).await
    };
    Box::pin(once(tx, actor, key, act, request, work)).await
}
