//! A portal to be measured: its data folder, its database, and the same portal once more in this process, to fill
//! the database with and to learn from which statements an act runs.

use std::{path::Path, sync::Arc};

use axum::Router;
use lectern_domain::{
    Portal,
    clock::{SystemChance, SystemClock},
    database::Databases,
    portal::Settings,
};
use lectern_server::{config::Config, jobs::checkpoints, migrate, router, secret, storage::Storage};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    common::{Try, child::Home, database::Kind},
    trace::Recorder,
};

/// A place for one portal.
#[derive(Debug)]
pub struct Place {
    pub kind: Kind,
    pub home: Home,
    pub portal: Portal,
    pub recorder: Recorder,
    /// The whole web service, in this process.
    pub service: Router,
    name: &'static str,
    _folder: TempDir,
}

impl Place {
    /// A migrated, empty database, on a real disk: a commit must cost what it costs.
    pub async fn new(kind: Kind, name: &'static str) -> Try<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let database = kind.create(folder.path(), name).await?;
        let home = Home::new(folder.path(), database)?;
        let recorder = Recorder::default();
        let (portal, storage) = open(&home, &recorder).await?;
        let service = router::build(&config(&home), &portal, &storage);
        Ok(Self {
            kind,
            home,
            portal,
            recorder,
            service,
            name,
            _folder: folder,
        })
    }

    /// Where bulk rows are written.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.portal.databases().writer
    }

    /// Connections of their own, which nobody listens to; beside them runs what the portal has running beside its own,
    /// until the guard is dropped.
    pub async fn connect(&self) -> Try<(Databases, DropGuard)> {
        let databases = Databases::connect(&self.home.database).await?;
        let stop = CancellationToken::new();
        checkpoints::start(&databases, &stop);
        Ok((databases, stop.drop_guard()))
    }

    /// After bulk rows: what the database's own housekeeping would have done within minutes.
    pub async fn settle(&self) -> Try<()> {
        let sql = match self.kind {
            Kind::Sqlite => "pragma wal_checkpoint(truncate)",
            Kind::Postgres => "vacuum analyze",
        };
        self.writer().execute_unprepared(sql).await?;
        Ok(())
    }

    /// Lets go of everything.
    pub async fn leave(self) -> Try<()> {
        let databases = self.portal.databases().clone();
        databases.reader.close().await?;
        databases.writer.close().await?;
        self.kind.remove(self.name).await
    }
}

/// The portal of a home, in this process.
pub async fn open(home: &Home, recorder: &Recorder) -> Try<(Portal, Storage)> {
    let mut databases = migrate::open(&home.database, &home.folder).await?;
    recorder.watch(&mut databases);
    let chance = Arc::new(SystemChance);
    let secret = secret::load("", &home.folder, &*chance)?;
    let storage = Storage::open("", Path::new(&home.folder))?;
    let config = config(home);
    let settings = Settings {
        base_url: config.base_url,
        content_url: config.content_url,
        mail: false,
        upload_megabytes: config.upload_limit_mb,
        unpacked_megabytes: config.unpacked_limit_mb,
        webhooks_private: config.webhooks.allow_private,
    };
    let shelf = Arc::new(storage.clone());
    let portal = Portal::new(databases, Arc::new(SystemClock), chance, secret, shelf, settings);
    Ok((portal, storage))
}

/// What the child is told by variables.
pub fn config(home: &Home) -> Config {
    Config {
        base_url: format!("http://{}", home.host()),
        content_url: format!("http://{}", home.content_host()),
        data_dir: home.folder.clone(),
        ..Config::default()
    }
}
