//! Orders on a walk, and what Stripe says of them.

use lectern_contract::orders::Provider;
use lectern_domain::{
    Result,
    orders::{
        place::{self, PlaceForm},
        price::{self, PriceForm},
        receive::{self, Meaning},
    },
};

use super::{Act, Walker};
use crate::{
    support::{paid, price_form, word},
    walk::model::Model,
};

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
            _ => unreachable!("no act on orders: {act:?}"),
        };
        let hear = self
            .house
            .act(async |tx| receive::receive(tx, word(key, meaning)).await);
        hear.await.map(|_| String::new())
    }
}
