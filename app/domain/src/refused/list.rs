//! The log as its readers see it: an admin reads all of it; a manager reads what they tried themselves, and what those
//! they invited or watch were refused, on the courses they manage now. What other managers tried is theirs.

use std::collections::BTreeMap;

use lectern_contract::{
    BatchId, CourseId, Refusal, Role, UserId,
    batches::BatchState,
    courses::ManagerState,
    limits,
    paging::{LogQuery, Slice},
    refusal::Reason,
    refused::{RefusedAct, RefusedRow},
};
use lectern_entities::{batch, course, course_manager, refused, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::{
    accounts::{organizations, users},
    actor::Actor,
    fault::Result,
    invitations::log::names,
    keyset, search,
};

/// What a reader asks to see.
#[derive(Clone, Debug, Default)]
pub struct RefusedFilter {
    /// One kind of act.
    pub act: Option<RefusedAct>,
    /// One reason.
    pub reason: Option<Reason>,
    /// One course.
    pub course: Option<CourseId>,
}

/// A window of the log, the newest first.
///
/// # Errors
/// `NotFound` unless an admin or a manager asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &LogQuery,
    filter: &RefusedFilter,
) -> Result<Slice<RefusedRow>> {
    window(db, actor, query, filter, limits::PAGE).await
}

/// The same with `size` rows at most.
pub(super) async fn window(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &LogQuery,
    filter: &RefusedFilter,
    size: u64,
) -> Result<Slice<RefusedRow>> {
    let zone = organizations::find(db, actor.organization).await?.time_zone;
    let mut select = visible(actor)?.filter(keyset::period(refused::Column::Id, query, &zone));
    if let Some(act) = filter.act {
        select = select.filter(refused::Column::Act.eq(act));
    }
    if let Some(reason) = filter.reason {
        select = select.filter(refused::Column::Reason.eq(reason));
    }
    if let Some(course) = filter.course {
        select = select.filter(refused::Column::CourseId.eq(course));
    }
    if let Some(search) = matching(actor, &query.search) {
        select = select.filter(search);
    }
    let slice = keyset::slice(db, select, refused::Column::Id, |row| row.id.0, query, size).await?;
    let rows = describe(db, actor, &slice.rows).await?;
    Ok(slice.with(rows))
}

/// The rows that are an actor's to see.
fn visible(actor: &Actor) -> Result<Select<refused::Entity>> {
    let own = refused::Entity::find().filter(refused::Column::OrganizationId.eq(actor.organization));
    match actor.role {
        Role::Admin => Ok(own),
        Role::Manager => {
            let managed = managed(actor).into_query();
            let here = Condition::any()
                .add(refused::Column::CourseId.is_null())
                .add(refused::Column::CourseId.in_subquery(managed));
            Ok(own.filter(refused::Column::ManagerId.eq(actor.user)).filter(here))
        }
        Role::Learner => Err(Refusal::NotFound.into()),
    }
}

/// The courses that the acting manager manages now.
fn managed(actor: &Actor) -> Select<course_manager::Entity> {
    course_manager::Entity::find()
        .select_only()
        .column(course_manager::Column::CourseId)
        .filter(course_manager::Column::OrganizationId.eq(actor.organization))
        .filter(course_manager::Column::UserId.eq(actor.user))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
}

/// A condition that the address, or the name or address of who tried or of the person it was about, has these words.
fn matching(actor: &Actor, search: &str) -> Option<Condition> {
    let (people, address) = (users::matching(search)?, search::pattern(search)?);
    let people = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::OrganizationId.eq(actor.organization))
        .filter(people);
    Some(
        Condition::any()
            .add(refused::Column::AddressKey.like(address))
            .add(refused::Column::UserId.in_subquery(people.clone().into_query()))
            .add(refused::Column::ActorId.in_subquery(people.into_query())),
    )
}

/// The courses a reader can choose among, by title.
///
/// # Errors
/// `NotFound` unless an admin or a manager asks.
pub async fn courses(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<(CourseId, String)>> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let mut select = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::OrganizationId.eq(actor.organization));
    if actor.role == Role::Manager {
        select = select.filter(course::Column::Id.in_subquery(managed(actor).into_query()));
    }
    Ok(select
        .order_by_asc(course::Column::Title)
        .order_by_asc(course::Column::Id)
        .limit(1_000)
        .into_tuple()
        .all(db)
        .await?)
}

async fn describe(db: &impl ConnectionTrait, actor: &Actor, rows: &[refused::Model]) -> Result<Vec<RefusedRow>> {
    let people: Vec<UserId> = rows
        .iter()
        .flat_map(|row| [row.actor_id, row.user_id])
        .flatten()
        .collect();
    let people = names(db, people.into_iter()).await?;
    let titles: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::Id.is_in(rows.iter().filter_map(|row| row.course_id)))
        .into_tuple()
        .all(db)
        .await?;
    let titles: BTreeMap<_, _> = titles.into_iter().collect();
    let lists: Vec<BatchId> = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::Id.is_in(rows.iter().filter_map(|row| row.batch_id)))
        .filter(batch::Column::State.ne(BatchState::Discarded))
        .into_tuple()
        .all(db)
        .await?;
    let person = |id: Option<UserId>| id.and_then(|id| Some((id, people.get(&id)?.clone())));
    let line = |row: &refused::Model| RefusedRow {
        id: row.id,
        at: row.created_at,
        last: row.last_at,
        times: row.times,
        act: row.act,
        reason: row.reason,
        sentence: sentence(row),
        actor: person(row.actor_id),
        role: row.role,
        course: row.course_id.and_then(|id| Some((id, titles.get(&id)?.clone()))),
        user: person(row.user_id),
        address: row.address.clone(),
        batch: row.batch_id.filter(|id| lists.contains(id)),
        // A network address of a learner or stranger is nothing a manager needs.
        source: if actor.role == Role::Admin {
            row.source.clone()
        } else {
            String::new()
        },
    };
    Ok(rows.iter().map(line).collect())
}

/// The refusal's own words, with its figures; where it was not kept, or is of another release, those of its reason.
fn sentence(row: &refused::Model) -> String {
    let refusal = row
        .detail
        .as_deref()
        .and_then(|text| serde_json::from_str::<Refusal>(text).ok());
    match refusal {
        Some(Refusal::Addresses(list)) if list.len() == 1 => list[0].1.sentence(&list[0].0),
        Some(refusal) => refusal.sentence(),
        None => row.reason.sentence(),
    }
}
