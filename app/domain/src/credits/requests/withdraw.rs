//! Withdraw: the manager takes an open request back.

use lectern_contract::{Refusal, RequestId, Role, requests::RequestState};
use serde_json::json;

use super::{Decision, decide, find};
use crate::{
    actor::Actor,
    audit,
    courses::managers,
    fault::Result,
    hooks::{self, Event},
    once::once,
    tx::Tx,
};

/// Withdraws the acting manager's own open request (`spec/credits.md` 3).
///
/// # Errors
/// `NotFound` unless it is theirs; `RequestIs` decided or withdrawn; `KeyReused`.
pub async fn withdraw(tx: &Tx, actor: &Actor, key: &str, id: RequestId) -> Result<()> {
    actor.require(Role::Manager)?;
    let work = async {
        let request = find(tx, actor.organization, id).await?;
        if request.manager_id != actor.user {
            return Err(Refusal::NotFound.into());
        }
        managers::keep_active(tx, actor.organization, request.course_id, actor.user).await?;
        let decision = Decision {
            state: RequestState::Withdrawn,
            assigned: None,
            answer: "",
        };
        let was = json!({ "state": request.state });
        let request = decide(tx, &actor.author(), id, decision).await?;
        hooks::emit(tx, Event::request(&request)).await?;
        let both = (was, json!({ "state": request.state }));
        audit::change(tx, &actor.author(), "request.withdraw", "request", id, both).await
    };
    Box::pin(once(tx, actor, key, "request.withdraw", id, work)).await
}
