//! Attempts: how often a learner may run a course in one registration, and what an attempt means (`spec/runtime.md`,
//! Attempts). They move no credits (`spec/credits.md` 13).

use lectern_contract::{
    CourseId, Role,
    attempts::{Attempts, Counts, FailedMeans, NewAttempt},
    limits,
    refusal::Field,
};
use lectern_entities::course;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use crate::{accounts::input, actor::Actor, audit, courses, fault::Result, tx::Tx};

/// What an admin chose for a course.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Attempts of a registration, as typed; empty means without end.
    pub most: &'a str,
    /// Whether a launch begins one by itself.
    pub new: NewAttempt,
    /// Which score counts.
    pub counts: Counts,
    /// Whether nothing opens any more once the last one is over. It has no effect where there is no end.
    pub lock: bool,
    /// What `failed` says about completion in SCORM 1.2.
    pub failed_means: FailedMeans,
}

/// Changes a course's rules of attempts. They are in force from the next launch and commit on, also for who is
/// enrolled; what was reached before stays.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization; `OutOfRange` for a number that is none.
pub async fn set(tx: &Tx, actor: &Actor, id: CourseId, rules: Rules<'_>) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = of(&courses::find(tx, actor.organization, id).await?);
    let most = match rules.most.trim() {
        "" => None,
        most => Some(input::number(most, Field::MaxAttempts, &limits::ATTEMPTS)?),
    };
    let after = Attempts {
        most,
        new: rules.new,
        counts: rules.counts,
        lock: rules.lock,
        failed_means: rules.failed_means,
    };
    course::ActiveModel {
        id: Set(id),
        max_attempts: Set(after.most),
        new_attempt: Set(after.new),
        counted_attempt: Set(after.counts),
        lock_after_last: Set(after.lock),
        failed_means: Set(after.failed_means),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let both = (told(before), told(after));
    audit::change(tx, &actor.author(), "course.attempts", "course", id, both).await
}

/// A course's rules of attempts.
pub fn of(course: &course::Model) -> Attempts {
    Attempts {
        most: course.max_attempts,
        new: course.new_attempt,
        counts: course.counted_attempt,
        lock: course.lock_after_last,
        failed_means: course.failed_means,
    }
}

/// For the audit log.
fn told(rules: Attempts) -> Value {
    json!({
        "most_attempts": rules.most,
        "new_attempt": rules.new,
        "score_that_counts": rules.counts,
        "lock_after_the_last": rules.lock,
        "failed_means": rules.failed_means,
    })
}
