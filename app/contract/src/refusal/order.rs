//! Why a purchase of credits was refused.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::{limits, orders::OrderState};

/// What is wrong with a purchase, an order or its payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderProblem {
    /// A number of credits to buy is not between 1 and the limit of one order.
    QuantityOutOfRange,
    /// A price is none, or not between the smallest unit and the limit.
    PriceOutOfRange,
    /// A tax rate is not between 0 and 100 percent.
    TaxOutOfRange,
    /// A text on the invoice has more lines than there is room for.
    TooManyLines(Field, usize),
    /// The terms were not accepted.
    TermsNotAccepted,
    /// No price is set, so nothing can be bought.
    NoPrice,
    /// Price or terms changed since the page was shown.
    QuoteChanged,
    /// The order's state does not allow this.
    Is(OrderState),
    /// The payment provider says when this order is paid, and nobody else.
    AtProvider,
    /// No payment provider takes the money of this order.
    NoProvider,
    /// The payment provider holds a payment for this order.
    PaymentUnderWay,
    /// The payment provider did not do what it was asked to.
    ProviderRefused,
    /// The payment provider did not answer; the same may work in a moment.
    ProviderAway,
}

impl OrderProblem {
    /// The field whose problem this is.
    pub(super) const fn field(&self) -> Option<Field> {
        Some(match self {
            Self::QuantityOutOfRange => Field::Amount,
            Self::PriceOutOfRange => Field::Price,
            Self::TaxOutOfRange => Field::Tax,
            Self::TooManyLines(field, _) => *field,
            Self::TermsNotAccepted => Field::Accept,
            _ => return None,
        })
    }

    /// The HTTP status that fits.
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::NoPrice
            | Self::QuoteChanged
            | Self::Is(_)
            | Self::AtProvider
            | Self::NoProvider
            | Self::PaymentUnderWay
            | Self::ProviderRefused => 409,
            Self::ProviderAway => 503,
            _ => 422,
        }
    }

    /// The sentence people read.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::QuantityOutOfRange => format!("Give a whole number from 1 to {}.", limits::CREDITS_PER_ORDER),
            Self::PriceOutOfRange => "Give a price above 0, for example 4.90.".into(),
            Self::TaxOutOfRange => "Give a rate from 0 to 100 percent, with two decimals at most.".into(),
            Self::TooManyLines(_, limit) => format!("There is room for {limit} lines."),
            Self::TermsNotAccepted => "Read the terms and accept them.".into(),
            Self::NoPrice => {
                "No price is set yet, so credits cannot be bought. Set it at Purchases, Price and terms.".into()
            }
            Self::QuoteChanged => {
                "The price or the terms changed meanwhile. Nothing was ordered; look at the new ones and decide again."
                    .into()
            }
            Self::Is(state) => is(*state).into(),
            Self::AtProvider => "The payment provider says when this order is paid; it is not marked by hand.".into(),
            Self::NoProvider => "This order is paid by invoice, not at a payment provider.".into(),
            Self::PaymentUnderWay => {
                "The payment provider already has a payment for this order, so it cannot be canceled any more.".into()
            }
            Self::ProviderRefused => {
                "The payment provider did not accept this. Nothing was changed; the log has its words.".into()
            }
            Self::ProviderAway => {
                "The payment provider does not answer. Nothing was changed; try again in a moment.".into()
            }
        }
    }
}

const fn is(state: OrderState) -> &'static str {
    match state {
        OrderState::Open => "This order is not paid yet.",
        OrderState::Paid => "This order is paid already.",
        OrderState::Canceled => "This order was canceled.",
        OrderState::Expired => "The time to pay this order is over.",
        OrderState::Failed => "The payment of this order failed.",
        OrderState::Refunded => "This order was refunded.",
        OrderState::ChargedBack => "The payment of this order was charged back.",
    }
}
