//! Letters about credits that move among managers and about their requests.

use lectern_contract::{letters::LetterKind, people::UserState, requests::RequestState, sharing::HandOverFigures};
use lectern_entities::{course, credit_request, user};

use super::super::paper::Draft;
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// "1 credit", "2 credits".
fn credits(n: i64) -> String {
    if n == 1 {
        "1 credit".into()
    } else {
        format!("{n} credits")
    }
}

/// To the receiver: another manager gave credits.
pub(crate) async fn credits_given(
    tx: &Tx,
    receiver: &user::Model,
    giver: &user::Model,
    course: &course::Model,
    amount: i64,
) -> Result<()> {
    let paragraphs = vec![
        format!("{} gave you {} for “{}”.", giver.name, credits(amount), course.title),
        format!(
            "You can invite people with them. What you do not use, {} may take back.",
            giver.name
        ),
    ];
    let subject = format!("{} gave you {}", giver.name, credits(amount));
    to(tx, receiver, LetterKind::CreditsGiven, subject, paragraphs).await
}

/// To the receiver: the manager who gave credits took some back.
pub(crate) async fn credits_taken_back(
    tx: &Tx,
    receiver: &user::Model,
    giver: &user::Model,
    course: &course::Model,
    amount: i64,
) -> Result<()> {
    let paragraphs = vec![format!(
        "{} took back {} for “{}” that were given to you before and not used.",
        giver.name,
        credits(amount),
        course.title
    )];
    let subject = format!("{} took back {}", giver.name, credits(amount));
    to(tx, receiver, LetterKind::CreditsTakenBack, subject, paragraphs).await
}

/// To an admin: a manager asks for credits.
pub(crate) async fn credits_requested(
    tx: &Tx,
    admin: &user::Model,
    manager: &user::Model,
    course: &course::Model,
    request: &credit_request::Model,
) -> Result<()> {
    let from = organizations::find(tx, admin.organization_id).await?;
    let page = format!("{}/admin/requests/{}", tx.portal().settings().base_url, request.id);
    let asks = format!("{} asks for {}", manager.name, credits(request.amount));
    Draft::new(&from, LetterKind::CreditsRequested, &admin.email)
        .says(format!("{asks} for “{}”:", course.title))
        .about(asks)
        .quote(&request.note)
        .closes(format!("Approve or decline it at {page}"))
        .put(tx)
        .await
}

/// To the manager who asked: what became of it.
pub(crate) async fn request_decided(
    tx: &Tx,
    manager: &user::Model,
    course: &course::Model,
    request: &credit_request::Model,
) -> Result<()> {
    let from = organizations::find(tx, manager.organization_id).await?;
    let (asked, assigned) = (credits(request.amount), credits(request.assigned.unwrap_or(0)));
    let (subject, said) = match request.state {
        RequestState::Approved => (
            format!("{assigned} for “{}”", course.title),
            format!(
                "Your request was approved: you have {assigned} more for “{}”.",
                course.title
            ),
        ),
        RequestState::Partly => (
            format!("{assigned} for “{}”", course.title),
            format!(
                "Of the {asked} you asked for, {assigned} were assigned to you for “{}”.",
                course.title
            ),
        ),
        _ => (
            format!("No credits for “{}”", course.title),
            format!("Your request for {asked} for “{}” was declined.", course.title),
        ),
    };
    Draft::new(&from, LetterKind::RequestDecided, &manager.email)
        .about(subject)
        .says(said)
        .quote(&request.answer)
        .put(tx)
        .await
}

/// To the manager who left a course, unless they were deleted, and to who took over, if somebody did.
pub(crate) async fn handed_over(
    tx: &Tx,
    left: &user::Model,
    heir: Option<&user::Model>,
    course: &course::Model,
    figures: HandOverFigures,
) -> Result<()> {
    let HandOverFigures {
        free,
        pending,
        learners,
    } = figures;
    let what = format!(
        "{}, {} and {}",
        plural(learners, "learner"),
        plural(pending, "pending invitation"),
        plural(free.unsigned_abs(), "free credit")
    );
    if left.state != UserState::Deleted {
        let whom = heir.map_or("the admins", |heir| &heir.name);
        let paragraphs = vec![
            format!("You no longer manage “{}”.", course.title),
            format!("What you had there was handed over to {whom}: {what}."),
        ];
        let subject = format!("You no longer manage “{}”", course.title);
        to(tx, left, LetterKind::HandedOver, subject, paragraphs).await?;
    }
    let Some(heir) = heir else { return Ok(()) };
    let paragraphs = vec![
        format!(
            "{} no longer manages “{}”. You took over: {what}.",
            left.name, course.title
        ),
        "Credits held by these invitations return to you where they are not accepted.".into(),
    ];
    let subject = format!("You took over “{}” from {}", course.title, left.name);
    to(tx, heir, LetterKind::HandedOver, subject, paragraphs).await
}

/// "1 learner", "2 learners".
fn plural(n: u64, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// A letter of nothing but a few sentences to a person of the organization.
async fn to(tx: &Tx, person: &user::Model, kind: LetterKind, subject: String, paragraphs: Vec<String>) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let draft = Draft::new(&from, kind, &person.email).about(subject);
    paragraphs.into_iter().fold(draft, Draft::says).put(tx).await
}
