//! (b) the same through the JSON API: a single sign-on front end accepts for people, each call with an idempotency key
//! and counted for its API key. Its limit are the statements of that acceptance.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use lectern_contract::{OrganizationId, Role, UserId};
use lectern_domain::{Actor, invitations::vouched, secrets};
use tower::ServiceExt;

use crate::{
    accept::{AT_ONCE, Raw, swap},
    bulk::{Of, Rows},
    common::{Try, http::Client},
    load::{Worker, work},
    offers::{Filled, Offer},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    trace::{Plan, Step},
};

/// The organization that has a key.
const OURS: u64 = 20;
/// What the front end sends.
const SECRET: &str = "lk_0123456789abcdefghijklmnopqrstuv";
/// For longer than any measurement.
const PATIENCE: Duration = Duration::from_mins(10);

/// Acceptances on one hot pool, through the API.
pub async fn acceptances(report: &mut Report, place: &Place, size: &Size, filled: &mut Filled) -> Try<()> {
    // All before the first acceptance: those to come are written past the portal, which numbers an account's lines.
    let spare = filled.offers(place, &[OURS], 3).await?;
    let ours = filled.offers(place, &[OURS], size.acceptances).await?;
    let raw = filled.offers(place, &[OURS], size.acceptances).await?;
    give_key(place).await?;
    let steps = traced(place, &spare[..2]).await?;
    let more = asked(place, &spare[2]).await?.saturating_sub(steps.len());
    place.settle().await?;
    let served = place.home.serve().await?;
    let mut workers = Vec::new();
    for chunk in ours.chunks(ours.len().div_ceil(AT_ONCE)) {
        workers.push(FrontEnd {
            client: place.home.visit().await?.with_key(SECRET),
            offers: chunk.iter().cloned().collect(),
        });
    }
    let (measured, _) = work(workers, PATIENCE).await?;
    drop(served);
    let plans = raw.iter().map(|offer| Plan::new(&steps, swap(&spare[1], offer)));
    let plans = Arc::new(Mutex::new(plans.collect::<VecDeque<_>>()));
    let (databases, _housekeeping) = place.connect().await?;
    let workers = (0..AT_ONCE).map(|_| Raw::new(&databases, &plans)).collect();
    let (limit, _) = work(workers, PATIENCE).await?;
    report.say(Line {
        part: "b",
        kind: Some(place.kind),
        what: "acceptances by a front end through the API, 32 connections, one hot pool".into(),
        unit: "/s",
        measured: measured.per_second(),
        limit: limit.per_second(),
        aim: Aim::None,
        note: format!(
            "{} statements in the act's transaction, {more} more in its request, one of them the count of the key's \
             calls in a transaction of its own; p99 {:.0} ms, worst {:.0} ms",
            steps.len(),
            measured.millis(0.99),
            measured.millis(1.0),
        ),
    });
    Ok(())
}

struct FrontEnd {
    client: Client,
    offers: VecDeque<Offer>,
}

impl Worker for FrontEnd {
    async fn turn(&mut self) -> Try<bool> {
        let Some(offer) = self.offers.pop_front() else {
            return Ok(false);
        };
        let answer = self
            .client
            .call("/api/v1/invitations/accept", &key(&offer), body(&offer))
            .await?;
        if answer.status == StatusCode::CREATED {
            return Ok(true);
        }
        Err(format!("not accepted: {} {}", answer.status, answer.text()).into())
    }
}

fn key(offer: &Offer) -> String {
    format!("measured-{}", offer.number)
}

fn body(offer: &Offer) -> String {
    serde_json::json!({ "token": offer.token, "email": offer.email(), "name": offer.name() }).to_string()
}

fn admin() -> UserId {
    UserId(Of::Manager.id(1_000_000 + OURS))
}

/// The organization's manager becomes an admin with a key.
async fn give_key(place: &Place) -> Try<()> {
    let (id, now) = (Of::Organization.id(OURS), place.portal.now());
    let mut roles = Rows::of("user_role", "id, organization_id, user_id, role, created_at");
    let role = Of::Role.id(20_000_000 + OURS);
    roles.add(vec![
        role.into(),
        id.into(),
        admin().0.into(),
        "admin".into(),
        now.into(),
    ]);
    roles.insert(place.writer()).await?;
    let mut keys = Rows::of(
        "api_key",
        "id, organization_id, user_id, name, prefix, secret_hash, scopes, shown_to, created_at, updated_at",
    );
    keys.add(vec![
        Of::Role.id(30_000_000 + OURS).into(),
        id.into(),
        admin().0.into(),
        "Front end".into(),
        SECRET[..11].into(),
        secrets::hash(SECRET).into(),
        "invitations:accept".into(),
        "".into(),
        now.into(),
        now.into(),
    ]);
    keys.insert(place.writer()).await
}

/// The statements of one acceptance; one before it makes what is made once.
async fn traced(place: &Place, spare: &[Offer]) -> Try<Vec<Step>> {
    let actor = Actor {
        organization: OrganizationId(Of::Organization.id(OURS)),
        user: admin(),
        role: Role::Admin,
        source: format!("API key {} from 127.0.0.1", &SECRET[..11]),
    };
    let mut last = Vec::new();
    for offer in spare {
        let act = async {
            let tx = place.portal.begin().await?;
            let (key, email, name) = (key(offer), offer.email(), offer.name());
            vouched::accept(&tx, &actor, &key, &offer.token, &email, &name).await?;
            Ok(tx.commit().await?)
        };
        ((), last) = place.recorder.during(act).await?;
    }
    Ok(last)
}

/// The number of statements of a whole call.
async fn asked(place: &Place, offer: &Offer) -> Try<usize> {
    let request = Request::post("/api/v1/invitations/accept")
        .header(header::HOST, place.home.host())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {SECRET}"))
        .header("idempotency-key", key(offer))
        .body(Body::from(body(offer)))?;
    let act = async {
        let answer = place.service.clone().oneshot(request).await?;
        if answer.status() == StatusCode::CREATED {
            return Ok(());
        }
        Err(format!("an acceptance answers {}", answer.status()).into())
    };
    Ok(place.recorder.during(act).await?.1.len())
}
