//! The flood limit, counted by address. It goes by the machine's clock: the limits here refill so slowly that no test
//! is slow enough to see it.

use lectern_server::config::Flood;

use crate::support::House;

const SMALL: Flood = Flood {
    per_second: 1,
    burst: 5,
};

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_stopped_and_others_are_not() {
    let house = House::open_with(|config| config.flood = SMALL).await;
    let flood = house.anonymous();
    let mut answers = Vec::new();
    for _ in 0..60 {
        answers.push(flood.get("/sign-in").await);
    }
    let heard = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((5..55).contains(&heard), "{heard} of 60");
    let refused = answers
        .iter()
        .find(|answer| answer.status == 429)
        .expect("one is refused");
    refused.says("Too many requests came from your network at once.");
    let wait: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=10).contains(&wait), "{wait}");
    for name in ["content-security-policy", "x-content-type-options", "x-request-id"] {
        assert!(!refused.header(name).is_empty(), "{name}");
    }
    house.anonymous().from([203, 0, 113, 7]).get("/sign-in").await.is(200);
    for path in ["/healthz", "/readyz"] {
        flood.get(path).await.is(200);
    }
    let content = house.content().get("/p/nothing/").await;
    assert_ne!(content.status, 429, "counted for itself: {content}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_the_client_is_counted_and_nobody_else_is_believed() {
    let house = House::open_with(|config| {
        config.flood = SMALL;
        config.trusted_proxies = "192.0.2.1".into();
    })
    .await;
    let get = http::Method::GET;
    let proxy = house.anonymous();
    for client in 1..=40 {
        let forwarded = format!("198.51.100.{client}");
        let headers = [("x-forwarded-for", forwarded.as_str())];
        proxy.send_with(get.clone(), "/sign-in", &headers, "").await.is(200);
    }
    let liar = house.anonymous().from([203, 0, 113, 9]);
    let mut refused = false;
    for client in 1..=40 {
        let forwarded = format!("198.51.100.{client}");
        let headers = [("x-forwarded-for", forwarded.as_str())];
        refused |= liar.send_with(get.clone(), "/sign-in", &headers, "").await.status == 429;
    }
    assert!(refused, "a header of its own names no other client");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_switched_off() {
    let house = House::open_with(|config| config.flood = Flood::OFF).await;
    let browser = house.anonymous();
    for _ in 0..60 {
        browser.get("/sign-in").await.is(200);
    }
    house.close().await;
}
