//! (i) Pages of a statement with 1,000,000 lines, the first and those far back, against one with 100.

use lectern_contract::AccountId;
use lectern_domain::credits::overview::overview;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::{
    bulk::{Of, series},
    common::Try,
    pages::Compare,
    place::Place,
    report::{Aim, Report},
    size::Size,
    world::World,
};

/// Lines of the small statement: two pages, so that its first one is full.
const FEW: u64 = 100;
/// Where the filled-in transactions begin.
const FROM: u64 = 1 << 41;

/// (i): the pool's statement in two portals by turns, one connection.
pub async fn statements(report: &mut Report, large: &Place, size: &Size) -> Try<()> {
    let small = Place::new(large.kind, "bench_statement").await?;
    let worlds = [
        World::fill(&small, 1_000, 0).await?,
        World::fill(large, 1_000, 0).await?,
    ];
    let few = lines(&small, &worlds[0], FEW).await?;
    let many = lines(large, &worlds[1], size.postings).await?;
    let served = [small.home.serve().await?, large.home.serve().await?];
    let sessions = [worlds[0].ada_in(&small).await?, worlds[1].ada_in(large).await?];
    let homes = [&small.home, &large.home];
    let base = format!("/admin/accounts/{few}");
    let pages = size.postings / lectern_contract::limits::PAGE;
    let asked = [
        ("the first page".to_owned(), String::new()),
        (format!("page {} of {pages}", pages / 2), format!("?page={}", pages / 2)),
        (format!("page {pages} of {pages}"), format!("?page={pages}")),
        (
            "the first page of some days".to_owned(),
            "?from=2020-01-01&to=2999-12-31".to_owned(),
        ),
    ];
    let mut compare = Compare {
        part: "i",
        report,
        size,
        place: large,
    };
    for (name, query) in asked {
        let what = format!("{name} of a statement of {}, against {FEW}", size.postings);
        let path = format!("/admin/accounts/{many}{query}");
        let asked = [(base.as_str(), &sessions[0]), (path.as_str(), &sessions[1])];
        compare.say(what, homes, asked, Aim::AtMost(1.5)).await?;
    }
    drop(served);
    small.leave().await
}

/// Grants of one credit to the pool, made in the database; the ledger stays whole but for the chain, which is not
/// walked here. Answers the pool's account.
async fn lines(place: &Place, world: &World, count: u64) -> Try<AccountId> {
    let pool = overview(place.portal.reader(), &world.ada).await?.pool_account;
    let (db, now) = (place.writer(), place.portal.now());
    let backend = db.get_database_backend();
    let known = |id: Uuid| match backend {
        DbBackend::Postgres => format!("'{id}'::uuid"),
        _ => format!("x'{}'", id.simple()),
    };
    let own = known(world.organization);
    let sql = format!("select id from account where organization_id = {own} and kind = 'external'");
    let row = db.query_one_raw(Statement::from_string(backend, sql)).await?;
    let outside: Uuid = row.ok_or("no account of the outside")?.try_get_by_index(0)?;
    let range = (FROM, FROM + count);
    let transaction = Of::Transaction.sql(backend, "i");
    let columns = [
        ("id", transaction.clone()),
        ("organization_id", own.clone()),
        ("kind", "'grant'".into()),
        ("idempotency_key", "'line:' || i".into()),
        ("request_hash", "'-'".into()),
        ("actor_id", known(world.ada.user.0)),
        ("role", "'admin'".into()),
        ("reason", "'One of many'".into()),
        ("created_at", "?now".into()),
    ];
    series(db, "ledger_transaction", &columns, range, now).await?;
    for (side, account, counter, sign) in [(0, pool.0, outside, ""), (1, outside, pool.0, "-")] {
        let (balance, there) = balance(place, &known(account)).await?;
        let columns = [
            ("id", Of::Posting.sql(backend, &format!("(2 * i + {side})"))),
            ("organization_id", own.clone()),
            ("transaction_id", transaction.clone()),
            ("account_id", known(account)),
            ("counter_account_id", known(counter)),
            ("line", format!("{there} + 1 + i - {FROM}")),
            ("amount", format!("{sign}1")),
            ("balance", format!("{balance} + ({sign}1) * (1 + i - {FROM})")),
            ("created_at", "?now".into()),
        ];
        series(db, "posting", &columns, range, now).await?;
        let sql = format!(
            "update account set balance = {balance} + ({sign}{count}), lines = {there} + {count} where id = {}",
            known(account)
        );
        db.execute_unprepared(&sql).await?;
    }
    place.settle().await?;
    Ok(pool)
}

async fn balance(place: &Place, account: &str) -> Try<(i64, i64)> {
    let db = place.writer();
    let sql = format!("select balance, lines from account where id = {account}");
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let row = row.ok_or("no such account")?;
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}
