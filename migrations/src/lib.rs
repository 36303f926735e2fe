//! How the database came to be: one dated file per step, each plain SQL for both databases.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::prelude::{MigratorTrait, SchemaManager};

mod dialect;
mod m20261121_000001_people;
mod m20261121_000002_courses;
mod m20261121_000003_ledger;
mod m20261121_000004_invitations;
mod m20261121_000005_runtime;
mod m20261121_000006_letters;
mod m20261121_000007_append_only;
mod m20261121_000008_ledger_kinds;
mod m20261121_000009_settings;
mod m20261121_000010_orders;
mod m20261121_000011_requests;
mod m20261121_000012_batches;
mod m20261121_000017_second_factor;
mod m20261121_000019_plans;
mod m20261121_000020_invitation_life;
mod m20261121_000021_watch;
mod m20261121_000022_chain;
mod m20261121_000023_record;
mod m20261121_000024_api_keys;
mod m20261122_000025_webhooks;
mod m20261122_000026_validity;
mod m20261122_000027_proof_indexes;
mod m20261122_000028_search_keys;
mod m20261122_000029_erased;
mod m20261122_000030_attempts;
mod m20261122_000031_due_letters;
mod m20261122_000032_failed_refunds;
mod m20261122_000033_session_time;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_people::Step),
            Box::new(m20261121_000002_courses::Step),
            Box::new(m20261121_000003_ledger::Step),
            Box::new(m20261121_000004_invitations::Step),
            Box::new(m20261121_000005_runtime::Step),
            Box::new(m20261121_000006_letters::Step),
            Box::new(m20261121_000007_append_only::Step),
            Box::new(m20261121_000008_ledger_kinds::Step),
            Box::new(m20261121_000009_settings::Step),
            Box::new(m20261121_000010_orders::Step),
            Box::new(m20261121_000011_requests::Step),
            Box::new(m20261121_000012_batches::Step),
            Box::new(m20261121_000017_second_factor::Step),
            Box::new(m20261121_000019_plans::Step),
            Box::new(m20261121_000020_invitation_life::Step),
            Box::new(m20261121_000021_watch::Step),
            Box::new(m20261121_000022_chain::Step),
            Box::new(m20261121_000023_record::Step),
            Box::new(m20261121_000024_api_keys::Step),
            Box::new(m20261122_000025_webhooks::Step),
            Box::new(m20261122_000026_validity::Step),
            Box::new(m20261122_000027_proof_indexes::Step),
            Box::new(m20261122_000028_search_keys::Step),
            Box::new(m20261122_000029_erased::Step),
            Box::new(m20261122_000030_attempts::Step),
            Box::new(m20261122_000031_due_letters::Step),
            Box::new(m20261122_000032_failed_refunds::Step),
            Box::new(m20261122_000033_session_time::Step),
        ]
    }
}
