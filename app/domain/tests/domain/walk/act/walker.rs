//! Who walks: finds what an act is about, and hands the act to those who do it.

use lectern_contract::{AccountId, Role, UserId, credits::AccountKind};
use lectern_domain::{
    Actor, Result,
    credits::accounts::{self, Which},
};
use lectern_entities::{account, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Act, PEOPLE};
use crate::{
    support::House,
    walk::model::{Course, Manager, Model, Person, Purse, Sender},
};

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

    pub(in crate::walk) fn manager(&self, manager: Manager) -> &Actor {
        [self.house.mara(), self.house.noor()][manager]
    }

    pub fn sender(&self, sender: Sender) -> &Actor {
        match sender {
            Sender::Admin => self.house.ada(),
            Sender::Manager(manager) => self.manager(manager),
        }
    }

    pub(super) async fn user(&self, person: Person) -> Option<UserId> {
        let found = user::Entity::find()
            .filter(user::Column::EmailKey.eq(PEOPLE[person]))
            .one(self.house.portal.reader())
            .await;
        found.expect("users can be read").map(|user| user.id)
    }

    /// A person who acts as learner.
    pub(super) async fn learner(&self, person: Person) -> Option<Actor> {
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
    pub(super) fn purse(&self, row: &account::Model) -> Option<Purse> {
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

    pub(super) async fn account(&self, purse: Purse) -> AccountId {
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
            Act::Order(_) | Act::Pay(_) | Act::Refund(..) | Act::Dispute(..) => {
                self.perform_on_orders(model, act, key).await
            }
            Act::Enroll(..)
            | Act::Withdraw(..)
            | Act::Launch(..)
            | Act::StartOver(..)
            | Act::Pass(_)
            | Act::Read(..) => self.perform_on_registrations(model, act, key).await,
            Act::Give(..)
            | Act::TakeBackGiven(..)
            | Act::Ask(..)
            | Act::Approve(..)
            | Act::Refuse(_)
            | Act::Unask(_) => self.share(model, act, key).await.map(|()| String::new()),
            _ => self.administer(act, key).await,
        }
    }
}
