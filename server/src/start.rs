//! Puts the portal together from its configuration.

use std::{io, sync::Arc};

use lectern_domain::{
    Portal,
    clock::{Chance, Clock, SystemChance, SystemClock},
    credits::chain::catch_up,
    portal::Settings,
};

use crate::{
    config::{Config, ConfigProblem},
    disk::Incoming,
    migrate::{self, MigrateProblem},
    secret,
    storage::Storage,
};

/// Why the portal could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartProblem {
    /// A setting.
    #[error("{0}")]
    Config(#[from] ConfigProblem),
    /// A file or folder.
    #[error("{0}: {1}")]
    Io(&'static str, #[source] io::Error),
    /// The database.
    #[error("{0}")]
    Migrate(#[from] MigrateProblem),
    /// The domain.
    #[error("{0}")]
    Domain(#[from] lectern_domain::Error),
}

/// The portal with its file store; the database is migrated.
///
/// # Errors
/// A sentence of what is in the way.
pub async fn portal(config: &Config) -> Result<(Portal, Storage), StartProblem> {
    portal_with(config, Arc::new(SystemClock), Arc::new(SystemChance)).await
}

/// The same with another clock and other chance than the machine's.
///
/// # Errors
/// A sentence of what is in the way.
pub async fn portal_with(
    config: &Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<(Portal, Storage), StartProblem> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| StartProblem::Io("the data folder cannot be made", error))?;
    Incoming::of(&config.data_dir)
        .make()
        .map_err(|error| StartProblem::Io("the folder for uploads cannot be made", error))?;
    let databases = migrate::open(&config.database(), &config.data_dir).await?;
    let secret = secret::load(&config.secret, &config.data_dir, &*chance)
        .map_err(|error| StartProblem::Io("the secret key", error))?;
    let storage = Storage::open(&config.storage_url, &config.data_dir)
        .map_err(|error| StartProblem::Io("the file store", error))?;
    let settings = Settings {
        base_url: config.base_url.clone(),
        content_url: config.content_url.clone(),
        mail: !config.smtp.host.is_empty(),
        upload_megabytes: config.upload_limit_mb,
        unpacked_megabytes: config.unpacked_limit_mb,
        webhooks_private: config.webhooks.allow_private,
    };
    let portal = Portal::new(databases, clock, chance, secret, Arc::new(storage.clone()), settings);
    // A ledger from before the chain is linked before anybody adds to it.
    let linked = catch_up::catch_up(&portal).await?;
    if linked > 0 {
        tracing::info!(linked, "the ledger's transactions of old are linked");
    }
    Ok((portal, storage))
}
