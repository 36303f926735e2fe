//! What people read of refusals among managers: gifts, requests, hand-overs, the grid.

use super::{
    Refusal,
    sentence::{credits, credits_are},
};
use crate::{grid, requests::RequestState, sizes::grouped};

impl Refusal {
    /// The sentence of a refusal that sharing credits can have.
    pub(super) fn of_sharing(&self) -> String {
        match self {
            Self::StillManages { courses, free, pending } => format!(
                "Nothing was changed yet. This user manages {} and would leave {} and {} behind.",
                counted(*courses, "course"),
                counted(free.unsigned_abs(), "free credit"),
                counted(*pending, "pending invitation")
            ),
            Self::SamePerson => "Choose another manager than yourself.".into(),
            Self::AlreadyRequested => {
                "You asked for credits of this course already. Withdraw that request to ask for another number.".into()
            }
            Self::MoreThanRequested(asked) => {
                format!("At most the {} that were asked for can be approved.", credits(*asked))
            }
            Self::NeitherSuffices { course, pool, asked } => format!(
                "{} needed, but the course has {} free and the pool {}. Approve fewer, or bring credits into the pool first.",
                credits_are(*asked),
                credits(*course),
                credits(*pool)
            ),
            Self::RequestIs(state) => request_is(*state).into(),
            Self::NothingChanged => "Every number is as it was. Type a new one in at least one cell.".into(),
            Self::TooManyChanges => format!("Change at most {} cells at once.", grid::CHANGES),
            Self::PoolLacks { pool, asked } => format!(
                "These changes need {} from the pool, which has {}. Nothing was changed.",
                counted(asked.unsigned_abs(), "credit"),
                credits(*pool)
            ),
            _ => "Something changed since this page was shown, so nothing was done. Look at the numbers again.".into(),
        }
    }
}

/// "1 course", "2 courses".
pub(super) fn counted(n: u64, one: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{} {one}s", grouped(n)),
    }
}

const fn request_is(state: RequestState) -> &'static str {
    match state {
        RequestState::Open => "This request is still open.",
        RequestState::Approved | RequestState::Partly => "This request was approved already.",
        RequestState::Declined => "This request was declined already.",
        RequestState::Withdrawn => "This request was withdrawn.",
    }
}
