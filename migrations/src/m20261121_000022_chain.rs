//! The chain of ledger transactions, and the nightly proofs of the ledger.
//!
//! A ledger from before this step has a head that is `behind`: its transactions are linked in small steps when the
//! portal starts the next time. Links have no foreign key to their transactions, so that one that somebody removed is
//! still named.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await?;
        dialect::write_once(manager, &["ledger_link"]).await?;
        let trigger = if manager.get_database_backend() == DbBackend::Postgres {
            "create trigger ledger_head_stays before delete on ledger_head
             for each row execute function refuse_change()"
        } else {
            "create trigger ledger_head_stays before delete on ledger_head
             begin select raise(abort, 'rows of ledger_head are never changed'); end"
        };
        manager.get_connection().execute_unprepared(trigger).await?;
        Ok(())
    }
}

const TABLES: &str = "
create table ledger_head (
    id $id primary key,
    organization_id $id not null unique references organization (id),
    number bigint not null check (number >= 0),
    hash text not null,
    behind boolean not null,
    created_at $time not null,
    updated_at $time not null
);
create table ledger_link (
    id $id primary key,
    organization_id $id not null references organization (id),
    number bigint not null check (number > 0),
    transaction_id $id not null unique,
    version integer not null,
    previous text not null,
    hash text not null,
    created_at $time not null,
    unique (organization_id, number)
);
create table proof (
    id $id primary key,
    organization_id $id not null references organization (id),
    night text not null,
    state text not null check (state in ('running', 'held', 'broken')),
    step integer not null,
    upto bigint not null,
    number bigint not null,
    hash text not null,
    figures $json not null,
    first_break $json,
    ended_at $time,
    created_at $time not null,
    updated_at $time not null,
    unique (organization_id, night)
);
create index proof_log on proof (organization_id, id);
insert into ledger_head (id, organization_id, number, hash, behind, created_at, updated_at)
    select o.id, o.id, 0, '0000000000000000000000000000000000000000000000000000000000000000', true,
        o.created_at, o.created_at
    from organization o where exists (select 1 from ledger_transaction t where t.organization_id = o.id);
";
