//! The portal: databases, clock, chance, secret key and file store. It alone opens transactions.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::{
    accounts::passwords::Passwords,
    clock::{Chance, Clock},
    courses::shelf::Shelf,
    database::Databases,
    fault::Result,
    secrets::SecretKey,
    tx::Tx,
};

/// What does not change while the portal runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach the portal, without a slash at the end; links in letters begin with it.
    pub base_url: String,
    /// Where course content is served from, without a slash at the end: another origin than the portal's.
    pub content_url: String,
    /// Whether letters leave by mail; without, they stay in the outbox.
    pub mail: bool,
    /// The largest package that may be uploaded, in megabytes of 1,000,000 bytes.
    pub upload_megabytes: u64,
    /// What all files of a package may take together when unpacked, in the same megabytes.
    pub unpacked_megabytes: u64,
    /// Whether webhooks may lead to this machine and to private networks.
    pub webhooks_private: bool,
}

/// Everything an act needs beside its arguments. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Portal(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    databases: Databases,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    secret: SecretKey,
    passwords: Passwords,
    shelf: Arc<dyn Shelf>,
    settings: Settings,
}

impl Portal {
    /// Puts a portal together.
    pub fn new(
        databases: Databases,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        secret: SecretKey,
        shelf: Arc<dyn Shelf>,
        settings: Settings,
    ) -> Self {
        let passwords = Passwords::new(chance.clone());
        Self(Arc::new(Inner {
            databases,
            clock,
            chance,
            secret,
            passwords,
            shelf,
            settings,
        }))
    }

    /// Opens a transaction that will write.
    ///
    /// # Errors
    /// The database's own; `Busy` where no connection came free in time.
    pub async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.0.databases.writer.begin_with_options(options).await?;
        Ok(Tx::new(inner, self.clone(), self.now()))
    }

    /// Where pages read.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.databases.reader
    }

    /// Both databases, for migrations and checks.
    pub fn databases(&self) -> &Databases {
        &self.0.databases
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// The source of chance.
    pub fn chance(&self) -> &dyn Chance {
        &*self.0.chance
    }

    /// The key secret links are derived from.
    pub fn secret(&self) -> &SecretKey {
        &self.0.secret
    }

    /// The bounded password hasher.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// Where course files are kept.
    pub fn shelf(&self) -> Arc<dyn Shelf> {
        self.0.shelf.clone()
    }

    /// What does not change while the portal runs.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}
