//! Ledger accounts: found, or made at their first use.

use lectern_contract::{
    AccountId, CourseId, OrganizationId, Refusal, UserId, credits::AccountKind, limits, watch::Standing,
};
use lectern_entities::account;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, SimpleExpr},
};

use crate::{
    credits::watch::thresholds,
    fault::{Error, Result},
    tx::Tx,
};

/// Which account is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One of the organization's own: pool, held, consumed, expired, external.
    Own(AccountKind),
    /// A course's unassigned credits.
    Course(CourseId),
    /// A manager's credits on one course.
    Manager(CourseId, UserId),
}

impl Which {
    pub(crate) const fn parts(self) -> (AccountKind, Option<CourseId>, Option<UserId>) {
        match self {
            Self::Own(kind) => (kind, None, None),
            Self::Course(course) => (AccountKind::Course, Some(course), None),
            Self::Manager(course, user) => (AccountKind::Manager, Some(course), Some(user)),
        }
    }

    fn condition(self, organization: OrganizationId) -> Condition {
        let (kind, course, user) = self.parts();
        Condition::all()
            .add(account::Column::OrganizationId.eq(organization))
            .add(account::Column::Kind.eq(kind))
            .add_option(course.map(|course| account::Column::CourseId.eq(course)))
            .add_option(user.map(|user| account::Column::UserId.eq(user)))
    }
}

/// Finds the account, making it with a balance of 0 at its first use.
///
/// # Errors
/// The database's own.
pub async fn open(tx: &Tx, organization: OrganizationId, which: Which) -> Result<AccountId> {
    let memo = format!("{organization}{which:?}");
    if let Some(id) = tx.known_account(&memo) {
        return Ok(id);
    }
    let id = match find(tx, organization, which).await? {
        Some(id) => id,
        None => make(tx, organization, which).await?,
    };
    tx.remember_account(memo, id);
    Ok(id)
}

async fn make(tx: &Tx, organization: OrganizationId, which: Which) -> Result<AccountId> {
    let (kind, course, user) = which.parts();
    let threshold = thresholds::of_new(tx, organization, which).await?;
    let row = account::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(organization),
        kind: Set(kind),
        course_id: Set(course),
        user_id: Set(user),
        balance: Set(0),
        lines: Set(0),
        reserved: Set(0),
        threshold: Set(threshold),
        basis: Set(0),
        standing: Set(threshold.standing(0, 0)),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.insert_unless_taken(row).await?;
    find(tx, organization, which)
        .await?
        .ok_or_else(|| Error::fault("an account vanished"))
}

/// The account's id, if it was ever used.
///
/// # Errors
/// The database's own.
pub async fn find(db: &impl ConnectionTrait, organization: OrganizationId, which: Which) -> Result<Option<AccountId>> {
    Ok(account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(which.condition(organization))
        .into_tuple()
        .one(db)
        .await?)
}

/// The account's free credits: its balance but for what running batches have put aside; 0 where it was never used.
///
/// # Errors
/// The database's own.
pub async fn balance(db: &impl ConnectionTrait, organization: OrganizationId, which: Which) -> Result<i64> {
    let balance: Option<i64> = account::Entity::find()
        .select_only()
        .expr(free())
        .filter(which.condition(organization))
        .into_tuple()
        .one(db)
        .await?;
    Ok(balance.unwrap_or(0))
}

/// How the account stands against its threshold; fine where it was never used.
///
/// # Errors
/// The database's own.
pub(crate) async fn standing(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    which: Which,
) -> Result<Standing> {
    let standing: Option<Standing> = account::Entity::find()
        .select_only()
        .column(account::Column::Standing)
        .filter(which.condition(organization))
        .into_tuple()
        .one(db)
        .await?;
    Ok(standing.unwrap_or(Standing::Fine))
}

/// What of a balance is not put aside for a running batch.
pub(crate) fn free() -> SimpleExpr {
    Expr::col((account::Entity, account::Column::Balance)).sub(Expr::col((account::Entity, account::Column::Reserved)))
}

/// As [`balance`], and nobody else changes it until this transaction ends: for acts that choose a source by it.
///
/// # Errors
/// The database's own.
pub(crate) async fn keep_balance(tx: &Tx, organization: OrganizationId, which: Which) -> Result<i64> {
    let row = tx
        .keep(account::Entity::find().filter(which.condition(organization)))
        .one(tx)
        .await?;
    Ok(row.map_or(0, |row| row.balance - row.reserved))
}

/// Refuses amounts no act may move.
///
/// # Errors
/// `AmountOutOfRange` outside 1 to [`limits::CREDITS_PER_ACT`].
pub fn check_amount(amount: i64) -> Result<()> {
    if (1..=limits::CREDITS_PER_ACT).contains(&amount) {
        Ok(())
    } else {
        Err(Refusal::AmountOutOfRange.into())
    }
}
