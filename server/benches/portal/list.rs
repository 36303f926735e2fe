//! (h) A list of 100,000 addresses: looked over, then sent by the job, and what that costs others meanwhile.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use http::{Method, header};
use http_body_util::{BodyExt, Full};

use crate::{
    common::{Try, child::Served, http::Client},
    load::{Pace, Worker, work},
    place::Place,
    report::{Aim, Line, Report},
    size::Size,
    world::World,
};

/// Rows a second that sending aims at on SQLite.
const AIM: f64 = 2_000.0;
/// Megabytes that a list may take more than before.
const MEGABYTES: f64 = 150.0;
/// How many times as long as idle a page's p99 may take meanwhile.
const SLOWER: f64 = 4.0;
/// For longer than any measurement.
const PATIENCE: Duration = Duration::from_mins(10);
const BOUNDARY: &str = "----lectern-list";

/// (h): the admin gives a list as a file; the credits are the pool's.
pub async fn list(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let session = world.ada_in(place).await?;
    let served = place.home.serve().await?;
    let mut ada = place.home.visit().await?.with_session(&session);
    let page = format!("/admin/courses/{}", world.forklift);
    ada.get(&page).await?.good()?;
    let other = Other {
        place,
        session: &session,
        page: &page,
    };
    let idle = other.looks(size.span).await?;
    let (before, _) = served.memory().unwrap_or_default();

    let (body, over) = (form(size.list)?, Arc::new(AtomicBool::new(false)));
    let giving = async {
        let began = Instant::now();
        let batch = give(&mut ada, world, body).await;
        let read = began.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        Try::Ok((batch?, read))
    };
    let ((batch, read), reading) = tokio::try_join!(giving, other.looks_until(&over, PATIENCE))?;
    let id = batch.rsplit('/').next().unwrap_or_default().to_owned();
    let form = [("batch", id.as_str()), ("shortage", "all"), ("key", "bench/list")];
    ada.post("/do/send-batch", &form).await?.done()?;
    let began = Instant::now();
    let mut sending = Pace::default();
    while ada.get(&batch).await?.good()?.headers.contains_key(header::REFRESH) {
        sending = sending.and(other.looks(Duration::from_secs(1)).await?);
    }
    let sent = began.elapsed().as_secs_f64();
    let mut say = |what: &str, unit, measured, limit, aim, note| {
        report.say(Line {
            part: "h",
            kind: Some(place.kind),
            what: what.to_owned(),
            unit,
            measured,
            limit,
            aim,
            note,
        });
    };
    let rows = size.list as f64;
    let what = format!("rows of a list of {} looked over", size.list);
    say(&what, "/s", rows / read, AIM, Aim::None, String::new());
    let what = "invitations sent by its job";
    say(what, "/s", rows / sent, AIM, Aim::AtLeast(1.0), String::new());
    for (what, busy) in [
        ("p99 of a page while a list is looked over, against idle", reading),
        ("p99 of a page while its job sends, against idle", sending),
    ] {
        let note = format!(
            "medians {:.2} ms, against {:.2} ms; worst {:.0} ms, against {:.0} ms",
            busy.millis(0.5),
            idle.millis(0.5),
            busy.millis(1.0),
            idle.millis(1.0)
        );
        let (busy, idle) = (busy.millis(0.99), idle.millis(0.99));
        say(what, "ms", busy, idle, Aim::AtMost(SLOWER), note);
    }
    if let Some(more) = more(&served, before) {
        let what = "memory at its highest, more than before";
        say(what, "MB", more, MEGABYTES, Aim::AtMost(1.0), String::new());
    }
    Ok(())
}

fn more(served: &Served, before: u64) -> Option<f64> {
    let (_, highest) = served.memory()?;
    Some(highest.saturating_sub(before) as f64 / 1e6)
}

/// The form with the list.
fn form(rows: u64) -> Try<String> {
    let mut body = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\nName;E-mail\r\n"
    );
    for row in 0..rows {
        write!(body, "Person {row};person-{row:06}@list.example\r\n")?;
    }
    write!(body, "\r\n--{BOUNDARY}--\r\n")?;
    Ok(body)
}

/// Gives the list, which is answered when it was looked over; answers the address of its batch.
async fn give(ada: &mut Client, world: &World, body: String) -> Try<String> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let path = format!("/admin/courses/{}/bulk/upload", world.forklift);
    let body = Full::new(body.into()).map_err(std::io::Error::other).boxed_unsync();
    let answer = ada.send(Method::POST, &path, Some(&kind), body).await?.done()?;
    Ok(answer.location().to_owned())
}

/// Somebody else, who looks at a page over and over.
struct Other<'a> {
    place: &'a Place,
    session: &'a str,
    page: &'a str,
}

impl Other<'_> {
    /// Looks for so long.
    async fn looks(&self, span: Duration) -> Try<Pace> {
        self.looks_until(&Arc::default(), span).await
    }

    /// Looks until it is over, and for so long at most.
    async fn looks_until(&self, over: &Arc<AtomicBool>, span: Duration) -> Try<Pace> {
        let looker = Looker {
            client: self.place.home.visit().await?.with_session(self.session),
            page: self.page.to_owned(),
            over: over.clone(),
        };
        Ok(work(vec![looker], span).await?.0)
    }
}

/// Their looks, one after the other.
struct Looker {
    client: Client,
    page: String,
    over: Arc<AtomicBool>,
}

impl Worker for Looker {
    async fn turn(&mut self) -> Try<bool> {
        if self.over.load(Ordering::Relaxed) {
            return Ok(false);
        }
        self.client.get(&self.page).await?.good()?;
        Ok(true)
    }
}
