//! Nobody waits for ever: for the head of a request, for a body, for the next piece of an upload; and what is given up is
//! given up whole.

use std::{
    future::pending,
    io::{Error, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, header},
};
use futures::{StreamExt, stream};
use lectern_server::{connect, router, storage::Storage, times::Times};
use sea_orm::{ConnectionTrait, DbBackend};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::{
    content::play,
    support::{
        Browser, House,
        upload::{self, demo},
    },
};

/// Long enough for a machine that does much else, and nobody waits for it but who hangs.
const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(200);

/// The house's service with this patience.
fn impatient(house: &House, set: impl FnOnce(&mut Times)) -> Router {
    let mut times = Times::default();
    set(&mut times);
    let storage = Storage::open("", &house.config.data_dir).expect("the file store");
    router::build_with(&house.config, &house.portal, &storage, times)
}

/// The service at a port of this machine, until the token says stop.
async fn listen(service: Router, head: Duration) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let (at, stop) = (listener.local_addr().expect("its number"), CancellationToken::new());
    let served = tokio::spawn(connect::answer(listener, service, head, stop.clone()));
    (at, stop, served)
}

/// What comes back for these bytes until the portal hangs up.
async fn talk(to: SocketAddr, said: &str) -> String {
    let mut line = TcpStream::connect(to).await.expect("a connection");
    line.write_all(said.as_bytes()).await.expect("said");
    let mut heard = Vec::new();
    let end = tokio::time::timeout(LONG, line.read_to_end(&mut heard)).await;
    // Hung up on in the middle of a word is hung up on.
    let _ = end.expect("the portal hangs up");
    String::from_utf8_lossy(&heard).into_owned()
}

