//! An order's history may say that a refund failed.
//!
//! SQLite cannot change a CHECK, so there the table is built again, with the triggers that keep its lines; no row of another
//! table leads to one of its lines.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const KINDS: &str = "'placed', 'checkout_opened', 'pending', 'paid', 'paid_twice', 'mismatch', 'failed', 'expired',
    'canceled', 'refunded', 'refund_failed', 'disputed', 'dispute_won', 'dispute_lost'";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            return dialect::run(manager, &POSTGRES.replace("$kinds", KINDS)).await;
        }
        dialect::run(manager, &SQLITE.replace("$kinds", KINDS)).await?;
        dialect::write_once(manager, &["order_event"]).await
    }
}

const POSTGRES: &str = "
alter table order_event drop constraint order_event_kind_check;
alter table order_event add constraint order_event_kind_check check (kind in ($kinds));
";

const SQLITE: &str = "
create table order_event_new (
    id blob primary key,
    organization_id blob not null references organization (id),
    order_id blob not null references credit_order (id),
    line integer not null,
    kind text not null check (kind in ($kinds)),
    actor_id blob references users (id),
    role text,
    money_minor bigint,
    credits bigint not null,
    reference text not null,
    created_at text not null,
    unique (order_id, line)
);
insert into order_event_new
    select id, organization_id, order_id, line, kind, actor_id, role, money_minor, credits, reference, created_at
    from order_event;
drop table order_event;
alter table order_event_new rename to order_event;
";
