//! The reference model: what must be allowed, and what every account holds then. Plain numbers, no database.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InvitationId, OrderId, RegistrationId,
    invitations::InvitationState::{self, *},
    limits,
};
use lectern_domain::invitations::LIFE;

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

/// An order of credits at EUR 1.00 each.
#[derive(Clone, Debug)]
pub struct Order {
    /// Learned from the database after it was placed.
    pub id: Option<OrderId>,
    pub quantity: i64,
    pub paid: bool,
    /// Credits' worth of money that went back, heard so far.
    pub refunded: i64,
    pub taken_back: i64,
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
    /// What Mara gave Noor on balance, per course; negative where she got.
    pub given: [i64; 2],
    pub requests: Vec<Request>,
    pub orders: Vec<Order>,
    pub batches: Vec<Batch>,
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
            given: [0; 2],
            requests: Vec::new(),
            orders: Vec::new(),
            batches: Vec::new(),
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

    fn allows(&mut self, act: &Act) -> bool {
        match *act {
            Act::Grant(amount) => {
                *self.purses.entry(Purse::Pool).or_default() += amount;
                true
            }
            Act::Adjust(purse, amount) => {
                let balance = self.purses.entry(purse).or_default();
                *balance += amount;
                amount > 0 || *balance >= 0
            }
            Act::Allocate(course, amount) => {
                self.live[course] && self.shift(Purse::Pool, Purse::Course(course), amount)
            }
            Act::Deallocate(course, amount) => self.shift(Purse::Course(course), Purse::Pool, amount),
            Act::Assign(course, manager, amount) => {
                self.manages(course, manager)
                    && self.shift(Purse::Course(course), Purse::Manager(course, manager), amount)
            }
            Act::TakeBack(course, manager, amount) => {
                self.shift(Purse::Manager(course, manager), Purse::Course(course), amount)
            }
            Act::Send(sender, course, ref people) => self.send(sender, course, people),
            Act::GiveList(sender, course, ref people) => self.give_list(sender, course, people),
            Act::Start(number, shortage) => self.start(number, shortage),
            Act::ReInvite(sender, number) => self.re_invite(sender, number),
            Act::Cancel(sender, number) => {
                self.may(sender, number) && !self.is_over(number) && self.end(number, Canceled)
            }
            Act::Decline(number) => !self.is_over(number) && self.end(number, Declined),
            Act::Accept(number) => self.accept(number),
            Act::Claim(sender, number, person) => self.claim(sender, number, person),
            Act::Remind => true,
            Act::Wait(seconds) => {
                self.now += TimeDelta::seconds(seconds);
                true
            }
            Act::Expire => {
                let over = |row: &Invitation| row.state == Pending && row.expires <= self.now;
                let over: Vec<usize> = (0..self.invitations.len())
                    .filter(|number| over(&self.invitations[*number]))
                    .collect();
                over.into_iter().all(|number| self.end(number, Expired))
            }
            Act::Enroll(person, course) => self.enroll(person, course),
            Act::Withdraw(person, course) => self.withdraw(person, course),
            Act::Launch(person, course) => self.registrations.get_mut(&(person, course)).is_some_and(|row| {
                row.launched |= row.active;
                row.active
            }),
            Act::Pass(person) => self.registrations.get_mut(&(person, 0)).is_some_and(|row| {
                row.launched |= row.active;
                row.done |= row.active;
                row.active
            }),
            Act::Suspend(person) => self.suspended.insert(person, true).is_none_or(|_| true),
            Act::Restore(person) => self.suspended.insert(person, false).is_none_or(|_| true),
            Act::Archive(course) => self.archive(course),
            Act::Publish(course) => {
                self.live[course] = true;
                true
            }
            Act::Order(_) | Act::Pay(_) | Act::Refund(..) => self.trades(act),
            Act::AddManager(course, manager) => !self.manages.insert((course, manager), true).unwrap_or(false),
            Act::RemoveManager(course, manager) => {
                let busy = self
                    .invitations
                    .iter()
                    .any(|row| (row.state, row.course, row.sender) == (Pending, course, Sender::Manager(manager)));
                let free = self.free(Purse::Manager(course, manager)) == 0;
                self.withdraw_requests(course, Some(manager));
                self.manages.insert((course, manager), false).unwrap_or(false) && free && !busy
            }
            _ => self.allows_sharing(act),
        }
    }

    pub(super) fn archive(&mut self, course: Course) -> bool {
        self.live[course] = false;
        let open = |row: &Invitation| row.state == Pending && row.course == course;
        let open: Vec<usize> = (0..self.invitations.len())
            .filter(|number| open(&self.invitations[*number]))
            .collect();
        self.withdraw_requests(course, None);
        open.into_iter().all(|number| self.cancel(number))
    }

    /// Orders are always taken, and what Stripe says is always heard.
    fn trades(&mut self, act: &Act) -> bool {
        match *act {
            Act::Order(quantity) => {
                self.orders.push(Order {
                    id: None,
                    quantity,
                    paid: false,
                    refunded: 0,
                    taken_back: 0,
                });
                true
            }
            Act::Pay(number) => {
                let order = &mut self.orders[number];
                let came = if order.paid { 0 } else { order.quantity };
                order.paid = true;
                *self.purses.entry(Purse::Pool).or_default() += came;
                self.take_back(number)
            }
            Act::Refund(number, worth) => {
                let order = &mut self.orders[number];
                order.refunded = order.refunded.max(worth.min(order.quantity));
                self.take_back(number)
            }
            _ => false,
        }
    }

    /// What went back of a paid order leaves the pool, even below 0.
    fn take_back(&mut self, number: usize) -> bool {
        let order = &mut self.orders[number];
        if order.paid {
            let more = order.refunded - order.taken_back;
            order.taken_back = order.refunded;
            *self.purses.entry(Purse::Pool).or_default() -= more;
        }
        true
    }

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
    fn source(&self, sender: Sender, course: Course) -> Purse {
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

    fn send(&mut self, sender: Sender, course: Course, people: &[Person]) -> bool {
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
    pub(super) fn may(&self, sender: Sender, number: usize) -> bool {
        let row = &self.invitations[number];
        match sender {
            Sender::Admin => true,
            Sender::Manager(manager) => row.sender == sender && self.manages(row.course, manager),
        }
    }

    fn re_invite(&mut self, sender: Sender, number: usize) -> bool {
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
    fn is_over(&self, number: usize) -> bool {
        self.invitations[number].expires <= self.now
    }

    /// Ends a pending invitation that another act has no use for: as canceled, or as expired where its time is over.
    fn cancel(&mut self, number: usize) -> bool {
        let state = if self.is_over(number) { Expired } else { Canceled };
        self.end(number, state)
    }

    /// Ends a pending invitation without an acceptance.
    fn end(&mut self, number: usize, state: InvitationState) -> bool {
        let row = &mut self.invitations[number];
        if row.state != Pending {
            return false;
        }
        row.state = state;
        let source = row.source;
        self.shift(Purse::Held, source, 1)
    }

    fn accept(&mut self, number: usize) -> bool {
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

    fn enroll(&mut self, person: Person, course: Course) -> bool {
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

    fn withdraw(&mut self, person: Person, course: Course) -> bool {
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
