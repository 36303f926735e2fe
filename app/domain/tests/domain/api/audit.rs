//! What programs did is found in the audit log: by their key, and by where they called from.

use lectern_contract::{
    api_keys::KeyLife,
    audit::{AuditAct, AuditRow},
    paging::LogQuery,
};
use lectern_domain::{
    Actor,
    api_keys::admit,
    audit::list::{AuditFilter, list},
    credits, samples,
};

use super::keys::made_by;
use crate::support::{House, fresh_key};

/// Grants as a program from a network address.
async fn grant(house: &House, secret: &str, from: &str) {
    let let_in = admit::admit(&house.portal, secret, from).await.expect("let in");
    house
        .act(async |tx| credits::grant(tx, &let_in.actor, &fresh_key(), 1, "By a program").await)
        .await
        .expect("granted");
}

async fn found(house: &House, who: &Actor, search: &str, act: Option<AuditAct>) -> Vec<AuditRow> {
    let query = LogQuery {
        search: search.into(),
        ..LogQuery::default()
    };
    let filter = AuditFilter {
        act,
        ..AuditFilter::default()
    };
    let log = list(house.portal.reader(), who, &query, &filter).await;
    log.expect("the log").rows
}

/// Where the found grants came from, in the order of the alphabet.
async fn grants(house: &House, search: &str) -> Vec<String> {
    let rows = found(house, house.ada(), search, Some(AuditAct::CreditsGrant)).await;
    let mut sources: Vec<String> = rows.into_iter().map(|row| row.source).collect();
    sources.sort();
    sources
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_did_is_found_by_its_key_and_by_its_address() {
    let house = House::open().await;
    let (id, one) = made_by(&house, house.ada(), KeyLife::Month).await;
    let (_, other) = made_by(&house, house.ada(), KeyLife::Month).await;
    assert_ne!(one[..6], other[..6], "the test can tell them apart");
    for from in ["192.0.2.9", "192.0.2.99", "::1", "fe80::9"] {
        grant(&house, &one, from).await;
    }
    grant(&house, &other, "192.0.2.9").await;
    let by_hand = Actor {
        source: "192.0.2.9".into(),
        ..house.ada().clone()
    };
    house
        .act(async |tx| credits::grant(tx, &by_hand, &fresh_key(), 1, "By hand").await)
        .await
        .expect("granted");
    let by = |secret: &str, from: &str| format!("API key {} from {from}", &secret[..11]);
    let all_of_one = ["192.0.2.9", "192.0.2.99", "::1", "fe80::9"].map(|from| by(&one, from));
    for search in [&one[..11], &one[..6], one.as_str()] {
        assert_eq!(grants(&house, search).await, all_of_one, "{search}");
    }
    assert_eq!(
        grants(&house, "lk_").await.len(),
        5,
        "of all programs, and of nobody else"
    );
    let mut from_there = [by(&one, "192.0.2.9"), by(&other, "192.0.2.9"), "192.0.2.9".to_owned()];
    from_there.sort();
    assert_eq!(grants(&house, "192.0.2.9").await, from_there);
    assert_eq!(grants(&house, "fe80::9").await, [by(&one, "fe80::9")]);
    assert_eq!(grants(&house, "lk_nothing").await, Vec::<String>::new());
    let made = found(&house, house.ada(), &one[..11], Some(AuditAct::ApiKeyMake)).await;
    assert_eq!(made.iter().map(|row| row.subject).collect::<Vec<_>>(), [Some(id.0)]);
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for search in [&one[..11], "lk_", "192.0.2.9"] {
        assert_eq!(found(&house, &sol, search, None).await, [], "{search}");
    }
    house.close().await;
}
