//! A test owns its database: a template is migrated, and peopled, once per process, and copied per test.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use lectern_domain::{
    Portal, courses::shelf::NoShelf, database::Databases, portal::Settings, samples, secrets::SecretKey,
};
use lectern_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::{DAWN, SeededChance, TestClock, scorm12, scorm2004};

/// The cast's password in tests.
pub const PASSWORD: &str = "orchard-lantern-42";

/// Which template a database is copied from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Migrated, and nothing in it.
    Empty,
    /// With the cast.
    Peopled,
}

/// Where a test's database lives; removed with it.
#[derive(Debug)]
pub enum Place {
    /// A file of its own.
    Sqlite(TempDir),
    /// A database of its own in a throw-away cluster.
    Postgres { admin: String, name: String },
}

impl Place {
    /// What [`Databases::connect`] takes.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => file_url(&folder.path().join("lectern.db")),
            Self::Postgres { admin, name } => beside(admin, name),
        }
    }

    /// Removes a database that nobody is connected to any more.
    pub async fn remove(self) {
        if let Self::Postgres { admin, name } = self {
            run(&admin, &format!("drop database {name} with (force)")).await;
        }
    }
}

/// A portal at this address.
pub async fn portal(url: &str, clock: Arc<TestClock>, seed: u64) -> Portal {
    portal_on(connect(url).await, clock, seed)
}

/// The databases at this address.
pub async fn connect(url: &str) -> Databases {
    Databases::connect(url)
        .await
        .expect("the test's database can be reached")
}

/// A portal on these databases.
pub fn portal_on(databases: Databases, clock: Arc<TestClock>, seed: u64) -> Portal {
    let settings = Settings {
        base_url: "https://learn.northwind.example".into(),
        mail: true,
        content_url: "https://content.northwind.example".into(),
        upload_megabytes: 10,
        unpacked_megabytes: 20,
        webhooks_private: false,
    };
    let chance = Arc::new(SeededChance::new(seed));
    Portal::new(
        databases,
        clock,
        chance,
        SecretKey::new([7; 32]),
        Arc::new(NoShelf),
        settings,
    )
}

/// Lets go of every connection.
pub async fn disconnect(portal: Portal) {
    let databases = portal.databases().clone();
    databases.reader.close().await.expect("readers close");
    databases.writer.close().await.expect("the writer closes");
}

/// A fresh copy of a stage, and who stands on it.
pub async fn copy(stage: Stage) -> (Place, Option<samples::Cast>) {
    static EMPTY: OnceCell<Template> = OnceCell::const_new();
    static PEOPLED: OnceCell<Template> = OnceCell::const_new();
    let template = match stage {
        Stage::Empty => EMPTY.get_or_init(|| Template::make(stage)).await,
        Stage::Peopled => PEOPLED.get_or_init(|| Template::make(stage)).await,
    };
    (template.place.copy().await, template.cast.clone())
}

struct Template {
    place: Place,
    cast: Option<samples::Cast>,
}

impl Template {
    async fn make(stage: Stage) -> Self {
        let place = Place::blank().await;
        let portal = portal(&place.url(), Arc::new(TestClock::at(DAWN)), 1).await;
        Migrator::up(&portal.databases().writer, None)
            .await
            .expect("a blank database migrates");
        let cast = match stage {
            Stage::Empty => None,
            Stage::Peopled => {
                let ada = samples::found(&portal, PASSWORD).await.expect("a company is founded");
                Some(
                    samples::hire(&portal, &ada, PASSWORD, [scorm12(), scorm2004()])
                        .await
                        .expect("the cast is hired"),
                )
            }
        };
        if let Place::Sqlite(_) = place {
            let checkpoint = portal
                .databases()
                .writer
                .execute_unprepared("pragma wal_checkpoint(truncate)")
                .await;
            checkpoint.expect("the log is folded into the file");
        }
        disconnect(portal).await;
        Self { place, cast }
    }
}

impl Place {
    async fn blank() -> Self {
        let Some(admin) = admin() else {
            return Self::Sqlite(folder());
        };
        let name = fresh_name("template");
        run(&admin, &format!("create database {name}")).await;
        Self::Postgres { admin, name }
    }

    async fn copy(&self) -> Self {
        match self {
            Self::Sqlite(from) => {
                let to = folder();
                std::fs::copy(from.path().join("lectern.db"), to.path().join("lectern.db"))
                    .expect("the template copies");
                Self::Sqlite(to)
            }
            Self::Postgres { admin, name } => {
                let copy = fresh_name("test");
                run(admin, &format!("create database {copy} template {name}")).await;
                Self::Postgres {
                    admin: admin.clone(),
                    name: copy,
                }
            }
        }
    }
}

/// The cluster to test on; none means SQLite.
fn admin() -> Option<String> {
    std::env::var("LECTERN_TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

/// Memory where the machine lends it as files, so that tests do not wait for a disk.
fn folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a temporary folder")
}

fn file_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

/// The address of another database in the same cluster.
fn beside(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("a database's address has a path");
    format!("{server}/{name}")
}

fn fresh_name(kind: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!(
        "lectern_{kind}_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

async fn run(url: &str, sql: &str) {
    let connection = Database::connect(url).await.expect("the cluster can be reached");
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("it closes");
}
