//! Calls about credits.

use axum::{Json, http::StatusCode};
use lectern_contract::AccountId;
use lectern_domain::credits::{self as domain, book};

use super::{
    ask::{Asked, Caller, Named, OnceKey, Sent},
    cursor::List,
    problem::Answer,
    wire::{Account, AccountQuery, CourseCreditsForm, GrantForm, Line, LineQuery, ManagerCreditsForm, Part},
};

/// List accounts
///
/// The organization's own, its courses' and its managers', each with its balance.
#[utoipa::path(get, path = "/credits/accounts", operation_id = "listAccounts", tag = "Credits", params(AccountQuery),
    security(("key" = ["credits:read"])), responses((status = 200, description = "A part of the list", body = Part<Account>)))]
pub async fn accounts(caller: Caller, query: Asked<AccountQuery>) -> Answer<Json<Part<Account>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let db = caller.portal.reader();
    let load = async |slice| book::accounts(db, caller.actor(), query.kind, query.course, slice).await;
    list.part(load, |row| row.id.0).await
}

/// Get an account
#[utoipa::path(get, path = "/credits/accounts/{id}", operation_id = "getAccount", tag = "Credits",
    params(("id" = AccountId, Path, description = "The account")),
    security(("key" = ["credits:read"])), responses((status = 200, description = "The account", body = Account)))]
pub async fn account(caller: Caller, Named(id): Named<AccountId>) -> Answer<Json<Account>> {
    let row = book::one(caller.portal.reader(), caller.actor(), id).await?;
    Ok(Json(row.into()))
}

/// Get an account's statement
///
/// Its lines, newest first, each with the balance after it.
#[utoipa::path(get, path = "/credits/accounts/{id}/lines", operation_id = "listLines", tag = "Credits",
    params(("id" = AccountId, Path, description = "The account"), LineQuery),
    security(("key" = ["credits:read"])), responses((status = 200, description = "A part of the statement", body = Part<Line>)))]
pub async fn lines(caller: Caller, Named(id): Named<AccountId>, query: Asked<LineQuery>) -> Answer<Json<Part<Line>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let db = caller.portal.reader();
    let load = async |slice| book::lines(db, caller.actor(), id, slice).await;
    list.part(load, |(line, _)| *line).await
}

/// Grant credits to the pool
///
/// By hand and with a reason. They do not expire.
#[utoipa::path(post, path = "/credits/grants", operation_id = "grantCredits", tag = "Credits", request_body = GrantForm,
    security(("key" = ["credits:write"])), responses((status = 204, description = "Granted")))]
pub async fn grant(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<StatusCode> {
    let GrantForm { amount, note } = sent.json()?;
    let tx = caller.portal.begin().await?;
    domain::grant(&tx, caller.actor(), &key, amount, &note).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Allocate credits to a course
///
/// From the pool to a course's unassigned credits.
#[utoipa::path(post, path = "/credits/allocations", operation_id = "allocateCredits", tag = "Credits",
    request_body = CourseCreditsForm,
    security(("key" = ["credits:write"])), responses((status = 204, description = "Allocated")))]
pub async fn allocate(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<StatusCode> {
    let CourseCreditsForm { course, amount } = sent.json()?;
    let tx = caller.portal.begin().await?;
    domain::allocate(&tx, caller.actor(), &key, course, amount).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Return a course's credits to the pool
///
/// As many as are unassigned.
#[utoipa::path(post, path = "/credits/deallocations", operation_id = "deallocateCredits", tag = "Credits",
    request_body = CourseCreditsForm,
    security(("key" = ["credits:write"])), responses((status = 204, description = "Returned")))]
pub async fn deallocate(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<StatusCode> {
    let CourseCreditsForm { course, amount } = sent.json()?;
    let tx = caller.portal.begin().await?;
    domain::deallocate(&tx, caller.actor(), &key, course, amount).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Assign credits to a manager
///
/// From a course's unassigned credits to a manager registered on it.
#[utoipa::path(post, path = "/credits/assignments", operation_id = "assignCredits", tag = "Credits",
    request_body = ManagerCreditsForm,
    security(("key" = ["credits:write"])), responses((status = 204, description = "Assigned")))]
pub async fn assign(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<StatusCode> {
    let form: ManagerCreditsForm = sent.json()?;
    let tx = caller.portal.begin().await?;
    domain::assign(&tx, caller.actor(), &key, form.course, form.manager, form.amount).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take credits back from a manager
///
/// As many as are free; held ones stay with their invitations.
#[utoipa::path(post, path = "/credits/take-backs", operation_id = "takeBackCredits", tag = "Credits",
    request_body = ManagerCreditsForm,
    security(("key" = ["credits:write"])), responses((status = 204, description = "Taken back")))]
pub async fn take_back(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<StatusCode> {
    let form: ManagerCreditsForm = sent.json()?;
    let tx = caller.portal.begin().await?;
    domain::take_back(&tx, caller.actor(), &key, form.course, form.manager, form.amount).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
