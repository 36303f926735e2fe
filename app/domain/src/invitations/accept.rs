//! Accept: one statement decides whether it is still in time; the held credit is consumed and the
//! registration made.

use lectern_contract::{
    OrganizationId, Refusal, RegistrationId, Role, invitations::InvitationState, people::UserState,
};
use lectern_entities::{course, invitation, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{link, pay::pay, responsible};
use crate::{
    accounts::{
        input,
        sign_in::{self, Place, SignedIn, Step},
        users,
    },
    actor::{Actor, Author},
    audit, courses,
    fault::Result,
    hooks::{self, Event},
    letters,
    portal::Portal,
    registrations, search,
    tx::Tx,
};

/// Accepts as somebody new: makes the account, proves the address by the link, signs in.
///
/// # Errors
/// Problems of the fields; `SignInToAccept` where the address has an account; `NotFound`, `LinkReplaced`,
/// `InvitationIs`, `CourseNotLive`.
pub async fn accept_new(
    portal: &Portal,
    token: &str,
    name: &str,
    password: &str,
    repeat: &str,
    source: &str,
) -> Result<SignedIn> {
    let name = input::name(name)?;
    input::password(password, "", &name)?;
    if password != repeat {
        return Err(Refusal::PasswordsDiffer.into());
    }
    address_of(portal, token).await?;
    let hash = portal.passwords().hash(password).await?;
    let tx = portal.begin().await?;
    let (invitation, course) = enter(&tx, token).await?;
    input::password(password, &invitation.email, &name)?;
    let user = newcomer(&tx, &invitation, &name, hash).await?;
    take(&tx, &invitation, &course, &user, source).await?;
    let signed_in = sign_in::record(&tx, &user, source).await?;
    tx.commit().await?;
    Ok(SignedIn {
        role: Role::Learner,
        ..signed_in
    })
}

/// Accepts as somebody who has an account, by its password. Who has a second factor gives its code first: nothing is
/// accepted yet then. Answers the address, too, for the browser's note of it.
///
/// # Errors
/// `WrongCredentials`, `TooManyTries`; `NotFound`, `LinkReplaced`, `InvitationIs`, `CourseNotLive`.
pub async fn accept_with_password(
    portal: &Portal,
    token: &str,
    password: &str,
    place: &Place,
) -> Result<(Step, String)> {
    let email = address_of(portal, token).await?;
    let signed_in = match sign_in::sign_in(portal, &email, password, place).await? {
        Step::In(signed_in) => signed_in,
        code @ Step::Code(_) => return Ok((code, email)),
    };
    let actor = Actor {
        organization: signed_in.organization,
        user: signed_in.user,
        role: Role::Learner,
        source: place.source.clone(),
    };
    let tx = portal.begin().await?;
    accept(&tx, &actor, token).await?;
    tx.commit().await?;
    let signed_in = SignedIn {
        role: Role::Learner,
        ..signed_in
    };
    Ok((Step::In(signed_in), email))
}

/// Accepts as the person who is signed in, whatever role they act in.
///
/// # Errors
/// `NotFound`, `LinkReplaced`, `InvitationIs`, `CourseNotLive`; `OtherAccount` where the invitation is for
/// another address: it never binds silently.
pub async fn accept(tx: &Tx, actor: &Actor, token: &str) -> Result<RegistrationId> {
    let (invitation, course) = enter(tx, token).await?;
    let user = users::find(tx, actor.organization, actor.user).await?;
    if invitation.organization_id != actor.organization || user.email_key != invitation.email_key {
        return Err(Refusal::OtherAccount.into());
    }
    take(tx, &invitation, &course, &user, &actor.source).await
}

/// Of everybody who comes with this link, one passes: the invitation is accepted from here on, and its course
/// stays live. Whoever is refused afterwards undoes it.
pub(super) async fn enter(tx: &Tx, token: &str) -> Result<(invitation::Model, course::Model)> {
    let invitation = link::open(tx, token).await?;
    link::require_open(&invitation, tx.now())?;
    let course = courses::live(tx, invitation.organization_id, invitation.course_id).await?;
    Ok((decide(tx, &invitation).await?, course))
}

/// The invited address, while the link can be accepted.
async fn address_of(portal: &Portal, token: &str) -> Result<String> {
    let row = link::open(portal.reader(), token).await?;
    link::require_open(&row, portal.now())?;
    Ok(row.email)
}

/// The account of somebody who has none they can sign in to. The link proves the address.
async fn newcomer(tx: &Tx, invitation: &invitation::Model, name: &str, hash: String) -> Result<user::Model> {
    let organization: OrganizationId = invitation.organization_id;
    if let Some(known) = users::by_email(tx, organization, &invitation.email).await? {
        if known.state != UserState::Active {
            return Err(Refusal::UserSuspended.into());
        }
        if known.password_hash.is_some() {
            return Err(Refusal::SignInToAccept.into());
        }
        let change = user::ActiveModel {
            id: Set(known.id),
            name: Set(name.to_owned()),
            name_key: Set(search::key(name)),
            password_hash: Set(Some(hash)),
            updated_at: Set(tx.now()),
            ..Default::default()
        };
        change.update(tx).await?;
        return users::find(tx, organization, known.id).await;
    }
    let new = users::NewUser {
        organization,
        name,
        email: &invitation.email,
        password_hash: Some(hash),
        roles: &[Role::Learner],
    };
    let id = users::insert(tx, new).await?;
    users::find(tx, organization, id).await
}

/// The acceptance itself.
pub(super) async fn take(
    tx: &Tx,
    invitation: &invitation::Model,
    course: &course::Model,
    user: &user::Model,
    source: &str,
) -> Result<RegistrationId> {
    if user.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    users::add_role(tx, user.organization_id, user.id, Role::Learner).await?;
    let author = Author::link(invitation.organization_id, Some(user.id), source);
    let place = registrations::place(tx, user, invitation.course_id, false).await?;
    let registration = place.id;
    // Looked up before the accounts that everybody shares are touched.
    let readers = responsible(tx, invitation).await?;
    let (consumption, credit) = pay(tx, &author, invitation, &place).await?;
    registrations::settle(tx, place, Some(invitation.sender_id), consumption).await?;
    invitation::ActiveModel {
        id: Set(invitation.id),
        registration_id: Set(Some(registration)),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let accepted = invitation::Model {
        registration_id: Some(registration),
        ..invitation.clone()
    };
    hooks::emit(tx, Event::invitation(&accepted)).await?;
    letters::welcome(tx, user, course).await?;
    for reader in &readers {
        letters::invitation_accepted(tx, reader, &user.name, course, credit).await?;
    }
    // Pending is what it was: `decide` let it pass.
    let both = (
        json!({ "state": InvitationState::Pending }),
        json!({ "state": InvitationState::Accepted, "registration": registration }),
    );
    audit::change(tx, &author, "invitation.accept", "invitation", invitation.id, both).await?;
    Ok(registration)
}

/// Pending and in time, or not: this statement is the clock and the race (`spec/credits.md`, Concurrency). Answers
/// the row as it is now: it may have been handed over since it was read.
async fn decide(tx: &Tx, invitation: &invitation::Model) -> Result<invitation::Model> {
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(InvitationState::Accepted))
        .col_expr(invitation::Column::DecidedAt, Expr::value(tx.now()))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(invitation.id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::TokenHash.eq(&invitation.token_hash))
        .filter(invitation::Column::ExpiresAt.gt(tx.now()))
        .filter(invitation::Column::DisownedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    if let Some(row) = changed.into_iter().next() {
        return Ok(row);
    }
    // Another was quicker: who accepted, ended or disowned it, or moved it on with a new link.
    let now = link::open_again(tx, invitation).await?;
    link::require_open(&now, tx.now())?;
    Err(Refusal::LinkReplaced.into())
}
