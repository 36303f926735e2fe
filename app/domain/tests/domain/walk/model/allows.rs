//! What an act does in the model, and whether it may.

use chrono::TimeDelta;
use lectern_contract::invitations::InvitationState::{Canceled, Declined, Expired, Pending};

use super::{Course, Invitation, Model, Purse, Sender};
use crate::walk::act::Act;

impl Model {
    pub(super) fn allows(&mut self, act: &Act) -> bool {
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
            Act::Withdraw(person, course, _) => self.withdraw(person, course),
            Act::Launch(person, course) => self.play(person, course, |_| {}),
            Act::StartOver(person, course) => self.start_over(person, course),
            Act::Pass(person) => self.play(person, 0, |row| (row.done, row.over) = (true, true)),
            Act::Read(person, percent) => self.play(person, 1, |row| row.read = percent),
            Act::Policy(policy) => {
                self.policy = policy;
                true
            }
            Act::Suspend(person) => self.suspended.insert(person, true).is_none_or(|_| true),
            Act::Restore(person) => self.suspended.insert(person, false).is_none_or(|_| true),
            Act::Archive(course) => self.archive(course),
            Act::Publish(course) => {
                self.live[course] = true;
                true
            }
            Act::Order(_) | Act::Pay(_) | Act::Refund(..) | Act::Dispute(..) => self.trades(act),
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

    pub(in crate::walk) fn archive(&mut self, course: Course) -> bool {
        self.live[course] = false;
        let open = |row: &Invitation| row.state == Pending && row.course == course;
        let open: Vec<usize> = (0..self.invitations.len())
            .filter(|number| open(&self.invitations[*number]))
            .collect();
        self.withdraw_requests(course, None);
        open.into_iter().all(|number| self.cancel(number))
    }
}
