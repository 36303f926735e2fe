//! A course's files.

use std::fs;

use chrono::TimeDelta;
use http::Method;
use lectern_domain::samples;

use super::{launch, play};
use crate::support::{Answer, House};

async fn file(house: &House, token: &str, path: &str) -> Answer {
    house.content().get(&format!("/p/{token}/c/{path}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_there_while_the_launch_is_open() {
    let house = House::open().await;
    let token = launch(&house).await;
    file(&house, &token, "index.html").await.is(410);
    house.content().get(&format!("/p/{token}/")).await.is(200);
    for (path, kind) in [
        ("index.html", "text/html"),
        ("course.js", "text/javascript"),
        ("course.css", "text/css"),
        ("imsmanifest.xml", "text/xml"),
    ] {
        let answer = file(&house, &token, path).await;
        answer.is(200);
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("content-length"), answer.body.len().to_string());
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policies: Vec<_> = answer.headers.get_all("content-security-policy").iter().collect();
        let policy = format!("{policies:?}");
        assert!(
            policy.contains("frame-ancestors 'self' http://learn.northwind.example"),
            "{policy}"
        );
        assert!(policy.contains("object-src 'none'"), "{policy}");
    }
    file(&house, &token, "no-such-file.html").await.is(404);
    house
        .content()
        .post(&format!("/p/{token}/~lectern/end"), &[])
        .await
        .is(204);
    file(&house, &token, "index.html").await.is(410);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_are_answered() {
    let house = House::open().await;
    let token = play(&house).await;
    let path = format!("/p/{token}/c/index.html");
    let content = house.content();
    let whole = content.get(&path).await.body;
    let size = whole.len();
    for (range, first, end) in [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, size),
        ("bytes=-7", size - 7, size),
        ("bytes=5-999999999", 5, size),
    ] {
        let answer = content.send_with(Method::GET, &path, &[("range", range)], "").await;
        answer.is(206);
        assert_eq!(answer.body, whole[first..end], "{range}");
        assert_eq!(
            answer.header("content-range"),
            format!("bytes {first}-{}/{size}", end - 1)
        );
        assert_eq!(answer.header("content-length"), (end - first).to_string());
    }
    for range in ["bytes=9-1", "bytes=0-1,4-5", "lines=1-2"] {
        let answer = content.send_with(Method::GET, &path, &[("range", range)], "").await;
        assert_eq!(answer.is(200).body, whole, "{range}");
    }
    let beyond = [("range", "bytes=99999999-")];
    content.send_with(Method::GET, &path, &beyond, "").await.is(416);
    let missing = format!("/p/{token}/c/nothing.mp4");
    content
        .send_with(Method::GET, &missing, &[("range", "bytes=0-1")], "")
        .await
        .is(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_that_fails_is_no_mistake_of_the_browsers() {
    let house = House::open().await;
    let token = play(&house).await;
    let path = format!("/p/{token}/c/index.html");
    let versions = house.config.data_dir.join("files").join("versions");
    let aside = house.config.data_dir.join("aside");
    // A file where a folder should be is an error other than that something is missing, also for root.
    fs::rename(&versions, &aside).expect("set aside");
    fs::write(&versions, "").expect("in its place");
    let content = house.content();
    content.get(&path).await.is(503);
    for range in ["bytes=0-9", "bytes=-7", "bytes=99999999-"] {
        let answer = content.send_with(Method::GET, &path, &[("range", range)], "").await;
        assert_eq!(answer.status, 503, "{range}: {answer}");
    }
    fs::remove_file(&versions).expect("removed");
    fs::rename(&aside, &versions).expect("put back");
    let again = content
        .send_with(Method::GET, &path, &[("range", "bytes=0-9")], "")
        .await;
    again.is(206);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_the_course_is_read() {
    let house = House::open().await;
    let token = play(&house).await;
    let other = house
        .files()
        .into_iter()
        .find(|file| file.ends_with("lesson.html"))
        .expect("the other course has a lesson");
    let other = other.strip_prefix("versions/").expect("a version's file");
    for path in [
        format!("../{other}"),
        format!("..%2F{other}"),
        format!("%2e%2e/{other}"),
        format!("%2e%2e%2f{other}"),
        format!("x/../../{other}"),
        "../../../lectern.db".into(),
        "..%2f..%2f..%2flectern.db".into(),
        "..%5c..%5c..%5clectern.db".into(),
        "%2f..%2f..%2fsecret.key".into(),
        "/etc/passwd".into(),
        "%2fetc%2fpasswd".into(),
        "index.html%00.js".into(),
        ".".into(),
        "..".into(),
    ] {
        let answer = file(&house, &token, &path).await;
        assert!(matches!(answer.status, 400 | 404), "{path}: {answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_end_with_the_right_to_them() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let user = house.learner(0).user.to_string();
    let registration = house.registration().await.to_string();

    let token = play(&house).await;
    ada.post("/do/suspend-user", &[("user", &user)]).await.is(303);
    file(&house, &token, "index.html").await.is(410);
    ada.post("/do/restore-user", &[("user", &user)]).await.is(303);
    file(&house, &token, "index.html").await.is(410);

    let (token, unopened) = (play(&house).await, launch(&house).await);
    file(&house, &token, "index.html").await.is(200);
    let fields = [
        ("registration", registration.as_str()),
        ("user", user.as_str()),
        ("key", "files"),
    ];
    ada.post("/do/withdraw-registration", &fields).await.is(303);
    file(&house, &token, "index.html").await.is(410);
    house.content().get(&format!("/p/{unopened}/")).await.is(410);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_of_the_portal_does_not_close_the_course() {
    let house = House::open().await;
    let token = play(&house).await;
    let lena = house.sign_in(samples::LEARNERS[0]).await;
    lena.post("/do/sign-out", &[]).await.is(303);
    file(&house, &token, "index.html").await.is(200);
    house.clock.advance(TimeDelta::hours(25));
    lectern_server::jobs::round(&house.portal).await.expect("a round");
    file(&house, &token, "index.html").await.is(410);
    house.close().await;
}
