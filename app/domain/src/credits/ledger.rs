//! The one place where balances change: a movement of credits from one account to another.

use lectern_contract::{
    AccountId, CourseId, InvitationId, OrderId, Refusal, RegistrationId, TransactionId, credits::TransactionKind,
};
use lectern_entities::{account, ledger_transaction, posting};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use crate::{
    actor::Author,
    credits::chain::link::Posted,
    credits::watch::{self, Seen},
    fault::{Error, Result},
    hooks::{self, Event, Income},
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
/// `NotEnoughCredits` where the giving account would fall below 0 (L4), or below what is put aside on it; only a
/// chargeback may take the pool there (`spec/credits.md` 15). `Frozen` for what spends while the plan has lapsed (5).
/// An existing key is a fault: acts that people may repeat go through [`crate::once`].
pub async fn post(tx: &Tx, movement: Movement<'_>) -> Result<TransactionId> {
    if freeze::is_stopped(movement.kind) {
        freeze::require_thawed(tx, movement.author.organization).await?;
    }
    let posted = post_all(tx, std::slice::from_ref(&movement), Purse::Free).await?;
    let posted = *posted
        .first()
        .ok_or_else(|| Error::fault("a movement was not posted"))?;
    tell(tx, posted, &movement).await?;
    Ok(posted)
}

/// Tells of credits that came from outside; here, where no way to grant or to sell can be forgotten.
async fn tell(tx: &Tx, transaction: TransactionId, movement: &Movement<'_>) -> Result<()> {
    let organization = movement.author.organization;
    let income = Income {
        transaction,
        amount: movement.amount,
        reason: movement.reason,
        order: movement.order,
    };
    match movement.kind {
        TransactionKind::Grant => hooks::emit(tx, Event::credits_granted(organization, income)).await,
        TransactionKind::Purchase => hooks::emit(tx, Event::credits_purchased(organization, income)).await,
        _ => Ok(()),
    }
}

/// Which credits of the giving account a movement takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purse {
    /// Those that are free.
    Free,
    /// Those put aside for a batch (see [`super::reserve`]).
    Reserved,
}

