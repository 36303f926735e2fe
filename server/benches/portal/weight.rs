//! (f) What a browser loads: compressed bytes of pages, style, scripts and wasm, as they are sent.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use http::header;

use crate::{
    bulk::Of,
    common::{
        Try,
        http::{Answer, Client},
    },
    place::Place,
    report::{Aim, Line, Report},
    world::World,
};

/// (f): the sign-in page, *My courses*, and the player with the page around it.
pub async fn weigh(report: &mut Report, place: &Place, world: &World) -> Try<()> {
    let served = place.home.serve().await?;
    let session = world.learners_in(place, 1).await?;
    let session = session.first().ok_or("nobody was signed in")?;
    let mut anybody = place.home.visit().await?.with_gzip();
    let mut learner = place.home.visit().await?.with_gzip().with_session(session);
    let mut content = place.home.visit_content().await?.with_gzip();
    let mut scale = Scale { report };

    let page = scale.weigh(&mut anybody, "/sign-in", "sign-in, HTML", None).await?;
    let page = page.ok_or("no sign-in page")?;
    scale
        .weigh(
            &mut learner,
            "/learner/courses",
            "My courses with 20 registrations, HTML",
            None,
        )
        .await?;
    let registration = Of::Registration.id(0).to_string();
    let launched = learner
        .post("/do/launch", &[("registration", &registration)])
        .await?
        .done()?;
    let around = launched.location().to_owned();
    let token = around.rsplit('/').next().unwrap_or_default();
    scale
        .weigh(&mut learner, &around, "the page around the player, HTML", None)
        .await?;
    let player = scale
        .weigh(&mut content, &format!("/p/{token}/"), "the player, HTML", None)
        .await?
        .unwrap_or_default();
    for (mark, what, aim) in [
        ("href=\"/assets/", "style of every page, CSS", Some(20_000)),
        (
            "data-wasm=\"/assets/",
            "islands, wasm (pages with an island only)",
            Some(120_000),
        ),
        ("data-js=\"/assets/", "islands' loader, script", None),
    ] {
        let Some(address) = address(&page, mark) else { continue };
        scale.weigh(&mut anybody, &address, what, aim).await?;
    }
    for (mark, what, aim) in [
        ("src=\"/assets/", "the player, script", None),
        ("href=\"/assets/", "the player, CSS", Some(20_000)),
    ] {
        let Some(address) = address(&player, mark) else {
            continue;
        };
        scale.weigh(&mut content, &address, what, aim).await?;
    }
    drop(served);
    Ok(())
}

fn address(page: &str, mark: &str) -> Option<String> {
    let rest = page.split_once(mark)?.1;
    Some(format!("/assets/{}", rest.split('"').next()?))
}

struct Scale<'a> {
    report: &'a mut Report,
}

impl Scale<'_> {
    /// Says the weight and answers the text; none where there is no such file.
    async fn weigh(&mut self, client: &mut Client, path: &str, what: &str, aim: Option<u32>) -> Try<Option<String>> {
        let answer = client.get(path).await?;
        if !answer.status.is_success() {
            println!("f  {what}: not there; built without what the browser loads (.ci/site.sh)");
            return Ok(None);
        }
        let (bytes, note) = packed(&answer)?;
        self.report.say(Line {
            part: "f",
            kind: None,
            what: what.to_owned(),
            unit: "kB",
            measured: bytes as f64 / 1e3,
            limit: aim.map_or(f64::NAN, |aim| f64::from(aim) / 1e3),
            aim: aim.map_or(Aim::None, |_| Aim::AtMost(1.0)),
            note,
        });
        Ok(Some(plain(&answer)?))
    }
}

/// Compressed bytes, and a word where the portal did not compress them.
fn packed(answer: &Answer) -> Try<(usize, String)> {
    if answer.headers.contains_key(header::CONTENT_ENCODING) {
        return Ok((answer.body.len(), String::new()));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&answer.body)?;
    let packed = encoder.finish()?.len();
    Ok((
        packed,
        format!(
            "sent as it is, {} bytes; the figure is what compressing it would give",
            answer.body.len()
        ),
    ))
}

fn plain(answer: &Answer) -> Try<String> {
    if !answer.headers.contains_key(header::CONTENT_ENCODING) {
        return Ok(answer.text());
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&answer.body[..]), &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
