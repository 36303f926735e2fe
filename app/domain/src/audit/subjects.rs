//! The things that audit rows are about, and those that their before and after mention: their names, and where they
//! are shown as long as they exist.

use std::collections::{BTreeMap, BTreeSet};

use lectern_contract::{
    AccountId, CourseId, LaunchId, OrganizationId, RegistrationId, TransactionId, UserId,
    audit::{AuditLink, AuditSubject},
    batches::BatchState,
    credits::AccountKind,
    hooks::{HookEvent, WebhookState},
};
use lectern_entities::{
    account, api_key, audit, batch, claim, course, course_version, credit_order, credit_request, invitation, launch,
    letter, plan, posting, registration, user, webhook, webhook_delivery,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::details::{mentioned, names_of};
use crate::{credits::statement::labels, fault::Result, invitations::log::names};

/// A thing's name and place by its id.
type Known = BTreeMap<Uuid, (String, Option<AuditLink>)>;

/// What is known of the things of some rows.
#[derive(Debug)]
pub(super) struct Subjects(Known);

/// The names and places of one table's rows: `columns` are read as a tuple that `link` makes a name and place of. Where
/// none is asked for, nothing is read.
macro_rules! known {
    ($db:expr, $all:expr, $organization:expr, $ids:expr, $table:ident [$($column:ident),+], $link:expr) => {{
        let wanted: BTreeSet<Uuid> = $ids;
        if !wanted.is_empty() {
            let rows: Vec<_> = $table::Entity::find()
                .select_only()
                .columns([$($table::Column::$column),+])
                .filter($table::Column::OrganizationId.eq($organization))
                .filter($table::Column::Id.is_in(wanted))
                .into_tuple()
                .all($db)
                .await?;
            $all.extend(rows.into_iter().map($link));
        }
    }};
}

impl Subjects {
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        organization: OrganizationId,
        rows: &[audit::Model],
    ) -> Result<Self> {
        let mentions = mentioned(rows);
        let ids = |kind: AuditSubject| -> BTreeSet<Uuid> {
            let these = rows.iter().filter(|row| row.subject_kind == kind.as_str());
            let named = names_of(kind).iter().filter_map(|name| mentions.get(*name));
            these
                .filter_map(|row| row.subject_id)
                .chain(named.flatten().copied())
                .collect()
        };
        let mut all = Known::new();
        known!(db, all, organization, ids(AuditSubject::User), user[Id, Name], |(id, name): (Uuid, String)| {
            (id, (name, Some(AuditLink::User(UserId(id)))))
        });
        known!(db, all, organization, ids(AuditSubject::Course), course[Id, Title], |(id, title): (Uuid, String)| {
            (id, (title, Some(AuditLink::Course(CourseId(id)))))
        });
        let link = |(id, course, email): (Uuid, CourseId, String)| {
            (id, (email.clone(), Some(AuditLink::Invitation(course, email))))
        };
        known!(db, all, organization, ids(AuditSubject::Invitation), invitation[Id, CourseId, Email], link);
        let page = |noun: &'static str| move |(id, name): (Uuid, String)| (id, (name, Some(AuditLink::Page(noun, id))));
        let numbered =
            |(id, number): (Uuid, i64)| (id, (format!("Order {number}"), Some(AuditLink::Page("purchases", id))));
        let kept = |(id, name, state): (Uuid, String, BatchState)| {
            let link = (state != BatchState::Discarded).then_some(AuditLink::Page("batches", id));
            (id, (name, link))
        };
        known!(db, all, organization, ids(AuditSubject::Batch), batch[Id, Name, State], kept);
        known!(db, all, organization, ids(AuditSubject::Letter), letter[Id, Subject], page("outbox"));
        known!(db, all, organization, ids(AuditSubject::Request), credit_request[Id, Note], page("requests"));
        known!(db, all, organization, ids(AuditSubject::Order), credit_order[Id, Number], numbered);
        let plans = |(id, name): (Uuid, String)| (id, (name, Some(AuditLink::Area("plans"))));
        known!(db, all, organization, ids(AuditSubject::Plan), plan[Id, Name], plans);
        let listed = |noun: &'static str| move |(id, name): (Uuid, String)| (id, (name, Some(AuditLink::Area(noun))));
        known!(db, all, organization, ids(AuditSubject::ApiKey), api_key[Id, Name], listed("api-keys"));
        let claims = |(id, email): (Uuid, String)| (id, (email, None));
        known!(db, all, organization, ids(AuditSubject::Claim), claim[Id, Email], claims);
        let hooks = |(id, url, state): (Uuid, String, WebhookState)| {
            let link = (state != WebhookState::Deleted).then_some(AuditLink::Page("webhooks", id));
            (id, (url, link))
        };
        known!(db, all, organization, ids(AuditSubject::Webhook), webhook[Id, Url, State], hooks);
        let told =
            |(id, event): (Uuid, HookEvent)| (id, (event.as_str().to_owned(), Some(AuditLink::Page("deliveries", id))));
        known!(db, all, organization, ids(AuditSubject::Delivery), webhook_delivery[Id, Event], told);
        // Earlier versions noted which version of a course was uploaded by its id.
        let uploaded = mentions.get("version").cloned().unwrap_or_default();
        let versions = |(id, number): (Uuid, i32)| (id, (number.to_string(), None));
        known!(db, all, organization, uploaded, course_version[Id, Number], versions);
        let proofs = ids(AuditSubject::Proof).into_iter();
        all.extend(proofs.map(|id| (id, ("The ledger".to_owned(), Some(AuditLink::Area("proof"))))));
        let mut subjects = Self(all);
        subjects
            .registrations(db, organization, ids(AuditSubject::Registration))
            .await?;
        subjects.launches(db, organization, ids(AuditSubject::Launch)).await?;
        subjects.movements(db, ids(AuditSubject::Transaction)).await?;
        Ok(subjects)
    }

    /// Registrations are shown on their learner's profile.
    async fn registrations(
        &mut self,
        db: &impl ConnectionTrait,
        organization: OrganizationId,
        ids: BTreeSet<Uuid>,
    ) -> Result<()> {
        for (id, line) in learners(db, organization, ids).await? {
            self.0.insert(id.0, line);
        }
        Ok(())
    }

    /// Launches are shown where their registration is.
    async fn launches(
        &mut self,
        db: &impl ConnectionTrait,
        organization: OrganizationId,
        ids: BTreeSet<Uuid>,
    ) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let of: Vec<(LaunchId, RegistrationId)> = launch::Entity::find()
            .select_only()
            .columns([launch::Column::Id, launch::Column::RegistrationId])
            .filter(launch::Column::OrganizationId.eq(organization))
            .filter(launch::Column::Id.is_in(ids))
            .into_tuple()
            .all(db)
            .await?;
        let registrations = of.iter().map(|(_, registration)| registration.0).collect();
        let learners = learners(db, organization, registrations).await?;
        for (id, registration) in of {
            if let Some(line) = learners.get(&registration) {
                self.0.insert(id.0, line.clone());
            }
        }
        Ok(())
    }

    /// Movements of credits are shown on the statement of an account they touched, not that of the world outside.
    async fn movements(&mut self, db: &impl ConnectionTrait, ids: BTreeSet<Uuid>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let touched: Vec<(TransactionId, AccountId)> = posting::Entity::find()
            .select_only()
            .columns([posting::Column::TransactionId, posting::Column::AccountId])
            .filter(posting::Column::TransactionId.is_in(ids))
            .order_by_asc(posting::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        let accounts = account::Entity::find()
            .filter(account::Column::Id.is_in(touched.iter().map(|(_, account)| *account)))
            .filter(account::Column::Kind.ne(AccountKind::External))
            .all(db)
            .await?;
        let labels = labels(db, &accounts).await?;
        for (transaction, account) in touched {
            if let Some(label) = labels.get(&account) {
                let line = (label.clone(), Some(AuditLink::Page("accounts", account.0)));
                self.0.insert(transaction.0, line);
            }
        }
        Ok(())
    }

    /// The name of whoever or whatever before and after mention; none where it is gone.
    pub(super) fn name(&self, id: Uuid) -> Option<String> {
        let (name, _) = self.0.get(&id)?;
        (!name.is_empty()).then(|| name.clone())
    }

    /// The name and place of a thing; settings and subscriptions have one place each.
    pub(super) fn describe(&self, kind: Option<AuditSubject>, id: Option<Uuid>) -> (String, Option<AuditLink>) {
        let place = match kind {
            Some(AuditSubject::Organization) => ("Settings".to_owned(), Some(AuditLink::Area("settings"))),
            Some(AuditSubject::Subscription) => ("Plans".to_owned(), Some(AuditLink::Area("plans"))),
            _ => (String::new(), None),
        };
        match id.and_then(|id| self.0.get(&id)) {
            Some((name, link)) => (name.clone(), link.clone()),
            None => place,
        }
    }
}

/// Registrations as learner and course.
async fn learners(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    ids: BTreeSet<Uuid>,
) -> Result<BTreeMap<RegistrationId, (String, Option<AuditLink>)>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(RegistrationId, UserId, CourseId)> = registration::Entity::find()
        .select_only()
        .columns([
            registration::Column::Id,
            registration::Column::UserId,
            registration::Column::CourseId,
        ])
        .filter(registration::Column::OrganizationId.eq(organization))
        .filter(registration::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let people = names(db, rows.iter().map(|(_, user, _)| *user)).await?;
    let titles: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::Id.is_in(rows.iter().map(|(_, _, course)| *course)))
        .into_tuple()
        .all(db)
        .await?;
    let titles: BTreeMap<_, _> = titles.into_iter().collect();
    let line = |(id, user, course): (RegistrationId, UserId, CourseId)| {
        let name = people.get(&user).cloned().unwrap_or_default();
        let title = titles.get(&course).cloned().unwrap_or_default();
        (id, (format!("{name}, {title}"), Some(AuditLink::User(user))))
    };
    Ok(rows.into_iter().map(line).collect())
}
