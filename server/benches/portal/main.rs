//! `make bench`: figures of the release build, each beside its limit, measured in the same run. The portal is the
//! real binary, a child process; so is the bare handler it is compared with. Who asks is this process, which shares
//! the machine with both.

#![allow(clippy::cast_precision_loss, reason = "figures are said with three digits")]

mod accept;
mod bare;
mod bulk;
mod chained;
#[allow(dead_code, reason = "each of the two programs uses its own part")]
#[path = "../common/mod.rs"]
mod common;
mod list;
mod load;
mod offers;
mod pages;
mod place;
mod players;
mod postings;
mod process;
mod report;
mod send;
mod size;
mod spend;
mod statements;
mod trace;
mod vouched;
mod weight;
mod world;

use std::{path::Path, process::ExitCode};

use lectern_domain::credits::verify::verify;

use common::{Try, database::Kind};
use place::Place;
use report::Report;
use size::Size;
use world::World;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    let done = runtime.map_err(Into::into).and_then(|runtime| match &arguments[1..] {
        [argument, path, ..] if argument == bare::ARGUMENT => runtime.block_on(bare::serve(path)),
        rest => runtime.block_on(measure(rest)),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the measurements ended: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Every figure, or those whose letters are among the arguments.
async fn measure(arguments: &[String]) -> Try<()> {
    let letters: String = arguments
        .iter()
        .filter(|text| !text.starts_with('-'))
        .map(String::as_str)
        .collect();
    let wanted = |letter: char| letters.is_empty() || letters.contains(letter);
    let size = Size::chosen();
    let mut report = Report::begin();
    for kind in Kind::all() {
        let place = Place::new(kind, "bench").await?;
        let world = World::fill(&place, 1_000, 0).await?;
        if wanted('f') && kind == Kind::Sqlite {
            weight::weigh(&mut report, &place, &world).await?;
        }
        if wanted('a') {
            pages::my_courses(&mut report, &place, &world, &size).await?;
        }
        if wanted('g') {
            let large = Place::new(kind, "bench_large").await?;
            let crowd = World::fill(&large, size.registrations, size.crowd).await?;
            pages::sizes(&mut report, (&place, &world), (&large, &crowd), &size).await?;
            large.leave().await?;
        }
        if wanted('b') {
            accept::acceptances(&mut report, &place, &size).await?;
        }
        if wanted('c') {
            players::commits(&mut report, &place, &world, &size).await?;
        }
        if wanted('d') {
            send::batches(&mut report, &place, &world, &size).await?;
        }
        if wanted('h') {
            list::list(&mut report, &place, &world, &size).await?;
        }
        if wanted('e') {
            process::process(&mut report, &place, &world, &size).await?;
        }
        if wanted('i') {
            let large = Place::new(kind, "bench_ledger").await?;
            statements::statements(&mut report, &large, &size).await?;
            large.leave().await?;
        }
        if wanted('j') {
            spend::spend(&mut report, &place, &world, &size).await?;
        }
        chained::relink(&place).await?;
        let mut ledger = verify(place.portal.reader()).await?;
        // What is filled in for a measurement is written past the acts, which would have noted it (L12).
        ledger.findings.retain(|finding| finding.rule != "L12");
        if !ledger.findings.is_empty() {
            return Err(format!("the ledger is not whole after the measurements: {:?}", ledger.findings).into());
        }
        place.leave().await?;
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .ok_or("the target folder has no name")?;
    report.keep(&target.join("bench.json"), size.quick)
}
