//! Orders: what a purchase of credits shows and what becomes of it (`spec/credits.md`, Payment).

mod invoice;
mod quote;
mod view;

pub use invoice::{InvoiceView, invoice_name};
pub use quote::{Price, PriceOf, Quote, Terms};
pub use view::{BoughtFor, OrderEvent, OrderRow, OrderView};

use crate::text_enum;

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

text_enum! {
    /// What happened to an order; its history is made of these.
    OrderEventKind {
        Placed = "placed", CheckoutOpened = "checkout_opened", Pending = "pending", Paid = "paid",
        PaidTwice = "paid_twice", Mismatch = "mismatch", Failed = "failed", Expired = "expired",
        Canceled = "canceled", Refunded = "refunded", RefundFailed = "refund_failed", Disputed = "disputed",
        DisputeWon = "dispute_won", DisputeLost = "dispute_lost",
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
            Self::RefundFailed => "A refund failed; its money stayed",
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
    /// Whether it is gone: taken for now, lost for good, or returned after a dispute was won or a refund failed.
    MoneyBackState { Taken = "taken", Lost = "lost", Returned = "returned" }
}
