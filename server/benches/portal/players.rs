//! (c) Commits of 200 open players.

use std::time::Duration;

use lectern_domain::{
    database::Databases,
    runtime::commit::{self, Commit, Outcome},
};
use serde_json::json;

use crate::{
    bulk::Of,
    common::{Try, http::Client, pause},
    load::{Worker, work},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    trace::{Plan, Step, Swap},
    world::{COURSES, World},
};

/// Players that are open at once.
const PLAYERS: u64 = 200;
/// Between two commits of a learner who is reading, where the load is not as much as fits.
const READING: Duration = Duration::from_secs(2);

/// (c): as many commits as fit, and at the pace of people.
pub async fn commits(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let served = place.home.serve().await?;
    let players = open(place, world).await?;
    let (measured, players) = work(players, size.span).await?;
    let slow = players.into_iter().enumerate().map(|(number, player)| Slow {
        player,
        wait: READING * u32::try_from(number).unwrap_or(0) / u32::try_from(PLAYERS).unwrap_or(1),
    });
    let (calm, slow) = work(slow.collect(), size.span).await?;
    drop(served);
    let mut traces = Vec::new();
    for Slow { mut player, .. } in slow {
        traces.push(player.traced(place).await?);
    }
    let (databases, _housekeeping) = place.connect().await?;
    let raw = traces.iter().map(|steps| Raw {
        databases: databases.clone(),
        steps: steps.clone(),
        plan: None,
    });
    let (limit, _) = work(raw.collect(), size.span).await?;
    report.say(Line {
        part: "c",
        kind: Some(place.kind),
        what: format!("commits of {PLAYERS} open players, as many as fit"),
        unit: "/s",
        measured: measured.per_second(),
        limit: limit.per_second(),
        aim: Aim::None,
        note: format!(
            "{} statements; median {:.0} ms, p99 {:.0} ms, worst {:.0} ms (raw p99 {:.0} ms)",
            traces.first().map_or(0, Vec::len),
            measured.millis(0.5),
            measured.millis(0.99),
            measured.millis(1.0),
            limit.millis(0.99)
        ),
    });
    report.say(Line {
        part: "c",
        kind: Some(place.kind),
        what: format!("p99 of a commit, {PLAYERS} players that commit every 2 s"),
        unit: "ms",
        measured: calm.millis(0.99),
        limit: f64::NAN,
        aim: Aim::None,
        note: format!(
            "{:.0} commits/s; median {:.1} ms, worst {:.0} ms",
            calm.per_second(),
            calm.millis(0.5),
            calm.millis(1.0)
        ),
    });
    Ok(())
}

/// Launches registrations of several learners and opens their players.
async fn open(place: &Place, world: &World) -> Try<Vec<Player>> {
    let learners = world.learners.min(PLAYERS);
    let sessions = world.learners_in(place, learners).await?;
    let mut players = Vec::new();
    for number in 0..PLAYERS {
        let (learner, course) = (number % learners, number / learners);
        let session = &sessions[usize::try_from(learner)?];
        let mut portal = place.home.visit().await?.with_session(session);
        let registration = Of::Registration.id(learner * COURSES + course).to_string();
        let launched = portal
            .post("/do/launch", &[("registration", &registration)])
            .await?
            .done()?;
        let token = launched.location().rsplit('/').next().unwrap_or_default().to_owned();
        let mut client = place.home.visit_content().await?;
        client.get(&format!("/p/{token}/")).await?.good()?;
        players.push(Player {
            client,
            token,
            sequence: 0,
        });
    }
    Ok(players)
}

struct Player {
    client: Client,
    token: String,
    sequence: i64,
}

impl Player {
    /// What a course says after a page was turned.
    fn next(&mut self) -> String {
        self.sequence += 1;
        let (minutes, seconds) = (self.sequence / 60 % 60, self.sequence % 60);
        json!({
            "sequence": self.sequence,
            "item": "course",
            "session": 1,
            "elements": {
                "cmi.core.lesson_status": "incomplete",
                "cmi.core.lesson_location": self.sequence.to_string(),
                "cmi.core.session_time": format!("0000:{minutes:02}:{seconds:02}.00"),
                "cmi.core.score.raw": "40",
                "cmi.core.score.min": "0",
                "cmi.core.score.max": "100",
                "cmi.suspend_data": format!("{:0>900}", self.sequence),
            },
            "terminated": false,
            "sequencing": null,
            "current": "course",
        })
        .to_string()
    }

    /// The statements of one commit, taken down in this process.
    async fn traced(&mut self, place: &Place) -> Try<Vec<Step>> {
        let body = self.next();
        let said: Commit = serde_json::from_str(&body)?;
        let act = async {
            match commit::commit(&place.portal, &self.token, said, &body).await? {
                Outcome::Accepted { .. } => Ok(()),
                other => Err(format!("a commit was not taken: {other:?}").into()),
            }
        };
        Ok(place.recorder.during(act).await?.1)
    }
}

impl Worker for Player {
    async fn turn(&mut self) -> Try<bool> {
        let body = self.next();
        let path = format!("/p/{}/~lectern/commit", self.token);
        self.client.post_text(&path, "application/json", body).await?.good()?;
        Ok(true)
    }
}

/// A player whose learner reads; the waiting is not part of what is measured.
struct Slow {
    player: Player,
    wait: Duration,
}

impl Worker for Slow {
    async fn turn(&mut self) -> Try<bool> {
        self.player.turn().await
    }

    async fn rest(&mut self) {
        pause(self.wait).await;
        self.wait = READING;
    }
}

/// A player's statements in raw transactions, over and over.
struct Raw {
    databases: Databases,
    steps: Vec<Step>,
    plan: Option<Plan>,
}

impl Worker for Raw {
    async fn turn(&mut self) -> Try<bool> {
        if let Some(plan) = self.plan.take() {
            plan.run(&self.databases).await?;
        }
        Ok(true)
    }

    /// The next commit's row gets an id of its own; making the plan is not part of what is measured.
    async fn rest(&mut self) {
        self.plan = Some(Plan::new(&self.steps, Swap::default()));
    }
}
