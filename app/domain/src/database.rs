//! The two databases: SQLite with one writer and many readers, PostgreSQL with one pool.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

/// How long a request waits for a connection before it is told that the portal is busy.
const PATIENCE: Duration = Duration::from_secs(10);
const READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 24;
/// How long SQLite's log may grow before a commit itself brings it into the file, in pages of 4 kB. While somebody calls
/// [`Databases::checkpoint`] now and then none ever has to.
const LOG: &str = "16000";

/// Where acts write and pages read.
#[derive(Clone, Debug)]
pub struct Databases {
    /// One connection on SQLite (a queue, fair and fast); the shared pool on PostgreSQL.
    pub writer: DatabaseConnection,
    /// A pool of readers on SQLite; the shared pool on PostgreSQL.
    pub reader: DatabaseConnection,
}

impl Databases {
    /// Connects to `sqlite://path` or `postgres://…`.
    ///
    /// # Errors
    /// The database's own, where it cannot be reached or opened.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1, 8_000)).await?;
            let reader = Database::connect(sqlite(url, READERS, 4_000)).await?;
            return Ok(Self { writer, reader });
        }
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self {
            writer: pool.clone(),
            reader: pool,
        })
    }

    /// Brings what SQLite keeps in its log into the file, beside whoever reads and writes meanwhile: else the commit that
    /// fills the log does it, and everybody who wants to write waits. PostgreSQL does so by itself.
    ///
    /// # Errors
    /// The database's own; nothing is lost then.
    pub async fn checkpoint(&self) -> Result<(), DbErr> {
        if self.reader.get_database_backend() == DbBackend::Sqlite {
            self.reader.execute_unprepared("pragma wal_checkpoint(passive)").await?;
        }
        Ok(())
    }
}

/// Each connection keeps so many kilobytes of pages; what is read is in the system's own cache as well.
fn sqlite(url: &str, connections: u32, kilobytes: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(PATIENCE)
                .foreign_keys(true)
                .pragma("wal_autocheckpoint", LOG)
                .pragma("temp_store", "memory")
                .pragma("cache_size", format!("-{kilobytes}"))
        });
    options
}
