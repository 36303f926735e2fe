//! Configuration: `lectern.toml`, then `LECTERN_*` variables, which win; one struct per concern. Unknown keys and
//! bad values are refused at start with a sentence.

mod api;
mod flood;
mod origins;
mod payment;
mod smtp;
mod variables;
mod webhooks;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub use api::Api;
pub use flood::Flood;
pub use payment::{Payment, PaymentProvider};
pub use smtp::{Smtp, SmtpTls};
pub use webhooks::Webhooks;

/// A sentence about what is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigProblem(pub String);

/// Everything an operator can set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The portal's public address; every link in a letter starts with it.
    pub base_url: String,
    /// The content origin: the same server under another host name.
    pub content_url: String,
    /// Database, files and secret key, unless other settings say otherwise.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`; empty for SQLite in the data folder.
    pub database_url: String,
    /// A folder's `file://` URL or `s3://bucket/prefix`; empty for the data folder.
    pub storage_url: String,
    /// The largest package, in megabytes of 1,000,000 bytes.
    pub upload_limit_mb: u64,
    /// What a package's files may take together when unpacked, in megabytes.
    pub unpacked_limit_mb: u64,
    /// Addresses whose `X-Forwarded-For` is believed, comma-separated.
    pub trusted_proxies: String,
    /// A filter such as `info,lectern_server=debug`.
    pub log: String,
    /// Hexadecimal key that secret links are derived from; empty for the file in the data folder.
    pub secret: String,
    /// What the mail service signs its words about letters that came back with; empty where it says none.
    pub bounce_secret: String,
    /// The mail server.
    pub smtp: Smtp,
    /// How many requests one network address may make.
    pub flood: Flood,
    /// Who takes the money for credits.
    pub payment: Payment,
    /// Where webhooks may lead.
    pub webhooks: Webhooks,
    /// How much one API key may ask for.
    pub api: Api,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            base_url: "http://localhost:3000".into(),
            content_url: "http://127.0.0.1:3000".into(),
            data_dir: "data".into(),
            database_url: String::new(),
            storage_url: String::new(),
            upload_limit_mb: 2_000,
            unpacked_limit_mb: 4_000,
            trusted_proxies: String::new(),
            log: "info,sea_orm_migration=warn".into(),
            secret: String::new(),
            bounce_secret: String::new(),
            smtp: Smtp::default(),
            flood: Flood::default(),
            payment: Payment::default(),
            webhooks: Webhooks::default(),
            api: Api::default(),
        }
    }
}

