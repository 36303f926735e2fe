//! The kinds of movement that plans, purchases and managers among themselves bring, and the order a movement pays.
//!
//! SQLite cannot change a CHECK, so there the table is built again; nothing may look at it meanwhile.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Step;

const KINDS: &str = "'grant', 'purchase', 'allocate', 'deallocate', 'assign', 'take_back', 'give', 'hold', 'release',
    'consume_hold', 'consume', 'refund', 'expire', 'adjust', 'chargeback'";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = if manager.get_database_backend() == DbBackend::Postgres {
            POSTGRES
        } else {
            SQLITE
        };
        let sql = sql.replace("$kinds", KINDS);
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}

const POSTGRES: &str = "
alter table ledger_transaction drop constraint ledger_transaction_kind_check;
alter table ledger_transaction add constraint ledger_transaction_kind_check check (kind in ($kinds));
alter table ledger_transaction add column order_id uuid;
";

const SQLITE: &str = "
pragma foreign_keys = off;
begin immediate;
create table ledger_transaction_new (
    id blob primary key,
    organization_id blob not null references organization (id),
    kind text not null check (kind in ($kinds)),
    idempotency_key text not null,
    request_hash text not null,
    actor_id blob references users (id),
    role text,
    reason text not null,
    course_id blob references course (id),
    invitation_id blob,
    registration_id blob,
    refunds_id blob references ledger_transaction (id),
    created_at text not null,
    order_id blob,
    unique (organization_id, idempotency_key)
);
insert into ledger_transaction_new
    select id, organization_id, kind, idempotency_key, request_hash, actor_id, role, reason, course_id,
        invitation_id, registration_id, refunds_id, created_at, null from ledger_transaction;
drop table ledger_transaction;
alter table ledger_transaction_new rename to ledger_transaction;
create unique index ledger_refund_once on ledger_transaction (refunds_id) where refunds_id is not null;
create trigger ledger_transaction_no_update before update on ledger_transaction
    begin select raise(abort, 'rows of ledger_transaction are never changed'); end;
create trigger ledger_transaction_no_delete before delete on ledger_transaction
    begin select raise(abort, 'rows of ledger_transaction are never changed'); end;
commit;
pragma foreign_keys = on;
";