/// A body that begins and never ends.
fn endless(begin: Vec<u8>) -> Body {
    let begin = stream::once(async move { Ok::<_, Error>(Bytes::from(begin)) });
    Body::from_stream(begin.chain(stream::once(pending())))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_finish_the_head_of_a_request_is_hung_up_on() {
    let house = House::open().await;
    let (to, stop, served) = listen(house.router(), SHORT).await;
    for said in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "GET /healthz HTTP/1.1\r\n",
        "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ",
    ] {
        let heard = talk(to, said).await;
        assert!(!heard.contains(" 200 "), "{said:?}: {heard}");
    }
    // Whoever finished it is answered, and the next request has as long.
    let heard = talk(to, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(
        heard.starts_with("HTTP/1.1 200 ") && heard.ends_with("alive\n"),
        "{heard}"
    );
    stop.cancel();
    tokio::time::timeout(LONG, served)
        .await
        .expect("it stops")
        .expect("no panic");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_what_is_in_flight_and_lets_go_of_who_is_silent() {
    let house = House::open().await;
    let (to, stop, served) = listen(house.router(), LONG).await;
    let host = house.config.base_url.split("//").nth(1).expect("a host");
    let mut line = TcpStream::connect(to).await.expect("a connection");
    let idle = TcpStream::connect(to).await.expect("a connection");
    let begun = format!(
        "POST /do/sign-in HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\n"
    );
    line.write_all(begun.as_bytes()).await.expect("said");
    // The portal asks for the body: the request is in flight.
    let mut asked = [0; 25];
    line.read_exact(&mut asked).await.expect("an answer");
    assert!(
        asked.starts_with(b"HTTP/1.1 100 Continue"),
        "{}",
        String::from_utf8_lossy(&asked)
    );
    stop.cancel();
    line.write_all(b"x").await.expect("said");
    let mut heard = String::new();
    line.read_to_string(&mut heard).await.expect("the rest");
    assert!(heard.starts_with("HTTP/1.1 4"), "{heard}");
    tokio::time::timeout(LONG, served)
        .await
        .expect("it stops")
        .expect("no panic");
    drop(idle);
    TcpStream::connect(to).await.expect_err("nobody listens any more");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_come_end_with_an_answer_and_when_to_come_again() {
    let house = House::open_with(|config| config.bounce_secret = "a secret that is long".into()).await;
    let token = play(&house).await;
    let service = impatient(&house, |times| (times.answer, times.rest) = (SHORT, SHORT));
    let (portal, content) = (&house.config.base_url, &house.config.content_url);
    for (origin, path) in [
        (portal, "/do/sign-in".to_owned()),
        (portal, "/hooks/bounces".into()),
        (content, format!("/p/{token}/~lectern/commit")),
    ] {
        let browser = Browser::new(service.clone(), origin);
        let answer = browser.send(browser.asks(Method::POST, &path), endless(b"{".to_vec()));
        let answer = tokio::time::timeout(LONG, answer).await.expect("an answer");
        assert_eq!(answer.is(503).header("retry-after"), "2", "{answer}");
        assert_ne!(answer.header("content-security-policy"), "", "{answer}");
    }
    // Whom the token is none of is not even listened to.
    let stranger = Browser::new(house.router(), content);
    let asks = stranger.asks(Method::POST, "/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/~lectern/commit");
    let answer = stranger.send(asks, endless(b"{".to_vec()));
    let answer = tokio::time::timeout(LONG, answer).await.expect("an answer");
    assert_eq!(answer.is(410).json()["reason"], "ended");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_falls_silent_is_given_up() {
    let house = House::open().await;
    let service = impatient(&house, |times| times.piece = SHORT);
    let ada = Browser::new(service, &house.config.base_url);
    let cookie = house.browser(house.ada()).await.cookie("lectern").expect("a session");
    ada.set_cookie("lectern", &cookie);
    let list = format!("/admin/courses/{}/bulk/upload", house.forklift());
    for path in ["/admin/courses/upload", &list] {
        for begun in [&b""[..], b"PK"] {
            let mut head = upload::beginning(&[("page", "/admin"), ("key", "k")], "course.zip");
            head.extend_from_slice(begun);
            let asks = ada
                .asks(Method::POST, path)
                .header(header::CONTENT_TYPE, upload::kind());
            let answer = tokio::time::timeout(LONG, ada.send(asks, endless(head))).await;
            answer.expect("an answer").is(400);
        }
    }
    let left = std::fs::read_dir(house.config.data_dir.join("incoming")).expect("the folder");
    assert_eq!(left.count(), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_received_to_its_end_though_who_sent_it_goes_away() {
    let house = House::open().await;
    let before = house.files().len();
    let courses = async || {
        let counted = house.texts("select cast(count(*) as text) from course").await;
        counted[0].parse::<u32>().expect("a number")
    };
    let had = courses().await;
    let ada = house.browser(house.ada()).await;
    let mut body = upload::beginning(&[("page", "/admin/courses/new"), ("key", "k")], "course.zip");
    body.extend_from_slice(&demo("forklift-basics"));
    let (begun, begins) = oneshot::channel();
    let (go, going) = oneshot::channel::<()>();
    let end = async move {
        let _ = begun.send(());
        going.await.map_err(|_| Error::from(ErrorKind::BrokenPipe))?;
        Ok(Bytes::from(upload::end()))
    };
    let first = stream::once(async move { Ok::<_, Error>(Bytes::from(body)) });
    let body = Body::from_stream(first.chain(stream::once(end)));
    let asks = ada
        .asks(Method::POST, "/admin/courses/upload")
        .header(header::CONTENT_TYPE, upload::kind());
    let sent = tokio::spawn(async move { ada.send(asks, body).await });
    begins.await.expect("the file is on its way");
    // Nobody can add a course meanwhile, so the package is unpacked and waits.
    let tx = house.portal.begin().await.expect("a transaction");
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "lock table course in share mode";
        tx.execute_unprepared(lock).await.expect(lock);
    }
    go.send(()).expect("it waits for its end");
    until("the package is unpacked", async || house.files().len() == before + 8).await;
    sent.abort();
    let gone = sent.await.expect_err("the client went away");
    assert!(gone.is_cancelled());
    drop(tx);
    until("the course is there", async || courses().await == had + 1).await;
    assert_eq!(house.files().len(), before + 8);
    house.close().await;
}

/// Looks again and again.
async fn until(what: &str, is: impl AsyncFn() -> bool) {
    let looking = async {
        while !is().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, looking).await.expect(what);
}
