//! The reference model: what must be allowed, and what every account holds then. Plain numbers, no database.

mod allows;
mod invitations;
mod orders;
mod registrations;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::settings::RefundPolicy;

pub use invitations::Invitation;
pub use orders::Order;
pub use registrations::Registration;

use super::{act::Act, batch::Batch, sharing::Request};
use crate::support::DAWN;

/// Courses and managers are known by their numbers.
pub type Course = usize;
/// 0 is Mara, 1 is Noor.
pub type Manager = usize;
/// People who have or may get an account, by number; see `Walker`.
pub type Person = usize;

/// Where credits lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purse {
    Pool,
    Course(Course),
    Manager(Course, Manager),
    Held,
    Consumed,
}

/// Who sends or manages an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Admin,
    Manager(Manager),
}

#[derive(Clone, Debug)]
pub struct Model {
    pub now: DateTime<Utc>,
    pub purses: BTreeMap<Purse, i64>,
    pub live: [bool; 2],
    /// Whether a manager is registered on a course.
    pub manages: BTreeMap<(Course, Manager), bool>,
    pub suspended: BTreeMap<Person, bool>,
    pub invitations: Vec<Invitation>,
    pub registrations: BTreeMap<(Person, Course), Registration>,
    /// Who watches cycles that are over.
    pub over: Vec<(Course, Option<Sender>)>,
    /// What Mara gave Noor on balance, per course; negative where she got.
    pub given: [i64; 2],
    pub requests: Vec<Request>,
    pub orders: Vec<Order>,
    pub batches: Vec<Batch>,
    /// When a withdrawal gives the credit back.
    pub policy: RefundPolicy,
}

impl Model {
    pub fn new() -> Self {
        Self {
            now: DAWN + TimeDelta::minutes(5),
            purses: BTreeMap::new(),
            live: [true; 2],
            manages: BTreeMap::from([((0, 0), true), ((1, 0), true), ((0, 1), true)]),
            suspended: BTreeMap::new(),
            invitations: Vec::new(),
            registrations: BTreeMap::new(),
            over: Vec::new(),
            given: [0; 2],
            requests: Vec::new(),
            orders: Vec::new(),
            batches: Vec::new(),
            policy: RefundPolicy::BeforeFirstLaunch,
        }
    }

    pub fn free(&self, purse: Purse) -> i64 {
        self.purses.get(&purse).copied().unwrap_or(0)
    }

    pub fn manages(&self, course: Course, manager: Manager) -> bool {
        self.manages.get(&(course, manager)).copied().unwrap_or(false)
    }

    pub fn is_suspended(&self, person: Person) -> bool {
        self.suspended.get(&person).copied().unwrap_or(false)
    }

    /// Moves credits where there are enough.
    pub fn shift(&mut self, from: Purse, to: Purse, amount: i64) -> bool {
        if amount == 0 {
            return true; // An account exists from its first credit on.
        }
        if self.free(from) < amount {
            return false;
        }
        *self.purses.entry(from).or_default() -= amount;
        *self.purses.entry(to).or_default() += amount;
        true
    }

    /// Does the act, if it is allowed; says whether it is.
    pub fn apply(&mut self, act: &Act) -> bool {
        let before = self.clone();
        let allowed = self.allows(act);
        if !allowed {
            *self = before;
        }
        allowed
    }
}
