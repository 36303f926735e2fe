//! (a) *My courses* against a bare handler, and (g) pages in a small and in a large database.

use crate::{
    bare,
    bulk::Of,
    common::{Try, child::Home, http::Client},
    load::{Pace, Worker, work},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    world::World,
};

const MY_COURSES: &str = "/learner/courses";
/// Connections of (a), each with a learner of its own.
const CONNECTIONS: u64 = 16;

struct Reader {
    client: Client,
    path: String,
}

impl Worker for Reader {
    async fn turn(&mut self) -> Try<bool> {
        self.client.get(&self.path).await?.good()?;
        Ok(true)
    }
}

/// (a): the portal and the bare handler by turns, so that what else the machine does meets both.
pub async fn my_courses(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let sessions = world.learners_in(place, CONNECTIONS).await?;
    let portal = place.home.serve().await?;
    let (bare, bare_served) = bare::start(&place.home, MY_COURSES, &sessions).await?;
    for (gzip, name) in [(false, "plain"), (true, "gzip")] {
        let seen = bare::look(&place.home, MY_COURSES, &sessions[..1], gzip).await?;
        let (statements, bytes) = (seen[0].steps.len(), seen[0].bytes);
        let (mut ours, mut limit) = (Pace::default(), Pace::default());
        for round in 0..3 {
            let (mut portal_readers, mut bare_readers) = (Vec::new(), Vec::new());
            for (number, session) in sessions.iter().enumerate() {
                let visit = place.home.visit().await?.with_session(session);
                let client = if gzip { visit.with_gzip() } else { visit };
                portal_readers.push(Reader {
                    client,
                    path: MY_COURSES.into(),
                });
                bare_readers.push(Reader {
                    client: bare.visit().await?,
                    path: format!("/{name}/{number}"),
                });
            }
            // The first round only warms up.
            let span = if round == 0 { size.span / 4 } else { size.span / 2 };
            let (a, _) = work(portal_readers, span).await?;
            let (b, _) = work(bare_readers, span).await?;
            if round > 0 {
                (ours, limit) = (ours.and(a), limit.and(b));
            }
        }
        let how = if gzip {
            "compressed, as browsers ask for it"
        } else {
            "as it is"
        };
        report.say(Line {
            part: "a",
            kind: Some(place.kind),
            what: format!("My courses, 20 registrations, {how}"),
            unit: "req/s",
            measured: ours.per_second(),
            limit: limit.per_second(),
            aim: Aim::AtLeast(0.5),
            note: format!(
                "{CONNECTIONS} connections; {statements} statements, {bytes} bytes; median {:.2} ms, p99 {:.2} ms (bare {:.2}, {:.2})",
                ours.millis(0.5),
                ours.millis(0.99),
                limit.millis(0.5),
                limit.millis(0.99)
            ),
        });
    }
    let memory = portal.memory();
    drop((portal, bare_served));
    if let Some((now, _)) = memory {
        report.say(Line {
            part: "e",
            kind: Some(place.kind),
            what: "memory after the load of (a)".into(),
            unit: "MB",
            measured: now as f64 / 1e6,
            limit: 80.0,
            aim: Aim::None,
            note: String::new(),
        });
    }
    Ok(())
}

/// (g): the same page in two databases by turns, one connection.
pub async fn sizes(report: &mut Report, small: (&Place, &World), large: (&Place, &World), size: &Size) -> Try<()> {
    let (few, many) = (small.1.learners * 20, large.1.learners * 20);
    let _portals = [small.0.home.serve().await?, large.0.home.serve().await?];
    let learners = [
        one(small.1.learners_in(small.0, 1).await?)?,
        one(large.1.learners_in(large.0, 1).await?)?,
    ];
    let managers = [
        small.1.manager_in(small.0, false).await?,
        large.1.manager_in(large.0, false).await?,
    ];
    let homes = [&small.0.home, &large.0.home];
    let list = format!("/manager/courses/{}/learners", Of::Course.id(0));
    let mut compare = Compare {
        part: "g",
        report,
        size,
        place: small.0,
    };
    let what = format!("My courses with {many} registrations, against {few}");
    compare
        .say(
            what,
            homes,
            [(MY_COURSES, &learners[0]), (MY_COURSES, &learners[1])],
            Aim::AtMost(1.5),
        )
        .await?;
    let what = format!("a manager's 50 learners with {many} registrations, against {few}");
    compare
        .say(
            what,
            homes,
            [(&list, &managers[0]), (&list, &managers[1])],
            Aim::AtMost(1.5),
        )
        .await?;
    if let Some(course) = large.1.crowded {
        let crowd = large.1.manager_in(large.0, true).await?;
        let path = format!("/manager/courses/{course}/learners");
        let what = "the first 50 of a manager's 10,000 learners, against 50".to_owned();
        compare
            .say(what, homes, [(&list, &managers[0]), (&path, &crowd)], Aim::None)
            .await?;
        let end = format!("{path}?page=200");
        let what = "the last 50 of a manager's 10,000 learners, against 50".to_owned();
        compare
            .say(what, homes, [(&list, &managers[0]), (&end, &crowd)], Aim::None)
            .await?;
    }
    Ok(())
}

fn one(mut sessions: Vec<String>) -> Try<String> {
    sessions.pop().ok_or_else(|| "nobody was signed in".into())
}

/// Two pages by turns, one connection each.
pub struct Compare<'a> {
    pub part: &'static str,
    pub report: &'a mut Report,
    pub size: &'a Size,
    pub place: &'a Place,
}

impl Compare<'_> {
    /// The second page's median against the first's.
    pub async fn say(&mut self, what: String, homes: [&Home; 2], asked: [(&str, &String); 2], aim: Aim) -> Try<()> {
        let mut readers = Vec::new();
        for (home, (path, session)) in homes.into_iter().zip(asked) {
            readers.push(Reader {
                client: home.visit().await?.with_session(session),
                path: path.to_owned(),
            });
        }
        let mut paces = [Pace::default(), Pace::default()];
        for round in 0..9 {
            let mut kept = Vec::new();
            for (pace, reader) in paces.iter_mut().zip(readers) {
                let (more, back) = work(vec![reader], self.size.span / 16).await?;
                if round > 0 {
                    *pace = std::mem::take(pace).and(more);
                }
                kept.extend(back);
            }
            readers = kept;
        }
        let [few, many] = &paces;
        self.report.say(Line {
            part: self.part,
            kind: Some(self.place.kind),
            what,
            unit: "ms",
            measured: many.millis(0.5),
            limit: few.millis(0.5),
            aim,
            note: format!(
                "medians, one connection; p99 {:.2} ms, against {:.2} ms",
                many.millis(0.99),
                few.millis(0.99)
            ),
        });
        Ok(())
    }
}
