//! Orders in the model.

use lectern_contract::{
    OrderId,
    orders::{
        MoneyBackState::{self, Returned, Taken},
        OrderState,
    },
};

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
    /// Its dispute: the credits' worth of money it is about, and how it stands.
    pub dispute: Option<(i64, MoneyBackState)>,
    pub taken_back: i64,
}

impl Order {
    /// Credits' worth of money that a dispute keeps.
    fn disputed(&self) -> Option<i64> {
        self.dispute
            .filter(|(_, state)| *state != Returned)
            .map(|(worth, _)| worth)
    }

    /// How it stands, by the money.
    pub fn state(&self) -> OrderState {
        if !self.paid {
            OrderState::Open
        } else if self.disputed().is_some() {
            OrderState::ChargedBack
        } else if self.refunded == self.quantity {
            OrderState::Refunded
        } else {
            OrderState::Paid
        }
    }
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
                    dispute: None,
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
            Act::Dispute(number, worth, state) => {
                let dispute = &mut self.orders[number].dispute;
                // Closed is closed, and its beginning is told once.
                let is_news = dispute.is_none_or(|(_, known)| known == Taken && state != Taken);
                if is_news {
                    *dispute = Some((worth, state));
                }
                self.take_back(number)
            }
            _ => false,
        }
    }

    /// What went back of a paid order leaves the pool, even below 0; what a won dispute returns comes into it again.
    fn take_back(&mut self, number: usize) -> bool {
        let order = &mut self.orders[number];
        if order.paid {
            let gone = (order.refunded + order.disputed().unwrap_or(0)).min(order.quantity);
            let more = gone - order.taken_back;
            order.taken_back = gone;
            *self.purses.entry(Purse::Pool).or_default() -= more;
        }
        true
    }
}
