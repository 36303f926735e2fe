//! Signing in: password first, then the second factor where there is one; what is recorded of it.

use lectern_contract::{OrganizationId, Refusal, Role, UserId, people::UserState};
use lectern_entities::{organization, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    accounts::{
        devices, input,
        passwords::Passwords,
        second_factor::{self, finish::Half},
        throttle::{self, Who},
        users,
    },
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

/// What a right password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person is signed in.
    In(SignedIn),
    /// A code of the second factor is needed; nothing is allowed before.
    Code(Half),
}

/// Where somebody signs in from.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The network address.
    pub source: String,
    /// What the browser keeps of earlier sign-ins there (see [`devices`]); empty where nothing.
    pub device: String,
}

impl From<&str> for Place {
    fn from(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            device: String::new(),
        }
    }
}

/// Hears a person's password (`spec/site.md` 8: an interactive sign-in, counted as active).
///
/// # Errors
/// `WrongCredentials` for unknown, suspended, deleted and wrongly typed alike; `TooManyTries`.
pub async fn sign_in(portal: &Portal, email: &str, password: &str, place: &Place) -> Result<Step> {
    let email = email.trim();
    let account = input::email_key(email);
    let device = devices::known(portal, &account, &place.device);
    let who = Who {
        account: &account,
        source: &place.source,
        device: device.as_deref(),
    };
    let claim = throttle::claim(portal, throttle::Act::SignIn, &who).await?;
    let user = match only_organization(portal).await? {
        Some(id) => users::by_email(portal.reader(), id, email).await?,
        None => None,
    };
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = portal.passwords().verify(password, hash).await?;
    let user = user.filter(|user| fits && user.state == UserState::Active);
    let user = user.ok_or(Refusal::WrongCredentials)?;
    let renewed = match user.password_hash.as_deref().is_some_and(Passwords::is_outdated) {
        true => Some(portal.passwords().hash(password).await?),
        false => None,
    };
    let tx = portal.begin().await?;
    claim.forgive(&tx).await?;
    let mut user = unchanged(&tx, &user).await?.ok_or(Refusal::WrongCredentials)?;
    if let Some(hash) = renewed {
        upgrade(&tx, &mut user, hash).await?;
    }
    let step = match second_factor::of(&tx, user.id).await? {
        Some(_) => Step::Code(Half::new(&user, tx.now())),
        None => Step::In(record(&tx, &user, &place.source).await?),
    };
    tx.commit().await?;
    Ok(step)
}

/// The user as they are now and stay until the transaction ends, if they may sign in still and with this password: it was
/// heard before, and a new one ends every way in with the old one.
async fn unchanged(tx: &Tx, heard: &user::Model) -> Result<Option<user::Model>> {
    let same = user::Entity::find_by_id(heard.id)
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::PasswordHash.eq(heard.password_hash.as_deref()));
    Ok(tx.keep(same).one(tx).await?)
}

/// Keeps a hash made with today's parameters.
async fn upgrade(tx: &Tx, user: &mut user::Model, hash: String) -> Result<()> {
    user.password_hash = Some(hash.clone());
    let row = user::ActiveModel {
        id: Set(user.id),
        password_hash: Set(Some(hash)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Writes that a person signed in.
pub(crate) async fn record(tx: &Tx, user: &user::Model, source: &str) -> Result<SignedIn> {
    let role = *users::roles(tx, user.id)
        .await?
        .first()
        .ok_or_else(|| Error::fault("a user without a role"))?;
    let row = user::ActiveModel {
        id: Set(user.id),
        last_sign_in_at: Set(Some(tx.now())),
        ..Default::default()
    };
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
        .order_by_asc(organization::Column::Id)
        .one(portal.reader())
        .await?;
    Ok(oldest.map(|organization| organization.id))
}
