//! How often a learner may run a course in one registration, and what an attempt means; which attempt a registration is
//! at, and whether that is over. A version remembers that learners' data was longer than its standard allows.
//!
//! Of registrations there were, only what is certain is said to be over: one that is passed or failed and not completed
//! may be running. Its next commit says it.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const STEP: &str = "
alter table course add column max_attempts integer check (max_attempts between 1 and 100);
alter table course add column new_attempt text not null default 'no'
    check (new_attempt in ('no', 'when_over', 'always'));
alter table course add column counted_attempt text not null default 'highest'
    check (counted_attempt in ('highest', 'last'));
alter table course add column lock_after_last boolean not null default false;
alter table course add column failed_means text not null default 'completed'
    check (failed_means in ('completed', 'incomplete'));
alter table registration add column attempt integer not null default 0;
alter table registration add column attempt_over boolean not null default false;
update registration
    set attempt = (select max(number) from instance where instance.registration_id = registration.id),
        attempt_over = (completion = 'completed')
    where exists (select 1 from instance where instance.registration_id = registration.id);
alter table course_version add column over_standard boolean not null default false;
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
