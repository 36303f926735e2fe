//! Requests: a manager asks for credits of a course, an admin decides (`spec/credits.md` 3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AccountId, CourseId, RequestId, UserId, text_enum};

text_enum! {
    /// The states of a request; every one but the first is final.
    RequestState {
        Open = "open", Approved = "approved", Partly = "partly", Declined = "declined", Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Whether it can still be decided or withdrawn.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }

    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Approved => "Approved",
            Self::Partly => "Partly approved",
            Self::Declined => "Declined",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// A line of a list of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The request.
    pub id: RequestId,
    /// The course it is for.
    pub course: CourseId,
    /// The course's title.
    pub title: String,
    /// Who asks.
    pub manager: UserId,
    /// Their name.
    pub name: String,
    /// Credits asked for.
    pub amount: i64,
    /// What for, in the manager's words.
    pub note: String,
    /// Where it stands.
    pub state: RequestState,
    /// Credits assigned; none unless it was approved, fully or partly.
    pub assigned: Option<i64>,
    /// The admin's words; may be empty.
    pub answer: String,
    /// When it was made.
    pub asked: DateTime<Utc>,
    /// When it was decided or withdrawn.
    pub decided: Option<DateTime<Utc>>,
    /// Who decided it or withdrew it.
    pub decided_by: Option<String>,
}

/// Which credits an approval moves to the manager: the course's first, then the pool's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditPlan {
    /// Credits the course has already.
    pub from_course: i64,
    /// Credits allocated from the pool to the course on the way.
    pub from_pool: i64,
}

impl CreditPlan {
    /// The plan for `amount` credits where the course and the pool have so many free; none where neither suffices.
    pub fn new(amount: i64, course: i64, pool: i64) -> Option<Self> {
        let from_course = course.clamp(0, amount);
        let from_pool = amount - from_course;
        (from_pool <= pool.max(0)).then_some(Self { from_course, from_pool })
    }

    /// Credits the manager gets.
    pub const fn total(self) -> i64 {
        self.from_course.saturating_add(self.from_pool)
    }

    /// "3 of the course’s, 5 from the pool".
    pub fn words(self) -> String {
        match (self.from_course, self.from_pool) {
            (course, 0) => format!("{course} of the course’s"),
            (0, pool) => format!("{pool} from the pool"),
            (course, pool) => format!("{course} of the course’s, {pool} from the pool"),
        }
    }
}

/// A request with what an admin needs to decide it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// The request.
    pub row: RequestRow,
    /// Unassigned credits of the course.
    pub course_free: i64,
    /// The account of these; none before its first credit.
    pub course_account: Option<AccountId>,
    /// Credits in the pool.
    pub pool: i64,
    /// The pool's account.
    pub pool_account: Option<AccountId>,
    /// The manager's own free credits on the course.
    pub manager_free: i64,
    /// The account of these; none before its first credit.
    pub manager_account: Option<AccountId>,
}

#[cfg(test)]
mod tests {
    use super::CreditPlan;

    #[test]
    fn a_plan_takes_from_the_course_first_and_never_what_is_not_there() {
        let plan =
            |amount, course, pool| CreditPlan::new(amount, course, pool).map(|plan| (plan.from_course, plan.from_pool));
        assert_eq!(plan(8, 3, 5), Some((3, 5)));
        assert_eq!(plan(8, 3, 4), None);
        assert_eq!(plan(3, 8, 0), Some((3, 0)));
        assert_eq!(plan(3, 0, 3), Some((0, 3)));
        assert_eq!(plan(3, 3, -2), Some((3, 0)), "an overdrawn pool is not needed");
        assert_eq!(plan(4, 3, -2), None);
        assert_eq!(
            CreditPlan::new(8, 3, 5).expect("enough").words(),
            "3 of the course’s, 5 from the pool"
        );
    }
}
