//! Letters to people who learn.

use lectern_contract::letters::LetterKind;
use lectern_entities::{course, user};

use super::super::paper::Draft;
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
