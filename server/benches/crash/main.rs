//! `make crash`: a mixed load over HTTP, `kill -9` at a random instant, and then: is the ledger whole, is everything
//! there that was acknowledged, is nothing there twice after it was sent again? Round after round on one database.
//!
//! `LECTERN_BENCH_ROUNDS` and `LECTERN_BENCH_SEED` choose how often and how the dice fall.

mod book;
mod look;
mod player;
mod scene;
mod work;

#[allow(dead_code, reason = "each of the two programs uses its own part")]
#[path = "../common/mod.rs"]
mod common;

use std::{process::ExitCode, str::FromStr, time::Duration};

use lectern_domain::clock::{Chance, SystemChance};

use common::{Try, child::Served, database::Kind, dice::Dice, pause};
use scene::Scene;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(all())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error}");
            ExitCode::FAILURE
        }
    }
}

async fn all() -> Try<()> {
    let chance = SystemChance.bytes();
    let seed =
        setting("SEED").unwrap_or_else(|| u64::from(u32::from_le_bytes([chance[0], chance[1], chance[2], chance[3]])));
    let rounds = setting("ROUNDS").unwrap_or(10);
    println!("{rounds} rounds, LECTERN_BENCH_SEED={seed}");
    for kind in Kind::all() {
        let mut scene = Scene::set(kind).await?;
        let done = rounds_on(&mut scene, rounds, Dice::new(seed)).await;
        if let Err(error) = done {
            let kept = scene.keep();
            return Err(format!("{kind}: {error}\n  the data folder is kept: {}", kept.display()).into());
        }
        scene.clear().await?;
    }
    Ok(())
}

fn setting<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(format!("LECTERN_BENCH_{name}")).ok()?.parse().ok()
}

async fn rounds_on(scene: &mut Scene, rounds: u64, mut dice: Dice) -> Try<()> {
    let mut served = scene.home.serve().await?;
    scene.furnish().await?;
    for round in 1..=rounds {
        let told = scene.book.len();
        let span = Duration::from_millis(dice.between(150, 1_500));
        work::until_killed(scene, &mut served, span, &mut dice).await?;
        verified(scene, "after the kill")?;
        let found = look::all_or_nothing(scene, told).await?;
        if dice.between(0, 3) == 0 {
            // Once more, while it starts.
            let mut starting = scene.home.start()?;
            pause(Duration::from_millis(dice.between(1, 200))).await;
            starting.kill()?;
        }
        served = scene.home.serve().await?;
        let again = work::again(scene, told, &mut dice).await?;
        look::everything(scene, told).await?;
        verified(scene, "after everything was sent again")?;
        println!(
            "  {:<10} {round:>3}: killed after {:>4} ms; {} acts, {} unanswered (of them {found} were done); {again} sent again; \
             whole",
            scene.kind.to_string(),
            span.as_millis(),
            scene.book.len() - told,
            scene.book.unanswered(told),
        );
        scene.book.settle();
    }
    look::everything(scene, 0).await?;
    let (acts, commits) = (scene.book.len(), scene.commits());
    println!("  {}: {acts} acts and {commits} commits, each there once", scene.kind);
    stop(served)
}

fn stop(mut served: Served) -> Try<()> {
    served.kill()
}

/// `lectern verify` finds nothing.
fn verified(scene: &Scene, when: &str) -> Try<()> {
    let output = scene.home.run(&["verify"])?;
    if output.status.success() {
        return Ok(());
    }
    let (said, cried) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    Err(format!("{when}, lectern verify says {}:\n{said}{cried}", output.status).into())
}
