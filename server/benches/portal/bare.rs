//! The limit of a page: a bare axum handler that runs the page's own statements through the same kind of connection
//! and answers a ready string of the page's size. It is a child process, as the portal is.

use std::{
    collections::BTreeMap,
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Path, State},
    http::{Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use lectern_domain::database::Databases;
use lectern_server::router;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tower::ServiceExt;

use crate::{
    common::{
        Try,
        child::{Home, Served},
    },
    place,
    trace::{Recorder, Step},
};

/// The argument that makes this program the bare server.
pub const ARGUMENT: &str = "--bare";

/// A page as somebody with a session sees it: its statements and its size.
#[derive(Debug)]
pub struct Seen {
    pub steps: Vec<Step>,
    pub bytes: usize,
}

/// Opens `path` with each session in this process and writes down what it takes.
pub async fn look(home: &Home, path: &str, sessions: &[String], gzip: bool) -> Try<Vec<Seen>> {
    let recorder = Recorder::default();
    let (portal, storage) = place::open(home, &recorder).await?;
    let service = router::build(&place::config(home), &portal, &storage);
    let mut seen = Vec::new();
    for session in sessions {
        let request = Request::get(path)
            .header(header::HOST, home.host())
            .header(header::ACCEPT_ENCODING, if gzip { "gzip" } else { "identity" })
            .header(header::COOKIE, format!("lectern={session}"))
            .body(Body::empty())?;
        let (body, steps) = recorder
            .during(async {
                let answer = service.clone().oneshot(request).await?;
                if answer.status() != StatusCode::OK {
                    return Err(format!("{path} answers {}", answer.status()).into());
                }
                Ok(to_bytes(answer.into_body(), usize::MAX).await?)
            })
            .await?;
        seen.push(Seen {
            steps,
            bytes: body.len(),
        });
    }
    portal.databases().reader.clone().close().await?;
    portal.databases().writer.clone().close().await?;
    Ok(seen)
}

/// Starts this program as the bare server of a home, on a port of its own.
pub async fn start(home: &Home, path: &str, sessions: &[String]) -> Try<(Home, Served)> {
    let mut bare = Home::new(&home.folder, home.database.clone())?;
    fs::write(home.folder.join("sessions"), sessions.join("\n"))?;
    let mut command = Command::new(env::current_exe()?);
    command
        .args([ARGUMENT, path])
        .env("BARE_FOLDER", &home.folder)
        .env("BARE_DATABASE", &home.database)
        .env("BARE_PORTAL", home.port.to_string())
        .env("BARE_PORT", bare.port.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let began = Instant::now();
    let mut served = Served::new(command.spawn()?);
    served.first_answer(&bare, "/plain/0", began).await?;
    bare.folder.clone_from(&home.folder);
    Ok((bare, served))
}

#[derive(Clone, Debug)]
struct Bare {
    reader: DatabaseConnection,
    pages: Arc<BTreeMap<String, Page>>,
}

#[derive(Debug)]
struct Page {
    statements: Vec<Statement>,
    ready: Bytes,
}

/// What the child does.
pub async fn serve(path: &str) -> Try<()> {
    let home = Home {
        folder: PathBuf::from(env::var("BARE_FOLDER")?),
        database: env::var("BARE_DATABASE")?,
        port: env::var("BARE_PORTAL")?.parse()?,
    };
    let sessions: Vec<String> = fs::read_to_string(home.folder.join("sessions"))?
        .lines()
        .map(str::to_owned)
        .collect();
    let mut pages = BTreeMap::new();
    for (name, gzip) in [("plain", false), ("gzip", true)] {
        for (number, seen) in look(&home, path, &sessions, gzip).await?.into_iter().enumerate() {
            let statements = seen.steps.into_iter().map(|step| step.statement).collect();
            let ready = Bytes::from(vec![b'x'; seen.bytes]);
            pages.insert(format!("{name}/{number}"), Page { statements, ready });
        }
    }
    let bare = Bare {
        reader: Databases::connect(&home.database).await?.reader,
        pages: Arc::new(pages),
    };
    let port: u16 = env::var("BARE_PORT")?.parse()?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let service = Router::new().route("/{kind}/{number}", get(answer)).with_state(bare);
    Ok(axum::serve(listener, service).await?)
}

async fn answer(State(bare): State<Bare>, Path((kind, number)): Path<(String, String)>) -> Response {
    let Some(page) = bare.pages.get(&format!("{kind}/{number}")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    for statement in &page.statements {
        if bare.reader.query_all_raw(statement.clone()).await.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.ready.clone()).into_response()
}
