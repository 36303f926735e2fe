//! Who is told when a balance is low, once for each crossing (`spec/credits.md`, Low balance).
//!
//! * Watched are **free credits**: the balance but for what running batches have put aside.
//! * An account's row keeps its threshold and how it *stood* when that was last judged. Every statement that changes
//!   free credits answers both, so a crossing is seen without asking: nothing more is done while an account stands as
//!   it stood. Judged is at the end of the transaction, so credits that only pass through an account on their way
//!   (pool → course → manager) cross nothing.
//! * Falling from *fine* to *low*, and from either to *empty*, writes the letters and the new standing in that same
//!   transaction, while the account's row is locked: of a hundred at once exactly one crosses. Rising writes the
//!   standing alone, and falling again tells again.
//! * Told are: of the pool and of a course's unassigned credits the admins, who allocate; of a manager's credits that
//!   manager. Nobody is told of courses that are archived or of managers who left: they need no credits there.

mod tell;
pub mod thresholds;

use lectern_contract::{
    credits::TransactionKind,
    watch::{Standing, Threshold},
};
use lectern_entities::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    fault::{Error, Result},
    hooks::{self, Event, LowBalance},
    tx::Tx,
};

/// An account after a change of its free credits, and how it stood before the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub free: i64,
    pub basis: i64,
    pub threshold: Threshold,
    pub standing: Standing,
}

impl From<&account::Model> for Seen {
    fn from(row: &account::Model) -> Self {
        Self {
            free: row.balance - row.reserved,
            basis: row.basis,
            threshold: row.threshold,
            standing: row.standing,
        }
    }
}

impl Seen {
    /// How it stands now.
    fn stands(&self) -> Standing {
        self.threshold.standing(self.free, self.basis)
    }
}

/// Whether an arriving movement fills an account, so that percentages are of what is free then. What comes back
/// (released, refunded, taken back, returned) does not.
pub(crate) const fn fills(kind: TransactionKind) -> bool {
    matches!(
        kind,
        TransactionKind::Grant
            | TransactionKind::Purchase
            | TransactionKind::Allocate
            | TransactionKind::Assign
            | TransactionKind::Give
            | TransactionKind::Adjust
    )
}

/// Judges every account that this transaction changed; the last thing before it ends.
pub(crate) async fn settle(tx: &Tx) -> Result<()> {
    for (id, seen) in tx.take_seen() {
        let stands = seen.stands();
        if stands == seen.standing {
            continue;
        }
        account::Entity::update_many()
            .col_expr(account::Column::Standing, Expr::value(stands))
            .filter(account::Column::Id.eq(id))
            .exec(tx)
            .await?;
        if stands > seen.standing {
            let row = account::Entity::find_by_id(id).one(tx).await?;
            let row = row.ok_or_else(|| Error::fault("an account vanished"))?;
            tell::tell(tx, &row).await?;
            hooks::emit(tx, Event::balance_low(row.organization_id, event_of(&row, seen))).await?;
        }
    }
    Ok(())
}

/// What webhooks hear of it.
fn event_of(row: &account::Model, seen: Seen) -> LowBalance {
    LowBalance {
        account: row.id,
        kind: row.kind,
        course: row.course_id,
        manager: row.user_id,
        available: seen.free,
        threshold: seen.threshold.level(seen.basis).unwrap_or(0),
    }
}
