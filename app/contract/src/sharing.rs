//! What managers of one course share, and what one hands over who leaves it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{AccountId, UserId};

/// Another manager of the course, as the acting manager sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The other manager.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they cannot sign in, so that nothing can be given to them.
    pub suspended: bool,
    /// Credits given to them and not come back, by either's act.
    pub given: i64,
    /// How many of those can be taken back now: what is given, but no more than they have free.
    pub returnable: i64,
}

/// Who takes over from a manager who leaves a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Successor {
    /// Another manager of the course.
    Manager(UserId),
    /// The course: credits become unassigned, learners and invitations are the admins'.
    Course,
}

impl fmt::Display for Successor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manager(user) => user.fmt(f),
            Self::Course => f.write_str("course"),
        }
    }
}

impl FromStr for Successor {
    type Err = <UserId as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "course" => Ok(Self::Course),
            user => user.parse().map(Self::Manager),
        }
    }
}

/// How much a hand-over moves; what the dry run showed must still be so when it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverFigures {
    /// Free credits of the manager who leaves.
    pub free: i64,
    /// Their pending invitations, each with its held credit.
    pub pending: u64,
    /// Registrations they watch, withdrawn ones among them.
    pub learners: u64,
}

impl HandOverFigures {
    /// Whether nothing is left to be handed over.
    pub const fn is_nothing(self) -> bool {
        self.free == 0 && self.pending == 0 && self.learners == 0
    }
}

/// The dry run of a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverView {
    /// The manager who leaves.
    pub manager: UserId,
    /// Their name.
    pub name: String,
    /// The account of their free credits; none before the first one.
    pub account: Option<AccountId>,
    /// How much moves.
    pub figures: HandOverFigures,
    /// The first of the invited addresses.
    pub addresses: Vec<String>,
    /// The first of the learners' names.
    pub learners: Vec<String>,
    /// Their open requests for credits, which are withdrawn.
    pub requests: u64,
    /// Active managers of the course who can take over, by name.
    pub successors: Vec<(UserId, String)>,
}
