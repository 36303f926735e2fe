//! A launch remembers what its newest session has added to an item's time: after another launch wrote the item, it goes on
//! from there and adds nothing twice.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const STEP: &str = "
alter table launch add column timed_item text;
alter table launch add column timed_session integer not null default 0;
alter table launch add column timed_centiseconds bigint not null default 0;
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All of it or nothing: a column that is there cannot be added again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, STEP).await
    }
}
