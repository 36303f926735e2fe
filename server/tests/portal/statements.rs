//! Statements: the days that are asked for, and the same as CSV and as a workbook.

use std::io::{Cursor, Read};

use lectern_domain::credits::{overview::overview, proof::run, statement::my_account};
use zip::ZipArchive;

use crate::support::{Answer, House, answer::difference};

const NOTHING: &str = "01970000-0000-7000-8000-000000000009";

/// The pool's account, and Mara's on the kitchen course.
async fn accounts(house: &House) -> (String, String) {
    let db = house.portal.reader();
    let board = overview(db, house.ada()).await.expect("the dashboard");
    let mara = my_account(db, house.mara(), house.kitchen()).await.expect("read");
    (board.pool_account.to_string(), mara.expect("an account").to_string())
}

/// One part of a workbook.
fn part(answer: &Answer, name: &str) -> String {
    let mut book = ZipArchive::new(Cursor::new(&answer.body[..])).expect("a workbook is a zip");
    let mut text = String::new();
    let mut file = book.by_name(name).expect(name);
    file.read_to_string(&mut text).expect("text");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_downloaded_as_csv_with_the_pages_balance() {
    let house = House::open().await;
    let (pool, mine) = accounts(&house).await;
    let ada = house.browser(house.ada()).await;
    let grant = [("amount", "7"), ("note", "=1+1;@x, \"so\""), ("key", "statement/grant")];
    ada.post("/do/grant-credits", &grant).await.is(303);
    let page = ada.get(&format!("/admin/accounts/{pool}")).await;
    let here = format!("/admin/accounts/{pool}/statement.csv");
    page.is(200).says(&here).says(&here.replace("csv", "xlsx"));

    let file = ada.get(&here).await;
    assert_eq!(file.is(200).header("content-type"), "text/csv; charset=utf-8");
    let name = file.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"statement-pool-20"), "{name}");
    let text = file.text();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}No.,Date ("), "{}", lines[0]);
    assert_eq!(lines[1], ",,Opening balance,,,,,,,,0");
    let closing = lines.last().expect("a last line");
    let balance = closing.rsplit(',').next().expect("a balance");
    assert!(closing.starts_with(",,Closing balance,"), "{closing}");
    page.says(&format!("<span class=\"num\">{balance}</span>"));
    assert!(text.contains("\"'=1+1;@x, \"\"so\"\"\",7,,"), "{text}");
    let mut reached = 0;
    for line in &lines[2..lines.len() - 1] {
        let cells: Vec<&str> = line.rsplitn(4, ',').collect();
        let number = |cell: &str| cell.parse::<i64>().unwrap_or(0);
        reached += number(cells[2]) - number(cells[1]);
        assert_eq!(number(cells[0]), reached, "{line}");
    }
    assert_eq!(reached.to_string(), balance);

    let mara = house.browser(house.mara()).await;
    let sheet = mara.get(&format!("/manager/accounts/{mine}/statement.csv")).await;
    sheet.is(200).says("Closing balance");
    assert!(sheet.header("content-disposition").contains("statement-manager-"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_has_numbers_dates_and_a_head_that_stays() {
    let house = House::open().await;
    let (pool, _) = accounts(&house).await;
    let ada = house.browser(house.ada()).await;
    let grant = [("amount", "7"), ("note", "=1+1"), ("key", "statement/grant")];
    ada.post("/do/grant-credits", &grant).await.is(303);
    let csv = ada.get(&format!("/admin/accounts/{pool}/statement.csv")).await.text();
    let closing = csv.trim_end().rsplit(',').next().expect("a balance").to_owned();
    let file = ada.get(&format!("/admin/accounts/{pool}/statement.xlsx")).await;
    file.is(200);
    assert!(file.header("content-type").ends_with("spreadsheetml.sheet"));
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    for words in [
        "<pane ySplit=\"1\"",
        "state=\"frozen\"",
        "Opening balance",
        "Closing balance",
        "<t>=1+1</t>",
        &format!("<v>{closing}</v>"),
    ] {
        assert!(sheet.contains(words), "no {words} in {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formula");
    let rows = sheet.matches("<row ").count();
    assert_eq!(rows, csv.trim_end().split("\r\n").count(), "a row for each line");
    let styles = part(&file, "xl/styles.xml");
    assert!(styles.contains("yyyy-mm-dd hh:mm:ss"), "dates are dates: {styles}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workbooks_that_many_ask_for_at_once_are_written_a_few_at_a_time() {
    let house = House::open().await;
    let (pool, _) = accounts(&house).await;
    let path = format!("/admin/accounts/{pool}/statement.xlsx");
    let ada = house.browser(house.ada()).await;
    let answers = futures::future::join_all((0..64).map(|_| ada.get(&path))).await;
    let busy: Vec<&Answer> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert!(busy.len() < answers.len(), "some are written");
    assert!(!busy.is_empty(), "not all at once");
    for answer in busy {
        assert_eq!(answer.is(503).header("retry-after"), "2");
    }
    // The others left their desks.
    for _ in 0..5 {
        ada.get(&path).await.is(200);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn some_days_are_shown_and_downloaded() {
    let house = House::open().await;
    let (pool, _) = accounts(&house).await;
    let ada = house.browser(house.ada()).await;
    let page = format!("/admin/accounts/{pool}");
    let before = ada.get(&format!("{page}?from=2020-01-01&to=2020-01-31")).await;
    before
        .is(200)
        .says("No entries in these days")
        .says("Opening balance")
        .says(&format!("{page}/statement.csv?from=2020-01-01&to=2020-01-31"));
    let file = ada.get(&format!("{page}/statement.csv?to=2020-01-31")).await;
    assert_eq!(
        file.is(200).text().trim_end().split("\r\n").count(),
        3,
        "no line: {}",
        file.text()
    );
    let all = ada.get(&format!("{page}/statement.csv?from=2020-01-01")).await;
    assert!(all.is(200).text().trim_end().split("\r\n").count() > 3);
    for odd in ["from=2026-02-30", "to=today"] {
        ada.get(&format!("{page}?{odd}")).await.is(400);
        ada.get(&format!("{page}/statement.csv?{odd}")).await.is(400);
        ada.get(&format!("{page}/statement.xlsx?{odd}")).await.is(400);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_for_those_whose_they_are() {
    let house = House::open().await;
    let (pool, mine) = accounts(&house).await;
    let people = house.people();
    let cases = [
        (house.mara(), &pool),
        (house.noor(), &mine),
        (house.noor(), &pool),
        (house.learner(0), &pool),
        (&people.sia, &mine),
        (&people.sol, &pool),
        (&people.sol, &mine),
        (&people.lou, &mine),
    ];
    for (actor, id) in cases {
        let browser = house.browser(actor).await;
        for area in ["admin", "manager"] {
            for ending in ["csv", "xlsx", "csv?from=nonsense"] {
                let theirs = browser.get(&format!("/{area}/accounts/{id}/statement.{ending}")).await;
                let missing = browser
                    .get(&format!("/{area}/accounts/{NOTHING}/statement.{ending}"))
                    .await;
                assert_eq!(theirs.status, 404, "{} as {}: {theirs}", actor.user, actor.role);
                let (here, there) = (
                    theirs.neutral(std::slice::from_ref(id)),
                    missing.neutral(&[NOTHING.to_owned()]),
                );
                assert_eq!(difference(&here, &there), None, "{ending}");
            }
        }
    }
    let path = format!("/admin/accounts/{pool}/statement.csv");
    let stranger = house.anonymous().get(&path).await;
    assert!(
        stranger.is(303).header("location").starts_with("/sign-in?next="),
        "{stranger}"
    );
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/accounts/nonsense/statement.csv").await.is(404);
    ada.get(&path.replace("/admin/", "/manager/")).await.is(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_asked_for_and_read() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/proof").await.is(200).says("No proof yet");
    ada.post("/do/prove-now", &[]).await.leads_to("/admin/proof");
    ada.get("/admin/proof")
        .await
        .is(200)
        .says("A proof has begun")
        .says("A proof is running");
    let again = [("page", "/admin/proof"), ("form", "")];
    ada.post("/do/prove-now", &again)
        .await
        .is(409)
        .says("A proof runs already.");
    while run::step(&house.portal).await.expect("a step is taken") {}
    let page = ada.get("/admin/proof").await;
    page.is(200)
        .says("All hold")
        .says("Every movement takes as many credits")
        .hides("A proof is running");
    assert_eq!(page.text().matches(">Holds<").count(), 12, "{page}");
    ada.get("/admin").await.hides("The ledger of credits was changed");
    house.close().await;
}
