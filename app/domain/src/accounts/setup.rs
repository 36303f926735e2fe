//! The first start: an organization and its first admin, through a one-time link.

use lectern_contract::{Refusal, Role};
use lectern_entities::organization;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait};

use crate::{
    accounts::{
        input,
        organizations::{self, OrganizationForm},
        sign_in::{self, SignedIn},
        users,
    },
    actor::Author,
    audit,
    fault::Result,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// What the set-up page asks of the first admin.
#[derive(Clone, Debug)]
pub struct AdminForm {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The same once more.
    pub repeat: String,
}

/// Whether the portal still waits for its set-up.
///
/// # Errors
/// The database's own.
pub async fn is_due(portal: &Portal) -> Result<bool> {
    Ok(organization::Entity::find().one(portal.reader()).await?.is_none())
}

/// Whether this is the one-time token, and still of use. Changes nothing.
///
/// # Errors
/// `AlreadySetUp`; `StaleLink` for a wrong token.
pub async fn look(portal: &Portal, token: &str) -> Result<()> {
    if !is_due(portal).await? {
        return Err(Refusal::AlreadySetUp.into());
    }
    if secrets::hash(token) == secrets::hash(&portal.secret().setup()) {
        Ok(())
    } else {
        Err(Refusal::StaleLink.into())
    }
}

/// Makes the organization and its first admin, who is signed in with it.
///
/// # Errors
/// As [`look`]; problems of the fields.
pub async fn set_up(
    portal: &Portal,
    token: &str,
    form: &OrganizationForm,
    admin: &AdminForm,
    source: &str,
) -> Result<SignedIn> {
    look(portal, token).await?;
    let name = input::name(&admin.name)?;
    let email = input::email(&admin.email)?;
    input::password(&admin.password, &email, &name)?;
    if admin.password != admin.repeat {
        return Err(Refusal::PasswordsDiffer.into());
    }
    let hash = portal.passwords().hash(&admin.password).await?;
    let tx = portal.begin().await?;
    alone(&tx).await?;
    let organization = organizations::create(&tx, form).await?;
    let new = users::NewUser {
        organization,
        name: &name,
        email: &email,
        password_hash: Some(hash),
        roles: &[Role::Admin],
    };
    let id = users::insert(&tx, new).await?;
    let author = Author {
        organization,
        user: Some(id),
        role: Some(Role::Admin),
        source: source.into(),
    };
    audit::note(&tx, &author, "organization.create", "organization", organization, ()).await?;
    let user = users::find(&tx, organization, id).await?;
    let signed_in = sign_in::record(&tx, &user, source).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Of two set-ups at once one finds the other's organization.
async fn alone(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("lock table organization in exclusive mode")
            .await?;
    }
    match organization::Entity::find().one(tx).await? {
        Some(_) => Err(Refusal::AlreadySetUp.into()),
        None => Ok(()),
    }
}
