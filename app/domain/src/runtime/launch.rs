//! Launch: a learner opens a course of theirs; a one-time token leads to the player.

use lectern_contract::{
    InstanceId, LaunchId, Refusal, RegistrationId, Role,
    people::UserState,
    registrations::{LaunchView, RegistrationState},
};
use lectern_entities::{instance, launch, registration, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    attempts::{self, Run},
    open::OPENS_FOR,
};
use crate::{actor::Actor, audit, courses, fault::Result, portal::Portal, registrations, secrets, tx::Tx};

/// Starts a launch of the actor's own registration and answers the token of the player's address. Where the course says
/// so it begins another attempt, which takes no credit; else it goes on with the newest. The newest launch is the live
/// one; an older tab is told when it commits.
///
/// # Errors
/// `NotFound` unless it is the actor's; `AlreadyWithdrawn`; `UserSuspended`; `NoAttemptsLeft` where the course locks after
/// the last one; `NothingToLaunch`.
pub async fn launch(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<String> {
    actor.require(Role::Learner)?;
    let registration = own(tx, actor, id).await?;
    let run = attempts::next(tx, &registration).await?;
    begin(tx, actor, id, run).await
}

/// The same in another attempt (`spec/credits.md` 13). One that was begun and whose player never opened is that already.
///
/// # Errors
/// As [`launch()`]; `AttemptRuns` unless the last one is over; `NoAttemptsLeft` where the course gives no other.
pub async fn start_over(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<String> {
    actor.require(Role::Learner)?;
    let registration = own(tx, actor, id).await?;
    let run = attempts::another(tx, &registration).await?;
    begin(tx, actor, id, run).await
}

/// The actor's own registration. Other launches, commits and withdrawals of it wait, and so does who suspends the actor:
/// they find this launch and end it, or were quicker.
async fn own(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<registration::Model> {
    let found = registration::Entity::find_by_id(id)
        .filter(registration::Column::OrganizationId.eq(actor.organization))
        .filter(registration::Column::UserId.eq(actor.user));
    let row = tx.keep(found).one(tx).await?.ok_or(Refusal::NotFound)?;
    let person = tx.share(user::Entity::find_by_id(actor.user)).one(tx).await?;
    if person.ok_or(Refusal::NotFound)?.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    if row.state == RegistrationState::Active {
        Ok(row)
    } else {
        Err(Refusal::AlreadyWithdrawn.into())
    }
}

async fn begin(tx: &Tx, actor: &Actor, id: RegistrationId, run: Run) -> Result<String> {
    let token = tx.new_token();
    let launch: LaunchId = tx.new_id();
    tx.insert(launch::ActiveModel {
        id: Set(launch),
        organization_id: Set(actor.organization),
        registration_id: Set(id),
        instance_id: Set(run.instance),
        user_id: Set(actor.user),
        token_hash: Set(secrets::hash(&token)),
        sequence: Set(0),
        opened_at: Set(None),
        last_commit_at: Set(None),
        ended_at: Set(None),
        end_reason: Set(None),
        timed_item: Set(None),
        timed_session: Set(0),
        timed_centiseconds: Set(0),
        created_at: Set(tx.now()),
    })
    .await?;
    make_live(tx, run.instance, launch).await?;
    let anew = run.anew.map(|number| json!({ "attempt": number }));
    audit::note(tx, &actor.author(), "launch", "registration", id, anew).await?;
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
        anew: courses::attempts::of(&course).begins_new(registrations::attempt(&registration)),
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
