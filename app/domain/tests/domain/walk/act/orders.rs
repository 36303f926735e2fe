//! Orders on a walk, and what Stripe says of them.

use lectern_contract::orders::{MoneyBackState, Provider};
use lectern_domain::{
    Result,
    orders::{
        place::{self, PlaceForm},
        price::{self, PriceForm},
        receive::{self, Meaning},
    },
};
use lectern_entities::credit_order;
use sea_orm::{EntityTrait, QueryOrder};

use super::{Act, Walker};
use crate::{
    support::{dice::Dice, paid, price_form, word},
    walk::model::{Model, Order},
};

impl Act {
    /// An order, or what is said of one.
    pub(super) fn trade(dice: &mut Dice, model: &Model) -> Self {
        let number = dice.below(model.orders.len());
        match (model.orders.get(number), dice.below(10)) {
            (None, _) => Self::Order(dice.amount(6)),
            (_, 0..2) if model.orders.len() < 40 => Self::Order(dice.amount(6)),
            (Some(order), 2..6) if !order.paid => Self::Pay(number),
            (_, 6) => Self::Refund(number, dice.amount(6)),
            (Some(order), _) => Self::Dispute(number, dice.amount(6), Self::dispute(dice, order)),
        }
    }

    /// Mostly what can be said next of an order's dispute; sometimes words come twice, late, or alone.
    fn dispute(dice: &mut Dice, order: &Order) -> MoneyBackState {
        let decided = [MoneyBackState::Lost, MoneyBackState::Returned][dice.below(2)];
        if order.dispute.is_some() == dice.once_in(4) {
            MoneyBackState::Taken
        } else {
            decided
        }
    }
}

impl Walker {
    /// Opens the shop: a credit costs EUR 1.00 and there is no tax.
    pub async fn open_shop(&self) {
        let form = PriceForm {
            tax: "0".into(),
            ..price_form()
        };
        let save = self.house.act(async |tx| price::save(tx, self.house.ada(), form).await);
        save.await.expect("a price");
    }

    pub(super) async fn perform_on_orders(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        let id = |number: usize| model.orders[number].id.expect("learned when it was placed");
        let meaning = match *act {
            Act::Order(quantity) => {
                let form = PlaceForm {
                    quantity,
                    terms_version: 1,
                    total_minor: quantity * 100,
                    accepted: true,
                };
                let place = self
                    .house
                    .act(async |tx| place::place(tx, self.house.ada(), key, form, Provider::Stripe).await);
                return place.await.map(|id| id.to_string());
            }
            Act::Pay(number) => paid(id(number), &format!("pi_{number}"), model.orders[number].quantity * 100),
            Act::Refund(number, worth) => Meaning::Refunded {
                payment: format!("pi_{number}"),
                charge: format!("ch_{number}"),
                minor: worth * 100,
            },
            Act::Dispute(number, worth, state) => Meaning::Disputed {
                payment: format!("pi_{number}"),
                dispute: format!("dp_{number}"),
                minor: worth * 100,
                state,
            },
            _ => unreachable!("no act on orders: {act:?}"),
        };
        let hear = self
            .house
            .act(async |tx| receive::receive(tx, word(key, meaning)).await);
        hear.await.map(|_| String::new())
    }

    /// The portal's orders stand as the model's.
    pub(super) async fn compare_orders(&self, model: &Model, context: impl Fn() -> String) {
        let rows = credit_order::Entity::find().order_by_asc(credit_order::Column::Number);
        let rows = rows.all(self.house.portal.reader()).await.expect("orders can be read");
        let stand: Vec<_> = rows.iter().map(|row| (row.id, row.state, row.taken_back)).collect();
        let expected = model.orders.iter();
        let expected: Vec<_> = expected
            .map(|row| (row.id.expect("learned"), row.state(), row.taken_back))
            .collect();
        assert_eq!(stand, expected, "{}", context());
    }
}
