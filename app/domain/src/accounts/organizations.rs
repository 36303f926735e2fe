//! Organizations: whose rows they are.

use chrono::{DateTime, FixedOffset, Utc};
use lectern_contract::{OrganizationId, Refusal, credits::AccountKind, limits, refusal::Field};
use lectern_entities::organization;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::{
    accounts::input,
    credits::accounts::{self, Which},
    fault::Result,
    settings,
    tx::Tx,
};

/// What is typed of an organization.
#[derive(Clone, Debug)]
pub struct OrganizationForm {
    /// Its name.
    pub name: String,
    /// The time zone its days are counted in, as the IANA names it.
    pub time_zone: String,
}

/// Makes an organization with its settings and its own ledger accounts.
///
/// # Errors
/// Problems of the fields.
pub async fn create(tx: &Tx, form: &OrganizationForm) -> Result<OrganizationId> {
    let id: OrganizationId = tx.new_id();
    tx.insert(organization::ActiveModel {
        id: Set(id),
        name: Set(input::line(&form.name, Field::Organization, limits::NAME)?),
        // Only a record of the beginning: links begin with what is configured.
        base_url: Set(tx.portal().settings().base_url.clone()),
        time_zone: Set(time_zone(&form.time_zone)?),
        admins_need_second_factor: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    settings::begin(tx, id).await?;
    for kind in [
        AccountKind::External,
        AccountKind::Pool,
        AccountKind::Held,
        AccountKind::Consumed,
        AccountKind::Expired,
    ] {
        accounts::open(tx, id, Which::Own(kind)).await?;
    }
    Ok(id)
}

/// The organization's row.
///
/// # Errors
/// `NotFound`.
pub async fn find(db: &impl ConnectionTrait, id: OrganizationId) -> Result<organization::Model> {
    Ok(organization::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// An instant by the organization's own clock; by UTC where its zone is none.
pub(crate) fn local(organization: &organization::Model, at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let zone: chrono_tz::Tz = organization.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone).fixed_offset()
}

fn time_zone(text: &str) -> Result<String> {
    match text.trim().parse::<chrono_tz::Tz>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => Err(Refusal::Malformed(Field::TimeZone).into()),
    }
}

/// The time zones of places, and UTC, for the form; older names for the same are taken but not offered.
pub fn time_zones() -> impl Iterator<Item = &'static str> {
    const AREAS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    let offered = |name: &&str| *name == "UTC" || name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(offered)
}
