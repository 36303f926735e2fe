//! Thresholds: the organization's for pool, courses and managers, and a course's own. Setting one moves no credits,
//! so it writes no letter; banners and standings follow at once.

use lectern_contract::{
    CourseId, OrganizationId, Refusal, Role,
    credits::AccountKind,
    refusal::Field,
    watch::{CourseThresholds, Threshold, Thresholds},
};
use lectern_entities::{account, course_threshold, settings};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    actor::Actor,
    audit, courses,
    credits::accounts::Which,
    fault::{Error, Result},
    tx::Tx,
};

use super::Seen;

/// What is typed on Admin → Settings → Low balances.
#[derive(Clone, Debug)]
pub struct ThresholdsForm {
    /// For the pool.
    pub pool: String,
    /// For each course's unassigned credits.
    pub course: String,
    /// For each manager's credits.
    pub managers: String,
}

/// The organization's thresholds.
///
/// # Errors
/// The database's own.
pub async fn of(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Thresholds> {
    let row = settings::Entity::find().filter(settings::Column::OrganizationId.eq(organization));
    let row = row.one(db).await?.ok_or_else(missing)?;
    Ok(Thresholds {
        pool: row.low_pool,
        course: row.low_course,
        managers: row.low_managers,
    })
}

fn missing() -> Error {
    Error::fault("an organization without settings")
}

/// The organization's thresholds, for the page that changes them.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor) -> Result<Thresholds> {
    actor.require(Role::Admin)?;
    of(db, actor.organization).await
}

/// A course's own thresholds, and those it follows otherwise.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn of_course(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<CourseThresholds> {
    actor.require(Role::Admin)?;
    courses::find(db, actor.organization, course).await?;
    in_course(db, actor.organization, course).await
}

async fn in_course(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    course: CourseId,
) -> Result<CourseThresholds> {
    let own = course_threshold::Entity::find().filter(course_threshold::Column::CourseId.eq(course));
    let own = own.one(db).await?;
    Ok(CourseThresholds {
        course: own.as_ref().and_then(|own| own.course),
        managers: own.and_then(|own| own.managers),
        site: of(db, organization).await?,
    })
}

/// The threshold that an account made now begins with.
pub(crate) async fn of_new(tx: &Tx, organization: OrganizationId, which: Which) -> Result<Threshold> {
    Ok(match which {
        Which::Own(AccountKind::Pool) => of(tx, organization).await?.pool,
        Which::Own(_) => Threshold::Off,
        Which::Course(course) => {
            let set = in_course(tx, organization, course).await?;
            set.course.unwrap_or(set.site.course)
        }
        Which::Manager(course, _) => {
            let set = in_course(tx, organization, course).await?;
            set.managers.unwrap_or(set.site.managers)
        }
    })
}

/// Sets the organization's thresholds; courses with their own keep those.
///
/// # Errors
/// `NotFound` unless an admin asks; `Malformed` for what is neither a number, nor a percentage, nor "off".
pub async fn set(tx: &Tx, actor: &Actor, form: &ThresholdsForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let pool = read(&form.pool, Field::LowPool)?;
    let course = read(&form.course, Field::LowCourse)?;
    let managers = read(&form.managers, Field::LowManagers)?;
    let row = settings::Entity::find().filter(settings::Column::OrganizationId.eq(actor.organization));
    let row = tx.keep(row).one(tx).await?.ok_or_else(missing)?;
    let before = shown(row.low_pool, row.low_course, row.low_managers);
    let change = settings::ActiveModel {
        id: Set(row.id),
        low_pool: Set(pool),
        low_course: Set(course),
        low_managers: Set(managers),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx).await?;
    apply(tx, actor.organization, None).await?;
    audit::change(
        tx,
        &actor.author(),
        "thresholds.set",
        "organization",
        actor.organization,
        (before, shown(pool, course, managers)),
    )
    .await
}

/// Sets a course's own thresholds; an empty field follows the organization's.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization; `Malformed`.
pub async fn set_course(tx: &Tx, actor: &Actor, course: CourseId, own: &str, managers: &str) -> Result<()> {
    actor.require(Role::Admin)?;
    courses::find(tx, actor.organization, course).await?;
    let own = read_own(own, Field::LowCourse)?;
    let managers = read_own(managers, Field::LowManagers)?;
    let blank = course_threshold::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        course_id: Set(course),
        course: Set(None),
        managers: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.insert_unless_taken(blank).await?;
    let row = course_threshold::Entity::find().filter(course_threshold::Column::CourseId.eq(course));
    let row = tx.keep(row).one(tx).await?.ok_or(Refusal::NotFound)?;
    let before = shown_own(row.course, row.managers);
    let change = course_threshold::ActiveModel {
        id: Set(row.id),
        course: Set(own),
        managers: Set(managers),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(tx).await?;
    apply(tx, actor.organization, Some(course)).await?;
    let both = (before, shown_own(own, managers));
    audit::change(tx, &actor.author(), "course.thresholds", "course", course, both).await
}

/// For the audit log, as they are typed.
fn shown(pool: Threshold, course: Threshold, managers: Threshold) -> Value {
    json!({ "pool": pool.to_string(), "course": course.to_string(), "managers": managers.to_string() })
}

/// The same of a course's own.
fn shown_own(course: Option<Threshold>, managers: Option<Threshold>) -> Value {
    let [course, managers] = [course, managers].map(|one| one.map(|one| one.to_string()));
    json!({ "course": course, "managers": managers })
}

fn read(text: &str, field: Field) -> Result<Threshold> {
    if text.trim().is_empty() {
        return Err(Refusal::Missing(field).into());
    }
    Ok(text.parse().map_err(|_| Refusal::Malformed(field))?)
}

fn read_own(text: &str, field: Field) -> Result<Option<Threshold>> {
    match text.trim() {
        "" => Ok(None),
        text => read(text, field).map(Some),
    }
}

/// Gives every account (of one course) the threshold in force, and the standing that is.
async fn apply(tx: &Tx, organization: OrganizationId, course: Option<CourseId>) -> Result<()> {
    let site = of(tx, organization).await?;
    let own = course_threshold::Entity::find().filter(course_threshold::Column::OrganizationId.eq(organization));
    let own = own.all(tx).await?;
    let kinds = [AccountKind::Pool, AccountKind::Course, AccountKind::Manager];
    let mut select = account::Entity::find()
        .filter(account::Column::OrganizationId.eq(organization))
        .filter(account::Column::Kind.is_in(kinds));
    if let Some(course) = course {
        select = select.filter(account::Column::CourseId.eq(course));
    }
    for row in locked(tx, select).await? {
        let own = own.iter().find(|own| Some(own.course_id) == row.course_id);
        let threshold = match row.kind {
            AccountKind::Pool => site.pool,
            AccountKind::Course => own.and_then(|own| own.course).unwrap_or(site.course),
            _ => own.and_then(|own| own.managers).unwrap_or(site.managers),
        };
        let now = Seen {
            threshold,
            ..Seen::from(&row)
        };
        if (row.threshold, row.standing) != (threshold, now.stands()) {
            let change = account::ActiveModel {
                id: Set(row.id),
                threshold: Set(threshold),
                standing: Set(now.stands()),
                ..Default::default()
            };
            change.update(tx).await?;
        }
    }
    Ok(())
}

/// In the order in which movements lock them.
async fn locked(tx: &Tx, select: sea_orm::Select<account::Entity>) -> Result<Vec<account::Model>> {
    use sea_orm::QueryOrder;
    Ok(tx.keep(select.order_by_desc(account::Column::Id)).all(tx).await?)
}
