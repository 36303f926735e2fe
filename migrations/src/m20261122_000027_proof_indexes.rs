//! What the nightly proof looks up for every movement, it finds by an index. And on PostgreSQL the ledger and its log are
//! not emptied either: triggers on rows do not see `truncate`, which SQLite does not have (`spec/credits.md` L9).

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const INDEXES: &str = "
create index audit_at on audit (organization_id, created_at);
create index ledger_invitation on ledger_transaction (invitation_id) where invitation_id is not null;
";

const TABLES: [&str; 4] = ["ledger_transaction", "posting", "ledger_link", "audit"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, INDEXES).await?;
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        for table in TABLES {
            let trigger = format!(
                "create trigger {table}_no_truncate before truncate on {table}
                 for each statement execute function refuse_change()"
            );
            manager.get_connection().execute_unprepared(&trigger).await?;
        }
        Ok(())
    }
}
