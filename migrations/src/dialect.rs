//! The few words in which SQLite and PostgreSQL differ, so that a step can be written once.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Runs each statement of `sql` (separated by `;` at a line's end) after translating `$id`, `$time`,
/// `$float` and `$json` into the database's own column types.
///
/// # Errors
/// The database's own, which leaves the step undone.
pub async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    let words: [(&str, &str); 4] = if postgres {
        [
            ("$id", "uuid"),
            ("$time", "timestamptz"),
            ("$float", "double precision"),
            ("$json", "jsonb"),
        ]
    } else {
        [
            ("$id", "blob"),
            ("$time", "text"),
            ("$float", "real"),
            ("$json", "text"),
        ]
    };
    let sql = words
        .iter()
        .fold(sql.to_owned(), |sql, (word, own)| sql.replace(word, own));
    for statement in sql
        .split(";\n")
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
    {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Lets triggers refuse to change or remove rows of these tables (`refuse_change` is of an earlier step).
///
/// # Errors
/// The database's own.
pub async fn write_once(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    for table in tables {
        for act in ["update", "delete"] {
            let body = if postgres {
                "for each row execute function refuse_change()".to_owned()
            } else {
                format!("begin select raise(abort, 'rows of {table} are never changed'); end")
            };
            let trigger = format!("create trigger {table}_no_{act} before {act} on {table} {body}");
            manager.get_connection().execute_unprepared(&trigger).await?;
        }
    }
    Ok(())
}

/// Declares a step: its name is its file's name, its body the SQL beside it.
macro_rules! step {
    ($sql:expr) => {
        use sea_orm_migration::prelude::*;

        #[derive(DeriveMigrationName)]
        pub struct Step;

        #[async_trait::async_trait]
        impl MigrationTrait for Step {
            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                $crate::dialect::run(manager, $sql).await
            }
        }
    };
}
pub(crate) use step;
