//! The manager's digest: expired invitations are told in one letter on the morning after, in the organization's time
//! zone, not in one letter each (`spec/credits.md`, state machine). The same letter says how many of their learners were
//! told that what they completed falls due. Nothing to tell, no letter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use lectern_contract::{CourseId, OrganizationId, UserId, invitations::InvitationState, people::UserState};
use lectern_entities::{course, digest, invitation, organization};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use crate::{accounts::users, fault::Result, letters, registrations::falls_due, tx::Tx};

/// When the letter is written, on the organization's clocks.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).expect("a time of day");
/// Addresses named in one letter; the others are counted.
const NAMED: u64 = 50;

/// Writes the digests of one organization whose morning it is; answers how many. Each manager gets one a day at most,
/// whichever process is quicker; a job that was down for days writes one for all of them.
///
/// # Errors
/// The database's own.
pub async fn digest(tx: &Tx, organization: OrganizationId) -> Result<usize> {
    let home = organization::Entity::find_by_id(organization).one(tx).await?;
    let zone = home
        .and_then(|row| row.time_zone.parse::<Tz>().ok())
        .unwrap_or(chrono_tz::UTC);
    let (day, morning) = last_morning(tx.now(), zone);
    let senders: Vec<UserId> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::SenderId)
        .distinct()
        .filter(due(organization, morning))
        .order_by_asc(invitation::Column::SenderId)
        .into_tuple()
        .all(tx)
        .await?;
    let mut readers: BTreeSet<UserId> = senders.into_iter().collect();
    readers.extend(falls_due::watchers(tx, organization, morning).await?);
    let mut written = 0;
    for reader in readers {
        if first_today(tx, organization, reader, day).await? {
            written += usize::from(tell(tx, organization, reader, morning).await?);
        }
    }
    Ok(written)
}

/// The organizations that have something to tell, whether or not it is their morning.
///
/// # Errors
/// The database's own.
pub async fn waiting(tx: &Tx) -> Result<Vec<OrganizationId>> {
    let expired: Vec<OrganizationId> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::OrganizationId)
        .distinct()
        .filter(invitation::Column::DigestDue.eq(true))
        .into_tuple()
        .all(tx)
        .await?;
    let mut homes: BTreeSet<OrganizationId> = expired.into_iter().collect();
    homes.extend(falls_due::homes(tx).await?);
    Ok(homes.into_iter().collect())
}

/// What expired before that morning and was not told.
fn due(organization: OrganizationId, morning: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(invitation::Column::DigestDue.eq(true))
        .add(invitation::Column::OrganizationId.eq(organization))
        .add(invitation::Column::State.eq(InvitationState::Expired))
        .add(invitation::Column::DecidedAt.lt(morning))
}

/// Takes the sender's letter of this day; no if it was taken.
async fn first_today(tx: &Tx, organization: OrganizationId, sender: UserId, day: NaiveDate) -> Result<bool> {
    tx.insert_unless_taken(digest::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(organization),
        user_id: Set(sender),
        day: Set(day.to_string()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await
}

/// One manager's letter. Who cannot sign in any more gets none.
async fn tell(tx: &Tx, organization: OrganizationId, sender: UserId, morning: DateTime<Utc>) -> Result<bool> {
    let theirs = || due(organization, morning).add(invitation::Column::SenderId.eq(sender));
    let person = users::find(tx, organization, sender).await?;
    let learners = falls_due::count_once(tx, organization, sender, morning).await?;
    let all = invitation::Entity::find().filter(theirs()).count(tx).await?;
    let reads = person.state == UserState::Active;
    if reads && all > 0 {
        let named = invitation::Entity::find()
            .filter(theirs())
            .order_by_asc(invitation::Column::CourseId)
            .order_by_asc(invitation::Column::Id)
            .limit(NAMED)
            .all(tx)
            .await?;
        letters::invitations_expired(tx, &person, all, &by_course(tx, named).await?, learners).await?;
    } else if reads && learners > 0 {
        letters::learners_due(tx, &person, learners).await?;
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::DigestDue, Expr::value(false))
        .filter(theirs())
        .exec(tx)
        .await?;
    Ok(reads)
}

/// The addresses under the titles of their courses.
async fn by_course(tx: &Tx, rows: Vec<invitation::Model>) -> Result<Vec<(String, Vec<String>)>> {
    let mut found: BTreeMap<CourseId, Vec<String>> = BTreeMap::new();
    for row in rows {
        found.entry(row.course_id).or_default().push(row.email);
    }
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(found.keys().copied()))
        .order_by_asc(course::Column::Title)
        .order_by_asc(course::Column::Id)
        .all(tx)
        .await?;
    let listed = |course: course::Model| Some((course.title, found.remove(&course.id)?));
    Ok(courses.into_iter().filter_map(listed).collect())
}

/// The newest morning by `now`, and its day. A morning that a clock change skips is an hour later.
fn last_morning(now: DateTime<Utc>, zone: Tz) -> (NaiveDate, DateTime<Utc>) {
    let today = now.with_timezone(&zone).date_naive();
    let of = |day: NaiveDate| {
        let local = day.and_time(MORNING);
        let later = || {
            zone.from_local_datetime(&(local + chrono::TimeDelta::hours(1)))
                .earliest()
        };
        let at = zone.from_local_datetime(&local).earliest().or_else(later);
        (day, at.map_or_else(|| local.and_utc(), |at| at.to_utc()))
    };
    let (day, morning) = of(today);
    if morning <= now {
        (day, morning)
    } else {
        of(today.checked_sub_days(Days::new(1)).unwrap_or(today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mornings_follow_the_organizations_clocks() {
        let berlin: Tz = "Europe/Berlin".parse().expect("a zone");
        for (now, morning) in [
            ("2026-03-27T05:59:59Z", "2026-03-26T06:00:00Z"),
            ("2026-03-27T06:00:00Z", "2026-03-27T06:00:00Z"),
            // Clocks go forward on the 29th.
            ("2026-03-29T05:00:00Z", "2026-03-29T05:00:00Z"),
            ("2026-03-30T04:59:59Z", "2026-03-29T05:00:00Z"),
            ("2026-03-27T23:30:00Z", "2026-03-27T06:00:00Z"),
        ] {
            let now: DateTime<Utc> = now.parse().expect("an instant");
            let morning: DateTime<Utc> = morning.parse().expect("an instant");
            assert_eq!(last_morning(now, berlin).1, morning, "{now}");
        }
        let auckland: Tz = "Pacific/Auckland".parse().expect("a zone");
        let now: DateTime<Utc> = "2026-03-27T18:00:00Z".parse().expect("an instant");
        let (day, _) = last_morning(now, auckland);
        assert_eq!(day.to_string(), "2026-03-28", "the day is the organization's own");
    }
}
