//! Registrations on a walk, and learning itself.

use lectern_domain::{
    Actor, Result,
    registrations::{enroll, withdraw},
    runtime::commit::Outcome,
};

use super::{Act, Walker};
use crate::{
    support::commit_of,
    walk::model::{Course, Model, Person},
};

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
            Act::Withdraw(_, _, id) => {
                let refunded = self
                    .house
                    .act(async |tx| withdraw::withdraw(tx, ada, key, id).await)
                    .await;
                refunded.map(|refunded| refunded.to_string())
            }
            Act::Launch(person, course) => self.play(model, (person, course), &[]).await,
            Act::StartOver(person, course) => {
                let who = self.someone(person).await;
                let token = self.house.start_over(&who, model.seat(person, course)).await?;
                self.opens(&token, &[]).await
            }
            Act::Pass(person) => {
                self.play(model, (person, 0), &[("cmi.core.lesson_status", "passed")])
                    .await
            }
            Act::Read(person, percent) => {
                let measure = format!("0.{percent:02}");
                self.play(model, (person, 1), &[("cmi.progress_measure", measure.as_str())])
                    .await
            }
            _ => unreachable!("no act on registrations: {act:?}"),
        }
    }

    /// Launches a course and commits these elements to its first page.
    async fn play(
        &self,
        model: &Model,
        (person, course): (Person, Course),
        elements: &[(&str, &str)],
    ) -> Result<String> {
        let who = self.someone(person).await;
        let token = self.house.launch(&who, model.seat(person, course)).await?;
        self.opens(&token, elements).await
    }

    /// A person who acts as learner, or somebody who has an account.
    async fn someone(&self, person: Person) -> Actor {
        let learner = self.learner(person).await;
        learner.unwrap_or_else(|| self.house.learner(0).clone())
    }

    /// The player opens and commits these elements to the first page.
    async fn opens(&self, token: &str, elements: &[(&str, &str)]) -> Result<String> {
        self.house.open_player(token).await?;
        let outcome = self.house.commit(token, commit_of(1, elements)).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        Ok(String::new())
    }
}
