//! (h) A list of 100,000 addresses: looked over, then sent by the job, and what that costs others meanwhile.

use std::{
    fmt::Write as _,
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
const BOUNDARY: &str = "----lectern-list";

/// (h): the admin gives a list as a file; the credits are the pool's.
pub async fn list(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let session = world.ada_in(place).await?;
    let served = place.home.serve().await?;
    let mut ada = place.home.visit().await?.with_session(&session);
    let page = format!("/admin/courses/{}", world.forklift);
    ada.get(&page).await?.good()?;
    let idle = watch(place, &session, &page, size.span).await?;
    let (before, _) = served.memory().unwrap_or_default();

    let began = Instant::now();
    let batch = give(&mut ada, world, size.list).await?;
    let read = began.elapsed().as_secs_f64();
    let id = batch.rsplit('/').next().unwrap_or_default().to_owned();
    let form = [("batch", id.as_str()), ("shortage", "all"), ("key", "bench/list")];
    ada.post("/do/send-batch", &form).await?.done()?;
    let began = Instant::now();
    let mut meanwhile = Pace::default();
    while ada.get(&batch).await?.good()?.headers.contains_key(header::REFRESH) {
        meanwhile = meanwhile.and(watch(place, &session, &page, Duration::from_secs(1)).await?);
    }
    let sent = began.elapsed().as_secs_f64();
    let line = |what: &str, unit, measured, limit, aim| Line {
        part: "h",
        kind: Some(place.kind),
        what: what.to_owned(),
        unit,
        measured,
        limit,
        aim,
        note: String::new(),
    };
    let rows = size.list as f64;
    let what = format!("rows of a list of {} looked over", size.list);
    report.say(line(&what, "/s", rows / read, AIM, Aim::None));
    report.say(line(
        "invitations sent by its job",
        "/s",
        rows / sent,
        AIM,
        Aim::AtLeast(1.0),
    ));
    let (idle, busy) = (idle.millis(0.99), meanwhile.millis(0.99));
    report.say(line(
        "p99 of a course's page meanwhile, against idle",
        "ms",
        busy,
        idle,
        Aim::None,
    ));
    if let Some(more) = more(&served, before) {
        report.say(line(
            "memory at its highest, more than before",
            "MB",
            more,
            MEGABYTES,
            Aim::AtMost(1.0),
        ));
    }
    Ok(())
}

fn more(served: &Served, before: u64) -> Option<f64> {
    let (_, highest) = served.memory()?;
    Some(highest.saturating_sub(before) as f64 / 1e6)
}

/// Gives the list; answers the address of its batch.
async fn give(ada: &mut Client, world: &World, rows: u64) -> Try<String> {
    let mut body = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\nName;E-mail\r\n"
    );
    for row in 0..rows {
        write!(body, "Person {row};person-{row:06}@list.example\r\n")?;
    }
    write!(body, "\r\n--{BOUNDARY}--\r\n")?;
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let path = format!("/admin/courses/{}/bulk/upload", world.forklift);
    let body = Full::new(body.into()).map_err(std::io::Error::other).boxed_unsync();
    let answer = ada.send(Method::POST, &path, Some(&kind), body).await?.done()?;
    Ok(answer.location().to_owned())
}

/// Somebody else's looks at a page, one after the other.
struct Looker {
    client: Client,
    page: String,
}

impl Worker for Looker {
    async fn turn(&mut self) -> Try<bool> {
        self.client.get(&self.page).await?.good()?;
        Ok(true)
    }
}

async fn watch(place: &Place, session: &str, page: &str, span: Duration) -> Try<Pace> {
    let looker = Looker {
        client: place.home.visit().await?.with_session(session),
        page: page.to_owned(),
    };
    Ok(work(vec![looker], span).await?.0)
}
