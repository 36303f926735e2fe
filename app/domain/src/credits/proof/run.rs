//! Runs the proof, step after step.
//!
//! A step reads without holding anything, then notes what it found in a short transaction, if nobody noted that
//! step before: two processes may both look, but every step counts once. A step is one check, one figure, or some
//! hundred links; people's acts go on between and meanwhile. What is added to the chain after the proof began is
//! left to the next one.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use lectern_contract::{
    OrganizationId,
    proofs::{ChainBreak, ProofState, Rule, RuleFigure},
};
use lectern_entities::proof;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::blank;
use crate::{
    accounts::{organizations, users},
    actor::Author,
    audit,
    credits::{
        chain::{
            self,
            walk::{self, Point},
        },
        verify::{self, checks::CHECKS},
    },
    fault::{Error, Result},
    letters,
    plans::calendar,
    portal::Portal,
    tx::Tx,
};

/// The hour of the organization's day at which a night's proof is due.
const HOUR: TimeDelta = TimeDelta::hours(2);

/// Takes one step of one proof; answers whether there was one to take. Called until there is none.
///
/// # Errors
/// The database's own.
pub async fn step(portal: &Portal) -> Result<bool> {
    let running = proof::Entity::find()
        .filter(proof::Column::State.eq(ProofState::Running))
        .order_by_asc(proof::Column::Id)
        .one(portal.reader())
        .await?;
    match running {
        Some(row) => {
            go_on(portal, row).await?;
            Ok(true)
        }
        None => begin(portal).await,
    }
}

