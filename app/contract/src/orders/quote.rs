//! What credits cost, and on which terms they are sold.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::money::{Money, TaxRate};

/// What an admin sets before credits can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The price of one credit, without tax.
    pub credit: Money,
    /// What the tax is called on the invoice, for example "VAT".
    pub tax_label: String,
    /// The tax rate.
    pub tax: TaxRate,
    /// Who sells, as the invoice names them.
    pub seller_name: String,
    /// Their address and whatever else an invoice needs of them; several lines.
    pub seller_address: String,
    /// Where the invoice goes, below the organization's name; several lines, may be empty.
    pub buyer_address: String,
    /// How to pay, at the foot of the invoice, for example an account's number; may be empty.
    pub payment_note: String,
}

/// The terms somebody accepts with an order. A version is never changed, only followed by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Counted from 1.
    pub version: i32,
    /// The text; blank lines part paragraphs.
    pub text: String,
    /// Since when it is the one to accept.
    pub since: DateTime<Utc>,
}

/// Whose price of one credit counts for a purchase (`spec/credits.md` 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PriceOf {
    /// The organization's own.
    Organization,
    /// That of the plan with this name, which the organization has.
    Plan(String),
    /// The organization's own, because its plan, by name, has a price in another currency than purchases have.
    NotThePlan(String, Money),
}

impl PriceOf {
    /// The sentence people read beside the price; none where there is nothing to say.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::Organization => None,
            Self::Plan(name) => Some(format!("This is the price of your plan {name}.")),
            Self::NotThePlan(name, price) => Some(format!(
                "Your plan {name} says {price}, but purchases are in another currency; so the general price counts."
            )),
        }
    }
}

/// What buying a number of credits would cost and bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Credits.
    pub quantity: i64,
    /// The price of one credit.
    pub credit: Money,
    /// Whose price that is.
    pub price_of: PriceOf,
    /// All of them, without tax.
    pub net: Money,
    /// What the tax is called.
    pub tax_label: String,
    /// The tax rate.
    pub tax_rate: TaxRate,
    /// The tax.
    pub tax: Money,
    /// What is to be paid.
    pub total: Money,
    /// Credits now where they will land: in the pool, or with the manager who buys for a course.
    pub pool: i64,
    /// The terms to accept.
    pub terms: Terms,
}

impl Quote {
    /// Credits there after the purchase.
    pub const fn pool_after(&self) -> i64 {
        self.pool + self.quantity
    }
}
