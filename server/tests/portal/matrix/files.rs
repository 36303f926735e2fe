//! Every file to take and everywhere files are given × everybody, from the router's own tables.

use lectern_contract::Role;
use lectern_server::router::beside_pages;

use super::{
    ids::Ids,
    people::{Somebody, everybody},
};
use crate::support::House;

/// Whose area an address is in; nobody's is everybody's.
fn area(path: &str) -> Option<Role> {
    match path.split('/').nth(1) {
        Some("admin") => Some(Role::Admin),
        Some("manager") => Some(Role::Manager),
        Some("learner") => Some(Role::Learner),
        _ => None,
    }
}

/// What somebody is answered, where those whom it is for are answered `open` and strangers `stranger`.
fn expected(who: &Somebody, path: &str, open: u16, stranger: u16) -> u16 {
    match (area(path), who.role) {
        (Some(_), None) => stranger,
        (Some(area), Some(role)) if area != role => 404,
        (Some(_), Some(_)) if path.contains('{') && !who.theirs => 404,
        _ => open,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_for_those_in_whose_area_it_is() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    // A certificate is there to take once somebody asked for it.
    let learner = house.browser(house.learner(0)).await;
    let registration = [("registration", ids.registration.as_str())];
    learner.post("/do/issue-certificate", &registration).await.is(303);
    let [files, _] = beside_pages();
    let mut wrong = Vec::new();
    for who in &everybody(&house).await {
        for path in &files {
            let answer = who.browser.get(&ids.fill(path)).await;
            let expected = expected(who, path, 200, 303);
            if answer.status != expected {
                wrong.push(format!("{} gets {path}: expected {expected}, {answer}", who.name));
            }
            if expected == 200 && !who.ours && area(path).is_some() {
                answer.hides("northwind.example").hides("Forklift");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_given_by_those_in_whose_area_it_is() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    let [_, uploads] = beside_pages();
    let mut wrong = Vec::new();
    for who in &everybody(&house).await {
        for path in &uploads {
            let address = ids.fill(path);
            let nothing = who.browser.upload(&address, address.trim_end_matches("/upload"), None);
            let answer = house.unchanged("an upload of nothing", nothing).await;
            // Those who may are told that something is missing.
            let expected = expected(who, path, 422, 401);
            if answer.status != expected {
                wrong.push(format!("{} gives to {path}: expected {expected}, {answer}", who.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    house.close().await;
}
