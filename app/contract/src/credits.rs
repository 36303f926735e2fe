//! Credits: the ledger's words and what statements show.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CourseId, InvitationId, OrderId, RegistrationId, Role, TransactionId, UserId, courses::CourseState,
    text_enum, watch::Standing,
};

text_enum! {
    /// The kinds of ledger account (`spec/credits.md`, Ledger).
    AccountKind {
        Pool = "pool", Course = "course", Manager = "manager", Held = "held",
        Consumed = "consumed", Expired = "expired", External = "external",
    }
}

impl AccountKind {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pool => "Pool",
            Self::Course => "Course",
            Self::Manager => "Manager",
            Self::Held => "Held by invitations",
            Self::Consumed => "Consumed",
            Self::Expired => "Expired",
            Self::External => "Outside",
        }
    }
}

text_enum! {
    /// The kinds of ledger transaction (`spec/credits.md`, Ledger).
    TransactionKind {
        Grant = "grant", Purchase = "purchase", Allocate = "allocate", Deallocate = "deallocate",
        Assign = "assign", TakeBack = "take_back", Give = "give", Hold = "hold", Release = "release",
        ConsumeHold = "consume_hold", Consume = "consume", Refund = "refund", Expire = "expire",
        Adjust = "adjust", Chargeback = "chargeback",
    }
}

impl TransactionKind {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Grant => "Granted",
            Self::Purchase => "Purchased",
            Self::Allocate => "Allocated to course",
            Self::Deallocate => "Returned to pool",
            Self::Assign => "Assigned to manager",
            Self::TakeBack => "Taken back",
            Self::Give => "Given between managers",
            Self::Hold => "Held for invitation",
            Self::Release => "Released",
            Self::ConsumeHold => "Invitation accepted",
            Self::Consume => "Enrolled",
            Self::Refund => "Refunded",
            Self::Expire => "Expired",
            Self::Adjust => "Adjusted",
            Self::Chargeback => "Charged back",
        }
    }
}

text_enum! {
    /// Why an admin corrects a balance by hand.
    AdjustReason {
        Correction = "correction", Goodwill = "goodwill", Migration = "migration", Other = "other",
    }
}

impl AdjustReason {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Correction => "Correction of a mistake",
            Self::Goodwill => "Goodwill",
            Self::Migration => "Moved from another system",
            Self::Other => "Other (see note)",
        }
    }
}

/// What correcting a balance by hand will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The account.
    pub account: AccountId,
    /// Its name in words, for example "Forklift Basics" or "Mara Lind on Forklift Basics".
    pub name: String,
    /// Credits that come from outside (positive) or go there (negative).
    pub amount: i64,
    /// Why.
    pub reason: AdjustReason,
    /// The note as it will stand in the statement.
    pub note: String,
    /// Free credits now.
    pub before: i64,
    /// Free credits then.
    pub after: i64,
    /// All credits of the organization now, held and used ones among them.
    pub total: i64,
    /// How the account stands then.
    pub standing: Standing,
    /// The number of free credits at which its people are told that it is low; none where nobody is.
    pub level: Option<i64>,
}

impl Adjustment {
    /// All credits of the organization then.
    pub const fn total_after(&self) -> i64 {
        self.total.saturating_add(self.amount)
    }
}

/// A line of Admin → Dashboard → Assign Credits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseCredits {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Where it stands: an archived one is listed while it has credits, and gets none from the pool.
    pub state: CourseState,
    /// Its account, for the statement; none before its first credit.
    pub account: Option<AccountId>,
    /// Credits of the course not yet assigned to a manager.
    pub available: i64,
    /// Whether those are at the course's threshold or below, and not yet gone.
    pub low: bool,
    /// Credits its managers hold free.
    pub with_managers: i64,
    /// Credits held by pending invitations to it.
    pub held: i64,
    /// Credits consumed by registrations on it.
    pub consumed: i64,
}