/// Posts movements that all lead from one account to one other, in as few statements as one: each gets its own
/// transaction and its own two lines, as if they had been posted one after the other. They are linked to the chain
/// when the database transaction commits (see [`super::chain`]).
///
/// # Errors
/// As [`post`]; then none is posted.
pub(crate) async fn post_all(tx: &Tx, movements: &[Movement<'_>], purse: Purse) -> Result<Vec<TransactionId>> {
    let Some(Movement { from, to, .. }) = movements.first() else {
        return Ok(vec![]);
    };
    debug_assert!(
        movements
            .iter()
            .all(|one| one.amount > 0 && (one.from, one.to) == (*from, *to)),
        "movements move something, from one account to one other"
    );
    let rows: Vec<_> = movements.iter().map(|movement| transaction_row(tx, movement)).collect();
    tx.insert_all(rows.iter().map(|row| row.clone().into_active_model().reset_all()))
        .await?;
    let mut sides = [(*from, *to, -1), (*to, *from, 1)];
    sides.sort_by_key(|(account, ..)| std::cmp::Reverse(*account));
    let mut lines: Vec<posting::Model> = Vec::with_capacity(2 * movements.len());
    for (account, counter, sign) in sides {
        let change = Change {
            overdraws: movements.iter().all(|one| one.kind == TransactionKind::Chargeback),
            amount: sign * movements.iter().map(|movement| movement.amount).sum::<i64>(),
            lines: i64::try_from(movements.len()).map_err(Error::fault)?,
            purse: if sign < 0 { purse } else { Purse::Free },
            fills: sign > 0 && movements.iter().all(|one| watch::fills(one.kind)),
        };
        let (balance, last) = change.make(tx, account).await?;
        let (mut balance, mut line) = (balance - change.amount, last - change.lines);
        for (transaction, movement) in rows.iter().zip(movements) {
            balance += sign * movement.amount;
            line += 1;
            lines.push(posting::Model {
                id: tx.new_id(),
                organization_id: movement.author.organization,
                transaction_id: transaction.id,
                account_id: account,
                counter_account_id: counter,
                line,
                amount: sign * movement.amount,
                balance,
                created_at: tx.now(),
            });
        }
    }
    for (place, row) in rows.iter().enumerate() {
        let both = [&lines[place], &lines[movements.len() + place]].map(Clone::clone);
        tx.note_posted(row.organization_id, Posted::new(row, &both));
    }
    tx.insert_all(lines.into_iter().map(|line| line.into_active_model().reset_all()))
        .await?;
    Ok(rows.iter().map(|row| row.id).collect())
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

fn transaction_row(tx: &Tx, movement: &Movement<'_>) -> ledger_transaction::Model {
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
    ledger_transaction::Model {
        id: tx.new_id(),
        organization_id: movement.author.organization,
        kind: movement.kind,
        idempotency_key: movement.key.clone(),
        request_hash: secrets::hash(&request),
        actor_id: movement.author.user,
        role: movement.author.role,
        reason: movement.reason.to_owned(),
        course_id: movement.course,
        invitation_id: movement.invitation,
        registration_id: movement.registration,
        refunds_id: movement.refunds,
        order_id: movement.order,
        created_at: tx.now(),
    }
}

/// A change of one account's balance by several lines.
struct Change {
    amount: i64,
    lines: i64,
    purse: Purse,
    /// Whether the pool may fall below 0.
    overdraws: bool,
    /// Whether it sets the number that percentages are of.
    fills: bool,
}

impl Change {
    /// Changes the balance where the account allows it, and answers the new balance and the last line's number.
    async fn make(&self, tx: &Tx, account: AccountId) -> Result<(i64, i64)> {
        let sql = match tx.get_database_backend() {
            DbBackend::Postgres => {
                "update account set balance = balance + $1, lines = lines + $2, reserved = reserved - $3, updated_at = $4,
                     basis = case when $7 then balance + $1 - reserved else basis end
                 where id = $5 and (kind = 'external' or $1 > 0 or balance + $1 >= reserved - $3
                     or (kind = 'pool' and $6))
                 returning balance, lines, reserved, basis, threshold, standing"
            }
            _ => {
                "update account set balance = balance + ?1, lines = lines + ?2, reserved = reserved - ?3, updated_at = ?4,
                     basis = case when ?7 then balance + ?1 - reserved else basis end
                 where id = ?5 and (kind = 'external' or ?1 > 0 or balance + ?1 >= reserved - ?3
                     or (kind = 'pool' and ?6))
                 returning balance, lines, reserved, basis, threshold, standing"
            }
        };
        let used = match self.purse {
            Purse::Reserved => -self.amount,
            Purse::Free => 0,
        };
        let values = [
            self.amount.into(),
            self.lines.into(),
            used.into(),
            tx.now().into(),
            Tx::uuid(account),
            self.overdraws.into(),
            self.fills.into(),
        ];
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        match tx.query_one_raw(statement).await? {
            Some(row) => {
                let (balance, reserved): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
                let now = Seen {
                    free: balance - reserved,
                    basis: row.try_get_by_index(3)?,
                    threshold: row.try_get_by_index(4)?,
                    standing: row.try_get_by_index(5)?,
                };
                tx.remember_seen(account, now);
                Ok((balance, row.try_get_by_index(1)?))
            }
            None => Err(not_enough(tx, account, -self.amount).await?.into()),
        }
    }
}

async fn not_enough(tx: &Tx, account: AccountId, asked: i64) -> Result<Refusal> {
    let account = account::Entity::find_by_id(account).one(tx).await?;
    let account = account.ok_or_else(|| Error::fault("a movement names no account"))?;
    let free = account.balance - account.reserved;
    Ok(Refusal::NotEnoughCredits { free, asked })
}
