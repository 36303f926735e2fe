//! Calls about users.

use axum::{Json, response::Response};
use lectern_contract::{UserId, people::UserFilter};
use lectern_domain::accounts::{administer, users};

use super::{
    ask::{Asked, Caller, Named, OnceKey, Sent, made},
    cursor::List,
    problem::Answer,
    wire::{CreatedUser, Part, User, UserForm, UserQuery},
};

impl From<UserForm> for administer::UserForm {
    fn from(form: UserForm) -> Self {
        let UserForm { name, email, roles } = form;
        Self { name, email, roles }
    }
}

/// List users
///
/// Newest first, searched by name and address.
#[utoipa::path(get, path = "/users", operation_id = "listUsers", tag = "Users", params(UserQuery),
    security(("key" = ["users:read"])), responses((status = 200, description = "A part of the list", body = Part<User>)))]
pub async fn list(caller: Caller, query: Asked<UserQuery>) -> Answer<Json<Part<User>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let filter = UserFilter {
        role: query.role,
        state: query.state,
    };
    let db = caller.portal.reader();
    let load = async |slice| users::slice(db, caller.actor(), &query.search, &filter, slice).await;
    list.part(load, |row| row.id.0).await
}

/// Create a user
///
/// They are written a letter with a link to choose a password.
#[utoipa::path(post, path = "/users", operation_id = "createUser", tag = "Users", request_body = UserForm,
    security(("key" = ["users:write"])), responses((status = 201, description = "Created", body = CreatedUser)))]
pub async fn create(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<Response> {
    let form: UserForm = sent.json()?;
    let tx = caller.portal.begin().await?;
    let id = administer::create(&tx, caller.actor(), &key, form.into()).await?;
    tx.commit().await?;
    Ok(made("users", id, CreatedUser { id }))
}

/// Get a user
#[utoipa::path(get, path = "/users/{id}", operation_id = "getUser", tag = "Users",
    params(("id" = UserId, Path, description = "The user")),
    security(("key" = ["users:read"])), responses((status = 200, description = "The user", body = User)))]
pub async fn show(caller: Caller, Named(id): Named<UserId>) -> Answer<Json<User>> {
    let row = users::show(caller.portal.reader(), caller.actor(), id).await?;
    Ok(Json(row.into()))
}

/// Edit a user
///
/// Name, address and roles become what is sent.
#[utoipa::path(put, path = "/users/{id}", operation_id = "editUser", tag = "Users",
    params(("id" = UserId, Path, description = "The user")), request_body = UserForm,
    security(("key" = ["users:write"])), responses((status = 200, description = "The user as it is now", body = User)))]
pub async fn edit(caller: Caller, Named(id): Named<UserId>, sent: Sent) -> Answer<Json<User>> {
    let form: UserForm = sent.json()?;
    let tx = caller.portal.begin().await?;
    administer::edit(&tx, caller.actor(), id, form.into()).await?;
    let row = users::show(&tx, caller.actor(), id).await?;
    tx.commit().await?;
    Ok(Json(row.into()))
}

/// Suspend a user
///
/// They are signed out everywhere and cannot sign in until restored. What they learned stays.
#[utoipa::path(post, path = "/users/{id}/suspend", operation_id = "suspendUser", tag = "Users",
    params(("id" = UserId, Path, description = "The user")),
    security(("key" = ["users:write"])), responses((status = 200, description = "The user as it is now", body = User)))]
pub async fn suspend(caller: Caller, Named(id): Named<UserId>) -> Answer<Json<User>> {
    let tx = caller.portal.begin().await?;
    administer::suspend(&tx, caller.actor(), id).await?;
    let row = users::show(&tx, caller.actor(), id).await?;
    tx.commit().await?;
    Ok(Json(row.into()))
}

/// Restore a user
///
/// A suspended user can sign in again.
#[utoipa::path(post, path = "/users/{id}/restore", operation_id = "restoreUser", tag = "Users",
    params(("id" = UserId, Path, description = "The user")),
    security(("key" = ["users:write"])), responses((status = 200, description = "The user as it is now", body = User)))]
pub async fn restore(caller: Caller, Named(id): Named<UserId>) -> Answer<Json<User>> {
    let tx = caller.portal.begin().await?;
    administer::restore(&tx, caller.actor(), id).await?;
    let row = users::show(&tx, caller.actor(), id).await?;
    tx.commit().await?;
    Ok(Json(row.into()))
}
