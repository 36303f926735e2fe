//! An order as it is shown: its line in the list, itself, and its history.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Landed, OrderEventKind, OrderState, Provider, Terms};
use crate::{CourseId, OrderId, Role, money::Money};

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
    /// The terms that were accepted, in the version of then.
    pub terms: Terms,
    /// When they were accepted.
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
