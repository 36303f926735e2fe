//! (j) Credits that move: allocations, and orders that are marked as paid, over HTTP against their own statements in raw
//! transactions. Each is linked to the chain, whose end is one row for the whole organization.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use lectern_contract::{CourseId, OrderId, money::Currency, orders::Provider};
use lectern_domain::{
    credits,
    orders::{
        mark_paid::mark_paid,
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
    allocations(report, place, world, (&session, size.spent)).await?;
    payments(report, place, world, (&session, size.spent)).await
}

async fn allocations(report: &mut Report, place: &Place, world: &World, (session, count): (&str, u64)) -> Try<()> {
    let course = CourseId(world.forklift);
    let form = |number: u64| {
        vec![
            ("course", course.to_string()),
            ("amount", "1".into()),
            ("key", format!("bench/allocate/{number}")),
        ]
    };
    let ours = post(place, session, "/do/allocate-credits", (0..count).map(form).collect()).await?;
    let allocate = async {
        let tx = place.portal.begin().await?;
        credits::allocate(&tx, &world.ada, "bench/allocate", course, 1).await?;
        Ok(tx.commit().await?)
    };
    let ((), steps) = place.recorder.during(allocate).await?;
    let plans = (0..count).map(|_| Plan::new(&steps, Swap::default())).collect();
    let limit = raw(place, plans).await?;
    let what = format!("allocations from one pool, {AT_ONCE} connections");
    say(report, place, what, (&ours, &limit), steps.len());
    Ok(())
}

/// As many orders over HTTP as by statements, and before those one to take the statements down of.
async fn payments(report: &mut Report, place: &Place, world: &World, (session, count): (&str, u64)) -> Try<()> {
    let orders = orders(place, world, 2 * count + 1).await?;
    let (first, others) = orders.split_first().ok_or("no order was placed")?;
    let (posted, said) = others.split_at(usize::try_from(count)?);
    let key = |order: &OrderId| format!("bench/paid/{order}");
    let form = |order: &OrderId| vec![("order", order.to_string()), ("key", key(order))];
    let ours = post(place, session, "/do/mark-order-paid", posted.iter().map(form).collect()).await?;
    let pay = async {
        let tx = place.portal.begin().await?;
        mark_paid(&tx, &world.ada, &key(first), *first).await?;
        Ok(tx.commit().await?)
    };
    let ((), steps) = place.recorder.during(pay).await?;
    // Everything that no two orders share is named by the order's id, but for what is made anew.
    let swap = |order: &OrderId| Swap {
        ids: HashMap::from([(first.0, order.0)]),
        ..Swap::default()
    };
    let plans = said.iter().map(|order| Plan::new(&steps, swap(order))).collect();
    let limit = raw(place, plans).await?;
    let what = format!("orders marked as paid, {AT_ONCE} connections");
    say(report, place, what, (&ours, &limit), steps.len());
    Ok(())
}

/// Runs the plans in raw transactions.
async fn raw(place: &Place, plans: VecDeque<Plan>) -> Try<Pace> {
    let (databases, _housekeeping) = place.connect().await?;
    let plans = Arc::new(Mutex::new(plans));
    let workers = (0..AT_ONCE).map(|_| Raw::new(&databases, &plans)).collect();
    Ok(work(workers, PATIENCE).await?.0)
}

fn say(report: &mut Report, place: &Place, what: String, (ours, limit): (&Pace, &Pace), statements: usize) {
    report.say(Line {
        part: "j",
        kind: Some(place.kind),
        what,
        unit: "/s",
        measured: ours.per_second(),
        limit: limit.per_second(),
        aim: Aim::AtLeast(0.5),
        note: format!(
            "{statements} statements; p99 {:.0} ms, worst {:.0} ms (raw {:.0}, {:.0})",
            ours.millis(0.99),
            ours.millis(1.0),
            limit.millis(0.99),
            limit.millis(1.0)
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
async fn orders(place: &Place, world: &World, count: u64) -> Try<Vec<OrderId>> {
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
        orders.push(order);
    }
    Ok(orders)
}
