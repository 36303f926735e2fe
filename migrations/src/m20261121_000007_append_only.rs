//! Ledger and audit rows are written once: triggers refuse to change or remove them (`spec/credits.md` L9).

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: [&str; 3] = ["ledger_transaction", "posting", "audit"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        if postgres {
            database
                .execute_unprepared(
                    "create function refuse_change() returns trigger language plpgsql as
                     $$ begin raise exception 'rows of % are never changed', tg_table_name; end $$",
                )
                .await?;
        }
        for table in TABLES {
            for act in ["update", "delete"] {
                let trigger = if postgres {
                    format!(
                        "create trigger {table}_no_{act} before {act} on {table}
                         for each row execute function refuse_change()"
                    )
                } else {
                    format!(
                        "create trigger {table}_no_{act} before {act} on {table}
                         begin select raise(abort, 'rows of {table} are never changed'); end"
                    )
                };
                database.execute_unprepared(&trigger).await?;
            }
        }
        Ok(())
    }
}
