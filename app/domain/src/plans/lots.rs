//! Which credits are a plan's. Credits are alike, so the order in which they are spent decides.
//!
//! **Credits that can expire are spent first, the oldest grant first**; bought and hand-granted ones after them. A
//! credit that comes back (released, refunded) is what it was when it was spent. Holding is spending; correcting a
//! balance down takes from the plan's first, too. So what is left of the plan lies in its newest lots, wherever it
//! was allocated or assigned. What comes back after a plan ended stays: it had been spent in time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use lectern_contract::{
    SubscriptionId, TransactionId,
    credits::{AccountKind, TransactionKind},
};
use lectern_entities::{account, ledger_transaction, lot, posting, subscription};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    actor::Author,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    tx::Tx,
};

/// Grants a lot to the pool, once by its key. Nothing happens where it is none.
pub(super) async fn grant(
    tx: &Tx,
    author: &Author,
    row: &subscription::Model,
    amount: i64,
    reason: &str,
) -> Result<()> {
    if amount <= 0 {
        return Ok(());
    }
    let key = match row.changes {
        0 => format!("grant:{}:{}", row.id, row.period),
        change => format!("grant:{}:{}:{change}", row.id, row.period),
    };
    let movement = Movement {
        kind: TransactionKind::Grant,
        key,
        author,
        reason,
        from: accounts::open(tx, row.organization_id, Which::Own(AccountKind::External)).await?,
        to: accounts::open(tx, row.organization_id, Which::Own(AccountKind::Pool)).await?,
        amount,
        course: None,
        invitation: None,
        registration: None,
        refunds: None,
        order: None,
    };
    let grant = ledger::post(tx, movement).await?;
    tx.insert(lot::ActiveModel {
        id: sea_orm::Set(tx.new_id()),
        organization_id: sea_orm::Set(row.organization_id),
        subscription_id: sea_orm::Set(row.id),
        period: sea_orm::Set(row.period),
        grant_id: sea_orm::Set(grant),
        amount: sea_orm::Set(amount),
        expired: sea_orm::Set(0),
        created_at: sea_orm::Set(tx.now()),
        updated_at: sea_orm::Set(tx.now()),
    })
    .await
}

/// A subscription's lots, oldest first.
pub(super) async fn of(db: &impl ConnectionTrait, subscription: SubscriptionId) -> Result<Vec<lot::Model>> {
    Ok(lot::Entity::find()
        .filter(lot::Column::SubscriptionId.eq(subscription))
        .order_by_asc(lot::Column::Period)
        .order_by_asc(lot::Column::Id)
        .all(db)
        .await?)
}

/// How many credits of a subscription are not spent: its movements since its beginning, read once in their order.
///
/// # Errors
/// The database's own.
pub async fn left(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<i64> {
    let grants = of(db, row.id).await?.into_iter().map(|lot| lot.grant_id).collect();
    let mut count = Count {
        grants,
        ..Count::default()
    };
    for line in lines(db, row).await? {
        count.read(&line);
    }
    Ok(count.left)
}

/// A movement as the count needs it.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
struct Line {
    id: TransactionId,
    kind: TransactionKind,
    idempotency_key: String,
    refunds_id: Option<TransactionId>,
    created_at: DateTime<Utc>,
    amount: i64,
    arrives: AccountKind,
}

impl Line {
    /// Of one instant: what comes in, then what is spent, then what comes back.
    const fn rank(&self) -> u8 {
        match self.kind {
            TransactionKind::Grant => 0,
            TransactionKind::Hold | TransactionKind::Consume | TransactionKind::Adjust => 1,
            TransactionKind::ConsumeHold => 2,
            _ => 3,
        }
    }

    /// What a hold and its end have in common: the invitation and the time of being pending.
    fn hold(&self) -> &str {
        self.idempotency_key.split_once(':').map_or("", |(_, rest)| rest)
    }
}

async fn lines(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<Vec<Line>> {
    use ledger_transaction::Column;
    let kinds = [
        TransactionKind::Grant,
        TransactionKind::Hold,
        TransactionKind::Release,
        TransactionKind::ConsumeHold,
        TransactionKind::Consume,
        TransactionKind::Refund,
        TransactionKind::Adjust,
    ];
    let to_posting = ledger_transaction::Entity::belongs_to(posting::Entity)
        .from(Column::Id)
        .to(posting::Column::TransactionId);
    let to_account = posting::Entity::belongs_to(account::Entity)
        .from(posting::Column::AccountId)
        .to(account::Column::Id);
    let mut lines = ledger_transaction::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Kind,
            Column::IdempotencyKey,
            Column::RefundsId,
            Column::CreatedAt,
        ])
        .column_as(posting::Column::Amount, "amount")
        .column_as(account::Column::Kind, "arrives")
        .join(JoinType::InnerJoin, to_posting.into())
        .join(JoinType::InnerJoin, to_account.into())
        .filter(Column::OrganizationId.eq(row.organization_id))
        .filter(Column::CreatedAt.gte(row.created_at))
        .filter(Column::Kind.is_in(kinds))
        .filter(posting::Column::Amount.gt(0))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_model::<Line>()
        .all(db)
        .await?;
    lines.sort_by_key(|line| (line.created_at, line.rank(), line.id));
    Ok(lines)
}

/// The count so far.
#[derive(Debug, Default)]
struct Count {
    grants: BTreeSet<TransactionId>,
    left: i64,
    /// Open holds, by [`Line::hold`], and whether the plan pays.
    held: BTreeMap<String, bool>,
    /// Consumptions the plan paid.
    paid: BTreeSet<TransactionId>,
}

impl Count {
    fn read(&mut self, line: &Line) {
        match line.kind {
            TransactionKind::Grant if self.grants.contains(&line.id) => self.left += line.amount,
            TransactionKind::Hold => {
                let plan = self.spend(1);
                self.held.insert(line.hold().to_owned(), plan);
            }
            TransactionKind::Release => self.left += i64::from(self.held.remove(line.hold()) == Some(true)),
            TransactionKind::ConsumeHold | TransactionKind::Consume => self.consume(line),
            TransactionKind::Refund => {
                self.left += i64::from(line.refunds_id.is_some_and(|id| self.paid.remove(&id)));
            }
            TransactionKind::Adjust if line.arrives == AccountKind::External => {
                self.spend(line.amount);
            }
            _ => {}
        }
    }

    /// A consumption, and whether the plan pays it: at once, or as it held.
    fn consume(&mut self, line: &Line) {
        let plan = if line.kind == TransactionKind::Consume {
            self.spend(1)
        } else {
            self.accept(line.hold())
        };
        if plan {
            self.paid.insert(line.id);
        }
    }

    /// Spends credits, the plan's first; whether the plan paid any.
    fn spend(&mut self, amount: i64) -> bool {
        let plan = self.left > 0;
        self.left = (self.left - amount).max(0);
        plan
    }

    /// An invitation's open hold becomes a consumption; whether the plan pays it.
    fn accept(&mut self, invitation: &str) -> bool {
        let open = self.held.range(format!("{invitation}:")..).next();
        let open = open
            .filter(|(hold, _)| hold.starts_with(invitation))
            .map(|(hold, _)| hold.clone());
        open.and_then(|hold| self.held.remove(&hold)).unwrap_or(false)
    }
}
