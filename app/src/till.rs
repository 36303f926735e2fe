//! Who takes the money: a payment provider the server speaks to, else invoices.

use std::sync::Arc;

use lectern_contract::orders::Provider;
use lectern_domain::orders::checkout::Checkout;
use leptos::prelude::use_context;

/// The payment provider, if one is configured. The server puts it into the context of pages and acts.
#[derive(Clone, Debug, Default)]
pub struct Till(pub Option<Arc<dyn Checkout>>);

impl Till {
    /// What new orders are paid by.
    pub const fn provider(&self) -> Provider {
        match self.0 {
            Some(_) => Provider::Stripe,
            None => Provider::Invoice,
        }
    }

    /// The payment provider.
    pub fn checkout(&self) -> Option<&dyn Checkout> {
        self.0.as_deref()
    }
}

/// The till of this portal.
pub fn till() -> Till {
    use_context().unwrap_or_default()
}
