//! Invitations in the model: what they hold from the day they are sent until they end.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InvitationId,
    invitations::InvitationState::{self, Accepted, Canceled, Expired, Pending},
    limits,
};
use lectern_domain::invitations::LIFE;

use super::{Course, Model, Person, Purse, Sender};
use crate::support::DAWN;

#[derive(Clone, Debug)]
pub struct Invitation {
    /// Learned from the database after it was sent.
    pub id: Option<InvitationId>,
    pub course: Course,
    pub person: Person,
    pub sender: Sender,
    pub source: Purse,
    pub state: InvitationState,
    pub expires: DateTime<Utc>,
    pub last_sent: DateTime<Utc>,
    pub re_invites: i32,
    /// How often it was claimed.
    pub claims: u64,
}

impl Invitation {
    /// One that was just sent, at no time yet.
    pub const fn sent(course: Course, person: Person, sender: Sender, source: Purse) -> Self {
        Self {
            id: None,
            course,
            person,
            sender,
            source,
            state: Pending,
            expires: DAWN,
            last_sent: DAWN,
            re_invites: 0,
            claims: 0,
        }
    }
}

impl Model {
    /// Whether an address can be invited; expires its overdue invitation on the way.
    pub fn is_free(&mut self, course: Course, person: Person) -> bool {
        for number in 0..self.invitations.len() {
            let row = &self.invitations[number];
            if (row.state, row.course, row.person) == (Pending, course, person) {
                if row.expires > self.now {
                    return false;
                }
                self.end(number, Expired);
            }
        }
        let learns = self.registrations.get(&(person, course)).is_some_and(|row| row.active);
        !learns && !self.is_suspended(person)
    }

    /// Where the next credit of a sender comes from.
    pub(super) fn source(&self, sender: Sender, course: Course) -> Purse {
        match sender {
            Sender::Manager(manager) => Purse::Manager(course, manager),
            Sender::Admin if self.free(Purse::Course(course)) > 0 => Purse::Course(course),
            Sender::Admin => Purse::Pool,
        }
    }

    /// Whether somebody may invite to a course now.
    pub fn may_invite(&self, sender: Sender, course: Course) -> bool {
        let manages = match sender {
            Sender::Admin => true,
            Sender::Manager(manager) => self.manages(course, manager),
        };
        manages && self.live[course]
    }

    pub(super) fn send(&mut self, sender: Sender, course: Course, people: &[Person]) -> bool {
        if !self.may_invite(sender, course) || !people.iter().all(|person| self.is_free(course, *person)) {
            return false;
        }
        people.iter().all(|person| {
            let source = self.source(sender, course);
            self.invitations.push(Invitation {
                expires: self.now + LIFE,
                last_sent: self.now,
                ..Invitation::sent(course, *person, sender, source)
            });
            self.shift(source, Purse::Held, 1)
        })
    }

    /// Whether the sender may act on an invitation: an admin on all, a manager on their own.
    pub(in crate::walk) fn may(&self, sender: Sender, number: usize) -> bool {
        let row = &self.invitations[number];
        match sender {
            Sender::Admin => true,
            Sender::Manager(manager) => row.sender == sender && self.manages(row.course, manager),
        }
    }

    pub(super) fn re_invite(&mut self, sender: Sender, number: usize) -> bool {
        let row = self.invitations[number].clone();
        let often = row.re_invites >= limits::RE_INVITES || self.now < row.last_sent + TimeDelta::minutes(1);
        if !self.may(sender, number) || !self.live[row.course] || row.state == Accepted || often {
            return false;
        }
        if let Sender::Manager(manager) = row.sender
            && !self.manages(row.course, manager)
        {
            self.invitations[number].sender = sender; // An admin: a manager's own are those they may act on.
        }
        if row.state != Pending {
            if !self.is_free(row.course, row.person) {
                return false;
            }
            let source = self.source(sender, row.course);
            self.invitations[number].source = source;
            if !self.shift(source, Purse::Held, 1) {
                return false;
            }
        }
        let now = self.now;
        let row = &mut self.invitations[number];
        (row.state, row.expires, row.last_sent, row.re_invites) = (Pending, now + LIFE, now, row.re_invites + 1);
        true
    }

    /// Whether the time of an invitation is over.
    pub(super) fn is_over(&self, number: usize) -> bool {
        self.invitations[number].expires <= self.now
    }

    /// Ends a pending invitation that another act has no use for: as canceled, or as expired where its time is over.
    pub(super) fn cancel(&mut self, number: usize) -> bool {
        let state = if self.is_over(number) { Expired } else { Canceled };
        self.end(number, state)
    }

    /// Ends a pending invitation without an acceptance.
    pub(super) fn end(&mut self, number: usize, state: InvitationState) -> bool {
        let row = &mut self.invitations[number];
        if row.state != Pending {
            return false;
        }
        row.state = state;
        let source = row.source;
        self.shift(Purse::Held, source, 1)
    }
}
