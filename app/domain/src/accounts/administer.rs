//! What an admin does to users: create, edit, suspend, restore, delete.

use lectern_contract::{
    Refusal, Role, UserId,
    people::{DELETED, UserState},
};
use lectern_entities::{user, user_role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use serde_json::json;

use crate::{
    accounts::{erase, input, reset, second_factor, sessions, users},
    actor::Actor,
    audit,
    courses::list,
    fault::Result,
    letters,
    once::once,
    runtime, search,
    tx::Tx,
};

/// What an admin types of a user.
#[derive(Clone, Debug, serde::Serialize)]
pub struct UserForm {
    /// The name others read.
    pub name: String,
    /// The address letters go to.
    pub email: String,
    /// Roles held; at least one.
    pub roles: Vec<Role>,
}

impl UserForm {
    fn clean(mut self) -> Result<Self> {
        self.name = input::name(&self.name)?;
        self.email = input::email(&self.email)?;
        self.roles.sort();
        self.roles.dedup();
        if self.roles.is_empty() {
            Err(Refusal::NoRole.into())
        } else {
            Ok(self)
        }
    }
}

/// Creates a user and writes them a letter with a link to choose a password.
///
/// # Errors
/// `NotFound` unless an admin asks; problems of the fields; `EmailTaken`; `KeyReused`.
pub async fn create(tx: &Tx, actor: &Actor, key: &str, form: UserForm) -> Result<UserId> {
    actor.require(Role::Admin)?;
    let form = form.clean()?;
    once(tx, actor, key, "user.create", &form.clone(), async {
        let new = users::NewUser {
            organization: actor.organization,
            name: &form.name,
            email: &form.email,
            password_hash: None,
            roles: &form.roles,
        };
        let id = users::insert(tx, new).await?;
        let user = users::find(tx, actor.organization, id).await?;
        let link = reset::ticket(tx, &user).await?;
        letters::account_created(tx, &user, link).await?;
        audit::note(tx, &actor.author(), "user.create", "user", id, &form).await?;
        Ok(id)
    })
    .await
}

/// Changes a user's name, address and roles.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization; `UserDeleted`; problems of the fields;
/// `EmailTaken`; `LastAdmin` where no active admin would be left who can sign in.
pub async fn edit(tx: &Tx, actor: &Actor, id: UserId, form: UserForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let form = form.clean()?;
    let user = living(tx, actor, id).await?;
    let before = json!({ "name": user.name, "email": user.email, "roles": users::roles(tx, id).await? });
    if let Some(other) = users::by_email(tx, actor.organization, &form.email).await?
        && other.id != id
    {
        return Err(Refusal::EmailTaken.into());
    }
    let moved = user.email_key != input::email_key(&form.email);
    let row = user::ActiveModel {
        name: Set(form.name.clone()),
        name_key: Set(search::key(&form.name)),
        email: Set(form.email.clone()),
        email_key: Set(input::email_key(&form.email)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change_living(tx, id, row).await?;
    user_role::Entity::delete_many()
        .filter(user_role::Column::UserId.eq(id))
        .filter(user_role::Column::Role.is_not_in(form.roles.clone()))
        .exec(tx)
        .await?;
    for role in &form.roles {
        users::add_role(tx, actor.organization, id, *role).await?;
    }
    keep_an_admin(tx, actor).await?;
    if moved {
        reset::void_tickets(tx, id).await?;
    }
    let after = json!(form);
    audit::write(
        tx,
        &actor.author(),
        audit::Entry {
            act: "user.edit",
            subject: "user",
            id: Some(id.0),
            before: Some(&before),
            after: Some(&after),
        },
    )
    .await
}

/// As [`edit`], for people: only who is `sure` takes the role manager from somebody who manages courses. Their credits
/// and pending invitations stay there in nobody's hands until somebody gives them on; the courses say what there is
/// ([`list::managed_by`]).
///
/// # Errors
/// As [`edit`]; `StillManages`. Then nothing may be committed.
pub async fn edit_if_sure(tx: &Tx, actor: &Actor, id: UserId, form: UserForm, sure: bool) -> Result<()> {
    actor.require(Role::Admin)?;
    let leaves = !form.roles.contains(&Role::Manager) && sessions::holds(tx, id, Role::Manager).await?;
    edit(tx, actor, id, form).await?;
    if sure || !leaves {
        return Ok(());
    }
    let managed = list::managed_by(tx, actor, id).await?;
    if managed.is_empty() {
        return Ok(());
    }
    Err(Refusal::StillManages {
        courses: managed.len() as u64,
        free: managed.iter().map(|course| course.available).sum(),
        pending: managed.iter().map(|course| course.pending).sum(),
    }
    .into())
}

/// Keeps a user from signing in and ends their sessions and launches. What they learned stays.
///
/// # Errors
/// `NotFound`; `UserDeleted`; `LastAdmin`.
pub async fn suspend(tx: &Tx, actor: &Actor, id: UserId) -> Result<()> {
    set_state(tx, actor, id, UserState::Suspended, "user.suspend").await?;
    sessions::end_all(tx, id, None).await?;
    runtime::end_of_user(tx, id).await
}

/// Lets a suspended user sign in again.
///
/// # Errors
/// `NotFound`; `UserDeleted`.
pub async fn restore(tx: &Tx, actor: &Actor, id: UserId) -> Result<()> {
    set_state(tx, actor, id, UserState::Active, "user.restore").await
}

/// Deletes a user: nobody can sign in, what was counted stays counted, and name and address are erased in every row that
/// is theirs (the module `erase` says which those are). Pending invitations to them are canceled; those they sent stay.
///
/// # Errors
/// `NotFound`; `UserDeleted`; `LastAdmin`.
pub async fn delete(tx: &Tx, actor: &Actor, id: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = living(tx, actor, id).await?;
    Box::pin(erase::erase(tx, actor, &user)).await?;
    set_state(tx, actor, id, UserState::Deleted, "user.delete").await?;
    reset::void_tickets(tx, id).await?;
    second_factor::remove(tx, id).await?;
    sessions::end_all(tx, id, None).await?;
    let gone = erase::address(id);
    user::ActiveModel {
        id: Set(id),
        name: Set(DELETED.into()),
        name_key: Set(search::key(DELETED)),
        email: Set(gone.clone()),
        email_key: Set(gone),
        password_hash: Set(None),
        ..Default::default()
    }
    .update(tx)
    .await?;
    erase::letters_meanwhile(tx, &user).await
}

/// How many pending invitations to a user deleting them would cancel.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization.
pub async fn invited(db: &impl ConnectionTrait, actor: &Actor, id: UserId) -> Result<u64> {
    actor.require(Role::Admin)?;
    let user = users::find(db, actor.organization, id).await?;
    erase::to_cancel(db, &user).await
}

async fn set_state(tx: &Tx, actor: &Actor, id: UserId, state: UserState, act: &'static str) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = living(tx, actor, id).await?;
    let before = json!({ "state": user.state });
    let row = user::ActiveModel {
        state: Set(state),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change_living(tx, id, row).await?;
    keep_an_admin(tx, actor).await?;
    let both = (before, json!({ "state": state }));
    audit::change(tx, &actor.author(), act, "user", id, both).await
}

async fn living(tx: &Tx, actor: &Actor, id: UserId) -> Result<user::Model> {
    let user = users::find(tx, actor.organization, id).await?;
    if user.state == UserState::Deleted {
        Err(Refusal::UserDeleted.into())
    } else {
        Ok(user)
    }
}

/// Others may have deleted the user since they were read.
async fn change_living(tx: &Tx, id: UserId, row: user::ActiveModel) -> Result<()> {
    if users::change(tx, id, &[UserState::Active, UserState::Suspended], row).await? {
        Ok(())
    } else {
        Err(Refusal::UserDeleted.into())
    }
}

/// Refuses to leave the organization without an active admin who can sign in: one who has not chosen a password yet may
/// never do so. Its row is locked first, so that two admins who demote one another at once cannot both succeed.
async fn keep_an_admin(tx: &Tx, actor: &Actor) -> Result<()> {
    use sea_orm::QuerySelect;
    tx.keep(lectern_entities::organization::Entity::find_by_id(actor.organization))
        .one(tx)
        .await?;
    let admins = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::OrganizationId.eq(actor.organization))
        .filter(user_role::Column::Role.eq(Role::Admin));
    let active = user::Entity::find()
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::PasswordHash.is_not_null())
        .filter(user::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(admins)))
        .count(tx)
        .await?;
    if active == 0 {
        Err(Refusal::LastAdmin.into())
    } else {
        Ok(())
    }
}
