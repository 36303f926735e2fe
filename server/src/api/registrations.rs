//! Calls about registrations.

use axum::{Json, response::Response};
use lectern_contract::RegistrationId;
use lectern_domain::{
    refused::{Attempt, watch},
    registrations::{
        enroll as domain,
        slice::{self, Wanted},
        withdraw as withdrawal,
    },
};

use super::{
    ask::{Asked, Caller, Named, OnceKey, Sent, made},
    cursor::List,
    problem::Answer,
    wire::{EnrollForm, Enrolled, Part, Registration, RegistrationQuery, Withdrawn},
};

/// List registrations
///
/// Newest first: of a user, on a course, or all.
#[utoipa::path(get, path = "/registrations", operation_id = "listRegistrations", tag = "Registrations",
    params(RegistrationQuery), security(("key" = ["registrations:read"])),
    responses((status = 200, description = "A part of the list", body = Part<Registration>)))]
pub async fn list(caller: Caller, query: Asked<RegistrationQuery>) -> Answer<Json<Part<Registration>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let wanted = Wanted {
        user: query.user,
        course: query.course,
        state: query.state,
    };
    let db = caller.portal.reader();
    let load = async |part| slice::slice(db, caller.actor(), wanted, part).await;
    list.part(load, |row| row.id.0).await
}

/// Enroll a user
///
/// Consumes one credit: the course's, else the pool's. Who completed the course begins a new cycle.
#[utoipa::path(post, path = "/registrations", operation_id = "enrollUser", tag = "Registrations",
    request_body = EnrollForm, security(("key" = ["registrations:write"])),
    responses((status = 201, description = "Enrolled", body = Enrolled)))]
pub async fn enroll(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<Response> {
    let EnrollForm { user, course } = sent.json()?;
    let attempt = Attempt::Enroll(caller.actor().clone(), user, course);
    let act = async {
        let tx = caller.portal.begin().await?;
        let made_now = domain::enroll_named(&tx, caller.actor(), &key, user, course).await?;
        tx.commit().await.map(|()| made_now)
    };
    let made_now = watch(&caller.portal, attempt, act).await?;
    Ok(made("registrations", made_now.registration, Enrolled::from(made_now)))
}

/// Get a registration
#[utoipa::path(get, path = "/registrations/{id}", operation_id = "getRegistration", tag = "Registrations",
    params(("id" = RegistrationId, Path, description = "The registration")), security(("key" = ["registrations:read"])),
    responses((status = 200, description = "The registration", body = Registration)))]
pub async fn show(caller: Caller, Named(id): Named<RegistrationId>) -> Answer<Json<Registration>> {
    let row = slice::one(caller.portal.reader(), caller.actor(), id).await?;
    Ok(Json(row.into()))
}

/// Withdraw a registration
///
/// Access ends. The organization's policy says whether the credit goes back to where it came from.
#[utoipa::path(post, path = "/registrations/{id}/withdraw", operation_id = "withdrawRegistration", tag = "Registrations",
    params(("id" = RegistrationId, Path, description = "The registration")), security(("key" = ["registrations:write"])),
    responses((status = 200, description = "Withdrawn", body = Withdrawn)))]
pub async fn withdraw(
    caller: Caller,
    OnceKey(key): OnceKey,
    Named(id): Named<RegistrationId>,
) -> Answer<Json<Withdrawn>> {
    let tx = caller.portal.begin().await?;
    let refunded = withdrawal::withdraw(&tx, caller.actor(), &key, id).await?;
    tx.commit().await?;
    Ok(Json(Withdrawn { id, refunded }))
}
