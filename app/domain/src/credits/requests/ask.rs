//! Ask: a manager requests a number of credits with a note; every admin is told.

use lectern_contract::{CourseId, Refusal, RequestId, Role, courses::CourseState, requests::RequestState};
use lectern_entities::credit_request;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use crate::{
    accounts::{input, users},
    actor::Actor,
    audit,
    courses::{self, managers},
    credits::accounts,
    fault::Result,
    hooks::{self, Event},
    letters,
    once::once,
    tx::Tx,
};

/// Requests `amount` credits of a course for the acting manager (`spec/credits.md` 3). One request at a time can be
/// open for each course: the index of open ones decides where two come at once.
///
/// # Errors
/// `NotFound` unless the actor manages the course; `AmountOutOfRange`; `Missing`/`TooLong` for the note;
/// `CourseNotLive` for an archived course; `AlreadyRequested`; `KeyReused`.
pub async fn ask(tx: &Tx, actor: &Actor, key: &str, course: CourseId, amount: i64, note: &str) -> Result<RequestId> {
    actor.require(Role::Manager)?;
    accounts::check_amount(amount)?;
    let note = input::note(note)?;
    let work = ask_now(tx, actor, course, amount, &note);
    Box::pin(once(tx, actor, key, "request.ask", (course, amount, &note), work)).await
}

async fn ask_now(tx: &Tx, actor: &Actor, course: CourseId, amount: i64, note: &str) -> Result<RequestId> {
    managers::keep_active(tx, actor.organization, course, actor.user).await?;
    let course = courses::kept(tx, actor.organization, course).await?;
    if course.state == CourseState::Archived {
        return Err(Refusal::CourseNotLive.into());
    }
    let row = credit_request::Model {
        id: tx.new_id(),
        organization_id: actor.organization,
        course_id: course.id,
        manager_id: actor.user,
        amount,
        note: note.to_owned(),
        state: RequestState::Open,
        assigned: None,
        answer: String::new(),
        decided_by: None,
        decided_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    if !tx
        .insert_unless_taken(row.clone().into_active_model().reset_all())
        .await?
    {
        return Err(Refusal::AlreadyRequested.into());
    }
    let manager = users::find(tx, actor.organization, actor.user).await?;
    for admin in users::active_admins(tx, actor.organization).await? {
        letters::credits_requested(tx, &admin, &manager, &course, &row).await?;
    }
    hooks::emit(tx, Event::request(&row)).await?;
    let after = json!({ "credits": amount, "note": note });
    audit::note(tx, &actor.author(), "request.ask", "request", row.id, after).await?;
    Ok(row.id)
}
