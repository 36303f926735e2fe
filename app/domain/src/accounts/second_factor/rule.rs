//! Whether an organization's admins must use a second factor.

use lectern_contract::{Role, people::UserState, second_factor::Security};
use lectern_entities::{organization, second_factor, user, user_role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde_json::json;

use crate::{accounts::organizations, actor::Actor, audit, fault::Result, tx::Tx};

/// What the rule is, and which admins it would stop.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor) -> Result<Security> {
    actor.require(Role::Admin)?;
    let organization = organizations::find(db, actor.organization).await?;
    let admins = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::OrganizationId.eq(actor.organization))
        .filter(user_role::Column::Role.eq(Role::Admin));
    let admins = user::Entity::find()
        .filter(user::Column::State.eq(UserState::Active))
        .filter(user::Column::Id.in_subquery(admins.into_query()))
        .order_by_asc(user::Column::Name)
        .all(db)
        .await?;
    let with = second_factor::Entity::find()
        .filter(second_factor::Column::OrganizationId.eq(actor.organization))
        .filter(second_factor::Column::ConfirmedAt.is_not_null())
        .all(db)
        .await?;
    let lacks = |admin: &&user::Model| with.iter().all(|row| row.user_id != admin.id);
    Ok(Security {
        required: organization.admins_need_second_factor,
        admins: admins.len(),
        without: admins.iter().filter(lacks).map(|admin| admin.name.clone()).collect(),
    })
}

/// Turns the rule on or off. It holds from the admins' next page on.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn require(tx: &Tx, actor: &Actor, required: bool) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = organizations::find(tx, actor.organization).await?;
    let row = organization::ActiveModel {
        id: Set(actor.organization),
        admins_need_second_factor: Set(required),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    row.update(tx).await?;
    let entry = audit::Entry {
        act: "organization.second_factor",
        subject: "organization",
        id: Some(actor.organization.0),
        before: Some(&json!(before.admins_need_second_factor)),
        after: Some(&json!(required)),
    };
    audit::write(tx, &actor.author(), entry).await
}
