//! One attempt over the wire: no redirects, no proxy, 10 seconds, the first 4 kB of the answer.

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::hooks::DeliveryProblem;
use lectern_domain::{
    Portal,
    hooks::{deliver::Outgoing, note::Outcome, url},
};
use reqwest::{Response, header, redirect};

use super::resolve::{Book, Forbidden, Guard, Unresolved};

/// How long one attempt may take in all.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How long reaching the other side may take.
const REACHING: Duration = Duration::from_secs(5);
/// Bytes read of an answer.
const ANSWER: usize = 4 << 10;

/// Sends webhooks.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    allow_private: bool,
}

impl Client {
    /// A client that resolves names by `book` and waits for `patience`.
    ///
    /// # Errors
    /// Where the machine has no TLS for it.
    pub fn new(portal: &Portal, book: Arc<dyn Book>, patience: Duration) -> reqwest::Result<Self> {
        let allow_private = portal.settings().webhooks_private;
        // Whoever was first chose the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(patience)
            .connect_timeout(REACHING.min(patience))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(Guard { book, allow_private })
            .user_agent(concat!("Lectern/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, allow_private })
    }

    /// Makes an attempt. Whatever happens is an outcome.
    pub async fn send(&self, sent: &Outgoing, now: DateTime<Utc>) -> Outcome {
        let begun = Instant::now();
        let outcome = self.attempt(sent, now).await.unwrap_or_else(|problem| Outcome {
            problem: Some(problem),
            ..Outcome::default()
        });
        let millis = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        Outcome { millis, ..outcome }
    }

    async fn attempt(&self, sent: &Outgoing, now: DateTime<Utc>) -> Result<Outcome, DeliveryProblem> {
        // Once more: the rules may have changed since it was set up, and numbers in addresses are not resolved.
        let url = url::clean(&sent.url, self.allow_private).map_err(|_| DeliveryProblem::Forbidden)?;
        let request = self
            .http
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", &sent.id)
            .header("webhook-timestamp", sent.timestamp)
            .header("webhook-signature", &sent.signature)
            .body(sent.body.clone());
        let answer = request.send().await.map_err(|error| problem(&error))?;
        let status = answer.status();
        let retry_after = retry_after(&answer, now);
        let problem = match status.as_u16() {
            200..=299 => None,
            300..=399 => Some(DeliveryProblem::Redirect),
            _ => Some(DeliveryProblem::Status),
        };
        Ok(Outcome {
            status: Some(status.as_u16()),
            problem,
            answer: beginning(answer).await,
            retry_after,
            millis: 0,
        })
    }
}

/// The first bytes of the answer. Its status has decided already: a body that breaks off changes nothing.
async fn beginning(mut answer: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(piece)) = answer.chunk().await {
        body.extend_from_slice(&piece);
        if body.len() >= ANSWER {
            body.truncate(ANSWER);
            break;
        }
    }
    body
}

fn problem(error: &reqwest::Error) -> DeliveryProblem {
    if is_caused_by::<Forbidden>(error) {
        DeliveryProblem::Forbidden
    } else if is_caused_by::<Unresolved>(error) {
        DeliveryProblem::Unresolved
    } else if error.is_timeout() {
        DeliveryProblem::Timeout
    } else if error.is_connect() {
        DeliveryProblem::Unreachable
    } else {
        DeliveryProblem::Broken
    }
}

fn is_caused_by<E: Error + 'static>(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<E>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// `Retry-After`: seconds, or a day and time.
fn retry_after(answer: &Response, now: DateTime<Utc>) -> Option<TimeDelta> {
    let text = answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    pause(text, now)
}

fn pause(text: &str, now: DateTime<Utc>) -> Option<TimeDelta> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(TimeDelta::seconds(seconds.into()));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some(at.with_timezone(&Utc) - now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_a_clock() {
        let now = DateTime::from_timestamp(1_445_412_000, 0).expect("an instant"); // 2015-10-21 07:20:00
        for (text, seconds) in [
            ("120", Some(120)),
            ("0", Some(0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(480)),
            ("Wed, 21 Oct 2015 07:10:00 GMT", Some(-600)),
            ("-5", None),
            ("soon", None),
            ("1.5", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(pause(text, now), seconds.map(TimeDelta::seconds), "{text:?}");
        }
    }
}
