//! Registrations in the model: how they begin, and what a withdrawal gives back.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    RegistrationId,
    invitations::InvitationState::{Accepted, Pending},
    settings::RefundPolicy,
};

use super::{Course, Model, Person, Purse, Sender};

/// Pages of the second course; of the first one nothing is known but whether it was passed.
const PAGES: usize = 2;

#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Registration {
    /// Learned from the database after it was made.
    pub id: Option<RegistrationId>,
    pub active: bool,
    /// Where its credit came from, and when it was consumed.
    pub paid: Option<(Purse, DateTime<Utc>)>,
    pub launched: bool,
    /// Percent of the first page that were reported last.
    pub read: usize,
    /// Completed: an admin may begin a new cycle.
    pub done: bool,
    /// Its last attempt is over: the learner may begin another.
    pub over: bool,
    /// Who watches.
    pub manager: Option<Sender>,
}

impl Registration {
    /// Whether a withdrawal gives back the credit that was consumed then (`spec/credits.md` 14).
    fn returns(&self, policy: RefundPolicy, consumed: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        match policy {
            RefundPolicy::Never => false,
            RefundPolicy::BeforeFirstLaunch => !self.launched,
            RefundPolicy::BelowProgress => !self.done && self.read / PAGES < 10,
            RefundPolicy::WithinDays => now < consumed + TimeDelta::days(14),
        }
    }
}

impl Model {
    pub(super) fn accept(&mut self, number: usize) -> bool {
        let row = self.invitations[number].clone();
        let known = self.registrations.get(&(row.person, row.course)).cloned();
        let mut new = known.unwrap_or_default();
        let open = row.state == Pending && row.expires > self.now && self.live[row.course];
        if !open || new.active || self.is_suspended(row.person) {
            return false;
        }
        self.invitations[number].state = Accepted;
        let to = if new.paid.is_some() {
            row.source
        } else {
            Purse::Consumed
        };
        new.paid = new.paid.or(Some((row.source, self.now)));
        (new.active, new.manager) = (true, Some(row.sender));
        self.registrations.insert((row.person, row.course), new);
        self.shift(Purse::Held, to, 1)
    }

    pub(super) fn enroll(&mut self, person: Person, course: Course) -> bool {
        let known = self.registrations.get(&(person, course)).cloned();
        let mut new = known.unwrap_or_default();
        // Who completed the course begins a new cycle with a credit of its own; the old one is watched as it was.
        if new.active && new.done {
            self.over.push((course, new.manager));
            new = Registration::default();
        }
        if !self.live[course] || self.is_suspended(person) || new.active {
            return false;
        }
        for number in 0..self.invitations.len() {
            let row = &self.invitations[number];
            if (row.state, row.course, row.person) == (Pending, course, person) {
                self.cancel(number);
            }
        }
        let (source, is_paid) = (self.source(Sender::Admin, course), new.paid.is_some());
        new.paid = new.paid.or(Some((source, self.now)));
        new.active = true;
        self.registrations.insert((person, course), new);
        is_paid || self.shift(source, Purse::Consumed, 1)
    }

    /// The player opens, and says something of what was learned.
    pub(super) fn play(&mut self, person: Person, course: Course, what: impl FnOnce(&mut Registration)) -> bool {
        if self.is_suspended(person) {
            return false;
        }
        let row = self.registrations.get_mut(&(person, course));
        row.filter(|row| row.active).is_some_and(|row| {
            row.launched = true;
            what(row);
            true
        })
    }

    /// Another attempt is opened: the first, or one after the last is over.
    pub(super) fn start_over(&mut self, person: Person, course: Course) -> bool {
        let row = self.registrations.get(&(person, course));
        let may = row.is_some_and(|row| row.over || !row.launched);
        may && self.play(person, course, |row| row.over = false)
    }

    /// The registration of a person on a course; no known one where there is none.
    pub fn seat(&self, person: Person, course: Course) -> RegistrationId {
        let row = self.registrations.get(&(person, course));
        row.and_then(|row| row.id).unwrap_or_else(|| uuid::Uuid::nil().into())
    }

    pub(super) fn withdraw(&mut self, person: Person, course: Course) -> bool {
        let (policy, now) = (self.policy, self.now);
        let row = self.registrations.get_mut(&(person, course));
        let Some(row) = row.filter(|row| row.active) else {
            return false;
        };
        row.active = false;
        let Some((source, consumed)) = row.paid else {
            return true;
        };
        if !row.returns(policy, consumed, now) {
            return true;
        }
        row.paid = None;
        let to = match source {
            Purse::Manager(course, manager) if !self.manages(course, manager) => Purse::Course(course),
            source => source,
        };
        self.shift(Purse::Consumed, to, 1)
    }
}