/// Begins the proof of an organization that had none this night; answers whether there was one.
async fn begin(portal: &Portal) -> Result<bool> {
    for organization in verify::organizations(portal.reader()).await? {
        let row = organizations::find(portal.reader(), organization).await?;
        let (night, since) = night_of(portal.now(), &row.time_zone);
        let known = proof::Entity::find()
            .filter(proof::Column::OrganizationId.eq(organization))
            .filter(proof::Column::Night.eq(&night))
            .one(portal.reader())
            .await?;
        // Who came after two o'clock has the first proof in the next night.
        if known.is_some() || row.created_at > since {
            continue;
        }
        let tx = portal.begin().await?;
        start(&tx, organization, night).await?;
        tx.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

/// Begins a proof, unless this night has one: the index decides where two processes begin at once.
pub(super) async fn start(tx: &Tx, organization: OrganizationId, night: String) -> Result<bool> {
    let head = chain::head(tx, organization).await?;
    let point = Point::start();
    let row = proof::Model {
        id: tx.new_id(),
        organization_id: organization,
        night,
        state: ProofState::Running,
        step: 0,
        upto: head.map_or(0, |head| head.number),
        number: point.number,
        hash: point.hash,
        figures: json(&blank())?,
        first_break: None,
        ended_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    tx.insert_unless_taken(row.into_active_model().reset_all()).await
}

/// The night that it is, as the day it leads to, and when it began: at 02:00 of the organization's clock.
fn night_of(now: DateTime<Utc>, zone: &str) -> (String, DateTime<Utc>) {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let day = (now.with_timezone(&zone).naive_local() - HOUR).date();
    let since = calendar::instant(day.and_time(NaiveTime::MIN) + HOUR, zone);
    (day.to_string(), since)
}

/// The next step of a proof that runs.
async fn go_on(portal: &Portal, mut row: proof::Model) -> Result<()> {
    let (db, organization) = (portal.reader(), row.organization_id);
    let before = row.step;
    let place = usize::try_from(before).map_err(Error::fault)?;
    let mut figures: Vec<RuleFigure> = serde_json::from_value(row.figures).map_err(Error::fault)?;
    let mut broken = None;
    if let Some(check) = CHECKS.get(place) {
        let rows = verify::count(db, organization, check.sql).await?;
        figure(&mut figures, check.rule, |figure| figure.broken += rows);
    } else if let Some(rule) = Rule::ALL.get(place - CHECKS.len()) {
        let rows = verify::looked_at(db, organization, *rule).await?;
        figure(&mut figures, *rule, |figure| figure.checked = rows);
    } else if row.number < row.upto {
        let mut point = Point {
            number: row.number,
            hash: row.hash,
        };
        broken = walk::step(db, organization, &mut point, row.upto).await?;
        (row.number, row.hash) = (point.number, point.hash);
        figure(&mut figures, Rule::L9, |figure| figure.checked = row.number);
    } else {
        broken = walk::ends(db, organization).await?;
        row.ended_at = Some(portal.now());
    }
    if let Some(broken) = broken {
        figure(&mut figures, Rule::L9, |figure| figure.broken += 1);
        row.first_break = Some(json(&broken)?);
        row.ended_at = Some(portal.now());
    }
    if row.ended_at.is_some() {
        row.state = state(&figures);
    }
    row.step += 1;
    row.figures = json(&figures)?;
    note(portal, row, before, broken, &figures).await
}

fn figure(figures: &mut [RuleFigure], rule: Rule, change: impl FnOnce(&mut RuleFigure)) {
    if let Some(figure) = figures.iter_mut().find(|figure| figure.rule == rule) {
        change(figure);
    }
}

fn state(figures: &[RuleFigure]) -> ProofState {
    if figures.iter().all(|figure| figure.broken == 0) {
        ProofState::Held
    } else {
        ProofState::Broken
    }
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(Error::fault)
}

/// Notes a step that nobody noted yet; the one that ends a broken proof writes to the admins.
async fn note(
    portal: &Portal,
    row: proof::Model,
    before: i32,
    broken: Option<ChainBreak>,
    figures: &[RuleFigure],
) -> Result<()> {
    let tx = portal.begin().await?;
    let still = proof::Entity::find_by_id(row.id)
        .filter(proof::Column::State.eq(ProofState::Running))
        .filter(proof::Column::Step.eq(before));
    if tx.keep(still).one(&tx).await?.is_none() {
        return Ok(());
    }
    let mut change = row.clone().into_active_model().reset_all();
    change.updated_at = Set(tx.now());
    change.update(&tx).await?;
    if row.ended_at.is_some() {
        let author = Author::clock(row.organization_id);
        let is = serde_json::json!({ "state": row.state, "links": row.number });
        let both = (serde_json::json!({ "state": ProofState::Running }), is);
        audit::change(&tx, &author, "proof.end", "proof", row.id, both).await?;
    }
    if row.state == ProofState::Broken {
        tell(&tx, row.organization_id, broken, figures).await?;
    }
    tx.commit().await
}

async fn tell(tx: &Tx, organization: OrganizationId, broken: Option<ChainBreak>, figures: &[RuleFigure]) -> Result<()> {
    let rules: Vec<Rule> = figures
        .iter()
        .filter(|figure| figure.broken > 0)
        .map(|figure| figure.rule)
        .collect();
    tracing::error!(%organization, ?rules, ?broken, "the nightly proof of the ledger failed");
    for admin in users::active_admins(tx, organization).await? {
        letters::proof_broken(tx, &admin, &rules, broken).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::night_of;

    #[test]
    fn a_night_begins_at_two_of_the_local_clock() {
        let night = |at: &str, zone: &str| night_of(at.parse().expect("an instant"), zone).0;
        assert_eq!(night("2026-03-02T00:59:59Z", "Europe/Berlin"), "2026-03-01");
        assert_eq!(night("2026-03-02T01:00:00Z", "Europe/Berlin"), "2026-03-02");
        assert_eq!(night("2026-03-02T11:59:59Z", "Pacific/Kiritimati"), "2026-03-02");
        assert_eq!(night("2026-03-02T12:00:00Z", "Pacific/Kiritimati"), "2026-03-03");
        // In the hour that is left out, and in the one that comes twice, there is one night still.
        assert_eq!(night("2026-03-29T00:59:59Z", "Europe/Berlin"), "2026-03-28");
        assert_eq!(night("2026-03-29T01:00:00Z", "Europe/Berlin"), "2026-03-29");
        assert_eq!(night("2026-10-25T00:30:00Z", "Europe/Berlin"), "2026-10-25");
        assert_eq!(night("2026-10-25T01:30:00Z", "Europe/Berlin"), "2026-10-25");
        let since = night_of("2026-07-02T12:00:00Z".parse().expect("an instant"), "Europe/Berlin").1;
        assert_eq!(since.to_rfc3339(), "2026-07-02T00:00:00+00:00");
    }
}
