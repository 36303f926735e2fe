//! Outside ↔ an account: an admin corrects a balance, with an enumerated reason and a note.

use lectern_contract::{
    AccountId, Refusal, Role,
    credits::{AccountKind, AdjustReason, Adjustment, TransactionKind},
};
use lectern_entities::account;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    accounts::input,
    actor::Actor,
    audit,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
        statement::labels,
        transfer::{by_hand, in_words},
        watch,
    },
    fault::Result,
    once::once,
    tx::Tx,
};

/// What [`adjust`] will do, before it is done.
///
/// # Errors
/// As [`adjust`], but for `KeyReused`.
pub async fn preview(
    db: &impl ConnectionTrait,
    actor: &Actor,
    account: AccountId,
    amount: i64,
    reason: AdjustReason,
    note: &str,
) -> Result<Adjustment> {
    actor.require(Role::Admin)?;
    accounts::check_amount(amount.saturating_abs())?;
    let note = input::note(note)?;
    let row = correctable(db, actor, account).await?;
    let before = row.balance - row.reserved;
    let after = before + amount;
    if amount < 0 && after < 0 {
        return Err(Refusal::NotEnoughCredits {
            free: before,
            asked: -amount,
        }
        .into());
    }
    let basis = if amount > 0 && watch::fills(TransactionKind::Adjust) {
        after
    } else {
        row.basis
    };
    // What came from outside is missing there.
    let outside = accounts::balance(db, actor.organization, Which::Own(AccountKind::External)).await?;
    let name = labels(db, std::slice::from_ref(&row)).await?.remove(&account);
    Ok(Adjustment {
        account,
        name: name.unwrap_or_default(),
        amount,
        reason,
        note,
        before,
        after,
        total: -outside,
        standing: row.threshold.standing(after, basis),
        level: row.threshold.level(basis),
    })
}

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
        let row = correctable(tx, actor, account).await?;
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

/// An account of the organization whose balance people may correct.
async fn correctable(db: &impl ConnectionTrait, actor: &Actor, account: AccountId) -> Result<account::Model> {
    let found = account::Entity::find_by_id(account)
        .filter(account::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?
        .filter(|row| matches!(row.kind, AccountKind::Pool | AccountKind::Course | AccountKind::Manager));
    Ok(found.ok_or(Refusal::NotFound)?)
}

const fn which(row: &account::Model) -> Which {
    match (row.course_id, row.user_id) {
        (Some(course), Some(manager)) => Which::Manager(course, manager),
        (Some(course), None) => Which::Course(course),
        (None, _) => Which::Own(row.kind),
    }
}
