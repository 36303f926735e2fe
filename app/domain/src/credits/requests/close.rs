//! What becomes of open requests when nobody could use their credits any more.

use lectern_contract::{CourseId, RequestId, UserId, requests::RequestState};
use lectern_entities::credit_request;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{Decision, decide};
use crate::{
    actor::Author,
    audit,
    fault::Result,
    hooks::{self, Event},
    tx::Tx,
};

/// Withdraws the open requests for a course, those of one manager or all: the manager leaves, or the course is
/// archived.
///
/// # Errors
/// The database's own.
pub(crate) async fn withdraw_all(tx: &Tx, author: &Author, course: CourseId, manager: Option<UserId>) -> Result<()> {
    let mut open = credit_request::Entity::find()
        .filter(credit_request::Column::OrganizationId.eq(author.organization))
        .filter(credit_request::Column::CourseId.eq(course))
        .filter(credit_request::Column::State.eq(RequestState::Open));
    if let Some(manager) = manager {
        open = open.filter(credit_request::Column::ManagerId.eq(manager));
    }
    let open = tx.keep(open.order_by_asc(credit_request::Column::Id)).all(tx).await?;
    let ids: Vec<RequestId> = open.into_iter().map(|row| row.id).collect();
    for id in ids {
        let decision = Decision {
            state: RequestState::Withdrawn,
            assigned: None,
            answer: "",
        };
        let request = decide(tx, author, id, decision).await?;
        hooks::emit(tx, Event::request(&request)).await?;
        let both = (
            json!({ "state": RequestState::Open }),
            json!({ "state": request.state }),
        );
        audit::change(tx, author, "request.withdraw", "request", id, both).await?;
    }
    Ok(())
}
