//! The `lectern` command as an operator runs it: the binary itself, on the data folder of a portal.

use std::process::{Command, Output, Stdio};

use lectern_domain::credits::{self, verify::verify};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::support::House;

/// What is said of a link whose transaction is another than it was.
const CHANGED: &str = "its transaction is not the one that was linked: the hash differs";

/// Runs `lectern verify` to its end; it only looks.
async fn run(house: &House) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LECTERN_")) {
        command.env_remove(name); // A developer's own settings are none of ours.
    }
    command
        .arg("verify")
        .current_dir(&house.config.data_dir)
        .env("LECTERN_DATA_DIR", &house.config.data_dir)
        .env("LECTERN_DATABASE_URL", &house.config.database_url)
        .env("LECTERN_SECRET", &house.config.secret)
        .stdin(Stdio::null());
    let ran = house.unchanged("lectern verify", async { command.output() }).await;
    ran.expect("the binary runs")
}

/// It finds the ledger whole.
async fn holds(house: &House) {
    let report = verify(house.portal.reader()).await.expect("the ledger can be read");
    assert!(
        report.transactions > 5 && report.links == report.transactions,
        "{report:?}"
    );
    let output = run(house).await;
    let expected = format!(
        "{} transactions on {} accounts were re-derived, and {} links of the chain walked.\nAll invariants hold.\n",
        report.transactions, report.accounts, report.links
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{output:?}");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// It finds the ledger broken, first at this link; answers what it says.
async fn breaks(house: &House, link: i64) -> String {
    let transaction = linked(house, link).await;
    let output = run(house).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let first = format!("The chain breaks here first. Link {link}, transaction {transaction}: {CHANGED}.\n");
    assert!(said.ends_with(&format!("\n{first}")), "{output:?}");
    assert_eq!(said.matches("The chain breaks").count(), 1, "{output:?}");
    assert!(!said.contains("All invariants hold."), "{output:?}");
    said
}

/// The transaction of a link; the neighbors have none.
async fn linked(house: &House, link: i64) -> Uuid {
    let db = house.portal.reader();
    let sql = format!("select transaction_id from ledger_link where number = {link}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("links can be read");
    assert_eq!(rows.len(), 1, "one link {link}");
    rows[0].try_get_by_index(0).expect("an id")
}

/// Takes the triggers away that keep the ledger as it is, as whoever holds the database can.
async fn unlock(house: &House) {
    for table in ["posting", "ledger_transaction"] {
        let on = match house.portal.databases().writer.get_database_backend() {
            DbBackend::Postgres => format!(" on {table}"),
            _ => String::new(),
        };
        house.sabotage(&format!("drop trigger {table}_no_update{on}")).await;
    }
}

/// Changes the lines or the reason of a link's transaction.
async fn change(house: &House, table: &str, set: &str, link: i64) {
    let id = match table {
        "posting" => "transaction_id",
        _ => "id",
    };
    let of = format!("{id} in (select transaction_id from ledger_link where number = {link})");
    house.sabotage(&format!("update {table} set {set} where {of}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_ends_well_on_a_whole_ledger_and_badly_with_the_first_break_of_a_changed_one() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    house
        .act(async |tx| credits::grant(tx, ada, "command/grant", 30, "For a test").await)
        .await;
    house
        .act(async |tx| credits::allocate(tx, ada, "command/allocate", course, 12).await)
        .await;
    holds(&house).await;

    unlock(&house).await;
    change(&house, "posting", "amount = 2 * amount", 5).await;
    let said = breaks(&house, 5).await;
    assert!(said.contains("\nL3: "), "balances are no longer the sums: {said}");
    change(&house, "ledger_transaction", "reason = reason || '!'", 2).await;
    let said = breaks(&house, 2).await;
    assert!(said.contains("\nL3: "), "{said}");

    change(&house, "posting", "amount = amount / 2", 5).await;
    let said = breaks(&house, 2).await;
    let rules: Vec<&str> = said.lines().filter(|line| line.starts_with('L')).collect();
    assert_eq!(
        rules,
        [format!("L9: 1 {CHANGED}")],
        "the chain alone sees a changed word"
    );
    let back = "reason = substr(reason, 1, length(reason) - 1)";
    change(&house, "ledger_transaction", back, 2).await;
    holds(&house).await;
    house.close().await;
}
