//! Orders: what a purchase of credits shows and what becomes of it (`spec/credits.md`, Payment).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    CourseId, OrderId, Role,
    money::{Money, TaxRate},
    text_enum,
};

text_enum! {
    /// Where an order stands.
    OrderState {
        Open = "open", Paid = "paid", Canceled = "canceled", Expired = "expired", Failed = "failed",
        Refunded = "refunded", ChargedBack = "charged_back",
    }
}

impl OrderState {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Waiting for payment",
            Self::Paid => "Paid",
            Self::Canceled => "Canceled",
            Self::Expired => "Expired",
            Self::Failed => "Payment failed",
            Self::Refunded => "Refunded",
            Self::ChargedBack => "Charged back",
        }
    }

    /// Whether the money never came; it may still come, and then the credits do, too.
    pub const fn is_unpaid(self) -> bool {
        matches!(self, Self::Open | Self::Canceled | Self::Expired | Self::Failed)
    }
}

text_enum! {
    /// Who takes the money (`spec/credits.md`, Payment).
    Provider { Invoice = "invoice", Stripe = "stripe" }
}

impl Provider {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::Stripe => "Stripe",
        }
    }
}

text_enum! {
    /// Where the credits landed that a manager bought for a course.
    Landed {
        /// They stayed in the pool: the course was archived, or nothing could be spent from the pool.
        Pool = "pool",
        /// They stayed with the course: the manager no longer managed it.
        Course = "course",
        /// With the manager, as ordered.
        Manager = "manager",
    }
}

impl Landed {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pool => "In the pool, because they could not be passed on to the course",
            Self::Course => "With the course, because the manager no longer managed it",
            Self::Manager => "With the manager",
        }
    }
}

/// Whom an order of a manager is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoughtFor {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Where the credits landed; none before the payment.
    pub landed: Option<Landed>,
}

text_enum! {
    /// What happened to an order; its history is made of these.
    OrderEventKind {
        Placed = "placed", CheckoutOpened = "checkout_opened", Pending = "pending", Paid = "paid",
        PaidTwice = "paid_twice", Mismatch = "mismatch", Failed = "failed", Expired = "expired",
        Canceled = "canceled", Refunded = "refunded", Disputed = "disputed", DisputeWon = "dispute_won",
        DisputeLost = "dispute_lost",
    }
}

impl OrderEventKind {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Placed => "Ordered, terms accepted",
            Self::CheckoutOpened => "Payment page opened at the provider",
            Self::Pending => "Payment is on its way",
            Self::Paid => "Paid; the credits came",
            Self::PaidTwice => "Paid a second time: give this payment back at the provider",
            Self::Mismatch => "A payment of another amount came; no credits were given for it",
            Self::Failed => "Payment failed",
            Self::Expired => "The provider’s payment page expired",
            Self::Canceled => "Canceled",
            Self::Refunded => "Money was refunded",
            Self::Disputed => "The payment is disputed",
            Self::DisputeWon => "The dispute was won; the money is back",
            Self::DisputeLost => "The dispute was lost",
        }
    }

    /// Whether somebody has to look at it.
    pub const fn needs_a_look(self) -> bool {
        matches!(self, Self::PaidTwice | Self::Mismatch | Self::Disputed)
    }
}

text_enum! {
    /// How money of a payment goes back.
    MoneyBackKind { Refund = "refund", Dispute = "dispute" }
}

text_enum! {
    /// Whether it is gone: taken for now, lost for good, or returned after a dispute was won.
    MoneyBackState { Taken = "taken", Lost = "lost", Returned = "returned" }
}

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

/// A line of Admin → Purchases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// The order.
    pub id: OrderId,
    /// Its number in the organization, from 1.
    pub number: i64,
    /// Who ordered.
    pub buyer: String,
    /// For an order of a manager: the course they get the credits on; none for the pool.
    pub bought_for: Option<BoughtFor>,
    /// Where it stands.
    pub state: OrderState,
    /// Who takes the money.
    pub provider: Provider,
    /// Credits ordered.
    pub quantity: i64,
    /// Credits that were taken back because the money was.
    pub taken_back: i64,
    /// What was to be paid.
    pub total: Money,
    /// The invoice's number, once there is one.
    pub invoice: Option<i64>,
    /// When it was ordered.
    pub ordered: DateTime<Utc>,
    /// When it was paid.
    pub paid: Option<DateTime<Utc>>,
}

/// One line of an order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: OrderEventKind,
    /// Who did it; none for the payment provider.
    pub actor: Option<String>,
    /// The role they acted in.
    pub role: Option<Role>,
    /// The money it was about.
    pub money: Option<Money>,
    /// Credits that came (positive) or were taken back (negative) by it.
    pub credits: i64,
    /// The provider's own id of it; empty where there is none.
    pub reference: String,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// Its line in the list.
    pub row: OrderRow,
    /// All of it without tax.
    pub net: Money,
    /// The tax in it.
    pub tax: Money,
    /// The version of the terms that was accepted.
    pub terms_version: i32,
    /// When it was accepted.
    pub terms_accepted: DateTime<Utc>,
    /// Where to pay, at the provider.
    pub checkout_url: Option<String>,
    /// How to pay an invoice.
    pub payment_note: String,
    /// Credits in the pool now.
    pub pool: i64,
    /// Its history, the oldest first.
    pub history: Vec<OrderEvent>,
}

impl OrderView {
    /// Whether an admin may say that the money came.
    pub const fn may_be_marked_paid(&self) -> bool {
        matches!(
            (self.row.provider, self.row.state),
            (Provider::Invoice, OrderState::Open)
        )
    }

    /// Whether it can be called off.
    pub const fn may_be_canceled(&self) -> bool {
        matches!(self.row.state, OrderState::Open)
    }

    /// Whether the payment provider can be asked about it.
    pub const fn may_be_checked(&self) -> bool {
        matches!(self.row.provider, Provider::Stripe) && self.row.state.is_unpaid()
    }
}

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
