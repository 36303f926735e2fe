//! Users as rows: found, listed, and with their roles.

use std::collections::BTreeMap;

use lectern_contract::{
    OrganizationId, Refusal, Role, UserId,
    api::Slice,
    limits,
    paging::{Page, Query},
    people::{UserFilter, UserRow, UserState},
};
use lectern_entities::{user, user_role};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    accounts::input,
    actor::Actor,
    fault::{Result, is_taken},
    search,
    tx::Tx,
};

/// A user of the organization.
///
/// # Errors
/// `NotFound` where the organization has no such user.
pub async fn find(db: &impl ConnectionTrait, organization: OrganizationId, id: UserId) -> Result<user::Model> {
    Ok(user::Entity::find_by_id(id)
        .filter(user::Column::OrganizationId.eq(organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// The user with this address, if there is one who was not deleted.
///
/// # Errors
/// The database's own.
pub async fn by_email(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    email: &str,
) -> Result<Option<user::Model>> {
    Ok(user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization))
        .filter(user::Column::EmailKey.eq(input::email_key(email)))
        .one(db)
        .await?)
}

/// The roles a user holds, in the order of [`Role::ALL`].
///
/// # Errors
/// The database's own.
pub async fn roles(db: &impl ConnectionTrait, id: UserId) -> Result<Vec<Role>> {
    let mut roles: Vec<Role> = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::Role)
        .filter(user_role::Column::UserId.eq(id))
        .into_tuple()
        .all(db)
        .await?;
    roles.sort();
    Ok(roles)
}

/// A page of the organization's users, searched by name and address.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &Query,
    filter: &UserFilter,
) -> Result<Page<UserRow>> {
    let select = wanted(actor, &query.search, filter)?;
    let total = select.clone().count(db).await?;
    let users = select
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    Ok(query.answer(rows(db, users).await?, total))
}

/// The same list for programs.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn slice(
    db: &impl ConnectionTrait,
    actor: &Actor,
    search: &str,
    filter: &UserFilter,
    slice: Slice<Uuid>,
) -> Result<Vec<UserRow>> {
    let users = wanted(actor, search, filter)?
        .filter(Condition::all().add_option(slice.before.map(|id| user::Column::Id.lt(id))))
        .order_by_desc(user::Column::Id)
        .limit(slice.limit)
        .all(db)
        .await?;
    rows(db, users).await
}

fn wanted(actor: &Actor, search: &str, filter: &UserFilter) -> Result<Select<user::Entity>> {
    actor.require(Role::Admin)?;
    let mut select = user::Entity::find().filter(user::Column::OrganizationId.eq(actor.organization));
    select = match filter.state {
        Some(state) => select.filter(user::Column::State.eq(state)),
        None => select.filter(user::Column::State.ne(UserState::Deleted)),
    };
    if let Some(role) = filter.role {
        let holders = user_role::Entity::find()
            .select_only()
            .column(user_role::Column::UserId)
            .filter(user_role::Column::OrganizationId.eq(actor.organization))
            .filter(user_role::Column::Role.eq(role));
        select = select.filter(user::Column::Id.in_subquery(holders.into_query()));
    }
    if let Some(search) = matching(search) {
        select = select.filter(search);
    }
    Ok(select)
}

async fn rows(db: &impl ConnectionTrait, users: Vec<user::Model>) -> Result<Vec<UserRow>> {
    let mut roles = roles_of(db, users.iter().map(|user| user.id)).await?;
    Ok(users.into_iter().map(|user| row(user, &mut roles)).collect())
}

fn row(user: user::Model, roles: &mut BTreeMap<UserId, Vec<Role>>) -> UserRow {
    UserRow {
        id: user.id,
        roles: roles.remove(&user.id).unwrap_or_default(),
        name: user.name,
        email: user.email,
        state: user.state,
        last_sign_in: user.last_sign_in_at,
    }
}

async fn roles_of(db: &impl ConnectionTrait, ids: impl Iterator<Item = UserId>) -> Result<BTreeMap<UserId, Vec<Role>>> {
    let found = user_role::Entity::find()
        .filter(user_role::Column::UserId.is_in(ids))
        .all(db)
        .await?;
    let mut roles: BTreeMap<UserId, Vec<Role>> = BTreeMap::new();
    for row in found {
        roles.entry(row.user_id).or_default().push(row.role);
    }
    for list in roles.values_mut() {
        list.sort();
    }
    Ok(roles)
}

/// One user as a row of the list.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, id: UserId) -> Result<UserRow> {
    actor.require(Role::Admin)?;
    let user = find(db, actor.organization, id).await?;
    let mut roles = roles_of(db, std::iter::once(id)).await?;
    Ok(row(user, &mut roles))
}

/// A condition that a user's name or address contains the search; none for an empty search.
pub(crate) fn matching(search: &str) -> Option<Condition> {
    let (name, address) = (search::pattern(search)?, search::address_pattern(search)?);
    Some(
        Condition::any()
            .add(user::Column::NameKey.like(name))
            .add(user::Column::EmailKey.like(address)),
    )
}

/// A user to be made.
#[derive(Debug)]
pub(crate) struct NewUser<'a> {
    pub organization: OrganizationId,
    pub name: &'a str,
    pub email: &'a str,
    pub password_hash: Option<String>,
    pub roles: &'a [Role],
}

/// Inserts a user with roles.
///
/// # Errors
/// `EmailTaken` where the organization has a user with this address.
pub(crate) async fn insert(tx: &Tx, new: NewUser<'_>) -> Result<UserId> {
    let id: UserId = tx.new_id();
    let row = user::ActiveModel {
        id: Set(id),
        organization_id: Set(new.organization),
        name: Set(new.name.to_owned()),
        name_key: Set(search::key(new.name)),
        email: Set(new.email.to_owned()),
        email_key: Set(input::email_key(new.email)),
        state: Set(UserState::Active),
        password_hash: Set(new.password_hash),
        last_sign_in_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    if !tx.insert_unless_taken(row).await? {
        return Err(Refusal::EmailTaken.into());
    }
    for role in new.roles {
        add_role(tx, new.organization, id, *role).await?;
    }
    Ok(id)
}

/// Changes a user who is in one of these states; answers whether they are. The statement itself looks again: nobody brings
/// back who was deleted since they were read.
///
/// # Errors
/// `EmailTaken` where another user of the organization has the new address.
pub(crate) async fn change(tx: &Tx, id: UserId, states: &[UserState], row: user::ActiveModel) -> Result<bool> {
    let changed = user::Entity::update_many()
        .set(row)
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::State.is_in(states.iter().copied()))
        .exec(tx)
        .await;
    match changed {
        Ok(changed) => Ok(changed.rows_affected == 1),
        Err(error) if is_taken(&error) => Err(Refusal::EmailTaken.into()),
        Err(error) => Err(error.into()),
    }
}

/// Gives a user a role they may hold already.
///
/// # Errors
/// The database's own.
pub(crate) async fn add_role(tx: &Tx, organization: OrganizationId, user: UserId, role: Role) -> Result<()> {
    tx.insert_unless_taken(user_role::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(organization),
        user_id: Set(user),
        role: Set(role),
        created_at: Set(tx.now()),
    })
    .await
    .map(drop)
}

/// Who can act as admin now; letters to the admins go to all of them.
///
/// # Errors
/// The database's own.
pub(crate) async fn active_admins(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Vec<user::Model>> {
    let admins = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::OrganizationId.eq(organization))
        .filter(user_role::Column::Role.eq(Role::Admin));
    Ok(user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization))
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::Id.in_subquery(admins.into_query()))
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?)
}
