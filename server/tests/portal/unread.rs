//! Who sends more than is read hears the answer all the same, and nobody sends for ever.

use std::{
    future::pending,
    io::Error,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, Method, header},
};
use futures::{StreamExt, stream};
use lectern_server::{connect, router, storage::Storage, times::Times};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::support::{
    Browser, House,
    upload::{beginning, end, kind},
};

const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(200);
const UPLOAD: &str = "/admin/courses/upload";
/// More than two computers keep on the way between them.
const MUCH: usize = 30_000_000;

/// The house's service at a port of this machine.
async fn listen(house: &House) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let (at, stop) = (listener.local_addr().expect("its number"), CancellationToken::new());
    let served = tokio::spawn(connect::answer(listener, house.router(), LONG, stop.clone()));
    (at, stop, served)
}

/// Sends all of it and listens then, as browsers do.
async fn post(to: SocketAddr, browser: &Browser, path: &str, kind: &str, body: &[u8]) -> String {
    let asks = browser
        .asks(Method::POST, path)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::CONNECTION, "close")
        .body(())
        .expect("a request");
    let line = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = value.to_str().expect("a readable header");
        format!("{name}: {value}\r\n")
    };
    let headers: String = asks.headers().iter().map(line).collect();
    let begin = format!("POST {path} HTTP/1.1\r\n{headers}\r\n");
    let talk = async {
        let mut line = TcpStream::connect(to).await.expect("a connection");
        line.write_all(begin.as_bytes()).await.expect("said");
        line.write_all(body).await.expect("the portal listens to the end");
        let mut heard = Vec::new();
        line.read_to_end(&mut heard).await.expect("an answer, and no reset");
        String::from_utf8_lossy(&heard).into_owned()
    };
    tokio::time::timeout(LONG, talk).await.expect("an answer in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_more_than_is_read_hears_why() {
    let house = House::open_with(|config| config.upload_limit_mb = 20).await;
    let (to, stop, served) = listen(&house).await;
    let (ada, stranger) = (house.browser(house.ada()).await, house.anonymous());
    let mut package = beginning(&[("page", "/admin/courses/new"), ("key", "k")], "course.zip");
    package.resize(package.len() + MUCH, b'x');
    package.extend_from_slice(end().as_bytes());
    let form = "application/x-www-form-urlencoded";
    for (who, path, kind, status, sentence) in [
        (&ada, UPLOAD, kind().as_str(), 413, "This file is larger than 20 MB."),
        (&stranger, UPLOAD, kind().as_str(), 401, ""),
        (&stranger, "/do/sign-in", form, 413, "This is more than the form takes."),
    ] {
        let heard = post(to, who, path, kind, &package).await;
        assert!(heard.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {heard}");
        assert!(heard.contains(sentence), "{path}: {heard}");
    }
    stop.cancel();
    tokio::time::timeout(LONG, served)
        .await
        .expect("it stops")
        .expect("no panic");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_ends_is_answered_nevertheless() {
    let house = House::open().await;
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    let endless = stream::repeat_with(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Error>(Bytes::from(vec![b'x'; 100_000]))
    });
    let stranger = house.anonymous();
    let asks = stranger.asks(Method::POST, UPLOAD).header(header::CONTENT_TYPE, kind());
    let answer = stranger.send(asks, Body::from_stream(endless));
    let answer = tokio::time::timeout(LONG, answer).await.expect("an answer");
    answer.is(401);
    // Twice what an upload may have, which is 2 MB here.
    let taken = taken.load(Ordering::Relaxed);
    assert!((40..50).contains(&taken), "{taken} pieces");

    let times = Times {
        rest: SHORT,
        ..Times::default()
    };
    let storage = Storage::open("", &house.config.data_dir).expect("the file store");
    let service = router::build_with(&house.config, &house.portal, &storage, times);
    let stranger = Browser::new(service, &house.config.base_url);
    let silent = stream::once(async { Ok::<_, Error>(Bytes::from_static(b"x")) }).chain(stream::once(pending()));
    let asks = stranger.asks(Method::POST, UPLOAD).header(header::CONTENT_TYPE, kind());
    let answer = tokio::time::timeout(LONG, stranger.send(asks, Body::from_stream(silent))).await;
    answer.expect("an answer").is(401);
    house.close().await;
}
