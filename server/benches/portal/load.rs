//! Work done over and over by many at once, and how long each turn took.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::common::Try;

/// One of those who work.
pub trait Worker: Send + 'static {
    /// One turn; false where nothing is left to do.
    fn turn(&mut self) -> impl Future<Output = Try<bool>> + Send;

    /// Before each turn; its time is not counted among the turns'.
    fn rest(&mut self) -> impl Future<Output = ()> + Send {
        async {}
    }
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    turns: Vec<Duration>,
    wall: Duration,
}

impl Pace {
    pub fn per_second(&self) -> f64 {
        self.turns.len() as f64 / self.wall.as_secs_f64()
    }

    /// The longest of the shortest `part` of all turns, in milliseconds: 0.5 is the median.
    pub fn millis(&self, part: f64) -> f64 {
        let mut turns = self.turns.clone();
        turns.sort_unstable();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the list"
        )]
        let at = ((turns.len() as f64 * part) as usize).min(turns.len().saturating_sub(1));
        turns.get(at).map_or(f64::NAN, |turn| turn.as_secs_f64() * 1e3)
    }

    /// Both, as if one had followed the other.
    pub fn and(mut self, other: Self) -> Self {
        self.turns.extend(other.turns);
        self.wall += other.wall;
        self
    }
}

/// Everybody works until the time is over or nothing is left; answers their pace, and gives them back.
pub async fn work<W: Worker>(workers: Vec<W>, span: Duration) -> Try<(Pace, Vec<W>)> {
    let mut crew = JoinSet::new();
    let began = Instant::now();
    for mut worker in workers {
        crew.spawn(async move {
            let mut turns = Vec::new();
            while began.elapsed() < span {
                worker.rest().await;
                let turn = Instant::now();
                if !worker.turn().await? {
                    break;
                }
                turns.push(turn.elapsed());
            }
            Try::Ok((worker, turns))
        });
    }
    let mut pace = Pace::default();
    let mut back = Vec::new();
    while let Some(done) = crew.join_next().await {
        let (worker, turns) = done??;
        pace.turns.extend(turns);
        back.push(worker);
    }
    pace.wall = began.elapsed();
    Ok((pace, back))
}
