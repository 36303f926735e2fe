//! What Stripe says of one payment comes in every order there is, each word twice and now and then forged, and ends
//! the same. In half of the runs somebody spends what is in the pool as soon as it is there.
//!
//! The end follows from the words alone. Credits come once, with the payment; what went back is taken in proportion,
//! and a dispute that was won or a refund that failed returns its part, even where that is heard first. What was spent
//! meanwhile is missing in the pool, which may end below 0 (`spec/credits.md` 15). A payment page that was gone through,
//! that expired or failed, changes nothing in the end: late money counts. Only the history follows the order, as
//! [`Run::lines`] says.

mod run;
mod words;

use lectern_contract::{OrderId, orders::OrderState};
use lectern_domain::credits;
use serde_json::Value;

use self::{
    run::Run,
    words::{EXPIRED, FAILED, Told, disputed, ended, failed_in_part},
};
use super::{pool, shop};
use crate::support::{Answer, Browser, House, stripe::StandIn};

/// Credits of an order; they cost EUR 29.75.
const BOUGHT: i64 = 25;
/// Orders in one house: its books grow with each of them, and are verified after each.
const IN_A_HOUSE: usize = 24;

/// What is said of a payment, and where that leads.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// The words about the payment of this page.
    tell: fn(&Value) -> Vec<Told>,
    /// Where the order stands in the end.
    state: OrderState,
    /// Credits that are taken back in the end.
    taken: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_refunded_and_the_rest_lost_in_a_dispute_ends_the_same_in_every_order() {
    let story = Story {
        tell: |page| disputed(page, "lost"),
        state: OrderState::ChargedBack,
        taken: BOUGHT,
    };
    in_every_order(5, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_refunded_and_the_rest_won_in_a_dispute_ends_the_same_in_every_order() {
    let story = Story {
        tell: |page| disputed(page, "won"),
        state: OrderState::Paid,
        taken: 10,
    };
    in_every_order(5, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_refunds_of_which_one_failed_end_the_same_in_every_order() {
    let story = Story {
        tell: failed_in_part,
        state: OrderState::Paid,
        taken: 10,
    };
    in_every_order(4, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_expired_or_failed_and_money_that_came_and_went_end_the_same_in_every_order() {
    let mut story = Story {
        tell: |page| ended(page, EXPIRED, "expired"),
        state: OrderState::Refunded,
        taken: BOUGHT,
    };
    in_every_order(4, story).await;
    story.tell = |page| ended(page, FAILED, "complete");
    in_every_order(4, story).await;
}

/// Tells a story in every order of its words, each of another purchase, and looks at what is left after each.
async fn in_every_order(many: usize, story: Story) {
    let orders: Vec<(usize, Vec<usize>)> = permutations(many).into_iter().enumerate().collect();
    let mut overdrawn = 0;
    for some in orders.chunks(IN_A_HOUSE) {
        let (house, stripe, ada) = shop().await;
        let form = ada.get(&format!("/admin/purchases/new?amount={BOUGHT}")).await;
        level(&house, "level").await;
        for (number, words) in some {
            let number = *number;
            let (order, page) = purchase(&stripe, &ada, &form, number).await;
            let run = Run {
                house: &house,
                ada: &ada,
                number,
                told: (story.tell)(&page),
                heard: twice(words, (number / 2).is_multiple_of(2)),
            };
            let spent = run.hear().await;
            let left = run.look(order, story, spent).await;
            overdrawn += usize::from(left < 0);
            level(&house, &format!("level {number}")).await;
        }
        house.close().await;
    }
    assert!(overdrawn > 0, "credits were taken back after they were spent");
}

/// Buys once more by the form that was opened once; answers the order and its payment page.
async fn purchase(stripe: &StandIn, ada: &Browser, form: &Answer, number: usize) -> (OrderId, Value) {
    let key = format!("order {number}");
    let typed = [("accept", "yes"), ("key", key.as_str())];
    let placed = ada.fill(form, "/do/place-order", &typed).await;
    let id = placed.is(303).header("location").rsplit('/').next().expect("an id");
    let page = stripe.page();
    assert_eq!(page["client_reference_id"], id, "the newest page is this order's");
    (id.parse().expect("an order's id"), page)
}

/// Brings the pool to 0, as every run begins: through the course that credits are spent on.
async fn level(house: &House, key: &str) {
    let (ada, course, left) = (house.ada(), house.forklift(), pool(house).await);
    if left > 0 {
        house
            .act(async |tx| credits::allocate(tx, ada, key, course, left).await)
            .await;
    } else if left < 0 {
        house
            .act(async |tx| credits::deallocate(tx, ada, key, course, -left).await)
            .await;
    }
}

/// Each word for the first time, and again under another event id: at once, or after all of them.
fn twice(words: &[usize], at_once: bool) -> Vec<(usize, &'static str)> {
    let first = words.iter().map(|word| (*word, "first"));
    let again = words.iter().map(|word| (*word, "again"));
    match at_once {
        true => first.zip(again).flat_map(|(first, again)| [first, again]).collect(),
        false => first.chain(again).collect(),
    }
}

/// Every order of the numbers below `many`.
fn permutations(many: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..many {
        all = all
            .into_iter()
            .flat_map(|seen: Vec<usize>| {
                (0..=seen.len()).map(move |at| {
                    let mut with = seen.clone();
                    with.insert(at, next);
                    with
                })
            })
            .collect();
    }
    all
}
