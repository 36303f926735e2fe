//! What an admin does on a walk; and time, which passes.

use chrono::TimeDelta;
use lectern_contract::{credits::AdjustReason, sharing::Successor};
use lectern_domain::{
    Result,
    accounts::administer,
    courses::{archive, edit, hand_over, managers},
    credits,
    settings::{self, SettingsForm},
};

use super::{Act, Walker};
use crate::edges::settings::form;

impl Walker {
    pub(super) async fn administer(&self, act: &Act, key: &str) -> Result<String> {
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
                Act::Policy(refund_policy) => {
                    let form = SettingsForm {
                        refund_policy,
                        ..form()
                    };
                    settings::change(tx, ada, &form).await
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
}
