//! What managers share in a walk: gifts, requests, hand-overs; drawn, done on the portal, and in the model.

use lectern_contract::{
    RequestId,
    invitations::InvitationState::Pending,
    requests::{CreditPlan, RequestState},
    sharing::HandOverFigures,
};
use lectern_domain::{
    Result,
    credits::{self, requests},
};

use super::{
    act::{Act, Walker},
    model::{Course, Invitation, Manager, Model, Person, Purse, Registration, Sender},
};
use crate::support::dice::Dice;

#[derive(Clone, Debug)]
pub struct Request {
    /// Learned from the database after it was made.
    pub id: Option<RequestId>,
    pub course: Course,
    pub manager: Manager,
    pub amount: i64,
    pub state: RequestState,
}

impl Act {
    /// An act on a request.
    pub(super) fn request(dice: &mut Dice, model: &Model, number: usize, course: Course, manager: Manager) -> Self {
        let many = model.requests.len();
        if number < 114 || many == 0 {
            return Self::Ask(course, manager, dice.amount(6));
        }
        let request = many - 1 - dice.below(many.min(4));
        match number {
            114..119 => {
                let asked = &model.requests[request];
                let amount = if dice.once_in(3) { dice.amount(7) } else { asked.amount };
                let (course, pool) = (model.free(Purse::Course(asked.course)), model.free(Purse::Pool));
                let mut plan = CreditPlan::new(amount, course, pool).unwrap_or(CreditPlan {
                    from_course: amount,
                    from_pool: 0,
                });
                if dice.once_in(6) && plan.from_course > 0 {
                    (plan.from_course, plan.from_pool) = (plan.from_course - 1, plan.from_pool + 1);
                }
                Self::Approve(request, plan)
            }
            119 => Self::Refuse(request),
            _ => Self::Unask(request),
        }
    }
}

impl Walker {
    /// What managers give to one another and ask for.
    pub(super) async fn share(&self, model: &Model, act: &Act, key: &str) -> Result<()> {
        let ada = self.house.ada();
        let id = |number: usize| model.requests[number].id.expect("learned when it was made");
        self.house
            .act(async |tx| match *act {
                Act::Give(course, from, amount) => {
                    let to = self.manager(1 - from).user;
                    credits::give(tx, self.manager(from), key, self.course(course), to, amount).await
                }
                Act::TakeBackGiven(course, to, amount) => {
                    let from = self.manager(1 - to).user;
                    credits::take_back_given(tx, self.manager(to), key, self.course(course), from, amount).await
                }
                Act::Ask(course, manager, amount) => {
                    let who = self.manager(manager);
                    requests::ask(tx, who, key, self.course(course), amount, "A walk")
                        .await
                        .map(drop)
                }
                Act::Approve(number, plan) => requests::approve(tx, ada, key, id(number), plan, "").await,
                Act::Refuse(number) => requests::decline(tx, ada, key, id(number), "A walk").await,
                Act::Unask(number) => {
                    let who = self.manager(model.requests[number].manager);
                    requests::withdraw(tx, who, key, id(number)).await
                }
                _ => unreachable!("no act among managers: {act:?}"),
            })
            .await
    }
}

impl Model {
    /// The part of [`Model::apply`] that is about what managers share.
    pub(super) fn allows_sharing(&mut self, act: &Act) -> bool {
        match *act {
            Act::ArchiveAndReturn(course, shown) => {
                let archived = self.archive(course);
                for manager in [0, 1] {
                    let purse = Purse::Manager(course, manager);
                    self.shift(purse, Purse::Course(course), self.free(purse));
                }
                let all = self.free(Purse::Course(course));
                archived && all == shown && self.shift(Purse::Course(course), Purse::Pool, all)
            }
            Act::HandOver(course, from, to_other, shown) => {
                let heirs = !to_other || self.manages(course, 1 - from);
                self.manages(course, from) && heirs && self.estate(course, from) == shown && {
                    self.hand_over(course, from, to_other);
                    true
                }
            }
            Act::Give(course, from, amount) => {
                self.manages(course, from) && self.manages(course, 1 - from) && self.give(course, from, amount)
            }
            Act::TakeBackGiven(course, to, amount) => {
                let given = if to == 0 {
                    self.given[course]
                } else {
                    -self.given[course]
                };
                // Taking back is giving the other way round, of what is given.
                self.manages(course, to) && amount <= given && self.give(course, 1 - to, amount)
            }
            Act::Ask(course, manager, amount) => {
                let open =
                    |row: &Request| (row.state, row.course, row.manager) == (RequestState::Open, course, manager);
                let may = self.manages(course, manager) && self.live[course] && !self.requests.iter().any(open);
                self.requests.push(Request {
                    id: None,
                    course,
                    manager,
                    amount,
                    state: RequestState::Open,
                });
                may
            }
            Act::Approve(number, plan) => self.approve(number, plan),
            Act::Refuse(number) => self.decide(number, RequestState::Declined),
            Act::Unask(number) => {
                let row = &self.requests[number];
                self.manages(row.course, row.manager) && self.decide(number, RequestState::Withdrawn)
            }
            _ => unreachable!("no act among managers: {act:?}"),
        }
    }

