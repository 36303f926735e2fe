//! The mail server's settings.

use std::path::PathBuf;

use serde::Deserialize;

/// The mail server; without a host, letters stay in the outbox.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smtp {
    /// Its host name.
    pub host: String,
    /// Its port; 587, or 465 with `tls`.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub tls: SmtpTls,
    /// Certificates in PEM of an authority that is believed beside the well-known ones; empty for none.
    pub ca_file: PathBuf,
    /// The account's name, if it wants one.
    pub username: String,
    /// The account's password.
    pub password: String,
    /// The sender, as `Lectern <lectern@example.org>`.
    pub from: String,
}

/// How a connection to the mail server is secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Begins in the clear, must change to TLS.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// In the clear; for a server on the same machine.
    None,
}
