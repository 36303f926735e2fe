//! An admin puts credits into the pool by hand, with a reason. They do not expire.

use lectern_contract::{
    Role,
    credits::{AccountKind, TransactionKind},
};

use crate::{
    accounts::input,
    actor::Actor,
    audit,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
        transfer::{by_hand, in_words},
    },
    fault::Result,
    once::once,
    tx::Tx,
};

/// Grants `amount` credits to the pool (`spec/credits.md`, Ledger: grant).
///
/// # Errors
/// `NotFound` unless an admin asks; `AmountOutOfRange`; `Missing`/`TooLong` for the reason; `KeyReused`.
pub async fn grant(tx: &Tx, actor: &Actor, key: &str, amount: i64, reason: &str) -> Result<()> {
    actor.require(Role::Admin)?;
    accounts::check_amount(amount)?;
    let reason = input::note(reason)?;
    once(tx, actor, key, "grant", (amount, &reason), async {
        let author = actor.author();
        let [outside, pool] = [AccountKind::External, AccountKind::Pool].map(Which::Own);
        let from = accounts::open(tx, actor.organization, outside).await?;
        let to = accounts::open(tx, actor.organization, pool).await?;
        let movement = Movement {
            kind: TransactionKind::Grant,
            key: format!("grant:{}", by_hand(key)),
            author: &author,
            reason: &reason,
            from,
            to,
            amount,
            course: None,
            invitation: None,
            registration: None,
            refunds: None,
            order: None,
        };
        let transaction = ledger::post(tx, movement).await?;
        let both = in_words(tx, (outside, from), (pool, to), amount);
        audit::change(tx, &author, "credits.grant", "transaction", transaction, both).await
    })
    .await
}
