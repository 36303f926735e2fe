//! Where nothing is sent: to this machine, to its network, and wherever names lead to them.

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use chrono::TimeDelta;
use lectern_contract::hooks::DeliveryProblem;
use lectern_server::jobs::hooks::{Book, Client, round};

use super::{SHORT, deliver, grant, listen, newest, problem};
use crate::support::{House, receiver::Receiver};

/// Knows one name, and counts who asks.
struct Known(Vec<IpAddr>, AtomicU32);

#[async_trait]
impl Book for Known {
    async fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        match host {
            "hooks.example.com" => Ok(self.0.clone()),
            _ => Err(io::Error::other("no such name")),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_lead_inside_are_not_followed() {
    let (house, receiver) = (House::open().await, Receiver::willing().await);
    let id = listen(&house, &format!("https://hooks.example.com:{}/", receiver.port)).await;
    let public = "93.184.215.14";
    for (round_number, addresses) in [
        vec!["127.0.0.1"],
        vec!["::1"],
        vec!["10.0.0.8"],
        vec!["169.254.169.254"],
        vec!["::ffff:127.0.0.1"],
        vec!["0.0.0.0"],
        vec![public, "127.0.0.1"],
        vec!["127.0.0.1", public],
    ]
    .into_iter()
    .enumerate()
    {
        let found = addresses.iter().map(|ip| ip.parse().expect("an address")).collect();
        let book = Arc::new(Known(found, AtomicU32::new(0)));
        let client = Arc::new(Client::new(&house.portal, book.clone(), SHORT).expect("a client"));
        grant(&house, i64::try_from(round_number).expect("few") + 1).await;
        house.clock.advance(TimeDelta::hours(2));
        round(&house.portal, &client).await.expect("a round");
        let seen = newest(&house, id).await;
        assert_eq!(problem(&seen), Some(DeliveryProblem::Forbidden), "{addresses:?}");
        assert!(book.1.load(Ordering::Relaxed) > 0, "the name was looked up");
    }
    assert_eq!(receiver.connections(), 0, "nobody came to the door");
    let nobody =
        Arc::new(Client::new(&house.portal, Arc::new(Known(vec![], AtomicU32::new(0))), SHORT).expect("a client"));
    grant(&house, 100).await;
    round(&house.portal, &nobody).await.expect("a round");
    assert_eq!(problem(&newest(&house, id).await), Some(DeliveryProblem::Unresolved));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_judged_again_before_each_attempt() {
    let (house, receiver) = (House::open().await, Receiver::willing().await);
    let id = listen(&house, "https://hooks.example.com/").await;
    for (number, url) in [
        receiver.url(),
        format!("https://127.0.0.1:{}/", receiver.port),
        format!("https://[::ffff:127.0.0.1]:{}/", receiver.port),
        format!("https://localhost:{}/", receiver.port),
        format!("https://0x7f000001:{}/", receiver.port),
    ]
    .into_iter()
    .enumerate()
    {
        house.sabotage(&format!("update webhook set url = '{url}'")).await;
        house.clock.advance(TimeDelta::hours(2));
        grant(&house, i64::try_from(number).expect("few") + 1).await;
        deliver(&house).await;
        assert_eq!(
            problem(&newest(&house, id).await),
            Some(DeliveryProblem::Forbidden),
            "{url}"
        );
    }
    assert_eq!(receiver.connections(), 0);
    house.close().await;
}
