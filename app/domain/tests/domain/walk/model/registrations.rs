//! Registrations in the model: how they begin, and what a withdrawal gives back.

use lectern_contract::{
    RegistrationId,
    invitations::InvitationState::{Accepted, Pending},
};

use super::{Course, Model, Person, Purse, Sender};

#[derive(Clone, Debug)]
pub struct Registration {
    /// Learned from the database after it was made.
    pub id: Option<RegistrationId>,
    pub active: bool,
    pub paid_from: Option<Purse>,
    pub launched: bool,
    /// Completed: an admin may begin a new cycle.
    pub done: bool,
    /// Who watches.
    pub manager: Option<Sender>,
}

impl Model {
    pub(super) fn accept(&mut self, number: usize) -> bool {
        let row = self.invitations[number].clone();
        let known = self.registrations.get(&(row.person, row.course)).cloned();
        let learns = known.as_ref().is_some_and(|known| known.active);
        let open = row.state == Pending && row.expires > self.now && self.live[row.course];
        if !open || learns || self.is_suspended(row.person) {
            return false;
        }
        let paid = known.as_ref().and_then(|known| known.paid_from);
        let to = if paid.is_some() { row.source } else { Purse::Consumed };
        self.invitations[number].state = Accepted;
        let launched = known.as_ref().is_some_and(|known| known.launched);
        let done = known.as_ref().is_some_and(|known| known.done);
        let id = known.and_then(|known| known.id);
        let now = Registration {
            id,
            active: true,
            paid_from: paid.or(Some(row.source)),
            launched,
            done,
            manager: Some(row.sender),
        };
        self.registrations.insert((row.person, row.course), now);
        self.shift(Purse::Held, to, 1)
    }

    pub(super) fn enroll(&mut self, person: Person, course: Course) -> bool {
        let known = self.registrations.get(&(person, course)).cloned();
        // Who completed the course begins a new cycle with a credit of its own.
        let known = known.filter(|known| !(known.active && known.done));
        if !self.live[course] || self.is_suspended(person) || known.as_ref().is_some_and(|known| known.active) {
            return false;
        }
        for number in 0..self.invitations.len() {
            let row = &self.invitations[number];
            if (row.state, row.course, row.person) == (Pending, course, person) {
                self.cancel(number);
            }
        }
        let paid = known.as_ref().and_then(|known| known.paid_from);
        let source = paid.unwrap_or_else(|| self.source(Sender::Admin, course));
        let launched = known.as_ref().is_some_and(|known| known.launched);
        let done = known.as_ref().is_some_and(|known| known.done);
        let manager = known.as_ref().and_then(|known| known.manager);
        let id = known.and_then(|known| known.id);
        self.registrations.insert(
            (person, course),
            Registration {
                id,
                active: true,
                paid_from: Some(source),
                launched,
                done,
                manager,
            },
        );
        paid.is_some() || self.shift(source, Purse::Consumed, 1)
    }

    pub(super) fn withdraw(&mut self, person: Person, course: Course) -> bool {
        let Some(row) = self.registrations.get_mut(&(person, course)) else {
            return false;
        };
        if !row.active {
            return false;
        }
        row.active = false;
        if row.launched {
            return true;
        }
        let Some(source) = row.paid_from.take() else {
            return true;
        };
        let to = match source {
            Purse::Manager(course, manager) if !self.manages(course, manager) => Purse::Course(course),
            source => source,
        };
        self.shift(Purse::Consumed, to, 1)
    }
}
