//! What another company's managers give to one another, ask for and hand over.

use lectern_contract::{
    grid::GridChange,
    paging::Query,
    requests::CreditPlan,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    courses::{archive, hand_over},
    credits::{self, given, grid, requests},
};

use super::{hidden, roles, street};
use crate::support::fresh_key;

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::too_many_lines, reason = "a line for each act")]
async fn nothing_that_managers_share_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, key) = (house.forklift(), house.mara().user, fresh_key);
    let request = house
        .act(async |tx| requests::ask(tx, house.mara(), &key(), course, 3, "For Mara").await)
        .await
        .expect("asked");
    let theirs = requests::list::list(house.portal.reader(), &sol, &Query::default(), None).await;
    assert_eq!(theirs.expect("their own list").total, 0);
    for sol in &roles(&sol) {
        let plan = CreditPlan {
            from_course: 1,
            from_pool: 0,
        };
        hidden(
            "give",
            house
                .act(async |tx| credits::give(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "take back given",
            house
                .act(async |tx| credits::take_back_given(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "ask",
            house
                .act(async |tx| requests::ask(tx, sol, &key(), course, 1, "x").await)
                .await,
        );
        hidden(
            "approve",
            house
                .act(async |tx| requests::approve(tx, sol, &key(), request, plan, "").await)
                .await,
        );
        hidden(
            "decline",
            house
                .act(async |tx| requests::decline(tx, sol, &key(), request, "x").await)
                .await,
        );
        hidden(
            "withdraw a request",
            house
                .act(async |tx| requests::withdraw(tx, sol, &key(), request).await)
                .await,
        );
        let nothing = HandOverFigures::default();
        hidden(
            "hand over",
            house
                .act(async |tx| hand_over::hand_over(tx, sol, &key(), course, mara, Successor::Course, nothing).await)
                .await,
        );
        hidden(
            "what is handed over",
            hand_over::preview(house.portal.reader(), sol, course, mara).await,
        );
        hidden(
            "archive and return",
            house
                .act(async |tx| archive::archive_and_return(tx, sol, &key(), course, 0).await)
                .await,
        );
        let change = [GridChange {
            course,
            manager: None,
            free: 1,
        }];
        hidden("a plan", grid::plan(house.portal.reader(), sol, &change).await);
        hidden(
            "change the grid",
            house
                .act(async |tx| grid::apply(tx, sol, &key(), &change, "x").await)
                .await,
        );
        hidden(
            "a request",
            requests::list::show(house.portal.reader(), sol, request).await,
        );
        hidden(
            "colleagues",
            given::colleagues(house.portal.reader(), sol, course).await,
        );
        hidden(
            "requests",
            requests::list::mine(house.portal.reader(), sol, course, &Query::default()).await,
        );
    }
    house.close().await;
}