/// The admin's dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditsOverview {
    /// The pool's account, for the statement.
    pub pool_account: AccountId,
    /// Credits in the pool.
    pub pool: i64,
    /// The account of held credits, for its statement.
    pub held_account: AccountId,
    /// Credits held by pending invitations.
    pub held: i64,
    /// The account of consumed credits, for its statement.
    pub consumed_account: AccountId,
    /// Credits consumed.
    pub consumed: i64,
    /// The account of expired credits, for its statement.
    pub expired_account: AccountId,
    /// Credits of a plan that expired unused.
    pub expired: i64,
    /// Every course that is not archived, or that still has credits.
    pub courses: Vec<CourseCredits>,
    /// How many archived courses have none left.
    pub archived: i64,
    /// Credits that registrations on those consumed: with these the courses make up `consumed`.
    pub archived_consumed: i64,
    /// Requests of managers that wait for an answer.
    pub requests: u64,
}

/// What the one who asks can spend and watch on a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseFigures {
    /// Free credits: a manager's own; for an admin the course's unassigned ones.
    pub available: i64,
    /// Credits in the pool, which pays when the course has none; only for an admin.
    pub pool: Option<i64>,
    /// The pool's account, for its statement; only for an admin.
    pub pool_account: Option<AccountId>,
    /// Credits held by pending invitations: a manager's own; for an admin all of the course.
    pub held: u64,
    /// Active registrations: those a manager watches; for an admin all.
    pub learners: u64,
    /// The account of `available`, for the statement; none before its first credit.
    pub account: Option<AccountId>,
}

impl CourseFigures {
    /// How many can be invited now.
    pub fn spendable(&self) -> i64 {
        self.available.max(0) + self.pool.unwrap_or(0).max(0)
    }
}

/// What a statement line points to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StatementLink {
    /// The invitation the line is about.
    Invitation(InvitationId, CourseId),
    /// The registration the line is about, its learner, and the manager who watches them now.
    Registration(RegistrationId, UserId, Option<UserId>),
    /// The order the line is about.
    Order(OrderId),
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementLine {
    /// The line's number on the account, from 1 without gaps.
    pub number: i64,
    /// The transaction.
    pub transaction: TransactionId,
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// What it was.
    pub kind: TransactionKind,
    /// The other side's account.
    pub counter: AccountId,
    /// The same in words.
    pub counter_party: String,
    /// Who did it; none for the clock.
    pub actor: Option<String>,
    /// The role they acted in.
    pub role: Option<Role>,
    /// Why, as the actor put it.
    pub reason: String,
    /// Credits in (positive) or out (negative).
    pub amount: i64,
    /// The balance after this line.
    pub balance: i64,
    /// The thing it is about.
    pub link: Option<StatementLink>,
    /// What the link says, for example the invited address.
    pub about: String,
}

/// The head of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementHead {
    /// The account.
    pub account: AccountId,
    /// Its kind.
    pub kind: AccountKind,
    /// Its name in words, for example "Forklift Basics" or "Mara Lind on Forklift Basics".
    pub name: String,
    /// The course it belongs to.
    pub course: Option<CourseId>,
    /// The balance now.
    pub balance: i64,
    /// Credits of the balance that lists on their way have put aside: nobody else can spend them.
    pub reserved: i64,
}

/// Where an enrollment took its credit from (`spec/credits.md` 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CreditSource {
    /// The course's unassigned credits.
    Course,
    /// The universal pool.
    Pool,
    /// None: a withdrawn registration came back whose credit stayed consumed.
    Earlier,
}

/// A course that people can be enrolled in, and what that would cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrollChoice {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Credits of the course not yet assigned to a manager.
    pub available: i64,
    /// Whether they completed it before, so that a new cycle begins.
    pub again: bool,
    /// Where the credit would come from; none where neither the course nor the pool has one.
    pub source: Option<CreditSource>,
}

/// The choices of an enrollment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrollChoices {
    /// Credits in the pool.
    pub pool: i64,
    /// The pool's account, for its statement.
    pub pool_account: AccountId,
    /// Published courses the person is not enrolled in.
    pub courses: Vec<EnrollChoice>,
}
