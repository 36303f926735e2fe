//! Registrations as learners, managers and admins see them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    CourseId, Refusal, Role, UserId,
    courses::CourseState,
    limits,
    outlook::Horizon,
    paging::{Page, Query},
    registrations::{EarlierCycle, LearnerRow, MyCourse, ProfileRegistration, RegistrationState},
};
use lectern_entities::{course, registration, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::{
    attempt,
    due::{self, due},
    remind,
    sources::sources,
    standing,
};
use crate::{
    accounts::users,
    actor::Actor,
    certificates::can_be_had,
    courses::{self, attempts, managers},
    credits::statement::labels,
    fault::Result,
    portal::Portal,
};

/// The courses of the person who asks, newest first, each with the certificates of its earlier cycles.
///
/// # Errors
/// `NotFound` unless a learner asks.
pub async fn my_courses(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<MyCourse>> {
    actor.require(Role::Learner)?;
    let rows = registration::Entity::find()
        .filter(registration::Column::UserId.eq(actor.user))
        .filter(registration::Column::State.eq(RegistrationState::Active))
        .order_by_desc(registration::Column::Cycle)
        .order_by_desc(registration::Column::Id)
        .limit(500)
        .all(db)
        .await?;
    let rows = newest_cycles(rows);
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(rows.iter().map(|(row, _)| row.course_id)))
        .all(db)
        .await?;
    Ok(rows
        .iter()
        .filter_map(|(row, before)| {
            let course = courses.iter().find(|course| course.id == row.course_id)?;
            Some(MyCourse {
                registration: row.id,
                title: course.title.clone(),
                description: course.description.clone(),
                standing: standing(row),
                last_launched: row.last_launched_at,
                open: course.version_id.is_some() && course.state != CourseState::Draft,
                attempts: attempts::of(course),
                attempt: attempt(row),
                certificate: can_be_had(row),
                due: due(row, course),
                earlier: before
                    .iter()
                    .filter(|row| can_be_had(row))
                    .map(|row| earlier(row, course))
                    .collect(),
            })
        })
        .collect())
}

/// Of each course the newest cycle, newest first, and those before it. The rows come by their cycle, the highest first.
fn newest_cycles(rows: Vec<registration::Model>) -> Vec<(registration::Model, Vec<registration::Model>)> {
    let mut cycles: BTreeMap<CourseId, Vec<registration::Model>> = BTreeMap::new();
    for row in rows {
        cycles.entry(row.course_id).or_default().push(row);
    }
    let newest = |mut rows: Vec<registration::Model>| (rows.remove(0), rows);
    let mut rows: Vec<_> = cycles.into_values().map(newest).collect();
    rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.id));
    rows
}

fn earlier(row: &registration::Model, course: &course::Model) -> EarlierCycle {
    EarlierCycle {
        registration: row.id,
        completed: row.completed_at.unwrap_or(row.updated_at),
        until: due(row, course),
    }
}

/// Which of a course's learners are asked for; nothing means all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Watched by this manager. Managers see their own anyway.
    pub manager: Option<UserId>,
    /// In this state.
    pub state: Option<RegistrationState>,
    /// Only those whose credit is consumed: it was not returned when they were withdrawn.
    pub consumed: bool,
    /// Only those who have to take it again so soon: whom the course's outlook counts.
    pub due: Option<Horizon>,
}

/// A page of a course's learners, newest first: a manager sees their own, an admin all.
///
/// # Errors
/// `NotFound` unless the course is the actor's.
pub async fn learners(
    portal: &Portal,
    actor: &Actor,
    course: CourseId,
    query: &Query,
    wanted: Wanted,
) -> Result<Page<LearnerRow>> {
    let (db, now) = (portal.reader(), portal.now());
    let course = courses::find(db, actor.organization, course).await?;
    let manager = match actor.role {
        Role::Manager => {
            managers::require_active(db, actor.organization, course.id, actor.user).await?;
            Some(actor.user)
        }
        Role::Admin => wanted.manager,
        Role::Learner => return Err(Refusal::NotFound.into()),
    };
    let consumed = wanted
        .consumed
        .then(|| registration::Column::ConsumptionId.is_not_null());
    let owing = |within: Horizon| due::among(&course, now, now + TimeDelta::days(within.days()));
    let owing = match wanted.due.map(owing) {
        Some(None) => return Ok(query.answer(vec![], 0)),
        some => some.flatten(),
    };
    let of = Condition::all()
        .add(registration::Column::CourseId.eq(course.id))
        .add_option(manager.map(|manager| registration::Column::ManagerId.eq(manager)))
        .add_option(wanted.state.map(|state| registration::Column::State.eq(state)))
        .add_option(consumed)
        .add_option(owing);
    let mut select = registration::Entity::find().filter(of);
    if let Some(search) = users::matching(&query.search) {
        let people = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::OrganizationId.eq(actor.organization))
            .filter(search);
        select = select.filter(registration::Column::UserId.in_subquery(people.into_query()));
    }
    let total = select.clone().count(db).await?;
    let rows = select
        .order_by_desc(registration::Column::Id)
        .offset(query.offset(total))
        .limit(limits::PAGE)
        .all(db)
        .await?;
    let people = user::Entity::find()
        .filter(user::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
        .all(db)
        .await?;
    let reminded = remind::of(db, rows.iter().map(|row| row.id)).await?;
    let rows = rows.iter().filter_map(|row| {
        let person = people.iter().find(|person| person.id == row.user_id)?;
        let earlier = reminded.get(&row.id).copied();
        Some(LearnerRow {
            registration: row.id,
            user: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            standing: standing(row),
            cycle: row.cycle,
            attempt: row.attempt,
            last_launched: row.last_launched_at,
            state: row.state,
            certificate: can_be_had(row),
            due: due(row, &course),
            reminders: earlier.unwrap_or_default(),
            never_reminded: remind::why_never(row, person),
        })
    });
    Ok(query.answer(rows.collect(), total))
}

/// The registrations on a user's profile.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn of_user(db: &impl ConnectionTrait, actor: &Actor, id: UserId) -> Result<Vec<ProfileRegistration>> {
    actor.require(Role::Admin)?;
    users::find(db, actor.organization, id).await?;
    let rows = registration::Entity::find()
        .filter(registration::Column::UserId.eq(id))
        .order_by_desc(registration::Column::Id)
        .limit(500)
        .all(db)
        .await?;
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(rows.iter().map(|row| row.course_id)))
        .all(db)
        .await?;
    let paid = sources(db, rows.iter().filter_map(|row| row.consumption_id)).await?;
    let accounts: Vec<_> = paid.values().cloned().collect();
    let labels = labels(db, &accounts).await?;
    let paid_from = |row: &registration::Model| {
        let account = paid.get(&row.consumption_id?)?;
        Some((account.id, labels.get(&account.id).cloned().unwrap_or_default()))
    };
    Ok(rows
        .iter()
        .filter_map(|row| {
            let course = courses.iter().find(|course| course.id == row.course_id)?;
            Some(ProfileRegistration {
                registration: row.id,
                course: course.id,
                title: course.title.clone(),
                standing: standing(row),
                state: row.state,
                cycle: row.cycle,
                attempt: row.attempt,
                paid_from: paid_from(row),
                enrolled: row.created_at,
            })
        })
        .collect())
}
