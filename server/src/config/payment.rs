//! Who takes the money for credits. By default nobody is asked: orders are paid by invoice.

use serde::Deserialize;

use super::{ConfigProblem, host_of};

/// The payment provider's settings.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Payment {
    /// Who takes the money.
    pub provider: PaymentProvider,
    /// Stripe's secret key (`sk_…`).
    pub stripe_key: String,
    /// The secret that Stripe signs its words with (`whsec_…`).
    pub stripe_webhook_secret: String,
    /// Where Stripe's interface is.
    pub stripe_url: String,
}

/// Who takes the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaymentProvider {
    /// An admin says when an invoice was paid; nothing leaves the machine.
    #[default]
    Invoice,
    /// Stripe Checkout.
    Stripe,
}

impl Default for Payment {
    fn default() -> Self {
        Self {
            provider: PaymentProvider::Invoice,
            stripe_key: String::new(),
            stripe_webhook_secret: String::new(),
            stripe_url: "https://api.stripe.com".into(),
        }
    }
}

/// Secrets are not told.
impl std::fmt::Debug for Payment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Payment({:?} at {})", self.provider, self.stripe_url)
    }
}

impl Payment {
    /// Whether there is all that the provider needs; keys travel over TLS, or stay on the machine.
    ///
    /// # Errors
    /// A sentence naming the setting.
    pub(super) fn check(&mut self) -> Result<(), ConfigProblem> {
        self.stripe_url = self.stripe_url.trim_end_matches('/').to_owned();
        if self.provider == PaymentProvider::Invoice {
            return Ok(());
        }
        for (key, value) in [
            ("payment_stripe_key", &self.stripe_key),
            ("payment_stripe_webhook_secret", &self.stripe_webhook_secret),
        ] {
            if value.is_empty() {
                return Err(ConfigProblem(format!(
                    "{key} is needed with payment_provider = \"stripe\"."
                )));
            }
        }
        let host = host_of(&self.stripe_url).split(':').next().unwrap_or_default();
        let here = self.stripe_url.starts_with("http://") && matches!(host, "localhost" | "127.0.0.1");
        if here || (self.stripe_url.starts_with("https://") && !host.is_empty()) {
            return Ok(());
        }
        Err(ConfigProblem(format!(
            "payment_stripe_url must begin with https://, not “{}”.",
            self.stripe_url
        )))
    }
}
