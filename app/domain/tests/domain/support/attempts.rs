//! Attempts: a course's rules, and who starts over.

use lectern_contract::{CourseId, RegistrationId, attempts::Attempts};
use lectern_domain::{
    Actor, Result,
    courses::attempts::{self, Rules},
    runtime::launch,
};

use super::House;

impl House {
    /// An admin sets a course's rules.
    pub async fn set_attempts(&self, course: CourseId, rules: Attempts) {
        let most = rules.most.map(|most| most.to_string()).unwrap_or_default();
        let rules = Rules {
            most: &most,
            new: rules.new,
            counts: rules.counts,
            lock: rules.lock,
            failed_means: rules.failed_means,
        };
        let set = self.act(async |tx| attempts::set(tx, self.ada(), course, rules).await);
        set.await.expect("an admin sets the rules");
    }

    /// Presses *Start over*; answers the launch token.
    pub async fn start_over(&self, learner: &Actor, id: RegistrationId) -> Result<String> {
        self.act(async |tx| launch::start_over(tx, learner, id).await).await
    }
}