impl Config {
    /// Reads the file and the variables. A file that nobody names is `lectern.toml` here, and may be missing.
    ///
    /// # Errors
    /// A sentence naming the key and what is wrong with it, or the file that cannot be read.
    pub fn read(
        named: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigProblem> {
        let file = named.unwrap_or_else(|| Path::new("lectern.toml"));
        let mut table = match std::fs::read_to_string(file) {
            Ok(text) => text
                .parse::<toml::Table>()
                .map_err(|error| ConfigProblem(format!("{}: {error}", file.display())))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => toml::Table::new(),
            Err(error) => return Err(ConfigProblem(format!("{} cannot be read: {error}", file.display()))),
        };
        for (name, value) in variables {
            variables::overlay(&mut table, &name, value)?;
        }
        variables::read_secret_files(&mut table)?;
        let config: Self = table
            .try_into()
            .map_err(|error| ConfigProblem(format!("The configuration is not right: {error}")))?;
        config.check()
    }

    fn check(mut self) -> Result<Self, ConfigProblem> {
        origins::check(&mut self.base_url, &mut self.content_url)?;
        if !self.smtp.host.is_empty() && self.smtp.from.is_empty() {
            return Err(ConfigProblem(
                "smtp_from is needed with smtp_host: whom do letters come from?".into(),
            ));
        }
        if self.flood.per_second > 0 && self.flood.burst == 0 {
            return Err(ConfigProblem("flood_burst must be at least 1.".into()));
        }
        for (key, limit) in [
            ("upload_limit_mb", self.upload_limit_mb),
            ("unpacked_limit_mb", self.unpacked_limit_mb),
        ] {
            // The bound keeps the same number in bytes within what the database counts in.
            if !(1..=1_000_000).contains(&limit) {
                return Err(ConfigProblem(format!("{key} must be from 1 to 1,000,000.")));
            }
        }
        if (1..16).contains(&self.bounce_secret.len()) {
            return Err(ConfigProblem("bounce_secret must have at least 16 characters.".into()));
        }
        self.payment.check()?;
        self.proxies()?;
        Ok(self)
    }

    /// The trusted proxies' addresses.
    ///
    /// # Errors
    /// A sentence naming what is no address.
    pub fn proxies(&self) -> Result<Vec<IpAddr>, ConfigProblem> {
        let parse = |text: &str| {
            text.parse()
                .map(|address: IpAddr| address.to_canonical())
                .map_err(|_| ConfigProblem(format!("trusted_proxies: “{text}” is not an IP address.")))
        };
        self.trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(parse)
            .collect()
    }

    /// The database's address.
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}?mode=rwc", self.data_dir.join("lectern.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// Whether the portal is reached by HTTPS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// Host and port of an address.
pub fn host_of(url: &str) -> &str {
    url.split_once("://")
        .map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigProblem> {
        let pairs = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read(None, pairs)
    }

    #[test]
    fn variables_win_over_defaults() {
        let config = read(&[
            ("LECTERN_BASE_URL", "https://learn.example.com/"),
            ("LECTERN_CONTENT_URL", "https://content.example.net"),
            ("LECTERN_SMTP_HOST", "mail.example.com"),
            ("LECTERN_SMTP_PORT", "2525"),
            ("LECTERN_SMTP_FROM", "Lectern <l@example.com>"),
            ("LECTERN_SMTP_CA_FILE", "/etc/ssl/company.pem"),
            ("LECTERN_WEBHOOKS_ALLOW_PRIVATE", "true"),
            ("LECTERN_BIN", "of a tool"),
            ("HOME", "of somebody else"),
        ])
        .expect("good");
        assert_eq!(config.base_url, "https://learn.example.com");
        assert_eq!(config.smtp.port, Some(2525));
        assert_eq!(config.smtp.ca_file, Path::new("/etc/ssl/company.pem"));
        assert!(config.is_https());
        assert!(config.webhooks.allow_private);
        assert!(!read(&[]).expect("good").webhooks.allow_private);
    }

    #[test]
    fn what_is_unknown_or_wrong_is_refused_by_name() {
        for (variables, word) in [
            (vec![("LECTERN_BASEURL", "x")], "baseurl"),
            (vec![("LECTERN_LISTEN", "nowhere")], "listen"),
            (vec![("LECTERN_BASE_URL", "learn.example.com")], "base_url"),
            (vec![("LECTERN_CONTENT_URL", "http://localhost:3000")], "content_url"),
            (vec![("LECTERN_CONTENT_URL", "http://LOCALHOST:3001")], "content_url"),
            (vec![("LECTERN_SMTP_HOST", "mail")], "smtp_from"),
            (vec![("LECTERN_SMTP_PORT", "many")], "SMTP_PORT"),
            (vec![("LECTERN_SMTP_TLS", "maybe")], "tls"),
            (vec![("LECTERN_UPLOAD_LIMIT_MB", "0")], "upload_limit_mb"),
            (vec![("LECTERN_UNPACKED_LIMIT_MB", "2000000")], "unpacked_limit_mb"),
            (vec![("LECTERN_FLOOD_BURST", "0")], "flood_burst"),
            (vec![("LECTERN_FLOOD_PER_SECOND", "-1")], "per_second"),
            (vec![("LECTERN_TRUSTED_PROXIES", "10.0.0.1, elsewhere")], "elsewhere"),
            (vec![("LECTERN_DATABASE_URL_FILE", "no-such-file")], "database_url_file"),
            (vec![("LECTERN_BOUNCE_SECRET", "short")], "bounce_secret"),
            (vec![("LECTERN_WEBHOOKS_ALLOW_PRIVATE", "perhaps")], "ALLOW_PRIVATE"),
            (vec![("LECTERN_PAYMENT_PROVIDER", "bitcoin")], "provider"),
            (vec![("LECTERN_PAYMENT_PROVIDER", "stripe")], "payment_stripe_key"),
        ] {
            let problem = read(&variables).expect_err("refused").to_string();
            assert!(problem.contains(word), "{problem} names {word}");
        }
    }
}
