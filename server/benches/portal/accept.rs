//! (b) Acceptances over HTTP against the acceptance's own statements in raw transactions.
//!
//! People accept as somebody who is signed in: a new person's acceptance hashes a password, which is slow on
//! purpose and would be all that is measured.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use lectern_contract::{OrganizationId, Role, UserId};
use lectern_domain::{Actor, database::Databases, invitations::accept, secrets};
use tower::ServiceExt;

use crate::{
    bulk::Of,
    common::{Try, http::Client},
    load::{Worker, work},
    offers::{Filled, Offer, account},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    trace::{Plan, Step, Swap},
    vouched,
};

/// Connections, and tasks of the raw transactions.
pub const AT_ONCE: usize = 32;
/// Organizations of the spread measurement: each has its own held and consumed account, which every acceptance
/// in it changes.
const SPREAD: u64 = 8;
/// For longer than any measurement.
const PATIENCE: Duration = Duration::from_mins(10);

/// (b) on one hot pool and spread over several organizations.
pub async fn acceptances(report: &mut Report, place: &Place, size: &Size) -> Try<()> {
    let each = size.acceptances;
    let mut filled = Filled::default();
    let spare = filled.offers(place, &[0], 3).await?;
    let steps = traced(place, &spare[..2]).await?;
    let more = asked(place, &spare[2]).await?.saturating_sub(steps.len());
    let all: Vec<u64> = (1..=1 + SPREAD).collect();
    for (name, organizations) in [("one hot pool", &all[..1]), ("spread over 8 organizations", &all[1..])] {
        let ours = filled.offers(place, organizations, each).await?;
        let raw = filled.offers(place, organizations, each).await?;
        place.settle().await?;
        let served = place.home.serve().await?;
        let mut workers = Vec::new();
        for chunk in ours.chunks(ours.len().div_ceil(AT_ONCE)) {
            let client = place.home.visit().await?;
            workers.push(Acceptor {
                client: Some(client),
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
            what: format!("acceptances by people signed in, 32 connections, {name}"),
            unit: "/s",
            measured: measured.per_second(),
            limit: limit.per_second(),
            aim: Aim::AtLeast(0.5),
            note: format!(
                "{} statements in the act's transaction, {more} more in its request; p99 {:.0} ms, worst {:.0} ms (raw {:.0}, {:.0})",
                steps.len(),
                measured.millis(0.99),
                measured.millis(1.0),
                limit.millis(0.99),
                limit.millis(1.0)
            ),
        });
    }
    vouched::acceptances(report, place, size, &mut filled).await
}

struct Acceptor {
    client: Option<Client>,
    offers: VecDeque<Offer>,
}

impl Worker for Acceptor {
    async fn turn(&mut self) -> Try<bool> {
        let (Some(offer), Some(client)) = (self.offers.pop_front(), self.client.take()) else {
            return Ok(false);
        };
        let mut client = client.with_session(&offer.session);
        let form = [("token", offer.token.as_str()), ("page", "/")];
        client.post("/do/accept-invitation", &form).await?.done()?;
        self.client = Some(client);
        Ok(true)
    }
}

/// Runs plans from a common heap.
pub struct Raw {
    databases: Databases,
    plans: Arc<Mutex<VecDeque<Plan>>>,
}

impl Raw {
    pub fn new(databases: &Databases, plans: &Arc<Mutex<VecDeque<Plan>>>) -> Self {
        Self {
            databases: databases.clone(),
            plans: plans.clone(),
        }
    }
}

impl Worker for Raw {
    async fn turn(&mut self) -> Try<bool> {
        let plan = self.plans.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(plan) = plan else { return Ok(false) };
        plan.run(&self.databases).await?;
        Ok(true)
    }
}

/// The statements of one acceptance, taken down in this process; an acceptance before it makes what is made once.
async fn traced(place: &Place, spare: &[Offer]) -> Try<Vec<Step>> {
    let mut last = Vec::new();
    for offer in spare {
        let actor = Actor {
            organization: OrganizationId(Of::Organization.id(offer.organization)),
            user: UserId(offer.user()),
            role: Role::Learner,
            source: "127.0.0.1".into(),
        };
        let act = async {
            let tx = place.portal.begin().await?;
            accept::accept(&tx, &actor, &offer.token).await?;
            Ok(tx.commit().await?)
        };
        ((), last) = place.recorder.during(act).await?;
    }
    Ok(last)
}

/// The number of statements of a whole request that accepts: who asks, the act, and the session's new id.
async fn asked(place: &Place, offer: &Offer) -> Try<usize> {
    let request = Request::post("/do/accept-invitation")
        .header(header::HOST, place.home.host())
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, format!("lectern={}", offer.session))
        .body(Body::from(format!("token={}&page=%2F", offer.token)))?;
    let act = async {
        let answer = place.service.clone().oneshot(request).await?;
        if answer.status() == StatusCode::SEE_OTHER {
            return Ok(());
        }
        Err(format!("an acceptance answers {}", answer.status()).into())
    };
    Ok(place.recorder.during(act).await?.1.len())
}

/// What differs between two offers.
pub fn swap(from: &Offer, to: &Offer) -> Swap {
    let mut swap = Swap::default();
    let of = |offer: &Offer| {
        let mut ids = vec![
            Of::Organization.id(offer.organization),
            Of::Course.id(1_000 + offer.organization),
            Of::Manager.id(1_000_000 + offer.organization),
            offer.user(),
            Of::Invitation.id(offer.number),
            Of::Transaction.id(offer.number),
        ];
        ids.extend((0..4).map(|which| account(offer.organization, which)));
        ids
    };
    swap.ids = of(from).into_iter().zip(of(to)).collect();
    swap.words = vec![
        (secrets::hash(&from.token), secrets::hash(&to.token)),
        (from.email(), to.email()),
        (from.name(), to.name()),
    ];
    swap
}
