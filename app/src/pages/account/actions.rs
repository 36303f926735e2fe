//! Server functions of the account menu and page.

use lectern_contract::{Role, SessionId, notice::Notice};
use lectern_domain::accounts::{me, sessions};
use leptos::server;

use crate::{
    caller::{caller, done, go, session},
    refusal::{Answer, Refused},
};

/// Signs out; an invitation's page asks to come back to it.
#[server(prefix = "/do", endpoint = "sign-out")]
pub async fn sign_out(#[server(default)] next: String) -> Result<(), Refused> {
    session()?.end().await?;
    done(if next.is_empty() { "/sign-in" } else { &next }, Notice::SignedOut)
}

/// Acts in another of the person's roles.
#[server(prefix = "/do", endpoint = "switch-role")]
pub async fn switch_role(role: Role, #[server(default)] next: String) -> Result<(), Refused> {
    let caller = caller()?;
    if caller.person.roles.contains(&role) {
        caller.session.act_as(role).await?;
        return go(if next.is_empty() { role.home() } else { &next });
    }
    Answer::Err(lectern_contract::Refusal::NotFound.into())
}

/// Changes the password after asking for the current one; other sessions end, this one gets a new id.
#[server(prefix = "/do", endpoint = "change-password")]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let session = caller.session.token();
    me::change_password(&caller.portal, caller.actor(), &current, &password, &repeat, &session).await?;
    caller.session.renew().await?;
    done("/account", Notice::PasswordChanged)
}

/// Sends a link to a new address, after asking for the current password.
#[server(prefix = "/do", endpoint = "change-email")]
pub async fn change_email(#[server(default)] current: String, #[server(default)] email: String) -> Result<(), Refused> {
    let caller = caller()?;
    me::change_email(&caller.portal, caller.actor(), &current, &email).await?;
    done("/account", Notice::EmailChangeSent)
}

/// Ends one of the person's sessions.
#[server(prefix = "/do", endpoint = "end-session")]
pub async fn end_session(session: SessionId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    sessions::end_one(&tx, caller.actor(), session).await?;
    tx.commit().await?;
    done("/account", Notice::SessionEnded)
}

/// Ends all of the person's sessions but this one.
#[server(prefix = "/do", endpoint = "end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), Refused> {
    let caller = caller()?;
    me::end_other_sessions(&caller.portal, caller.actor(), &caller.session.token()).await?;
    done("/account", Notice::SessionsEnded)
}
