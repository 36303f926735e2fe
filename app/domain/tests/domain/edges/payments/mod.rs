//! Words of a payment provider: twice, out of order, late, of another amount, and money that goes back.

mod any_order;
mod coming;
mod returning;

use lectern_contract::{
    OrderId,
    orders::{MoneyBackState, OrderState, Provider},
};
use lectern_domain::orders::receive::Meaning;

use crate::support::House;

/// A house with an order of 25 credits for EUR 29.75 that waits for Stripe.
async fn waiting() -> (House, OrderId) {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(25, Provider::Stripe).await;
    (house, order)
}

fn refunded(minor: i64) -> Meaning {
    Meaning::Refunded {
        payment: "pi_1".into(),
        charge: "ch_1".into(),
        minor,
    }
}

fn disputed(minor: i64, state: MoneyBackState) -> Meaning {
    Meaning::Disputed {
        payment: "pi_1".into(),
        dispute: "dp_1".into(),
        minor,
        state,
    }
}

async fn state(house: &House, order: OrderId) -> (OrderState, i64, i64) {
    let row = house.seen(order).await.row;
    (row.state, row.taken_back, house.pool().await)
}
