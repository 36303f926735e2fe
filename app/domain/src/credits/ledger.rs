//! The one place where balances change: a movement of credits from one account to another.

use lectern_contract::{
    AccountId, CourseId, InvitationId, OrderId, Refusal, RegistrationId, TransactionId, credits::TransactionKind,
};
use lectern_entities::{account, ledger_transaction, posting};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

use crate::{
    actor::Author,
    fault::{Error, Result},
    plans::freeze,
    secrets,
    tx::Tx,
};

/// A movement to be posted: `amount` credits leave `from` and arrive at `to`, so its two postings sum to 0 (L1).
#[derive(Clone, Debug)]
pub struct Movement<'a> {
    /// What it is.
    pub kind: TransactionKind,
    /// Unique in the organization; names the act that may happen once.
    pub key: String,
    /// Who did it.
    pub author: &'a Author,
    /// Why, in the actor's words.
    pub reason: &'a str,
    /// The account that gives.
    pub from: AccountId,
    /// The account that gets.
    pub to: AccountId,
    /// Credits, more than 0.
    pub amount: i64,
    /// The course it concerns.
    pub course: Option<CourseId>,
    /// The invitation it concerns.
    pub invitation: Option<InvitationId>,
    /// The registration it concerns.
    pub registration: Option<RegistrationId>,
    /// The consumption it gives back.
    pub refunds: Option<TransactionId>,
    /// The order it pays or takes back.
    pub order: Option<OrderId>,
}

/// Posts a movement. Accounts are touched newest first, so every transaction locks in one order and the
/// organization's own accounts, which everybody shares, are locked last and shortest.
///
/// # Errors
/// `NotEnoughCredits` where the giving account would fall below 0 (L4); only a chargeback may take the pool there
/// (`spec/credits.md` 15); `Frozen` for what spends while the plan has lapsed (5). An existing key is a fault: acts that
/// people may repeat go through [`crate::once`].
pub async fn post(tx: &Tx, movement: Movement<'_>) -> Result<TransactionId> {
    debug_assert!(movement.amount > 0, "a movement moves something");
    if freeze::is_stopped(movement.kind) {
        freeze::require_thawed(tx, movement.author.organization).await?;
    }
    let transaction = write_transaction(tx, &movement).await?;
    let mut lines = [
        (movement.from, movement.to, -movement.amount),
        (movement.to, movement.from, movement.amount),
    ];
    lines.sort_by_key(|(account, ..)| std::cmp::Reverse(*account));
    for (account, counter, amount) in lines {
        let (balance, line) = change(tx, account, amount, movement.kind).await?;
        tx.insert(posting::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(movement.author.organization),
            transaction_id: Set(transaction),
            account_id: Set(account),
            counter_account_id: Set(counter),
            line: Set(line),
            amount: Set(amount),
            balance: Set(balance),
            created_at: Set(tx.now()),
        })
        .await?;
    }
    Ok(transaction)
}

/// Locks the accounts of an act that will post several movements, in the order in which [`post`] locks two.
///
/// # Errors
/// The database's own.
pub(crate) async fn lock(tx: &Tx, accounts: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let ids = account::Column::Id.is_in(accounts);
    let rows = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(ids);
    tx.keep(rows.order_by_desc(account::Column::Id))
        .into_tuple::<AccountId>()
        .all(tx)
        .await?;
    Ok(())
}

async fn write_transaction(tx: &Tx, movement: &Movement<'_>) -> Result<TransactionId> {
    let id = tx.new_id();
    let request = format!(
        "{:?}",
        (
            movement.kind,
            movement.from,
            movement.to,
            movement.amount,
            movement.refunds
        )
    );
    tx.insert(ledger_transaction::ActiveModel {
        id: Set(id),
        organization_id: Set(movement.author.organization),
        kind: Set(movement.kind),
        idempotency_key: Set(movement.key.clone()),
        request_hash: Set(secrets::hash(&request)),
        actor_id: Set(movement.author.user),
        role: Set(movement.author.role),
        reason: Set(movement.reason.to_owned()),
        course_id: Set(movement.course),
        invitation_id: Set(movement.invitation),
        registration_id: Set(movement.registration),
        refunds_id: Set(movement.refunds),
        order_id: Set(movement.order),
        created_at: Set(tx.now()),
    })
    .await?;
    Ok(id)
}

/// Changes a balance where its account allows it, and answers the new balance and the line's number.
async fn change(tx: &Tx, account: AccountId, amount: i64, kind: TransactionKind) -> Result<(i64, i64)> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "update account set balance = balance + $1, lines = lines + 1, updated_at = $2
             where id = $3 and (kind = 'external' or $1 > 0 or balance + $1 >= 0 or (kind = 'pool' and $4))
             returning balance, lines"
        }
        _ => {
            "update account set balance = balance + ?1, lines = lines + 1, updated_at = ?2
             where id = ?3 and (kind = 'external' or ?1 > 0 or balance + ?1 >= 0 or (kind = 'pool' and ?4))
             returning balance, lines"
        }
    };
    let overdraws = kind == TransactionKind::Chargeback;
    let values = [amount.into(), tx.now().into(), Tx::uuid(account), overdraws.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    match tx.query_one_raw(statement).await? {
        Some(row) => Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)),
        None => Err(not_enough(tx, account, -amount).await?.into()),
    }
}

async fn not_enough(tx: &Tx, account: AccountId, asked: i64) -> Result<Refusal> {
    let account = account::Entity::find_by_id(account).one(tx).await?;
    let free = account
        .ok_or_else(|| Error::fault("a movement names no account"))?
        .balance;
    Ok(Refusal::NotEnoughCredits { free, asked })
}
