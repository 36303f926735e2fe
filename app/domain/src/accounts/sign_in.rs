//! Signing in with address and password: known and unknown addresses look and take the same.

use lectern_contract::{OrganizationId, Refusal, Role, UserId, people::UserState};
use lectern_entities::{organization, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder};

use crate::{
    accounts::{passwords::Passwords, throttle, users},
    actor::Author,
    audit,
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// Who has just proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The person's organization.
    pub organization: OrganizationId,
    /// The person.
    pub user: UserId,
    /// The role they begin to act in: the first they hold.
    pub role: Role,
}

/// Signs a person in (`spec/site.md` 8: an interactive sign-in, counted as active).
///
/// # Errors
/// `WrongCredentials` for unknown, suspended, deleted and wrongly typed alike; `TooManyTries`.
pub async fn sign_in(portal: &Portal, email: &str, password: &str, source: &str) -> Result<SignedIn> {
    let email = email.trim();
    throttle::check(portal, "sign_in", email, source).await?;
    let organization = only_organization(portal).await?;
    let user = match organization {
        Some(id) => users::by_email(portal.reader(), id, email).await?,
        None => None,
    };
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = portal.passwords().verify(password, hash).await?;
    let Some(user) = user.filter(|user| fits && user.state == UserState::Active) else {
        let tx = portal.begin().await?;
        throttle::failed(&tx, "sign_in", email, source).await?;
        tx.commit().await?;
        return Err(Refusal::WrongCredentials.into());
    };
    let renewed = match user.password_hash.as_deref().is_some_and(Passwords::is_outdated) {
        true => Some(portal.passwords().hash(password).await?),
        false => None,
    };
    let tx = portal.begin().await?;
    throttle::forgive(&tx, "sign_in", email).await?;
    let signed_in = record(&tx, &user, renewed, source).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Writes that a person signed in, and upgrades their hash where that is due.
pub(crate) async fn record(tx: &Tx, user: &user::Model, renewed: Option<String>, source: &str) -> Result<SignedIn> {
    let role = *users::roles(tx, user.id)
        .await?
        .first()
        .ok_or_else(|| Error::fault("a user without a role"))?;
    let mut row = user::ActiveModel {
        id: Set(user.id),
        last_sign_in_at: Set(Some(tx.now())),
        ..Default::default()
    };
    if let Some(hash) = renewed {
        row.password_hash = Set(Some(hash));
    }
    row.update(tx).await?;
    let author = Author {
        organization: user.organization_id,
        user: Some(user.id),
        role: Some(role),
        source: source.into(),
    };
    audit::note(tx, &author, "session.sign_in", "user", user.id, ()).await?;
    Ok(SignedIn {
        organization: user.organization_id,
        user: user.id,
        role,
    })
}

/// The organization of this portal; people sign in to the oldest where there are several.
///
/// # Errors
/// The database's own.
pub async fn only_organization(portal: &Portal) -> Result<Option<OrganizationId>> {
    let oldest = organization::Entity::find()
        .order_by_asc(organization::Column::CreatedAt)
        .one(portal.reader())
        .await?;
    Ok(oldest.map(|organization| organization.id))
}
