//! What people search for is found in every script: the databases' own `lower` and `like` may know ASCII only, so the
//! portal keeps beside names, titles, letters and refused addresses what of them is compared. Rows of old get it here,
//! all or none of them. The index that a search by title reads instead of the courses has it, too.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, QueryResult, Statement, prelude::Uuid},
};
use unicode_normalization::UnicodeNormalization;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Step;

const COLUMNS: &str = "
alter table users add column name_key text not null default '';
alter table course add column title_key text not null default '';
alter table letter add column search_key text not null default '';
alter table refused add column address_key text not null default '';
";

/// Of which table which text is folded into which column.
const KEYS: [(&str, &str, &str); 4] = [
    ("users", "name", "name_key"),
    ("course", "title", "title_key"),
    ("letter", "recipient || '\n' || subject", "search_key"),
    ("refused", "address", "address_key"),
];

const INDEX: &str = "
drop index course_title;
create index course_title on course (organization_id, state, title, id, title_key);
";

/// What keeps rows of `refused` as they are: the first was there before, and lets no row be changed that does not
/// count up.
const KEPT: [(&str, &str); 2] = [
    ("count", "update on refused for each row when (new.times <= old.times)"),
    ("key", "update of address_key on refused for each row"),
];

/// Rows read at once.
const AT_ONCE: usize = 500;

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
        dialect::run(manager, COLUMNS).await?;
        db.execute_unprepared(&format!("drop trigger refused_no_count{on}"))
            .await?;
        for (table, text, key) in KEYS {
            fill(db, table, text, key).await?;
        }
        for (name, when) in KEPT {
            let trigger = format!("create trigger refused_no_{name} before {when} {refuse}");
            db.execute_unprepared(&trigger).await?;
        }
        dialect::run(manager, INDEX).await
    }
}

async fn fill(db: &SchemaManagerConnection<'_>, table: &str, text: &str, key: &str) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let next = format!("select id, {text} from {table} where id > $1 order by id limit {AT_ONCE}");
    let update = format!("update {table} set {key} = $1 where id = $2");
    let mut last = Uuid::nil();
    loop {
        let some = Statement::from_sql_and_values(backend, &next, [last.into()]);
        let rows = db.query_all_raw(some).await?;
        let rows = rows.iter().map(told).collect::<Result<Vec<_>, _>>()?;
        for (id, text) in &rows {
            let values = [fold(text).into(), (*id).into()];
            db.execute_raw(Statement::from_sql_and_values(backend, &update, values))
                .await?;
        }
        match rows.last() {
            Some((id, _)) => last = *id,
            None => return Ok(()),
        }
    }
}

/// A row's id and its text.
fn told(row: &QueryResult) -> Result<(Uuid, String), DbErr> {
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// As the portal folds what it writes from here on, and what is searched for (`search::key` of the domain).
fn fold(text: &str) -> String {
    text.trim()
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|c| *c != '\u{307}')
        .nfkc()
        .take(500)
        .collect()
}
