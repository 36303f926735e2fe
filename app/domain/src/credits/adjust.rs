//! Outside ↔ an account: an admin corrects a balance, with an enumerated reason and a note.

use lectern_contract::{
    AccountId, Refusal, Role,
    credits::{AccountKind, AdjustReason, TransactionKind},
};
use lectern_entities::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

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

/// Adds `amount` credits (negative: takes them) to a pool, course or manager account
/// (`spec/credits.md`, Ledger: adjust).
///
/// # Errors
/// `NotFound` for anybody but an admin and for other accounts; `AmountOutOfRange` for 0 or too many;
/// `Missing`/`TooLong` for the note; `NotEnoughCredits`; `KeyReused`.
pub async fn adjust(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    account: AccountId,
    amount: i64,
    reason: AdjustReason,
    note: &str,
) -> Result<()> {
    actor.require(Role::Admin)?;
    accounts::check_amount(amount.saturating_abs())?;
    let note = input::note(note)?;
    once(tx, actor, key, "adjust", (account, amount, reason, &note), async {
        let row = account::Entity::find_by_id(account)
            .filter(account::Column::OrganizationId.eq(actor.organization))
            .one(tx)
            .await?
            .filter(|row| matches!(row.kind, AccountKind::Pool | AccountKind::Course | AccountKind::Manager))
            .ok_or(Refusal::NotFound)?;
        let author = actor.author();
        let outside = accounts::open(tx, actor.organization, Which::Own(AccountKind::External)).await?;
        let sides = [(Which::Own(AccountKind::External), outside), (which(&row), account)];
        let [from, to] = if amount > 0 { sides } else { [sides[1], sides[0]] };
        let movement = Movement {
            kind: TransactionKind::Adjust,
            key: format!("adjust:{}", by_hand(key)),
            author: &author,
            reason: &format!("{}: {note}", reason.label()),
            from: from.1,
            to: to.1,
            amount: amount.abs(),
            course: row.course_id,
            invitation: None,
            registration: None,
            refunds: None,
            order: None,
        };
        let transaction = ledger::post(tx, movement).await?;
        let (was, mut is) = in_words(tx, from, to, amount.abs());
        is["reason"] = json!(reason);
        is["note"] = json!(note);
        audit::change(tx, &author, "credits.adjust", "transaction", transaction, (was, is)).await
    })
    .await
}

const fn which(row: &account::Model) -> Which {
    match (row.course_id, row.user_id) {
        (Some(course), Some(manager)) => Which::Manager(course, manager),
        (Some(course), None) => Which::Course(course),
        (None, _) => Which::Own(row.kind),
    }
}
