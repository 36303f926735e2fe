//! Credits: accounts, statements, movements.

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, InvitationId, OrderId, RegistrationId, Role, TransactionId, UserId,
    api::AccountRow,
    credits::{AccountKind, StatementLine, StatementLink, TransactionKind},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A ledger account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// Its kind.
    pub kind: AccountKind,
    /// Its name in words.
    #[schema(example = "Mara Lind on Forklift Basics")]
    pub name: String,
    /// The course it belongs to.
    pub course: Option<CourseId>,
    /// The manager it belongs to.
    pub manager: Option<UserId>,
    /// Credits on it. Only the pool's, after a chargeback, and the outside's can be below 0.
    #[schema(example = 12)]
    pub balance: i64,
    /// Credits on it that no running batch has put aside.
    #[schema(example = 12)]
    pub available: i64,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            course: row.course,
            manager: row.manager,
            balance: row.balance,
            available: row.available,
        }
    }
}

/// A line of an account's statement. Lines never change.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The line's number on its account, from 1 without gaps.
    pub line: i64,
    /// The transaction.
    pub transaction: TransactionId,
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// What it was.
    pub kind: TransactionKind,
    /// Credits in (positive) or out (negative).
    pub amount: i64,
    /// The balance after this line.
    pub balance: i64,
    /// The other side's account, in words.
    pub counter_party: String,
    /// Who did it; none for the clock.
    pub actor: Option<String>,
    /// The role they acted in.
    pub role: Option<Role>,
    /// Why, as the actor put it.
    pub reason: String,
    /// The invitation it is about.
    pub invitation: Option<InvitationId>,
    /// The registration it is about.
    pub registration: Option<RegistrationId>,
    /// The order it is about.
    pub order: Option<OrderId>,
}

impl From<(i64, StatementLine)> for Line {
    fn from((number, line): (i64, StatementLine)) -> Self {
        let (mut invitation, mut registration, mut order) = (None, None, None);
        match line.link {
            Some(StatementLink::Invitation(id, _)) => invitation = Some(id),
            Some(StatementLink::Registration(id, ..)) => registration = Some(id),
            Some(StatementLink::Order(id)) => order = Some(id),
            None => {}
        }
        Self {
            line: number,
            transaction: line.transaction,
            at: line.at,
            kind: line.kind,
            amount: line.amount,
            balance: line.balance,
            counter_party: line.counter_party,
            actor: line.actor,
            role: line.role,
            reason: line.reason,
            invitation,
            registration,
            order,
        }
    }
}

/// Credits for the pool, by hand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantForm {
    /// How many, 1 to 1,000,000.
    #[schema(example = 50, minimum = 1, maximum = 1_000_000)]
    pub amount: i64,
    /// Why; it stands on the statement.
    #[schema(example = "Order 2026-17", max_length = 500)]
    pub note: String,
}

/// Credits between the pool and a course.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseCreditsForm {
    /// The course.
    pub course: CourseId,
    /// How many, 1 to 1,000,000.
    #[schema(example = 10, minimum = 1, maximum = 1_000_000)]
    pub amount: i64,
}

/// Credits between a course and one of its managers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManagerCreditsForm {
    /// The course.
    pub course: CourseId,
    /// The manager, registered on it.
    pub manager: UserId,
    /// How many, 1 to 1,000,000.
    #[schema(example = 5, minimum = 1, maximum = 1_000_000)]
    pub amount: i64,
}

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountQuery {
    /// Only of this kind.
    pub kind: Option<AccountKind>,
    /// Only of this course: its own and its managers'.
    pub course: Option<CourseId>,
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LineQuery {
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}
