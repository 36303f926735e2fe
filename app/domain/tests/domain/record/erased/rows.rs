//! What stands in the database, whatever tables and columns there are.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::{ADDRESS, ASKED_ADDRESS, LATER_NAME, NAME};
use crate::support::House;

/// The tables, each with its rows as text in small letters; whatever tables and columns there are.
async fn dump(db: &DatabaseConnection) -> BTreeMap<String, String> {
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let tables = if postgres {
        "select tablename::text from pg_tables where schemaname = 'public'"
    } else {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    };
    let mut all = BTreeMap::new();
    for table in texts(db, tables).await {
        let rows = if postgres {
            format!("select t::text from \"{table}\" t")
        } else {
            let columns = texts(db, &format!("select name from pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
            format!("select {} from \"{table}\"", quoted.join(" || '|' || "))
        };
        all.insert(table, texts(db, &rows).await.join("\n").to_lowercase());
    }
    all
}

/// The first column of every row.
async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect(sql);
    rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
}

/// The tables in which a name or an address of hers stands.
pub(super) async fn named_in(house: &House) -> Vec<String> {
    let hers = [NAME, LATER_NAME, ADDRESS, ASKED_ADDRESS].map(str::to_lowercase);
    let all = dump(house.portal.reader()).await.into_iter();
    all.filter(|(_, rows)| hers.iter().any(|one| rows.contains(one)))
        .map(|(table, _)| table)
        .collect()
}

/// Tables that may still name her: what nothing changes, what others typed or were written, and what was told outside.
const KEPT: [&str; 9] = [
    "audit",
    "batch",
    "credit_request",
    "invitation",
    "letter",
    "receipt",
    "refused",
    "webhook_attempt",
    "webhook_delivery",
];

/// Asserts that no row of hers names her.
pub(super) async fn assert_erased(house: &House) {
    let left = named_in(house).await;
    let wrong: Vec<_> = left.iter().filter(|table| !KEPT.contains(&table.as_str())).collect();
    assert!(wrong.is_empty(), "still named in {wrong:?}");
    let db = house.portal.reader();
    for hers in [
        "select email from invitation",
        "select recipient from letter",
        "select address from refused where address not like '%<%'",
    ] {
        let all = texts(db, hers).await.join("\n").to_lowercase();
        assert!(!all.contains(ADDRESS), "{hers}: {all}");
    }
    let to_her = "select text from letter where recipient = 'Deleted user'";
    for text in texts(db, to_her).await {
        assert!(text.contains("was erased"), "{text}");
    }
}
