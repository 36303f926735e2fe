//! Where databases for measuring come from: a file, or a database of its own on the cluster that
//! `LECTERN_TEST_DATABASE_URL` names.

use std::{fmt, path::Path};

use sea_orm::{ConnectionTrait, Database};

use super::Try;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Kind {
    /// The databases there are.
    pub fn all() -> Vec<Self> {
        match cluster() {
            Some(_) => vec![Self::Sqlite, Self::Postgres],
            None => vec![Self::Sqlite],
        }
    }

    /// The address of a new, empty database.
    pub async fn create(self, folder: &Path, name: &str) -> Try<String> {
        match self {
            Self::Sqlite => Ok(format!("sqlite://{}?mode=rwc", folder.join("lectern.db").display())),
            Self::Postgres => {
                let cluster = cluster().ok_or("no PostgreSQL is named")?;
                let name = own(name);
                run(&cluster, &format!("create database {name}")).await?;
                let (server, _) = cluster.rsplit_once('/').ok_or("a database's address has a path")?;
                Ok(format!("{server}/{name}"))
            }
        }
    }

    /// Removes it again, whoever is connected.
    pub async fn remove(self, name: &str) -> Try<()> {
        match (self, cluster()) {
            (Self::Postgres, Some(cluster)) => {
                run(&cluster, &format!("drop database if exists {} with (force)", own(name))).await
            }
            _ => Ok(()),
        }
    }
}

fn cluster() -> Option<String> {
    std::env::var("LECTERN_TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

fn own(name: &str) -> String {
    format!("lectern_{name}_{}", std::process::id())
}

async fn run(url: &str, sql: &str) -> Try<()> {
    let connection = Database::connect(url).await?;
    connection.execute_unprepared(sql).await?;
    Ok(connection.close().await?)
}
