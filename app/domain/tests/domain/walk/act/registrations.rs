//! Registrations on a walk, and learning itself.

use lectern_domain::{
    Result,
    registrations::{enroll, withdraw},
    runtime::commit::Outcome,
};

use super::{Act, Walker};
use crate::{support::commit_of, walk::model::Model};

impl Walker {
    pub(super) async fn perform_on_registrations(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
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
}
