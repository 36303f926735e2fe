//! Short words for buying credits.

use lectern_contract::{
    OrderId,
    money::{Currency, Money},
    orders::{OrderEventKind, OrderView, Provider},
};
use lectern_domain::{
    Result,
    orders::{
        list,
        mark_paid::mark_paid,
        place::{self, PlaceForm},
        price::{self, PriceForm},
        quote::quote,
        receive::{self, Heard, Meaning, Word},
    },
};

use super::{House, fresh_key};

/// A price of EUR 1.00 with 19 % VAT.
pub fn price_form() -> PriceForm {
    PriceForm {
        currency: Currency::Eur,
        price: "1.00".into(),
        tax_label: "VAT".into(),
        tax: "19".into(),
        seller: "Lectern Sales".into(),
        seller_address: "1 Harbor Street\nBremen".into(),
        buyer_address: "2 Mill Lane\nKiel".into(),
        payment_note: "IBAN DE00 1234".into(),
        terms: "Credits are not given back.\n\nThat is all.".into(),
    }
}

/// Euros and cents as cents.
pub const fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

impl House {
    /// Sets a price, so that credits can be bought.
    pub async fn open_shop(&self) {
        self.act(async |tx| price::save(tx, self.ada(), price_form()).await)
            .await
            .expect("a price is set");
    }

    /// What the page would post for this many credits.
    pub async fn purchase(&self, quantity: i64) -> PlaceForm {
        let quote = quote(self.portal.reader(), self.ada(), quantity)
            .await
            .expect("a quote");
        PlaceForm {
            quantity,
            terms_version: quote.terms.version,
            total_minor: quote.total.minor,
            accepted: true,
        }
    }

    /// Orders credits.
    pub async fn order(&self, quantity: i64, provider: Provider) -> OrderId {
        let form = self.purchase(quantity).await;
        self.act(async |tx| place::place(tx, self.ada(), &fresh_key(), form, provider).await)
            .await
            .expect("an order")
    }

    /// An admin marks an order as paid.
    pub async fn mark_paid(&self, order: OrderId) -> Result<i64> {
        self.act(async |tx| mark_paid(tx, self.ada(), &fresh_key(), order).await)
            .await
    }

    /// The order as its page shows it.
    pub async fn seen(&self, order: OrderId) -> OrderView {
        list::show(self.portal.reader(), self.ada(), order)
            .await
            .expect("an order")
    }

    /// What happened to an order, in order.
    pub async fn history(&self, order: OrderId) -> Vec<OrderEventKind> {
        self.seen(order)
            .await
            .history
            .into_iter()
            .map(|line| line.kind)
            .collect()
    }

    /// Stripe says something.
    pub async fn hear(&self, event: &str, meaning: Meaning) -> Heard {
        self.act(async |tx| receive::receive(tx, word(event, meaning)).await)
            .await
            .expect("a word is heard")
    }
}

/// A word of Stripe's.
pub fn word(event: &str, meaning: Meaning) -> Word<'_> {
    Word {
        provider: Provider::Stripe,
        event_id: event,
        kind: "test",
        body: "{}",
        meaning,
    }
}

/// Stripe's word that an order was paid.
pub fn paid(order: OrderId, payment: &str, minor: i64) -> Meaning {
    Meaning::Paid {
        order,
        payment: payment.into(),
        money: euro(minor),
    }
}
