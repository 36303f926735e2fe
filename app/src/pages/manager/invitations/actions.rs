//! Server functions of the invitations' pages.

use lectern_contract::{CourseId, InvitationId, notice::Notice};
use lectern_domain::{
    invitations::{
        cancel,
        re_invite::re_invite as send_again,
        send::{SendForm, send},
    },
    refused::{Attempt, watch},
};
use leptos::server;

use crate::{
    caller::{caller, done},
    pages::manager::area::invitations_of,
    refusal::Refused,
};

/// Invites the addresses of the form to a course; all of them or none.
#[server(prefix = "/do", endpoint = "send-invitations")]
pub async fn send_invitations(
    course: CourseId,
    #[server(default)] addresses: String,
    #[server(default)] message: String,
    #[server(default)] key: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::Invite(caller.actor().clone(), course, addresses.clone());
    let act = async {
        let tx = caller.portal.begin().await?;
        let outcome = send(&tx, caller.actor(), &key, course, SendForm { addresses, message }).await?;
        tx.commit().await.map(|()| outcome)
    };
    let outcome = watch(&caller.portal, attempt, act).await?;
    done(
        &invitations_of(caller.actor().role, course),
        Notice::InvitationsSent(outcome.sent),
    )
}

/// Sends an invitation again and comes back to the page of the log it was pressed on.
#[server(prefix = "/do", endpoint = "re-invite")]
pub async fn re_invite(
    invitation: InvitationId,
    #[server(default)] key: String,
    #[server(default)] page: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::InviteAgain(caller.actor().clone(), invitation);
    let act = async {
        let tx = caller.portal.begin().await?;
        send_again(&tx, caller.actor(), &key, invitation).await?;
        tx.commit().await
    };
    watch(&caller.portal, attempt, act).await?;
    done(&page, Notice::ReInvited)
}

/// Cancels an invitation; `course` only says where to go on.
#[server(prefix = "/do", endpoint = "cancel-invitation")]
pub async fn cancel_invitation(
    invitation: InvitationId,
    course: CourseId,
    #[server(default)] tell: Option<String>,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    cancel::cancel(&tx, caller.actor(), invitation, tell.is_some()).await?;
    tx.commit().await?;
    done(&invitations_of(caller.actor().role, course), Notice::InvitationCanceled)
}
