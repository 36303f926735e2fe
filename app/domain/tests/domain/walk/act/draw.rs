//! What a walk does next is left to the dice.

use lectern_contract::{batches::Shortage, settings::RefundPolicy};

use super::{Act, LEARNERS, PEOPLE};
use crate::{
    support::dice::Dice,
    walk::model::{Course, Manager, Model, Person, Purse, Sender},
};

impl Act {
    /// Throws the dice. What is drawn need not be allowed.
    #[allow(clippy::too_many_lines, reason = "a line for each act")]
    pub fn draw(dice: &mut Dice, model: &Model) -> Self {
        // One course is busier than the other, so that ways cross; learners are mostly those who learned before.
        let (mut course, manager) = (usize::from(dice.once_in(3)), dice.below(2));
        let mut person = dice.below(PEOPLE.len());
        let known: Vec<(Person, Course)> = model.registrations.keys().copied().collect();
        if let (Some(known), false) = (dice.pick(&known), dice.once_in(3)) {
            (person, course) = *known;
        }
        let sender = if dice.once_in(4) {
            Sender::Admin
        } else {
            Sender::Manager(manager)
        };
        let invitation = |dice: &mut Dice, old: fn(usize, Sender) -> Self, sender| match model.invitations.len() {
            0 => Self::Grant(dice.amount(5)),
            // Mostly one of the newest: old ones are over.
            many => old(many - 1 - dice.below(many.min(8)), sender),
        };
        let order = |dice: &mut Dice| dice.below(model.orders.len());
        match dice.below(152) {
            2 if model.orders.len() < 40 => Self::Order(dice.amount(6)),
            3 if !model.orders.is_empty() => Self::Pay(order(dice)),
            4 if !model.orders.is_empty() => Self::Refund(order(dice), dice.amount(6)),
            0..5 => Self::Grant(dice.amount(8)),
            5..9 => match Self::purse(dice, course, manager) {
                // An account exists from its first credit on; before, there is nothing to correct.
                purse if model.purses.contains_key(&purse) => {
                    Self::Adjust(purse, dice.amount(4) * if dice.once_in(2) { -1 } else { 1 })
                }
                _ => Self::Grant(dice.amount(3)),
            },
            9..18 => Self::Allocate(course, dice.amount(6)),
            18..21 => Self::Deallocate(course, dice.amount(4)),
            21..30 => Self::Assign(course, manager, dice.amount(4)),
            30..34 => Self::TakeBack(course, manager, dice.amount(3)),
            34..49 => {
                if let Some(number) = model
                    .batches
                    .iter()
                    .rposition(|batch| !batch.started)
                    .filter(|_| dice.once_in(4))
                {
                    let shortage = [Shortage::All, Shortage::First][dice.below(2)];
                    return Self::Start(number, shortage);
                }
                let mut people: Vec<Person> = (0..dice.below(3))
                    .map(|_| dice.below(PEOPLE.len()))
                    .chain([person])
                    .collect();
                people.sort_unstable();
                people.dedup();
                if dice.once_in(4) {
                    return Self::GiveList(sender, course, people);
                }
                Self::Send(sender, course, people)
            }
            49..55 => invitation(dice, |number, sender| Self::ReInvite(sender, number), sender),
            55..60 => invitation(dice, |number, sender| Self::Cancel(sender, number), sender),
            60..63 => invitation(dice, |number, _| Self::Decline(number), sender),
            63..74 => invitation(dice, |number, _| Self::Accept(number), sender),
            74..78 => Self::Wait([20, 70, 90, 3_600, 86_400 * 5, 86_400 * 9, 86_400 * 30][dice.below(7)]),
            78..80 => Self::Expire,
            80..84 => Self::Enroll(dice.below(LEARNERS), course),
            84..90 | 130..134 => Self::Withdraw(person, course, model.seat(person, course)),
            90 | 91 => Self::Launch(person, course),
            92 => {
                // Rather who may: few have an attempt that is over.
                let over = model.registrations.iter().find(|(_, row)| row.active && row.over);
                let (person, course) = over.map_or((person, course), |(seat, _)| *seat);
                Self::StartOver(person, course)
            }
            93 => Self::Pass(person),
            94 => Self::Suspend(dice.below(LEARNERS)),
            95 => Self::Restore(dice.below(LEARNERS)),
            96 if dice.once_in(2) => Self::Archive(course),
            96 | 97 => Self::Publish(course),
            98 => Self::AddManager(course, manager),
            99 => Self::RemoveManager(course, manager),
            100..106 => Self::Give(course, manager, dice.amount(3)),
            106..110 => Self::TakeBackGiven(course, manager, dice.amount(3)),
            122 | 123 => {
                let mut shown = model.estate(course, manager);
                shown.free += i64::from(dice.once_in(6));
                Self::HandOver(course, manager, dice.once_in(2), shown)
            }
            124 => {
                let mut after = model.clone();
                after.apply(&Self::Archive(course));
                let managers = after.free(Purse::Manager(course, 0)) + after.free(Purse::Manager(course, 1));
                let shown = after.free(Purse::Course(course)) + managers + i64::from(dice.once_in(6));
                Self::ArchiveAndReturn(course, shown)
            }
            125..128 => {
                let person = dice.below(PEOPLE.len());
                match invitation(dice, |number, sender| Self::Cancel(sender, number), sender) {
                    Self::Cancel(sender, number) => Self::Claim(sender, number, person),
                    other => other,
                }
            }
            128 | 129 => Self::Remind,
            134..139 => Self::Policy(RefundPolicy::ALL[dice.below(RefundPolicy::ALL.len())]),
            // From a fifth of the first of two pages on it is too far for the policy that asks.
            139..142 => Self::Read(person, dice.below(40)),
            142.. => Self::trade(dice, model),
            number => Self::request(dice, model, number, course, manager),
        }
    }

    fn purse(dice: &mut Dice, course: Course, manager: Manager) -> Purse {
        match dice.below(3) {
            0 => Purse::Pool,
            1 => Purse::Course(course),
            _ => Purse::Manager(course, manager),
        }
    }
}
