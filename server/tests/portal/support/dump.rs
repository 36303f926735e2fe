//! Everything in the database as text, so that a test can say that nothing changed.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// Tables by name, each with its rows as text.
pub type Dump = BTreeMap<String, String>;

/// The database as it is.
pub async fn dump(db: &DatabaseConnection) -> Dump {
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let tables = if postgres {
        "select tablename::text from pg_tables where schemaname = 'public'"
    } else {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    };
    let mut all = Dump::new();
    for table in texts(db, tables).await {
        if table == "seaql_migrations" {
            continue;
        }
        let rows = if postgres {
            format!("select t::text from {table} t order by 1")
        } else {
            let columns = format!("select '\"' || name || '\"' from pragma_table_info('{table}')");
            let columns = texts(db, &columns).await;
            let quoted: Vec<String> = columns.iter().map(|name| format!("quote({name})")).collect();
            format!("select {} from \"{table}\" order by 1", quoted.join(" || '|' || "))
        };
        let rows = texts(db, &rows).await.join("\n");
        all.insert(table, rows);
    }
    all
}

/// The tables that are not the same.
pub fn changed(before: &Dump, after: &Dump) -> Vec<String> {
    let names = before.keys().chain(after.keys());
    let mut names: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The first column of every row.
pub async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect(sql);
    rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
}
