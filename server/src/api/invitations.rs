//! Calls about invitations.

use axum::{Json, http::StatusCode};
use lectern_contract::InvitationId;
use lectern_domain::{
    invitations::{
        cancel as canceling, re_invite as again,
        send::{self as sending, SendForm},
        slice, vouched,
    },
    refused::{Attempt, watch},
};

use super::{
    ask::{Asked, Caller, Named, OnceKey, Sent},
    cursor::List,
    problem::Answer,
    wire::{AcceptForm, Accepted, CancelForm, Invitation, InvitationQuery, InviteForm, Part, SentInvitations},
};

/// List invitations
///
/// Newest first: to a course, in a state, or all.
#[utoipa::path(get, path = "/invitations", operation_id = "listInvitations", tag = "Invitations",
    params(InvitationQuery), security(("key" = ["invitations:read"])),
    responses((status = 200, description = "A part of the list", body = Part<Invitation>)))]
pub async fn list(caller: Caller, query: Asked<InvitationQuery>) -> Answer<Json<Part<Invitation>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let portal = &caller.portal;
    let load = async |part| slice::slice(portal, caller.actor(), query.course, query.state, &query.search, part).await;
    list.part(load, |entry| entry.row.id.0).await
}

/// Send invitations
///
/// One for each address, all or none. Each holds one credit, the course's or else the pool's, until it is answered. The
/// key's maker is their sender.
#[utoipa::path(post, path = "/invitations", operation_id = "sendInvitations", tag = "Invitations",
    request_body = InviteForm, security(("key" = ["invitations:write"])),
    responses((status = 201, description = "Sent", body = SentInvitations)))]
pub async fn send(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<(StatusCode, Json<SentInvitations>)> {
    let InviteForm {
        course,
        addresses,
        message,
    } = sent.json()?;
    let form = SendForm {
        addresses: addresses.join("\n"),
        message,
    };
    let attempt = Attempt::Invite(caller.actor().clone(), course, form.addresses.clone());
    let act = async {
        let tx = caller.portal.begin().await?;
        let invited = sending::send_named(&tx, caller.actor(), &key, course, form).await?;
        tx.commit().await.map(|()| invited)
    };
    let invited = watch(&caller.portal, attempt, act).await?;
    Ok((StatusCode::CREATED, Json(invited.into())))
}

/// Accept an invitation
///
/// For a single sign-on front end that has proved who the person is: it gives the token of the invitation's link and
/// the address it proved, which must be the invited one. Who has no account gets one, without a password. The held
/// credit is consumed.
#[utoipa::path(post, path = "/invitations/accept", operation_id = "acceptInvitation", tag = "Invitations",
    request_body = AcceptForm, security(("key" = ["invitations:accept"])),
    responses((status = 201, description = "Accepted", body = Accepted)))]
pub async fn accept(caller: Caller, OnceKey(key): OnceKey, sent: Sent) -> Answer<(StatusCode, Json<Accepted>)> {
    let AcceptForm { token, email, name } = sent.json()?;
    let attempt = Attempt::Vouch(caller.actor().clone(), token.clone());
    let act = async {
        let tx = caller.portal.begin().await?;
        let made = vouched::accept(&tx, caller.actor(), &key, &token, &email, &name).await?;
        tx.commit().await.map(|()| made)
    };
    let made = watch(&caller.portal, attempt, act).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Get an invitation
#[utoipa::path(get, path = "/invitations/{id}", operation_id = "getInvitation", tag = "Invitations",
    params(("id" = InvitationId, Path, description = "The invitation")), security(("key" = ["invitations:read"])),
    responses((status = 200, description = "The invitation", body = Invitation)))]
pub async fn show(caller: Caller, Named(id): Named<InvitationId>) -> Answer<Json<Invitation>> {
    let entry = slice::one(&caller.portal, caller.actor(), id).await?;
    Ok(Json(entry.into()))
}

/// Re-invite
///
/// A new letter with a new link and a new end; where no credit is held any more, one is held anew.
#[utoipa::path(post, path = "/invitations/{id}/re-invite", operation_id = "reInvite", tag = "Invitations",
    params(("id" = InvitationId, Path, description = "The invitation")), security(("key" = ["invitations:write"])),
    responses((status = 204, description = "Sent again")))]
pub async fn re_invite(caller: Caller, OnceKey(key): OnceKey, Named(id): Named<InvitationId>) -> Answer<StatusCode> {
    let attempt = Attempt::InviteAgain(caller.actor().clone(), id);
    let act = async {
        let tx = caller.portal.begin().await?;
        again::re_invite(&tx, caller.actor(), &key, id).await?;
        tx.commit().await
    };
    watch(&caller.portal, attempt, act).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancel an invitation
///
/// Its link stops working; the held credit goes back to where it came from.
#[utoipa::path(post, path = "/invitations/{id}/cancel", operation_id = "cancelInvitation", tag = "Invitations",
    params(("id" = InvitationId, Path, description = "The invitation")), request_body = CancelForm,
    security(("key" = ["invitations:write"])), responses((status = 204, description = "Canceled")))]
pub async fn cancel(
    caller: Caller,
    OnceKey(key): OnceKey,
    Named(id): Named<InvitationId>,
    sent: Sent,
) -> Answer<StatusCode> {
    let CancelForm { notify } = sent.json()?;
    let tx = caller.portal.begin().await?;
    canceling::cancel_once(&tx, caller.actor(), &key, id, notify).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
