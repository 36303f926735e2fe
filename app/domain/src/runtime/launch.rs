//! Launch: a learner opens a course of theirs; a one-time token leads to the player.

use lectern_contract::{
    InstanceId, LaunchId, Refusal, RegistrationId, Role,
    courses::CourseState,
    registrations::{LaunchView, RegistrationState},
};
use lectern_entities::{instance, launch, registration};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::open::OPENS_FOR;
use crate::{
    actor::Actor,
    audit, courses,
    fault::{Error, Result},
    portal::Portal,
    secrets,
    tx::Tx,
};

/// Starts a launch of the actor's own registration and answers the token of the player's address. The newest
/// launch is the live one; an older tab is told when it commits.
///
/// # Errors
/// `NotFound` unless it is the actor's; `AlreadyWithdrawn`; `NothingToLaunch`.
pub async fn launch(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<String> {
    actor.require(Role::Learner)?;
    let registration = registration::Entity::find_by_id(id)
        .filter(registration::Column::OrganizationId.eq(actor.organization))
        .filter(registration::Column::UserId.eq(actor.user));
    let registration = tx.share(registration).one(tx).await?.ok_or(Refusal::NotFound)?;
    if registration.state != RegistrationState::Active {
        return Err(Refusal::AlreadyWithdrawn.into());
    }
    let instance = instance_of(tx, &registration).await?;
    let token = tx.new_token();
    let launch: LaunchId = tx.new_id();
    tx.insert(launch::ActiveModel {
        id: Set(launch),
        organization_id: Set(actor.organization),
        registration_id: Set(id),
        instance_id: Set(instance),
        user_id: Set(actor.user),
        token_hash: Set(secrets::hash(&token)),
        sequence: Set(0),
        opened_at: Set(None),
        last_commit_at: Set(None),
        ended_at: Set(None),
        end_reason: Set(None),
        created_at: Set(tx.now()),
    })
    .await?;
    make_live(tx, instance, launch).await?;
    audit::note(tx, &actor.author(), "launch", "registration", id, ()).await?;
    Ok(token)
}

/// What the page around the player shows of one of the actor's own launches. Changes nothing.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn look(portal: &Portal, actor: &Actor, token: &str) -> Result<LaunchView> {
    let db = portal.reader();
    let row = launch::Entity::find()
        .filter(launch::Column::TokenHash.eq(secrets::hash(token)))
        .filter(launch::Column::OrganizationId.eq(actor.organization))
        .filter(launch::Column::UserId.eq(actor.user))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let registration = registration::Entity::find_by_id(row.registration_id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let course = courses::find(db, actor.organization, registration.course_id).await?;
    let waits = row.opened_at.is_none() && row.ended_at.is_none();
    let fresh = waits && row.created_at > portal.now() - OPENS_FOR;
    Ok(LaunchView {
        registration: registration.id,
        title: course.title,
        fresh,
    })
}

pub(super) async fn make_live(tx: &Tx, instance: InstanceId, launch: LaunchId) -> Result<()> {
    instance::Entity::update_many()
        .col_expr(instance::Column::LiveLaunchId, Expr::value(launch))
        .col_expr(instance::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(instance::Column::Id.eq(instance))
        .exec(tx)
        .await?;
    Ok(())
}

/// The registration's newest instance, made at the first launch from the course's current version.
async fn instance_of(tx: &Tx, registration: &registration::Model) -> Result<InstanceId> {
    if let Some(row) = newest(tx, registration.id).await? {
        return Ok(row.id);
    }
    let course = courses::find(tx, registration.organization_id, registration.course_id).await?;
    let version = course
        .version_id
        .filter(|_| course.state != CourseState::Draft)
        .ok_or(Refusal::NothingToLaunch)?;
    tx.insert_unless_taken(instance::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(registration.organization_id),
        registration_id: Set(registration.id),
        version_id: Set(version),
        number: Set(1),
        live_launch_id: Set(None),
        current_item: Set(None),
        sequencing: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    let row = newest(tx, registration.id).await?;
    Ok(row.ok_or_else(|| Error::fault("an instance vanished"))?.id)
}

async fn newest(tx: &Tx, registration: RegistrationId) -> Result<Option<instance::Model>> {
    Ok(instance::Entity::find()
        .filter(instance::Column::RegistrationId.eq(registration))
        .order_by_desc(instance::Column::Number)
        .one(tx)
        .await?)
}
