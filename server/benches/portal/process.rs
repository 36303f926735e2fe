//! (e) Start, memory at rest and memory after a large upload.

use std::{io, time::Duration};

use bytes::Bytes;
use flate2::Crc;
use futures::stream;
use http::Method;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;

use crate::{
    common::{Try, child::Served, dice::Dice, http::Body, pause},
    place::Place,
    report::{Aim, Line, Report},
    send::median,
    size::Size,
    world::World,
};

/// Bytes made at once.
const PIECE: usize = 1 << 20;
const BOUNDARY: &str = "measured-0123456789";

/// (e) on an existing database.
pub async fn process(report: &mut Report, place: &Place, world: &World, size: &Size) -> Try<()> {
    let mut starts = Vec::new();
    for _ in 0..size.starts {
        starts.push(place.home.serve().await?.took.as_secs_f64());
    }
    let mut say = |what: &str, unit, measured, limit, note: String| {
        report.say(Line {
            part: "e",
            kind: Some(place.kind),
            what: what.to_owned(),
            unit,
            measured,
            limit,
            aim: Aim::AtMost(1.0),
            note,
        });
    };
    let worst = starts.iter().copied().fold(0.0, f64::max);
    let note = format!("median of {}, worst {worst:.3} s; the limit is the aim", size.starts);
    say("from the start to the first page", "s", median(starts), 0.5, note);
    let session = world.ada_in(place).await?;
    let served = place.home.serve().await?;
    pause(Duration::from_secs(2)).await;
    let Some(idle) = memory(&served) else {
        println!("   memory is not measured here: this system does not tell it");
        return Ok(());
    };
    say(
        "memory at rest",
        "MB",
        idle.0,
        80.0,
        "resident, 2 s after the start and one page; the limit is the aim".into(),
    );
    let mut ada = place.home.visit().await?.with_session(&session);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let began = std::time::Instant::now();
    let sent = ada
        .send(Method::POST, "/admin/courses/upload", Some(&kind), upload(size.upload))
        .await?;
    sent.done()?;
    let took = began.elapsed().as_secs_f64();
    pause(Duration::from_secs(1)).await;
    let after = memory(&served).unwrap_or_default();
    let note = format!("uploaded and unpacked in {took:.1} s; the limit is the aim");
    say(
        &format!("memory after an upload of {} MB, more than before", size.upload),
        "MB",
        after.0 - idle.0,
        150.0,
        note,
    );
    let note = "the highest at any moment of it; the limit is the aim".to_owned();
    say(
        &format!("memory during an upload of {} MB, more than before", size.upload),
        "MB",
        after.1 - idle.0,
        150.0,
        note,
    );
    Ok(())
}

/// Resident megabytes: now, and at their highest.
fn memory(served: &Served) -> Option<(f64, f64)> {
    let (now, high) = served.memory()?;
    Some((now as f64 / 1e6, high as f64 / 1e6))
}

/// The form with a package of one page and one incompressible file, made while it is sent.
fn upload(megabytes: u64) -> Body {
    let pieces = usize::try_from(megabytes).unwrap_or(1);
    let mut archive = Archive::default();
    let mut crc = Crc::new();
    let mut piece = vec![0; PIECE];
    let mut dice = Dice::new(1);
    for _ in 0..pieces {
        dice.fill(&mut piece);
        crc.update(&piece);
    }
    let page = b"<!doctype html><title>Large</title><p>A large course.";
    let mut page_crc = Crc::new();
    page_crc.update(page);
    let mut head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.zip\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    )
    .into_bytes();
    head.extend(archive.file("index.html", page_crc.sum(), page.len()));
    head.extend(page);
    head.extend(archive.file("film.bin", crc.sum(), pieces * PIECE));
    let mut tail = archive.end();
    tail.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    let mut again = Dice::new(1);
    let film = (0..pieces).map(move |_| {
        let mut piece = vec![0; PIECE];
        again.fill(&mut piece);
        Bytes::from(piece)
    });
    let all = std::iter::once(Bytes::from(head))
        .chain(film)
        .chain(std::iter::once(Bytes::from(tail)));
    StreamBody::new(stream::iter(all.map(|bytes| io::Result::Ok(Frame::data(bytes))))).boxed_unsync()
}

/// A zip archive of stored files (APPNOTE 4.3).
#[derive(Debug, Default)]
struct Archive {
    at: usize,
    directory: Vec<u8>,
    files: u16,
}

impl Archive {
    /// The header of a file whose `bytes` follow.
    fn file(&mut self, name: &str, crc: u32, bytes: usize) -> Vec<u8> {
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        common.extend(crc.to_le_bytes());
        let size = u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
        common.extend([size, size].concat());
        common.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
        common.extend([0, 0]);
        let header = [b"PK\x03\x04", &common[..], name.as_bytes()].concat();
        self.directory.extend([b"PK\x01\x02", &[20, 0][..], &common].concat());
        self.directory.extend([0; 10]);
        self.directory
            .extend(u32::try_from(self.at).unwrap_or(u32::MAX).to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.at += header.len() + bytes;
        self.files += 1;
        header
    }

    /// The central directory.
    fn end(self) -> Vec<u8> {
        let mut end = self.directory;
        let (size, at, files) = (end.len(), self.at, self.files.to_le_bytes());
        end.extend(b"PK\x05\x06\0\0\0\0");
        end.extend([files, files].concat());
        end.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
        end.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
        end.extend([0, 0]);
        end
    }
}
