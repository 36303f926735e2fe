//! Decline: an admin says no, and why.

use lectern_contract::{RequestId, Role, requests::RequestState};
use serde_json::json;

use super::{Decision, decide, find};
use crate::{
    accounts::{input, users},
    actor::Actor,
    audit, courses,
    fault::Result,
    hooks::{self, Event},
    letters,
    once::once,
    tx::Tx,
};

/// Declines a request; the manager is told, with the note (`spec/credits.md` 3).
///
/// # Errors
/// `NotFound` unless an admin asks; `Missing`/`TooLong` for the note; `RequestIs` decided or withdrawn; `KeyReused`.
pub async fn decline(tx: &Tx, actor: &Actor, key: &str, id: RequestId, note: &str) -> Result<()> {
    actor.require(Role::Admin)?;
    find(tx, actor.organization, id).await?;
    let note = input::note(note)?;
    let work = async {
        let decision = Decision {
            state: RequestState::Declined,
            assigned: None,
            answer: &note,
        };
        let request = decide(tx, &actor.author(), id, decision).await?;
        let manager = users::find(tx, actor.organization, request.manager_id).await?;
        let course = courses::find(tx, actor.organization, request.course_id).await?;
        letters::request_decided(tx, &manager, &course, &request).await?;
        hooks::emit(tx, Event::request(&request)).await?;
        let is = json!({ "state": request.state, "answer": note });
        let both = (json!({ "state": RequestState::Open }), is);
        audit::change(tx, &actor.author(), "request.decline", "request", id, both).await
    };
    Box::pin(once(tx, actor, key, "request.decline", (id, &note), work)).await
}