    /// What a manager would hand over.
    pub fn estate(&self, course: Course, from: Manager) -> HandOverFigures {
        let sender = Sender::Manager(from);
        let pending = |row: &&Invitation| (row.state, row.course, row.sender) == (Pending, course, sender);
        let watched = |(key, row): &(&(Person, Course), &Registration)| key.1 == course && row.manager == Some(sender);
        let over = |row: &&(Course, Option<Sender>)| **row == (course, Some(sender));
        let learners = self.registrations.iter().filter(watched).count() + self.over.iter().filter(over).count();
        HandOverFigures {
            free: self.free(Purse::Manager(course, from)),
            pending: self.invitations.iter().filter(pending).count() as u64,
            learners: learners as u64,
        }
    }

    pub(super) fn hand_over(&mut self, course: Course, from: Manager, to_other: bool) {
        let (old, other) = (Purse::Manager(course, from), Sender::Manager(1 - from));
        let (sender, watcher, new) = match to_other {
            true => (other, Some(other), Purse::Manager(course, 1 - from)),
            false => (Sender::Admin, None, Purse::Course(course)),
        };
        self.manages.insert((course, from), false);
        self.withdraw_requests(course, Some(from));
        self.shift(old, new, self.free(old));
        for row in &mut self.invitations {
            if (row.state, row.course, row.sender) == (Pending, course, Sender::Manager(from)) {
                row.sender = sender;
                row.source = if row.source == old { new } else { row.source };
            }
        }
        for ((_, at), row) in &mut self.registrations {
            if *at == course && row.manager == Some(Sender::Manager(from)) {
                row.manager = watcher;
            }
        }
        for row in &mut self.over {
            if *row == (course, Some(Sender::Manager(from))) {
                row.1 = watcher;
            }
        }
    }

    pub(super) fn give(&mut self, course: Course, from: Manager, amount: i64) -> bool {
        self.given[course] += if from == 0 { amount } else { -amount };
        self.shift(Purse::Manager(course, from), Purse::Manager(course, 1 - from), amount)
    }

    pub(super) fn approve(&mut self, number: usize, plan: CreditPlan) -> bool {
        let Request {
            course,
            manager,
            amount,
            ..
        } = self.requests[number].clone();
        let due = CreditPlan::new(plan.total(), self.free(Purse::Course(course)), self.free(Purse::Pool));
        let state = if plan.total() == amount {
            RequestState::Approved
        } else {
            RequestState::Partly
        };
        due == Some(plan)
            && plan.total() <= amount
            && self.live[course]
            && self.manages(course, manager)
            && self.decide(number, state)
            && self.shift(Purse::Pool, Purse::Course(course), plan.from_pool)
            && self.shift(Purse::Course(course), Purse::Manager(course, manager), plan.total())
    }

    pub(super) fn decide(&mut self, number: usize, state: RequestState) -> bool {
        let open = self.requests[number].state.is_open();
        self.requests[number].state = state;
        open
    }

    /// Nobody could use their credits any more.
    pub(super) fn withdraw_requests(&mut self, course: Course, manager: Option<Manager>) {
        let concerned = |row: &&mut Request| {
            row.state.is_open() && row.course == course && manager.is_none_or(|manager| manager == row.manager)
        };
        for row in self.requests.iter_mut().filter(concerned) {
            row.state = RequestState::Withdrawn;
        }
    }
}
