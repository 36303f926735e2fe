//! (j) Credits that move: allocations over HTTP against their own statements in raw transactions, and orders that are
//! marked as paid. Each is linked to the chain, whose end is one row for the whole organization.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use lectern_contract::{CourseId, money::Currency, orders::Provider};
use lectern_domain::{
    credits,
    orders::{
        place::{self, PlaceForm},
        price::{self, PriceForm},
        quote::quote,
    },
};

use crate::{
    accept::Raw,
    common::{Try, http::Client},
    load::{Pace, Worker, work},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    trace::{Plan, Swap},
    world::World,
};

/// Connections, and tasks of the raw transactions.
const AT_ONCE: u64 = 8;
/// For longer than any measurement.
const PATIENCE: Duration = Duration::from_mins(10);

/// (j): one organization, whose pool pays for everything.
pub async fn spend(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let session = world.ada_in(place).await?;
    let course = CourseId(world.forklift);
    let form = |number: u64| {
        vec![
            ("course", course.to_string()),
            ("amount", "1".into()),
            ("key", key(number)),
        ]
    };
    let forms = (0..size.spent).map(form).collect();
    let ours = post(place, &session, "/do/allocate-credits", forms).await?;
    let allocate = async {
        let tx = place.portal.begin().await?;
        credits::allocate(&tx, &world.ada, "bench/allocate", course, 1).await?;
        Ok(tx.commit().await?)
    };
    let ((), steps) = place.recorder.during(allocate).await?;
    let plans: VecDeque<Plan> = (0..size.spent).map(|_| Plan::new(&steps, Swap::default())).collect();
    let (databases, plans) = (place.connect().await?, Arc::new(Mutex::new(plans)));
    let workers = (0..AT_ONCE).map(|_| Raw::new(&databases, &plans)).collect();
    let (raw, _) = work(workers, PATIENCE).await?;
    let what = format!("allocations from one pool, {AT_ONCE} connections");
    let note = format!("{} statements", steps.len());
    say(report, place, what, &ours, raw.per_second(), &note);

    let orders = orders(place, world, size.spent).await?;
    let form = |order: &String| vec![("order", order.clone()), ("key", format!("bench/paid/{order}"))];
    let forms = orders.iter().map(form).collect();
    let paid = post(place, &session, "/do/mark-order-paid", forms).await?;
    let what = format!("orders marked as paid, {AT_ONCE} connections");
    say(report, place, what, &paid, f64::NAN, "");
    Ok(())
}

fn key(number: u64) -> String {
    format!("bench/allocate/{number}")
}

fn say(report: &mut Report, place: &Place, what: String, ours: &Pace, limit: f64, note: &str) {
    report.say(Line {
        part: "j",
        kind: Some(place.kind),
        what,
        unit: "/s",
        measured: ours.per_second(),
        limit,
        aim: if limit.is_nan() { Aim::None } else { Aim::AtLeast(0.5) },
        note: format!(
            "p99 {:.0} ms, worst {:.0} ms {note}",
            ours.millis(0.99),
            ours.millis(1.0)
        ),
    });
}

/// Forms of an act, posted by the admin over several connections.
struct Poster {
    client: Client,
    act: &'static str,
    forms: Arc<Vec<Vec<(&'static str, String)>>>,
    next: Arc<AtomicU64>,
}

impl Worker for Poster {
    async fn turn(&mut self) -> Try<bool> {
        let number = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed))?;
        let Some(form) = self.forms.get(number) else {
            return Ok(false);
        };
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.client.post(self.act, &form).await?.done()?;
        Ok(true)
    }
}

async fn post(place: &Place, session: &str, act: &'static str, forms: Vec<Vec<(&'static str, String)>>) -> Try<Pace> {
    let served = place.home.serve().await?;
    let (forms, next) = (Arc::new(forms), Arc::new(AtomicU64::new(0)));
    let mut workers = Vec::new();
    for _ in 0..AT_ONCE {
        workers.push(Poster {
            client: place.home.visit().await?.with_session(session),
            act,
            forms: forms.clone(),
            next: next.clone(),
        });
    }
    let (done, _) = work(workers, PATIENCE).await?;
    drop(served);
    Ok(done)
}

/// Open orders by invoice.
async fn orders(place: &Place, world: &World, count: u64) -> Try<Vec<String>> {
    let tx = place.portal.begin().await?;
    let text = |text: &str| text.to_owned();
    let form = PriceForm {
        currency: Currency::Eur,
        price: text("1.00"),
        tax_label: text("VAT"),
        tax: text("19"),
        seller: text("Lectern Sales"),
        seller_address: text("1 Harbor Street"),
        buyer_address: text("2 Mill Lane"),
        payment_note: text("Within 14 days"),
        terms: text("Credits are not given back."),
    };
    price::save(&tx, &world.ada, form).await?;
    tx.commit().await?;
    let quote = quote(place.portal.reader(), &world.ada, 1).await?;
    let mut orders = Vec::new();
    for number in 0..count {
        let form = PlaceForm {
            quantity: 1,
            terms_version: quote.terms.version,
            total_minor: quote.total.minor,
            accepted: true,
        };
        let tx = place.portal.begin().await?;
        let key = format!("bench/order/{number}");
        let order = place::place(&tx, &world.ada, &key, form, Provider::Invoice).await?;
        tx.commit().await?;
        orders.push(order.to_string());
    }
    Ok(orders)
}
