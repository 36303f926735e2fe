//! (d) A batch of 1,000 invitations over HTTP against its own statements in one raw transaction.

use std::time::Instant;

use lectern_contract::CourseId;
use lectern_domain::invitations::send::{SendForm, send};

use crate::{
    common::Try,
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    trace::{Plan, Swap},
    world::World,
};

/// Invitations in one form: as many as it takes.
const BATCH: usize = 1_000;

/// (d): the admin invites; the credits are the pool's.
pub async fn batches(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let session = world.ada_in(place).await?;
    let (course, mut measured) = (world.forklift.to_string(), Vec::new());
    let served = place.home.serve().await?;
    let mut ada = place.home.visit().await?.with_session(&session);
    for number in 0..size.batches {
        let name = format!("web{number:03}");
        let form = [
            ("course", course.as_str()),
            ("addresses", &addresses(&name)),
            ("message", MESSAGE),
            ("key", &key(&name)),
        ];
        let began = Instant::now();
        ada.post("/do/send-invitations", &form).await?.done()?;
        measured.push(began.elapsed().as_secs_f64());
    }
    drop(served);
    let form = SendForm {
        addresses: addresses("taken"),
        message: MESSAGE.into(),
    };
    let act = async {
        let tx = place.portal.begin().await?;
        send(&tx, &world.ada, &key("taken"), CourseId(world.forklift), form).await?;
        Ok(tx.commit().await?)
    };
    let ((), steps) = place.recorder.during(act).await?;
    let (databases, _housekeeping) = place.connect().await?;
    let mut limit = Vec::new();
    for number in 0..size.batches {
        let name = format!("raw{number:03}");
        let words = vec![(domain("taken"), domain(&name)), (key("taken"), key(&name))];
        let plan = Plan::new(
            &steps,
            Swap {
                words,
                ..Swap::default()
            },
        );
        let began = Instant::now();
        plan.run(&databases).await?;
        limit.push(began.elapsed().as_secs_f64());
    }
    report.say(Line {
        part: "d",
        kind: Some(place.kind),
        what: format!("invitations sent in a batch of {BATCH}"),
        unit: "/s",
        measured: BATCH as f64 / median(measured),
        limit: BATCH as f64 / median(limit),
        aim: Aim::None,
        note: format!(
            "{} statements in one transaction; medians of {}",
            steps.len(),
            size.batches
        ),
    });
    Ok(())
}

const MESSAGE: &str = "Please finish this before your first shift.\nAsk me if something is not clear.";

fn addresses(name: &str) -> String {
    let list: Vec<String> = (0..BATCH)
        .map(|number| format!("person-{number:04}@{}", domain(name)))
        .collect();
    list.join("\n")
}

fn domain(name: &str) -> String {
    format!("{name}.batch.example")
}

fn key(name: &str) -> String {
    format!("bench-batch-{name}")
}

/// The middle one.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
