//! Accepting through a single sign-on front end: it holds the invitation's token and has proved by its own means who
//! the person is. The token alone is not enough, for whoever reads the letter has it; nor is the address alone.

use lectern_contract::{Refusal, Role, api::Acceptance, people::UserState, refusal::Field};
use lectern_entities::{invitation, user};

use super::{
    accept::{enter, take},
    link,
};
use crate::{
    accounts::{input, users},
    actor::Actor,
    fault::Result,
    once::once,
    secrets,
    tx::Tx,
};

/// Accepts for the person whose address the front end has proved. Who has no account gets one under `name` and without
/// a password: the front end signs them in, or they choose one by *Forgot your password?*.
///
/// # Errors
/// `NotFound` unless an admin asks, and for an invitation of others; `Missing`/`Malformed` for the address;
/// `OtherAccount` where the invitation is for another address: it never binds silently; `Missing`/`TooLong` for the
/// name of somebody new; `UserSuspended`; `LinkReplaced`, `InvitationIs`, `CourseNotLive`; `KeyReused`.
pub async fn accept(tx: &Tx, actor: &Actor, key: &str, token: &str, email: &str, name: &str) -> Result<Acceptance> {
    actor.require(Role::Admin)?;
    let email = input::email(email)?;
    let request = (secrets::hash(token), &email, name);
    Box::pin(once(tx, actor, key, "invitation.accept_vouched", request, async {
        // Before anything is told of its state.
        if link::open(tx, token).await?.organization_id != actor.organization {
            return Err(Refusal::NotFound.into());
        }
        let (invitation, course) = enter(tx, token).await?;
        if invitation.email_key != input::email_key(&email) {
            return Err(Refusal::OtherAccount.into());
        }
        let user = person(tx, &invitation, name).await?;
        let registration = take(tx, &invitation, &course, &user, &actor.source).await?;
        Ok(Acceptance {
            registration,
            user: user.id,
        })
    }))
    .await
}

/// Who has the address, or somebody new.
async fn person(tx: &Tx, invitation: &invitation::Model, name: &str) -> Result<user::Model> {
    let organization = invitation.organization_id;
    if let Some(known) = users::by_email(tx, organization, &invitation.email).await? {
        return match known.state {
            UserState::Active => Ok(known),
            _ => Err(Refusal::UserSuspended.into()),
        };
    }
    let name = input::line(name, Field::Name, lectern_contract::limits::NAME)?;
    let new = users::NewUser {
        organization,
        name: &name,
        email: &invitation.email,
        password_hash: None,
        roles: &[Role::Learner],
    };
    let id = users::insert(tx, new).await?;
    users::find(tx, organization, id).await
}
