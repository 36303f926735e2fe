//! The job that reminds: in bounded steps, each invitation at most once for each instant of its plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    CourseId, OrganizationId, UserId, courses::CourseState, invitations::InvitationState, people::UserState,
};
use lectern_entities::{course, invitation, organization, settings, user};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockBehavior, LockType},
};

use super::plan;
use crate::{actor::Author, audit, fault::Result, letters, tx::Tx};

/// A second reminder on one day of the organization's calendar waits, and is looked at again so much later.
const PUT_OFF: TimeDelta = TimeDelta::hours(1);

/// Looks at up to `most` invitations whose reminder is due and reminds of those that may be: the site allows it, nobody
/// stopped it, letters arrive, the course is published, the person may sign in. After days without this job only the
/// latest due reminder of each is sent. Answers how many were looked at; 0 where nothing is left.
///
/// # Errors
/// The database's own.
pub async fn remind(tx: &Tx, most: u64) -> Result<usize> {
    let due = invitation::Entity::find()
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::RemindAt.lte(tx.now()))
        .filter(invitation::Column::ExpiresAt.gt(tx.now()))
        .order_by_asc(invitation::Column::RemindAt)
        .limit(most);
    // What another process has in hand it looks at itself; somebody who answers just now needs no reminder.
    let due = match tx.get_database_backend() {
        DbBackend::Postgres => due.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked),
        _ => due,
    };
    let due = due.all(tx).await?;
    let around = Around::of(tx, &due).await?;
    for row in &due {
        look(tx, &around, row).await?;
    }
    Ok(due.len())
}

/// Reminds, or not; either way the invitation waits for its next instant.
async fn look(tx: &Tx, around: &Around, row: &invitation::Model) -> Result<()> {
    let (sent, ends, now) = (row.last_sent_at, row.expires_at, tx.now());
    let news = |at: &DateTime<Utc>| row.reminded_at.is_none_or(|last| last < *at);
    let due = plan::due(sent, ends, now).filter(news);
    let mut change = invitation::ActiveModel {
        id: Set(row.id),
        remind_at: Set(plan::next(sent, ends, now)),
        ..Default::default()
    };
    if let Some(people) = due.and_then(|_| around.allows(row)) {
        if around.reminded_today(row, now) {
            change.remind_at = Set(Some(now + PUT_OFF));
        } else {
            letters::reminder(tx, row, people.course, people.sender, people.from).await?;
            let clock = Author::clock(row.organization_id);
            audit::note(tx, &clock, "invitation.remind", "invitation", row.id, ()).await?;
            change.reminded_at = Set(Some(now));
            change.updated_at = Set(now);
        }
    }
    change.update(tx).await?;
    Ok(())
}

/// What a letter names.
struct People<'a> {
    from: &'a organization::Model,
    course: &'a course::Model,
    sender: &'a user::Model,
}

/// All that these invitations depend on, read at once.
struct Around {
    organizations: BTreeMap<OrganizationId, organization::Model>,
    silent: BTreeSet<OrganizationId>,
    courses: BTreeMap<CourseId, course::Model>,
    senders: BTreeMap<UserId, user::Model>,
    /// Addresses of people who cannot sign in.
    suspended: BTreeSet<(OrganizationId, String)>,
}

impl Around {
    async fn of(tx: &Tx, rows: &[invitation::Model]) -> Result<Self> {
        let homes: BTreeSet<OrganizationId> = rows.iter().map(|row| row.organization_id).collect();
        let courses: BTreeSet<CourseId> = rows.iter().map(|row| row.course_id).collect();
        let senders: BTreeSet<UserId> = rows.iter().map(|row| row.sender_id).collect();
        let organizations = organization::Entity::find().filter(organization::Column::Id.is_in(homes.iter().copied()));
        let silent = settings::Entity::find()
            .filter(settings::Column::OrganizationId.is_in(homes.iter().copied()))
            .filter(settings::Column::Reminders.eq(false));
        let courses = course::Entity::find().filter(course::Column::Id.is_in(courses));
        let senders = user::Entity::find().filter(user::Column::Id.is_in(senders));
        let suspended = user::Entity::find()
            .filter(user::Column::OrganizationId.is_in(homes))
            .filter(user::Column::EmailKey.is_in(rows.iter().map(|row| row.email_key.clone())))
            .filter(user::Column::State.ne(UserState::Active));
        let organizations = organizations.all(tx).await?.into_iter();
        let courses = courses.all(tx).await?.into_iter();
        let senders = senders.all(tx).await?.into_iter();
        let suspended = suspended.all(tx).await?.into_iter();
        Ok(Self {
            organizations: organizations.map(|row| (row.id, row)).collect(),
            silent: silent.all(tx).await?.iter().map(|row| row.organization_id).collect(),
            courses: courses.map(|row| (row.id, row)).collect(),
            senders: senders.map(|row| (row.id, row)).collect(),
            suspended: suspended.map(|row| (row.organization_id, row.email_key)).collect(),
        })
    }

    /// Whom the reminder names, where it may be sent.
    fn allows(&self, row: &invitation::Model) -> Option<People<'_>> {
        let stopped = row.reminders_off.is_some() || row.undeliverable || row.disowned_at.is_some();
        let person = (row.organization_id, row.email_key.clone());
        if stopped || self.silent.contains(&row.organization_id) || self.suspended.contains(&person) {
            return None;
        }
        let live = |course: &&course::Model| course.state == CourseState::Published;
        Some(People {
            from: self.organizations.get(&row.organization_id)?,
            course: self.courses.get(&row.course_id).filter(live)?,
            sender: self.senders.get(&row.sender_id)?,
        })
    }

    /// Whether it was reminded of on this day of the organization's calendar, as after a job that came late.
    fn reminded_today(&self, row: &invitation::Model, now: DateTime<Utc>) -> bool {
        let zone = self.organizations.get(&row.organization_id);
        let zone: chrono_tz::Tz = zone
            .and_then(|row| row.time_zone.parse().ok())
            .unwrap_or(chrono_tz::UTC);
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        row.reminded_at.is_some_and(|last| day(last) == day(now))
    }
}
