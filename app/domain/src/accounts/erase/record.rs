//! Everything else that is theirs: claims, letters that came back, refusals, and what courses sent.

use lectern_contract::{claims::ClaimState, people::DELETED};
use lectern_entities::{bounce, claim, instance, instance_item, launch, launch_commit, refused, ticket, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};

use super::{address, is_their_address, registrations};
use crate::{fault::Result, search, tx::Tx};

/// What nobody locks together with credits.
pub(super) async fn erase(tx: &Tx, user: &user::Model) -> Result<()> {
    claims(tx, user).await?;
    bounces(tx, user).await?;
    refusals(tx, user).await?;
    courses(tx, user).await
}

/// Claims of theirs, which are over, and claims of others on invitations that were for them.
async fn claims(tx: &Tx, user: &user::Model) -> Result<()> {
    let theirs = || {
        let any = Condition::any()
            .add(claim::Column::UserId.eq(user.id))
            .add(claim::Column::EmailKey.eq(&user.email_key));
        Condition::all()
            .add(claim::Column::OrganizationId.eq(user.organization_id))
            .add(any)
    };
    claim::Entity::update_many()
        .col_expr(claim::Column::State, Expr::value(ClaimState::Declined))
        .col_expr(claim::Column::DecidedAt, Expr::value(Some(tx.now())))
        .filter(theirs())
        .filter(claim::Column::State.eq(ClaimState::Open))
        .exec(tx)
        .await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::Name, Expr::value(DELETED))
        .col_expr(claim::Column::Email, Expr::value(DELETED))
        .col_expr(claim::Column::EmailKey, Expr::value(address(user.id)))
        .col_expr(claim::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(theirs())
        .exec(tx)
        .await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::Invited, Expr::value(DELETED))
        .filter(claim::Column::OrganizationId.eq(user.organization_id))
        .filter(is_their_address(claim::Column::Invited, user))
        .exec(tx)
        .await?;
    Ok(())
}

/// Letters to them that came back, with what the mail service said; and the addresses of links to new ones.
async fn bounces(tx: &Tx, user: &user::Model) -> Result<()> {
    bounce::Entity::update_many()
        .col_expr(bounce::Column::Email, Expr::value(DELETED))
        .col_expr(bounce::Column::EmailKey, Expr::value(address(user.id)))
        .col_expr(bounce::Column::Reason, Expr::value("erased"))
        .col_expr(bounce::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(bounce::Column::OrganizationId.eq(user.organization_id))
        .filter(bounce::Column::EmailKey.eq(&user.email_key))
        .exec(tx)
        .await?;
    ticket::Entity::update_many()
        .col_expr(ticket::Column::Email, Expr::value(None::<String>))
        .filter(ticket::Column::UserId.eq(user.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The log of refused acts, which lets nothing be changed but this: an address gives way to [`DELETED`], and a refusal's
/// own words to those of its reason.
async fn refusals(tx: &Tx, user: &user::Model) -> Result<()> {
    refused::Entity::update_many()
        .col_expr(refused::Column::Address, Expr::value(DELETED))
        .col_expr(refused::Column::AddressKey, Expr::value(search::key(DELETED)))
        .col_expr(refused::Column::Detail, Expr::value(None::<String>))
        .filter(refused::Column::OrganizationId.eq(user.organization_id))
        .filter(refused::Column::AddressKey.eq(search::key(&user.email)))
        .exec(tx)
        .await?;
    Ok(())
}

/// What courses said and keep of their learner goes; results stay, they have columns of their own.
async fn courses(tx: &Tx, user: &user::Model) -> Result<()> {
    let launches = launch::Entity::find()
        .select_only()
        .column(launch::Column::Id)
        .filter(launch::Column::UserId.eq(user.id));
    launch_commit::Entity::delete_many()
        .filter(launch_commit::Column::LaunchId.in_subquery(launches.into_query()))
        .exec(tx)
        .await?;
    let instances = instance::Entity::find()
        .select_only()
        .column(instance::Column::Id)
        .filter(instance::Column::RegistrationId.in_subquery(registrations(user.id)));
    instance_item::Entity::update_many()
        .col_expr(instance_item::Column::Elements, Expr::value("{}"))
        .filter(instance_item::Column::InstanceId.in_subquery(instances.into_query()))
        .exec(tx)
        .await?;
    Ok(())
}
