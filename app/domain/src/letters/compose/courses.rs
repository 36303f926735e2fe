//! Letters to people who learn.

use chrono::{DateTime, Utc};
use lectern_contract::letters::LetterKind;
use lectern_entities::{course, user};

use super::{super::paper::Draft, day, have_to_again};
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// To somebody who just accepted.
pub(crate) async fn welcome(tx: &Tx, person: &user::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = &tx.portal().settings().base_url;
    Draft::new(&from, LetterKind::Welcome, &person.email)
        .about(format!("Welcome to “{}”", course.title))
        .says(format!("You are enrolled in “{}”.", course.title))
        .says(format!(
            "Sign in at {portal} with {} whenever you want to go on; the course opens where you left it.",
            person.email
        ))
        .put(tx)
        .await
}

/// To somebody an admin enrolled.
pub(crate) async fn enrolled(tx: &Tx, person: &user::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = &tx.portal().settings().base_url;
    Draft::new(&from, LetterKind::Enrolled, &person.email)
        .about(format!("You are enrolled in “{}”", course.title))
        .says(format!(
            "You are enrolled in “{}”. Sign in at {portal} to begin.",
            course.title
        ))
        .put(tx)
        .await
}

/// To a learner who has not finished; `begun` says whether they ever opened the course.
pub(crate) async fn learner_reminded(
    tx: &Tx,
    person: &user::Model,
    course: &course::Model,
    sender: &user::Model,
    begun: bool,
) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = &tx.portal().settings().base_url;
    let waits = if begun {
        "it opens where you left it"
    } else {
        "you have not opened it yet"
    };
    Draft::new(&from, LetterKind::LearnerReminded, &person.email)
        .about(format!("A reminder: “{}”", course.title))
        .says(format!("{} reminds you of “{}”: {waits}.", sender.name, course.title))
        .says(format!("Sign in at {portal} with {} to go on.", person.email))
        .put(tx)
        .await
}

/// To a learner, once: what they completed is valid until then, which may be over. Nothing in it acts.
pub(crate) async fn falls_due(
    tx: &Tx,
    person: &user::Model,
    course: &course::Model,
    completed: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = &tx.portal().settings().base_url;
    let (soon, valid) = if until > tx.now() {
        (" soon", "It is valid until")
    } else {
        ("", "It was valid until")
    };
    Draft::new(&from, LetterKind::FallsDue, &person.email)
        .about(format!("“{}” has to be taken again{soon}", course.title))
        .says(format!(
            "You completed “{}” on {}. {valid} {}.",
            course.title,
            day(completed, &from),
            day(until, &from)
        ))
        .says(format!(
            "{} will enroll you again; until then you need not do anything.",
            from.name
        ))
        .says(format!(
            "Sign in at {portal}/learner/courses with {} to see your courses.",
            person.email
        ))
        .put(tx)
        .await
}

/// To a manager in the morning: so many of their learners were told that what they completed falls due.
pub(crate) async fn learners_due(tx: &Tx, manager: &user::Model, learners: u64) -> Result<()> {
    let from = organizations::find(tx, manager.organization_id).await?;
    Draft::new(&from, LetterKind::FallsDue, &manager.email)
        .about(have_to_again(learners))
        .says(format!(
            "{}: what they completed is not valid much longer, or not any more. They were told by a letter.",
            have_to_again(learners)
        ))
        .says(
            "The learners of each course say until when. They begin again once somebody enrolls them, which takes a \
             credit.",
        )
        .put(tx)
        .await
}
