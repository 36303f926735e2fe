//! Registrations: one learner × one course × one cycle (`spec/registrations.md`).

pub mod choices;
pub(crate) mod due;
pub mod enroll;
pub mod falls_due;
pub mod lists;
mod refund;
pub mod remind;
pub mod slice;
mod sources;
pub(crate) mod validity;
pub mod withdraw;

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, OrganizationId, Refusal, RegistrationId, TransactionId, UserId,
    attempts::AttemptStanding,
    registrations::{Completion, RegistrationState, Standing, Success},
};
use lectern_entities::{registration, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::{
    fault::Result,
    hooks::{self, Event, Registered},
    tx::Tx,
};

/// Where a registration will stand, before it is paid for.
#[derive(Debug)]
pub(crate) struct Place {
    pub id: RegistrationId,
    organization: OrganizationId,
    user: UserId,
    course: CourseId,
    /// Which time they take the course, from 1.
    cycle: i32,
    /// A registration of this cycle that was withdrawn: it comes back.
    withdrawn: Option<registration::Model>,
}

impl Place {
    /// Whether the cycle's credit is consumed already, so that coming back costs nothing.
    pub(crate) const fn is_paid(&self) -> bool {
        match &self.withdrawn {
            Some(row) => row.consumption_id.is_some(),
            None => false,
        }
    }

    /// The registration as it will be, for those who are told of it; `manager` is who invited now.
    fn tells(&self, manager: Option<UserId>) -> Registered {
        Registered {
            id: self.id,
            user: self.user,
            course: self.course,
            cycle: self.cycle,
            manager: manager.or_else(|| self.withdrawn.as_ref()?.manager_id),
        }
    }

    /// The key of the consumption that pays for it: one per learner, course and cycle. Where a cycle was refunded
    /// and is paid again, its transaction tells the two apart.
    pub(crate) fn key(&self, tx: &Tx) -> String {
        let key = format!("enroll:{}:{}:{}", self.user, self.course, self.cycle);
        match &self.withdrawn {
            None => key,
            Some(_) => format!("{key}:{}", tx.new_id::<TransactionId>()),
        }
    }
}

/// Whether a cycle is completed, so that another may begin: failing is not completing, it is retaken for nothing
/// (`spec/credits.md` 13).
pub(crate) fn is_done(row: &registration::Model) -> bool {
    row.completion == Completion::Completed && row.success != Success::Failed
}

/// Finds the place of a learner's registration on a course. Where their newest cycle is completed and they may take
/// it `again`, that is a new cycle, which takes a new credit.
///
/// # Errors
/// `AlreadyEnrolled`.
pub(crate) async fn place(tx: &Tx, user: &user::Model, course: CourseId, again: bool) -> Result<Place> {
    let known = registration::Entity::find()
        .filter(registration::Column::UserId.eq(user.id))
        .filter(registration::Column::CourseId.eq(course))
        .order_by_desc(registration::Column::Cycle);
    let newest = tx.keep(known).one(tx).await?;
    let (cycle, withdrawn) = match newest {
        None => (1, None),
        Some(row) if row.state == RegistrationState::Withdrawn => (row.cycle, Some(row)),
        Some(row) if again && is_done(&row) => (row.cycle + 1, None),
        Some(_) => return Err(Refusal::AlreadyEnrolled.into()),
    };
    let id = withdrawn.as_ref().map_or_else(|| tx.new_id(), |row| row.id);
    Ok(Place {
        id,
        organization: user.organization_id,
        user: user.id,
        course,
        cycle,
        withdrawn,
    })
}

/// Makes the registration, or brings the withdrawn one back. `consumption` is the credit that pays for it.
///
/// # Errors
/// `AlreadyEnrolled` where another request was quicker.
pub(crate) async fn settle(
    tx: &Tx,
    place: Place,
    manager: Option<UserId>,
    consumption: Option<TransactionId>,
) -> Result<()> {
    let organization = place.organization;
    let about = place.tells(manager);
    if let Some(row) = place.withdrawn {
        let paid = consumption.or(row.consumption_id);
        let manager = about.manager;
        registration::ActiveModel {
            id: Set(row.id),
            state: Set(RegistrationState::Active),
            manager_id: Set(manager),
            consumption_id: Set(paid),
            updated_at: Set(tx.now()),
            ..Default::default()
        }
        .update(tx)
        .await?;
        return hooks::emit(tx, Event::registration_created(organization, about, true)).await;
    }
    let row = registration::ActiveModel {
        id: Set(place.id),
        organization_id: Set(place.organization),
        user_id: Set(place.user),
        course_id: Set(place.course),
        cycle: Set(place.cycle),
        manager_id: Set(manager),
        state: Set(RegistrationState::Active),
        consumption_id: Set(consumption),
        completion: Set(Completion::Unknown),
        success: Set(Success::Unknown),
        score: Set(None),
        centiseconds: Set(0),
        first_launched_at: Set(None),
        last_launched_at: Set(None),
        completed_at: Set(None),
        attempt: Set(0),
        attempt_over: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    if tx.insert_unless_taken(row).await? {
        hooks::emit(tx, Event::registration_created(organization, about, false)).await
    } else {
        Err(Refusal::AlreadyEnrolled.into())
    }
}

/// A learner's standing as pages show it.
pub(crate) const fn standing(row: &registration::Model) -> Standing {
    Standing {
        completion: row.completion,
        success: row.success,
        score: row.score,
        seconds: row.centiseconds / 100,
        first_launched: row.first_launched_at,
    }
}

/// Where a registration stands with its attempts.
pub(crate) const fn attempt(row: &registration::Model) -> AttemptStanding {
    AttemptStanding {
        number: row.attempt,
        over: row.attempt_over,
    }
}

/// Active registrations per course.
pub(crate) async fn count_by_course(db: &impl ConnectionTrait, of: Condition) -> Result<BTreeMap<CourseId, u64>> {
    let rows: Vec<(CourseId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::CourseId)
        .column_as(registration::Column::Id.count(), "learners")
        .filter(of)
        .filter(registration::Column::State.eq(RegistrationState::Active))
        .group_by(registration::Column::CourseId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(course, count)| (course, count.unsigned_abs()))
        .collect())
}
