//! Opens the database and brings it to this binary's schema: of several processes one does it, the others wait.

use std::{fs::File, path::Path};

use lectern_domain::database::Databases;
use lectern_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr};

/// A number that no other program locks in our database: "LECTERN" in digits.
const LOCK: i64 = 0x004c_4543_5445_524e;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum MigrateProblem {
    /// The database is newer than this binary.
    #[error("the database was made by a newer Lectern; start that version, or restore a backup from before it")]
    Newer,
    /// No connection.
    #[error("the database cannot be reached: {0}")]
    Away(#[source] DbErr),
    /// The database's own.
    #[error("the database could not be migrated: {0}")]
    Database(#[from] DbErr),
    /// The lock file's own.
    #[error("the data folder could not be locked: {0}")]
    Lock(#[from] std::io::Error),
}

/// Connects to the database and applies what is missing.
///
/// # Errors
/// `Newer` where steps are applied that this binary does not know; the database's own.
pub async fn open(url: &str, data_dir: &Path) -> Result<Databases, MigrateProblem> {
    let (databases, applied) = if url.starts_with("sqlite:") {
        // Taken before connecting, too: two that make the file at once would find it locked by the other.
        let lock = File::create(data_dir.join("migrate.lock"))?;
        let _lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock))
            .await
            .map_err(std::io::Error::other)??;
        let databases = Databases::connect(url).await.map_err(MigrateProblem::Away)?;
        let applied = Migrator::up(&databases.writer, None).await;
        (databases, applied)
    } else {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let alone = Database::connect(options).await.map_err(MigrateProblem::Away)?;
        alone
            .execute_unprepared(&format!("select pg_advisory_lock({LOCK})"))
            .await?;
        let applied = Migrator::up(&alone, None).await;
        alone
            .execute_unprepared(&format!("select pg_advisory_unlock({LOCK})"))
            .await?;
        alone.close().await?;
        (Databases::connect(url).await.map_err(MigrateProblem::Away)?, applied)
    };
    applied.map_err(|error| match error.to_string() {
        text if text.contains("is missing") => MigrateProblem::Newer,
        _ => error.into(),
    })?;
    Ok(databases)
}

/// Whether every step of this binary is applied.
pub async fn is_current(databases: &Databases) -> bool {
    Migrator::get_pending_migrations(&databases.reader)
        .await
        .is_ok_and(|pending| pending.is_empty())
}
