//! More lines than a sheet has room for.

use std::io::Read;

use lectern_contract::{AccountId, TransactionId, credits::TransactionKind};
use uuid::Uuid;
use zip::ZipArchive;

use super::*;

fn cover() -> Cover {
    Cover {
        name: "Pool".into(),
        made: DateTime::UNIX_EPOCH,
        zone: Tz::Europe__Berlin,
        opening: 0,
        closing: 7,
    }
}

fn line(number: i64) -> StatementLine {
    StatementLine {
        number,
        transaction: TransactionId(Uuid::nil()),
        at: DateTime::UNIX_EPOCH,
        kind: TransactionKind::Grant,
        counter: AccountId(Uuid::nil()),
        counter_party: "Outside".into(),
        actor: None,
        role: None,
        reason: "For a test".into(),
        amount: 1,
        balance: number,
        link: None,
        about: String::new(),
    }
}

/// The workbook of so many lines, as its parts are read by name.
fn written(lines: i64, room: u32) -> impl FnMut(&str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let incoming = Incoming::of(folder.path());
    incoming.make().expect("a folder");
    let (give, mut take) = mpsc::channel(1);
    give.try_send((1..=lines).map(line).collect()).expect("a free place");
    drop(give);
    let file = book(&cover(), &mut take, &incoming, room).expect("a workbook");
    let mut book = ZipArchive::new(file).expect("a workbook is a zip");
    move |name| {
        let mut text = String::new();
        book.by_name(name).ok()?.read_to_string(&mut text).expect("text");
        Some(text)
    }
}

/// The numbers of the lines on a sheet: what stands in its first column.
fn numbers(sheet: &str) -> Vec<i64> {
    let number = |cell: &str| {
        let (_, rest) = cell.split("</c>").next()?.split_once("<v>")?;
        rest.split('<').next()?.parse().ok()
    };
    sheet.split("<c r=\"A").skip(1).filter_map(number).collect()
}

#[test]
fn lines_beyond_a_sheets_room_stand_on_further_sheets() {
    let mut part = written(7, 3);
    let sheets: Vec<String> = (1..=3)
        .map(|number| part(&format!("xl/worksheets/sheet{number}.xml")).expect("a sheet"))
        .collect();
    assert_eq!(part("xl/worksheets/sheet4.xml"), None);
    // The first row is taken by the opening balance.
    assert_eq!(
        sheets.iter().map(|sheet| numbers(sheet)).collect::<Vec<_>>(),
        [vec![1, 2], vec![3, 4, 5], vec![6, 7]]
    );
    for (place, sheet) in sheets.iter().enumerate() {
        assert!(sheet.contains("<pane ySplit=\"1\""), "the head stays: {sheet}");
        assert!(sheet.contains("Date (Europe/Berlin)"), "the head is there: {sheet}");
        assert_eq!(sheet.matches("<row ").count(), 4, "{sheet}");
        assert_eq!(sheet.contains("Opening balance"), place == 0, "{sheet}");
        assert_eq!(sheet.contains("Closing balance"), place == 2, "{sheet}");
    }
    let names = part("xl/workbook.xml").expect("the workbook");
    for name in ["\"Statement\"", "\"Statement 2\"", "\"Statement 3\""] {
        assert!(names.contains(&format!("name={name}")), "{name} in {names}");
    }
}

#[test]
fn what_one_sheet_has_room_for_stays_on_it() {
    let mut part = written(2, 3);
    let sheet = part("xl/worksheets/sheet1.xml").expect("a sheet");
    assert_eq!(numbers(&sheet), [1, 2]);
    assert!(sheet.contains("Opening balance") && sheet.contains("Closing balance"));
    assert_eq!(part("xl/worksheets/sheet2.xml"), None);
    const { assert!(ON_A_SHEET < 1_048_574, "head and closing balance have room, too") };
}
