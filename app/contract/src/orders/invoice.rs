//! The invoice of an order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::OrderState;
use crate::money::{Money, TaxRate};

/// An invoice as it is printed; everything on it stays as it was when it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    /// Its number: sequential in the organization, without gaps.
    pub number: i64,
    /// When it was issued.
    pub issued: DateTime<Utc>,
    /// The organization's time zone, for the day.
    pub time_zone: String,
    /// The order it is for.
    pub order: i64,
    /// Where that order stands now.
    pub state: OrderState,
    /// When it was paid.
    pub paid: Option<DateTime<Utc>>,
    /// Who sells.
    pub seller_name: String,
    /// Their address, several lines.
    pub seller_address: String,
    /// Who buys.
    pub buyer_name: String,
    /// Their address, several lines.
    pub buyer_address: String,
    /// Credits.
    pub quantity: i64,
    /// The price of one.
    pub credit: Money,
    /// All of them, without tax.
    pub net: Money,
    /// What the tax is called.
    pub tax_label: String,
    /// The rate.
    pub tax_rate: TaxRate,
    /// The tax.
    pub tax: Money,
    /// What is to be paid.
    pub total: Money,
    /// How to pay; several lines.
    pub payment_note: String,
}

impl InvoiceView {
    /// The number as it is printed: `INV-000012`.
    pub fn name(&self) -> String {
        invoice_name(self.number)
    }
}

/// An invoice's number as it is printed: `INV-000012`.
pub fn invoice_name(number: i64) -> String {
    format!("INV-{number:06}")
}
