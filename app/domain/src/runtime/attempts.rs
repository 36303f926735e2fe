//! Which attempt a launch is of (`spec/runtime.md`, Attempts). An attempt is an instance of the registration. One that
//! has no run-time data was never run: it is no other attempt, and the next launch goes on with it.

use lectern_contract::{
    InstanceId, InstanceItemId, LaunchId, Refusal, RegistrationId,
    attempts::{AttemptStanding, Attempts},
    courses::CourseState,
    registrations::LaunchEnd,
};
use lectern_entities::{course, instance, instance_item, launch, registration};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    courses::{self, attempts},
    fault::{Error, Result},
    registrations,
    tx::Tx,
};

/// The instance that a launch is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub instance: InstanceId,
    /// The attempt's number, where this launch begins another one than the first.
    pub anew: Option<i32>,
}

impl Run {
    /// The one that was begun before.
    const fn on(row: &instance::Model) -> Self {
        Self {
            instance: row.id,
            anew: None,
        }
    }
}

/// The attempt that a launch is of: the newest, or another where the course says so. The registration's row is locked,
/// so that of two launches at once the second sees what the first began.
///
/// # Errors
/// `NoAttemptsLeft` where the course locks after the last; `NothingToLaunch`.
pub(super) async fn next(tx: &Tx, registration: &registration::Model) -> Result<Run> {
    let (course, rules, standing) = stands(tx, registration).await?;
    if rules.are_locked(standing) {
        return Err(Refusal::NoAttemptsLeft.into());
    }
    if let Some(row) = newest(tx, registration.id).await?
        && !(rules.begins_new(standing) && was_run(tx, row.id).await?)
    {
        return Ok(Run::on(&row));
    }
    begin(tx, registration, &course).await
}

/// Another attempt, because the learner asks for it. Who asks twice at once gets one: the second finds one that no
/// player was opened in.
///
/// # Errors
/// `AttemptRuns` unless the last one is over; `NoAttemptsLeft`; `NothingToLaunch`.
pub(super) async fn another(tx: &Tx, registration: &registration::Model) -> Result<Run> {
    let (course, rules, standing) = stands(tx, registration).await?;
    if !standing.over
        && let Some(row) = newest(tx, registration.id).await?
    {
        return match was_opened(tx, &row).await? {
            true => Err(Refusal::AttemptRuns.into()),
            false => Ok(Run::on(&row)),
        };
    }
    if !rules.are_left(standing) {
        return Err(Refusal::NoAttemptsLeft.into());
    }
    begin(tx, registration, &course).await
}

async fn stands(tx: &Tx, registration: &registration::Model) -> Result<(course::Model, Attempts, AttemptStanding)> {
    let course = courses::find(tx, registration.organization_id, registration.course_id).await?;
    let rules = attempts::of(&course);
    Ok((course, rules, registrations::attempt(registration)))
}

/// Begins the next attempt, of the course's current version. What is open of the last one ends as if its page closed.
async fn begin(tx: &Tx, registration: &registration::Model, course: &course::Model) -> Result<Run> {
    let version = course
        .version_id
        .filter(|_| course.state != CourseState::Draft)
        .ok_or(Refusal::NothingToLaunch)?;
    let number = registration.attempt + 1;
    if number > 1 {
        super::end_of_registration(tx, registration.id, LaunchEnd::Closed).await?;
    }
    tx.insert_unless_taken(instance::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(registration.organization_id),
        registration_id: Set(registration.id),
        version_id: Set(version),
        number: Set(number),
        live_launch_id: Set(None),
        current_item: Set(None),
        sequencing: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    let row = newest(tx, registration.id).await?;
    let row = row.ok_or_else(|| Error::fault("an instance vanished"))?;
    registration::Entity::update_many()
        .col_expr(registration::Column::Attempt, Expr::value(row.number))
        .col_expr(registration::Column::AttemptOver, Expr::value(false))
        .col_expr(registration::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(registration::Column::Id.eq(registration.id))
        .exec(tx)
        .await?;
    Ok(Run {
        instance: row.id,
        anew: (number > 1).then_some(row.number),
    })
}

async fn newest(tx: &Tx, registration: RegistrationId) -> Result<Option<instance::Model>> {
    Ok(instance::Entity::find()
        .filter(instance::Column::RegistrationId.eq(registration))
        .order_by_desc(instance::Column::Number)
        .one(tx)
        .await?)
}

/// Whether a player was ever opened in an attempt.
async fn was_opened(tx: &Tx, instance: &instance::Model) -> Result<bool> {
    let some: Option<LaunchId> = launch::Entity::find()
        .select_only()
        .column(launch::Column::Id)
        .filter(launch::Column::RegistrationId.eq(instance.registration_id))
        .filter(launch::Column::InstanceId.eq(instance.id))
        .filter(launch::Column::OpenedAt.is_not_null())
        .into_tuple()
        .one(tx)
        .await?;
    Ok(some.is_some())
}

/// Whether anything was ever committed to an attempt.
async fn was_run(tx: &Tx, instance: InstanceId) -> Result<bool> {
    let some: Option<InstanceItemId> = instance_item::Entity::find()
        .select_only()
        .column(instance_item::Column::Id)
        .filter(instance_item::Column::InstanceId.eq(instance))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(some.is_some())
}
