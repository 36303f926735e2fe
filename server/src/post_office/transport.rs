//! The way to the mail server.

use std::{error::Error, path::Path, time::Duration};

use lectern_domain::letters::post::{Outgoing, Setback};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use rustls::pki_types::{CertificateDer, pem::PemObject};

use super::letter;
use crate::config::{ConfigProblem, Smtp, SmtpTls};

/// How long reaching the server may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long one letter may take in all. A letter is small; who needs longer for it is stuck, and the letter is tried
/// again under the same message id.
const WHOLE: Duration = Duration::from_secs(20);

/// Why a letter did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the server said, or what happened on the way.
    pub says: String,
    /// Whether trying again is of any use.
    pub setback: Setback,
}

/// A mail server and the sender's address.
#[derive(Debug)]
pub struct Transport {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Transport {
    /// The way to the configured server.
    ///
    /// # Errors
    /// A sentence where the settings make no sense.
    pub fn new(smtp: &Smtp) -> Result<Self, ConfigProblem> {
        let from = smtp
            .from
            .parse()
            .map_err(|error| ConfigProblem(format!("smtp_from: {error}")))?;
        let tls = match smtp.tls {
            SmtpTls::Tls => Tls::Wrapper(trust(smtp)?),
            SmtpTls::Starttls => Tls::Required(trust(smtp)?),
            SmtpTls::None => Tls::None,
        };
        let port = smtp.port.unwrap_or(if smtp.tls == SmtpTls::Tls { 465 } else { 587 });
        // "Dangerous" is only what it begins with: no TLS.
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host);
        builder = builder.tls(tls).port(port).timeout(Some(PATIENCE));
        if !smtp.username.is_empty() {
            builder = builder.credentials(Credentials::new(smtp.username.clone(), smtp.password.clone()));
        }
        Ok(Self {
            smtp: builder.build(),
            from,
        })
    }

    /// Hands one letter over.
    ///
    /// # Errors
    /// A [`Failure`] with what the server said.
    pub async fn send(&self, letter: &Outgoing) -> Result<(), Failure> {
        let message = letter::message(letter, &self.from).map_err(|says| Failure {
            says,
            setback: Setback::ForGood,
        })?;
        match tokio::time::timeout(WHOLE, self.smtp.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure {
                setback: setback(&error),
                says: error.to_string(),
            }),
            Err(_) => Err(Failure {
                says: "the mail server did not answer in time".into(),
                setback: Setback::ForNow,
            }),
        }
    }
}

/// Whom to believe that the server is who it says: the well-known authorities, and the operator's own.
fn trust(smtp: &Smtp) -> Result<TlsParameters, ConfigProblem> {
    let wrong = |error: smtp::Error| ConfigProblem(format!("smtp_host, smtp_ca_file: {error}"));
    let mut trust = TlsParameters::builder(smtp.host.clone());
    for certificate in authorities(&smtp.ca_file)? {
        trust = trust.add_root_certificate(Certificate::from_der(certificate.to_vec()).map_err(wrong)?);
    }
    trust.build_rustls().map_err(wrong)
}

fn authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigProblem> {
    if file.as_os_str().is_empty() {
        return Ok(vec![]);
    }
    let wrong = |what: String| ConfigProblem(format!("smtp_ca_file: {} {what}", file.display()));
    let text = std::fs::read(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(format!("is not PEM: {error}")))?;
    if found.is_empty() {
        return Err(wrong("holds no certificate (-----BEGIN CERTIFICATE-----).".into()));
    }
    Ok(found)
}

/// Enhanced codes of addresses that are not there (RFC 3463, 3.2 and 3.3; RFC 7505): no such mailbox, no such domain,
/// not an address, moved away, a domain that takes no mail, a mailbox that was closed.
const NOT_THERE: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

/// Answers about the portal's own account (RFC 4954): an operator puts that right, and then the letter may leave.
const ABOUT_US: [u16; 4] = [530, 534, 535, 538];

/// A server that refuses for good may mean the sender or the letter; that it means the recipient, only the enhanced
/// code says, which stands before its words.
fn setback(error: &smtp::Error) -> Setback {
    let about_us = error.status().is_some_and(|code| ABOUT_US.contains(&code.into()));
    if !error.is_permanent() || about_us {
        return Setback::ForNow;
    }
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let code = words.split_whitespace().next().unwrap_or_default();
    if NOT_THERE.contains(&code) {
        Setback::NoSuchAddress
    } else {
        Setback::ForGood
    }
}
