//! The acts of a walk, and how they are done on the portal.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    AccountId, InvitationId, RequestId, Role, UserId,
    batches::Shortage,
    credits::{AccountKind, AdjustReason},
    invitations::InvitationState,
    orders::Provider,
    requests::{CreditPlan, RequestState},
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::{archive, edit, hand_over, managers},
    credits::{
        self,
        accounts::{self, Which},
    },
    invitations::{
        accept, cancel, decline, expire, re_invite,
        send::{self, SendForm},
        vouched,
    },
    orders::{
        place::{self, PlaceForm},
        price::{self, PriceForm},
        receive::{self, Meaning},
    },
    registrations::{enroll, withdraw},
    runtime::commit::Outcome,
};
use lectern_entities::{account, credit_order, credit_request, invitation, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::model::{Course, Manager, Model, Person, Purse, Sender};
use crate::support::{House, PASSWORD, commit_of, dice::Dice, paid, price_form, word};

/// The people of a walk: four learners, Mara (who may learn, too), and three who have no account yet.
pub const PEOPLE: [&str; 8] = [
    "lena@northwind.example",
    "omar@northwind.example",
    "ines@northwind.example",
    "tom@northwind.example",
    "mara@northwind.example",
    "kai@contoso.example",
    "ruth@contoso.example",
    "wil@contoso.example",
];
/// Those of them who have an account from the beginning and no other role.
const LEARNERS: usize = 4;

/// One step.
#[derive(Clone, Debug)]
pub enum Act {
    Grant(i64),
    Adjust(Purse, i64),
    Allocate(Course, i64),
    Deallocate(Course, i64),
    Assign(Course, Manager, i64),
    TakeBack(Course, Manager, i64),
    Send(Sender, Course, Vec<Person>),
    GiveList(Sender, Course, Vec<Person>),
    /// A list's number in the model.
    Start(usize, Shortage),
    /// An invitation's number in the model.
    ReInvite(Sender, usize),
    Cancel(Sender, usize),
    Decline(usize),
    Accept(usize),
    /// Somebody claims it for an address, and the sender approves.
    Claim(Sender, usize, Person),
    /// The job's round.
    Remind,
    /// Seconds.
    Wait(i64),
    Expire,
    Enroll(Person, Course),
    Withdraw(Person, Course),
    Launch(Person, Course),
    /// Passes the first course.
    Pass(Person),
    Suspend(Person),
    Restore(Person),
    Archive(Course),
    Publish(Course),
    AddManager(Course, Manager),
    RemoveManager(Course, Manager),
    /// To the other manager.
    Give(Course, Manager, i64),
    /// From the other manager.
    TakeBackGiven(Course, Manager, i64),
    Ask(Course, Manager, i64),
    /// A request's number in the model, and the credits the dry run named.
    Approve(usize, CreditPlan),
    /// A request that an admin declines.
    Refuse(usize),
    /// A request that its manager withdraws.
    Unask(usize),
    /// To the other manager, or else to the course; with what the dry run showed.
    HandOver(Course, Manager, bool, HandOverFigures),
    /// With the number that the dry run said would return.
    ArchiveAndReturn(Course, i64),
    /// So many credits are ordered at Stripe, at EUR 1.00 without tax.
    Order(i64),
    /// Stripe says that an order, by its number in the model, was paid.
    Pay(usize),
    /// Stripe says that so many credits' worth of an order's money was refunded in all.
    Refund(usize, i64),
}

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
        match dice.below(130) {
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
            74..78 => Self::Wait([20, 70, 90, 3_600, 86_400 * 9, 86_400 * 30][dice.below(6)]),
            78..80 => Self::Expire,
            80..84 => Self::Enroll(dice.below(LEARNERS), course),
            84..90 => Self::Withdraw(person, course),
            90..93 => Self::Launch(person, course),
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
            128.. => Self::Remind,
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

    /// Whether it carries a key: who did it may repeat it, whatever has changed.
    pub const fn is_repeatable(&self) -> bool {
        matches!(
            self,
            Self::Grant(_)
                | Self::Adjust(..)
                | Self::Allocate(..)
                | Self::Deallocate(..)
                | Self::Assign(..)
                | Self::TakeBack(..)
                | Self::Send(..)
                | Self::Start(..)
                | Self::ReInvite(..)
                | Self::Enroll(..)
                | Self::Withdraw(..)
                | Self::Approve(..)
                | Self::Refuse(_)
                | Self::Give(..)
                | Self::TakeBackGiven(..)
                | Self::Ask(..)
                | Self::Unask(_)
                | Self::HandOver(..)
                | Self::ArchiveAndReturn(..)
                | Self::Order(_)
        )
    }
}

/// Does acts on the portal.
pub struct Walker {
    pub house: House,
}

impl Walker {
    pub const fn new(house: House) -> Self {
        Self { house }
    }

    pub async fn close(self) {
        self.house.close().await;
    }

    pub fn course(&self, course: Course) -> lectern_contract::CourseId {
        self.house.cast().courses[course]
    }

    pub(super) fn manager(&self, manager: Manager) -> &Actor {
        [self.house.mara(), self.house.noor()][manager]
    }

    pub fn sender(&self, sender: Sender) -> &Actor {
        match sender {
            Sender::Admin => self.house.ada(),
            Sender::Manager(manager) => self.manager(manager),
        }
    }

    async fn user(&self, person: Person) -> Option<UserId> {
        let found = user::Entity::find()
            .filter(user::Column::EmailKey.eq(PEOPLE[person]))
            .one(self.house.portal.reader())
            .await;
        found.expect("users can be read").map(|user| user.id)
    }

    /// A person who acts as learner.
    async fn learner(&self, person: Person) -> Option<Actor> {
        let user = self.user(person).await?;
        Some(Actor {
            user,
            role: Role::Learner,
            ..self.house.ada().clone()
        })
    }

    fn which(&self, purse: Purse) -> Which {
        match purse {
            Purse::Pool => Which::Own(AccountKind::Pool),
            Purse::Held => Which::Own(AccountKind::Held),
            Purse::Consumed => Which::Own(AccountKind::Consumed),
            Purse::Course(course) => Which::Course(self.course(course)),
            Purse::Manager(course, manager) => Which::Manager(self.course(course), self.manager(manager).user),
        }
    }

    /// The other way round; none for the outside.
    fn purse(&self, row: &account::Model) -> Option<Purse> {
        let course = self
            .house
            .cast()
            .courses
            .iter()
            .position(|course| Some(*course) == row.course_id);
        let manager = [self.house.mara(), self.house.noor()]
            .iter()
            .position(|manager| Some(manager.user) == row.user_id);
        match (row.kind, course, manager) {
            (AccountKind::Pool, ..) => Some(Purse::Pool),
            (AccountKind::Held, ..) => Some(Purse::Held),
            (AccountKind::Consumed, ..) => Some(Purse::Consumed),
            (AccountKind::Course, Some(course), _) => Some(Purse::Course(course)),
            (AccountKind::Manager, Some(course), Some(manager)) => Some(Purse::Manager(course, manager)),
            _ => None,
        }
    }

    async fn account(&self, purse: Purse) -> AccountId {
        let found = accounts::find(
            self.house.portal.reader(),
            self.house.ada().organization,
            self.which(purse),
        )
        .await;
        found
            .expect("accounts can be read")
            .unwrap_or_else(|| AccountId(uuid::Uuid::nil()))
    }

    /// Does the act; answers what it answered, as text.
    pub async fn perform(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        match act {
            Act::GiveList(sender, course, people) => self.give_list(*sender, *course, people).await,
            Act::Start(number, shortage) => self.start(model, *number, *shortage, key).await,
            Act::Send(..) | Act::ReInvite(..) | Act::Cancel(..) | Act::Decline(_) | Act::Accept(_) | Act::Expire => {
                self.perform_on_invitations(model, act, key).await
            }
            Act::Claim(sender, number, person) => self.claim(model, (*sender, *number, *person), key).await,
            Act::Remind => self.remind().await,
            Act::Order(_) | Act::Pay(_) | Act::Refund(..) => self.perform_on_orders(model, act, key).await,
            Act::Enroll(..) | Act::Withdraw(..) | Act::Launch(..) | Act::Pass(_) => {
                self.perform_on_registrations(model, act, key).await
            }
            Act::Give(..)
            | Act::TakeBackGiven(..)
            | Act::Ask(..)
            | Act::Approve(..)
            | Act::Refuse(_)
            | Act::Unask(_) => self.share(model, act, key).await.map(|()| String::new()),
            _ => self.administer(act, key).await,
        }
    }

    async fn administer(&self, act: &Act, key: &str) -> Result<String> {
        let ada = self.house.ada();
        if let Act::Wait(seconds) = act {
            self.house.clock.advance(TimeDelta::seconds(*seconds));
            return Ok(String::new());
        }
        let account = if let Act::Adjust(purse, _) = act {
            Some(self.account(*purse).await)
        } else {
            None
        };
        let person = if let Act::Suspend(person) | Act::Restore(person) = act {
            self.user(*person).await
        } else {
            None
        };
        self.house
            .act(async |tx| match *act {
                Act::Grant(amount) => credits::grant(tx, ada, key, amount, "A walk").await,
                Act::Adjust(_, amount) => {
                    let account = account.expect("looked up above");
                    credits::adjust(tx, ada, key, account, amount, AdjustReason::Correction, "A walk").await
                }
                Act::Allocate(course, amount) => credits::allocate(tx, ada, key, self.course(course), amount).await,
                Act::Deallocate(course, amount) => credits::deallocate(tx, ada, key, self.course(course), amount).await,
                Act::Assign(course, manager, amount) => {
                    credits::assign(tx, ada, key, self.course(course), self.manager(manager).user, amount).await
                }
                Act::TakeBack(course, manager, amount) => {
                    credits::take_back(tx, ada, key, self.course(course), self.manager(manager).user, amount).await
                }
                Act::Suspend(_) => administer::suspend(tx, ada, person.expect("a learner")).await,
                Act::Restore(_) => administer::restore(tx, ada, person.expect("a learner")).await,
                Act::Archive(course) => edit::archive(tx, ada, self.course(course)).await,
                Act::ArchiveAndReturn(course, shown) => {
                    archive::archive_and_return(tx, ada, key, self.course(course), shown).await
                }
                Act::HandOver(course, from, to_other, shown) => {
                    let to = match to_other {
                        true => Successor::Manager(self.manager(1 - from).user),
                        false => Successor::Course,
                    };
                    let from = self.manager(from).user;
                    hand_over::hand_over(tx, ada, key, self.course(course), from, to, shown).await
                }
                Act::Publish(course) => edit::publish(tx, ada, self.course(course)).await,
                Act::AddManager(course, manager) => {
                    managers::add(tx, ada, self.course(course), self.manager(manager).user).await
                }
                Act::RemoveManager(course, manager) => {
                    managers::remove(tx, ada, self.course(course), self.manager(manager).user).await
                }
                _ => unreachable!("no act of an admin: {act:?}"),
            })
            .await
            .map(|()| String::new())
    }

    async fn perform_on_invitations(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        let row = |number: usize| model.invitations[number].id.expect("learned when it was sent");
        match act {
            Act::Send(sender, course, people) => {
                let addresses = people
                    .iter()
                    .map(|person| PEOPLE[*person])
                    .collect::<Vec<_>>()
                    .join(", ");
                let form = SendForm {
                    addresses,
                    message: String::new(),
                };
                let (sender, course) = (self.sender(*sender), self.course(*course));
                self.house
                    .act(async |tx| send::send(tx, sender, key, course, form).await)
                    .await
                    .map(|sent| format!("{sent:?}"))
            }
            Act::ReInvite(sender, number) => {
                let (sender, id) = (self.sender(*sender), row(*number));
                self.house
                    .act(async |tx| re_invite::re_invite(tx, sender, key, id).await)
                    .await
                    .map(|()| String::new())
            }
            Act::Cancel(sender, number) => {
                let (sender, id) = (self.sender(*sender), row(*number));
                self.house
                    .act(async |tx| cancel::cancel(tx, sender, id, false).await)
                    .await
                    .map(|()| String::new())
            }
            Act::Decline(number) => {
                let token = self.house.token(row(*number)).await;
                self.house
                    .act(async |tx| decline::decline(tx, &token, "walk").await)
                    .await
                    .map(|()| String::new())
            }
            Act::Accept(number) => {
                let token = self.house.token(row(*number)).await;
                // Every other one comes through a front end that has proved the address.
                if number % 2 == 1 {
                    let email = self.house.invitation(row(*number)).await.email;
                    let accept = self
                        .house
                        .act(async |tx| vouched::accept(tx, self.house.ada(), key, &token, &email, "A Guest").await);
                    return accept.await.map(|_| String::new());
                }
                match self.learner(model.invitations[*number].person).await {
                    Some(who) => self
                        .house
                        .act(async |tx| accept::accept(tx, &who, &token).await)
                        .await
                        .map(|_| String::new()),
                    None => accept::accept_new(&self.house.portal, &token, "A Guest", PASSWORD, PASSWORD, "walk")
                        .await
                        .map(|_| String::new()),
                }
            }
            _ => self
                .house
                .act(async |tx| expire::expire(tx, 500).await)
                .await
                .map(|_| String::new()),
        }
    }

    /// Opens the shop: a credit costs EUR 1.00 and there is no tax.
    pub async fn open_shop(&self) {
        let form = PriceForm {
            tax: "0".into(),
            ..price_form()
        };
        let save = self.house.act(async |tx| price::save(tx, self.house.ada(), form).await);
        save.await.expect("a price");
    }

    async fn perform_on_orders(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        let id = |number: usize| model.orders[number].id.expect("learned when it was placed");
        let meaning = match *act {
            Act::Order(quantity) => {
                let form = PlaceForm {
                    quantity,
                    terms_version: 1,
                    total_minor: quantity * 100,
                    accepted: true,
                };
                let place = self
                    .house
                    .act(async |tx| place::place(tx, self.house.ada(), key, form, Provider::Stripe).await);
                return place.await.map(|id| id.to_string());
            }
            Act::Pay(number) => paid(id(number), &format!("pi_{number}"), model.orders[number].quantity * 100),
            Act::Refund(number, worth) => Meaning::Refunded {
                payment: format!("pi_{number}"),
                charge: format!("ch_{number}"),
                minor: worth * 100,
            },
            _ => unreachable!("no act on orders: {act:?}"),
        };
        let hear = self
            .house
            .act(async |tx| receive::receive(tx, word(key, meaning)).await);
        hear.await.map(|_| String::new())
    }

    async fn perform_on_registrations(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        let ada = self.house.ada();
        match *act {
            Act::Enroll(person, course) => {
                let user = self.user(person).await.expect("learners have accounts");
                let course = self.course(course);
                let source = self
                    .house
                    .act(async |tx| enroll::enroll(tx, ada, key, user, course).await)
                    .await;
                source.map(|source| format!("{source:?}"))
            }
            Act::Withdraw(person, course) => {
                let id = model.registrations.get(&(person, course)).and_then(|row| row.id);
                let id = id.unwrap_or_else(|| uuid::Uuid::nil().into());
                let refunded = self
                    .house
                    .act(async |tx| withdraw::withdraw(tx, ada, key, id).await)
                    .await;
                refunded.map(|refunded| refunded.to_string())
            }
            Act::Launch(..) | Act::Pass(_) => {
                let (person, course, elements): (_, _, &[(&str, &str)]) = match *act {
                    Act::Launch(person, course) => (person, course, &[]),
                    Act::Pass(person) => (person, 0, &[("cmi.core.lesson_status", "passed")]),
                    _ => unreachable!("matched above"),
                };
                let who = self
                    .learner(person)
                    .await
                    .unwrap_or_else(|| self.house.learner(0).clone());
                let id = model.registrations.get(&(person, course)).and_then(|row| row.id);
                let token = self
                    .house
                    .launch(&who, id.unwrap_or_else(|| uuid::Uuid::nil().into()))
                    .await?;
                self.house.open_player(&token).await?;
                let outcome = self.house.commit(&token, commit_of(1, elements)).await;
                assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
                Ok(String::new())
            }
            _ => unreachable!("no act on registrations: {act:?}"),
        }
    }

    /// Takes over the ids that the database gave.
    pub async fn learn(&self, model: &mut Model, act: &Act, done: bool) {
        let db = self.house.portal.reader();
        self.learn_batch(model).await;
        let course = match act {
            Act::Send(_, course, _) if done => Some(*course),
            Act::Start(number, _) if done => Some(model.batches[*number].course),
            _ => None,
        };
        if let Some(course) = course {
            for row in model.invitations.iter_mut().filter(|row| row.id.is_none()) {
                let found = invitation::Entity::find()
                    .filter(invitation::Column::CourseId.eq(self.course(course)))
                    .filter(invitation::Column::EmailKey.eq(PEOPLE[row.person]))
                    .filter(invitation::Column::State.eq(InvitationState::Pending));
                row.id = found
                    .one(db)
                    .await
                    .expect("invitations can be read")
                    .map(|found| found.id);
            }
        }
        for row in model.requests.iter_mut().filter(|row| row.id.is_none()) {
            let found = credit_request::Entity::find()
                .filter(credit_request::Column::CourseId.eq(self.course(row.course)))
                .filter(credit_request::Column::ManagerId.eq(self.manager(row.manager).user))
                .filter(credit_request::Column::State.eq(RequestState::Open));
            row.id = found.one(db).await.expect("requests can be read").map(|found| found.id);
        }
        for (number, row) in model.orders.iter_mut().enumerate().filter(|(_, row)| row.id.is_none()) {
            let nth = i64::try_from(number).expect("few orders") + 1;
            let found = credit_order::Entity::find().filter(credit_order::Column::Number.eq(nth));
            row.id = found.one(db).await.expect("orders can be read").map(|found| found.id);
        }
        for ((person, course), row) in model.registrations.iter_mut().filter(|(_, row)| row.id.is_none()) {
            let user = self.user(*person).await.expect("who is registered has an account");
            let found = registration::Entity::find()
                .filter(registration::Column::UserId.eq(user))
                .filter(registration::Column::CourseId.eq(self.course(*course)))
                .order_by_desc(registration::Column::Cycle);
            row.id = found
                .one(db)
                .await
                .expect("registrations can be read")
                .map(|found| found.id);
        }
    }

    /// The portal's numbers are the model's, and its ledger is whole.
    pub async fn compare(&self, model: &Model, context: impl Fn() -> String) {
        let db = self.house.portal.reader();
        let accounts = account::Entity::find().all(db).await.expect("accounts can be read");
        let mut balances: BTreeMap<Purse, i64> = accounts
            .iter()
            .filter_map(|row| Some((self.purse(row)?, row.balance)))
            .collect();
        balances.retain(|_, balance| *balance != 0);
        let mut expected = model.purses.clone();
        expected.retain(|_, balance| *balance != 0);
        assert_eq!(balances, expected, "{}", context());
        let report = credits::verify::verify(db).await.expect("the ledger can be read");
        assert_eq!(report.findings, [], "{}", context());
        let states = invitation::Entity::find()
            .all(db)
            .await
            .expect("invitations can be read");
        for row in states.iter().filter(|row| row.state == InvitationState::Pending) {
            let known = model
                .invitations
                .iter()
                .find(|known| known.id == Some(row.id))
                .expect("known");
            let sender = self.sender(known.sender).user;
            let origin = accounts.iter().find(|account| account.id == row.source_id);
            let origin = origin.and_then(|account| self.purse(account));
            assert_eq!((row.sender_id, origin), (sender, Some(known.source)), "{}", context());
        }
        let watched = registration::Entity::find()
            .all(db)
            .await
            .expect("registrations can be read");
        // The model knows the newest cycle of each; those before it are over.
        let over = |row: &registration::Model| {
            let same = |other: &&registration::Model| (other.user_id, other.course_id) == (row.user_id, row.course_id);
            watched.iter().filter(same).any(|other| other.cycle > row.cycle)
        };
        for row in watched.iter().filter(|row| !over(row)) {
            let known = model
                .registrations
                .values()
                .find(|known| known.id == Some(row.id))
                .expect("known");
            let manager = known.manager.map(|sender| self.sender(sender).user);
            assert_eq!(row.manager_id, manager, "{}", context());
        }
        let states: BTreeMap<InvitationId, InvitationState> = states.iter().map(|row| (row.id, row.state)).collect();
        let expected = model
            .invitations
            .iter()
            .map(|row| (row.id.expect("learned"), row.state))
            .collect();
        assert_eq!(states, expected, "{}", context());
        let states = credit_request::Entity::find()
            .all(db)
            .await
            .expect("requests can be read");
        let states: BTreeMap<RequestId, RequestState> = states.iter().map(|row| (row.id, row.state)).collect();
        let expected = model
            .requests
            .iter()
            .map(|row| (row.id.expect("learned"), row.state))
            .collect();
        assert_eq!(states, expected, "{}", context());
    }
}
