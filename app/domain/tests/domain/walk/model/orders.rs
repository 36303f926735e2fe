//! Orders in the model.

use lectern_contract::OrderId;

use super::{Model, Purse};
use crate::walk::act::Act;

/// An order of credits at EUR 1.00 each.
#[derive(Clone, Debug)]
pub struct Order {
    /// Learned from the database after it was placed.
    pub id: Option<OrderId>,
    pub quantity: i64,
    pub paid: bool,
    /// Credits' worth of money that went back, heard so far.
    pub refunded: i64,
    pub taken_back: i64,
}

impl Model {
    /// Orders are always taken, and what Stripe says is always heard.
    pub(super) fn trades(&mut self, act: &Act) -> bool {
        match *act {
            Act::Order(quantity) => {
                self.orders.push(Order {
                    id: None,
                    quantity,
                    paid: false,
                    refunded: 0,
                    taken_back: 0,
                });
                true
            }
            Act::Pay(number) => {
                let order = &mut self.orders[number];
                let came = if order.paid { 0 } else { order.quantity };
                order.paid = true;
                *self.purses.entry(Purse::Pool).or_default() += came;
                self.take_back(number)
            }
            Act::Refund(number, worth) => {
                let order = &mut self.orders[number];
                order.refunded = order.refunded.max(worth.min(order.quantity));
                self.take_back(number)
            }
            _ => false,
        }
    }

    /// What went back of a paid order leaves the pool, even below 0.
    fn take_back(&mut self, number: usize) -> bool {
        let order = &mut self.orders[number];
        if order.paid {
            let more = order.refunded - order.taken_back;
            order.taken_back = order.refunded;
            *self.purses.entry(Purse::Pool).or_default() -= more;
        }
        true
    }
}
