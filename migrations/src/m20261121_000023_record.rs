//! The record: acts that were refused, an audit log that is read by its newest rows, reminders and certificates.
//!
//! Rows of refused acts are never changed but for one thing: the same refusal within a minute counts up. Their list of
//! addresses may be thrown away before them.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const TABLES: &str = "
create table refused (
    id $id primary key,
    organization_id $id not null references organization (id),
    act text not null check (act in ('invite', 'enroll', 'launch', 'accept')),
    reason text not null,
    detail text,
    actor_id $id references users (id),
    role text check (role in ('admin', 'manager', 'learner')),
    manager_id $id references users (id),
    course_id $id references course (id),
    user_id $id references users (id),
    address text not null,
    batch_id $id,
    source text not null,
    origin text not null,
    bucket text not null unique,
    times bigint not null check (times > 0),
    created_at $time not null,
    last_at $time not null
);
create index refused_log on refused (organization_id, id);
create index refused_reason on refused (organization_id, reason, id);
create index refused_course on refused (course_id, id);
create index refused_manager on refused (manager_id, id) where manager_id is not null;
create index refused_origin on refused (organization_id, origin, id);
alter table batch add column refused_to integer not null default 0;
update batch set refused_to = row_count where state in ('done', 'canceled', 'stopped', 'discarded');
create index batch_refused on batch (id) where refused_to < row_count;
drop index audit_at;
create index audit_log on audit (organization_id, id);
create index audit_act on audit (organization_id, act, id);
create index audit_actor on audit (organization_id, actor_id, id);
create index audit_subject on audit (organization_id, subject_id, id);
create index audit_role on audit (organization_id, role, id);
create index audit_kind on audit (organization_id, subject_kind, id);
create index audit_source on audit (organization_id, source, id);
create table reminder (
    id $id primary key,
    organization_id $id not null references organization (id),
    registration_id $id not null references registration (id),
    sender_id $id not null references users (id),
    created_at $time not null
);
create index reminder_registration on reminder (registration_id, id);
create table certificate (
    id $id primary key,
    organization_id $id not null references organization (id),
    registration_id $id not null unique references registration (id),
    number text not null unique,
    issued_by $id not null references users (id),
    created_at $time not null
);
";

/// What of a refused act never changes.
const FIXED: &str = "id, organization_id, act, reason, detail, actor_id, role, manager_id, course_id, user_id, address, \
                     batch_id, source, origin, bucket, created_at";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, TABLES).await?;
        dialect::write_once(manager, &["reminder", "certificate"]).await?;
        let refuse = if manager.get_database_backend() == DbBackend::Postgres {
            "execute function refuse_change()"
        } else {
            "begin select raise(abort, 'rows of refused are never changed'); end"
        };
        for (name, when) in [
            ("delete", "delete on refused for each row".to_owned()),
            ("update", format!("update of {FIXED} on refused for each row")),
            (
                "count",
                "update on refused for each row when (new.times <= old.times)".to_owned(),
            ),
        ] {
            let trigger = format!("create trigger refused_no_{name} before {when} {refuse}");
            manager.get_connection().execute_unprepared(&trigger).await?;
        }
        Ok(())
    }
}
