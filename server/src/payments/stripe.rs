//! Stripe Checkout over HTTPS: a payment page is opened, asked about, closed.

use std::{fmt, sync::OnceLock, time::Duration};

use async_trait::async_trait;
use lectern_domain::orders::checkout::{Checkout, Look, Problem, Request, Session};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, StatusCode, header, redirect};
use serde::de::DeserializeOwned;

use super::event::Page;
use crate::config::Payment;

/// The version of Stripe's interface these words belong to.
const VERSION: &str = "2024-06-20";
/// How long one question may take; a page waits for it.
const PATIENCE: Duration = Duration::from_secs(12);
/// Bytes of an answer.
const ANSWER: usize = 1 << 20;
const PAGES: &str = "/v1/checkout/sessions";

/// Stripe, as an account of the configuration.
pub struct Stripe {
    url: String,
    key: String,
    client: OnceLock<Option<Client>>,
}

/// The key is not told.
impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stripe at {}", self.url)
    }
}

impl Stripe {
    /// Nothing is said yet.
    pub fn new(payment: &Payment) -> Self {
        Self {
            url: payment.stripe_url.clone(),
            key: payment.stripe_key.clone(),
            client: OnceLock::new(),
        }
    }

    fn client(&self) -> Result<&Client, Problem> {
        let make = || {
            // Whoever was first chose the same.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let builder = Client::builder()
                .timeout(PATIENCE)
                .connect_timeout(Duration::from_secs(5))
                .redirect(redirect::Policy::none())
                .user_agent(concat!("Lectern/", env!("CARGO_PKG_VERSION")));
            builder
                .build()
                .inspect_err(|error| tracing::error!(%error, "no HTTPS client"))
                .ok()
        };
        self.client.get_or_init(make).as_ref().ok_or(Problem::Away)
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: &[(&str, String)],
        key: Option<&str>,
    ) -> Result<T, Problem> {
        let mut request = self
            .client()?
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.key)
            .header("Stripe-Version", VERSION);
        if !form.is_empty() {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(encoded(form));
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let answer = request.send().await.map_err(away)?;
        let status = answer.status();
        let body = read(answer).await?;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| {
                tracing::error!(%error, "Stripe’s answer was not understood");
                Problem::Away
            });
        }
        Err(refused(status, &body))
    }
}

/// An address in the error could hold nothing secret, but it is left out all the same.
fn away(error: reqwest::Error) -> Problem {
    tracing::warn!(error = %error.without_url(), "Stripe did not answer");
    Problem::Away
}

async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(away)? {
        body.extend_from_slice(&piece);
        if body.len() > ANSWER {
            tracing::error!("Stripe’s answer is too long");
            return Err(Problem::Away);
        }
    }
    Ok(body)
}

/// What Stripe does not want, and what it cannot do now. Its own words go to the log.
fn refused(status: StatusCode, body: &[u8]) -> Problem {
    let answer: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let says = answer["error"]["message"].as_str().unwrap_or("nothing");
    tracing::warn!(status = status.as_u16(), says, "Stripe refused");
    match status {
        StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS => Problem::Away,
        status if status.is_client_error() => Problem::Refused,
        _ => Problem::Away,
    }
}

fn encoded(form: &[(&str, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// One line for the credits and one for the tax, in exactly the sums that were agreed.
fn form(request: &Request) -> Vec<(&'static str, String)> {
    let currency = || request.net.currency.as_str().to_lowercase();
    let order = request.order.to_string();
    let mut form = vec![
        ("mode", "payment".to_owned()),
        ("client_reference_id", order.clone()),
        ("metadata[order]", order.clone()),
        ("payment_intent_data[metadata][order]", order),
        ("customer_email", request.email.clone()),
        ("success_url", request.back.clone()),
        ("cancel_url", request.back.clone()),
        ("line_items[0][quantity]", "1".into()),
        ("line_items[0][price_data][currency]", currency()),
        ("line_items[0][price_data][unit_amount]", request.net.minor.to_string()),
        ("line_items[0][price_data][product_data][name]", request.what.clone()),
    ];
    let (tax, name) = &request.tax;
    if tax.minor > 0 {
        form.extend([
            ("line_items[1][quantity]", "1".to_owned()),
            ("line_items[1][price_data][currency]", currency()),
            ("line_items[1][price_data][unit_amount]", tax.minor.to_string()),
            ("line_items[1][price_data][product_data][name]", name.clone()),
        ]);
    }
    form
}

/// Names come back in paths: letters, digits and underscores only.
fn path_of(session: &str) -> Result<String, Problem> {
    let fits = !session.is_empty() && session.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits {
        Ok(format!("{PAGES}/{session}"))
    } else {
        Err(Problem::Refused)
    }
}

#[async_trait]
impl Checkout for Stripe {
    async fn open(&self, request: Request) -> Result<Session, Problem> {
        let key = format!("lectern-order-{}", request.order);
        let page: Page = self.ask(Method::POST, PAGES, &form(&request), Some(&key)).await?;
        let url = page
            .url
            .filter(|url| url.starts_with("https://") || self.url.starts_with("http://"));
        let url = url.filter(|url| url.starts_with("http")).ok_or(Problem::Away)?;
        Ok(Session { id: page.id, url })
    }

    async fn look(&self, session: &str) -> Result<Look, Problem> {
        let page: Page = self.ask(Method::GET, &path_of(session)?, &[], None).await?;
        Ok(match page.paid() {
            Some((payment, money)) => Look::Paid { payment, money },
            None => Look::NotPaid,
        })
    }

    async fn close(&self, session: &str) -> Result<(), Problem> {
        let path = path_of(session)?;
        let closed: Result<Page, Problem> = self.ask(Method::POST, &format!("{path}/expire"), &[], None).await;
        match closed {
            Ok(_) => Ok(()),
            Err(Problem::Away) => Err(Problem::Away),
            // Only an open page can be closed: it had expired, or somebody went through it.
            Err(Problem::Refused) => {
                let page: Page = self.ask(Method::GET, &path, &[], None).await?;
                let gone = page.status.as_deref() == Some("expired");
                if gone { Ok(()) } else { Err(Problem::Refused) }
            }
        }
    }
}
