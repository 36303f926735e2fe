//! A refused act's row may lose whom it was about, once they were deleted, and nothing else: its address gives way to the
//! words that stand for deleted users, its refusal's own words to nothing. Else rows only ever count up, as before.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Step;

/// The triggers of earlier steps that let nothing be erased.
const BEFORE: [&str; 3] = ["update", "key", "count"];

/// What of a refused act never changes.
const FIXED: &str = "id, organization_id, act, reason, actor_id, role, manager_id, course_id, user_id, batch_id, source, \
                     origin, bucket, created_at";

/// An address that becomes another than the words for deleted users, or a detail that becomes other words.
const REWRITTEN: &str = "new.address is distinct from old.address and new.address <> 'Deleted user' \
                         or new.address_key is distinct from old.address_key and new.address <> 'Deleted user' \
                         or new.detail is distinct from old.detail and new.detail is not null";

/// Neither counted up nor erased.
const NOT_COUNTED: &str = "new.times < old.times or new.times = old.times \
                           and new.address is not distinct from old.address and new.detail is not distinct from old.detail";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (on, refuse) = if manager.get_database_backend() == DbBackend::Postgres {
            (" on refused", "execute function refuse_change()")
        } else {
            (
                "",
                "begin select raise(abort, 'rows of refused are never changed'); end",
            )
        };
        for name in BEFORE {
            db.execute_unprepared(&format!("drop trigger refused_no_{name}{on}"))
                .await?;
        }
        for (name, when) in [
            ("update", format!("update of {FIXED} on refused for each row")),
            (
                "rewrite",
                format!("update of address, address_key, detail on refused for each row when ({REWRITTEN})"),
            ),
            ("count", format!("update on refused for each row when ({NOT_COUNTED})")),
        ] {
            let trigger = format!("create trigger refused_no_{name} before {when} {refuse}");
            db.execute_unprepared(&trigger).await?;
        }
        Ok(())
    }
}
