//! Lists of addresses: given, looked over, sent by the job, and read as a file.

use lectern_contract::Role;
use lectern_domain::invitations::batch::run;
use uuid::Uuid;

use crate::support::{Answer, Browser, House};

const LIST: &str = "a@contoso.example, b@contoso.example; nobody\nines@northwind.example, A@contoso.example";

/// Mara's page for lists, and how she gives one.
async fn mara(house: &House) -> (Browser, String) {
    let page = format!("/manager/courses/{}/bulk", house.forklift());
    (house.browser(house.mara()).await, page)
}

fn place(answer: &Answer) -> String {
    answer.is(303).header("location").to_owned()
}

async fn run(house: &House) {
    while run::step(&house.portal, Uuid::from_u128(1))
        .await
        .expect("a step is taken")
    {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_given_looked_over_sent_and_read_as_a_file() {
    let house = House::open().await;
    let (mara, page) = mara(&house).await;
    mara.get(&page).await.is(200).says("Bulk upload").says("No lists yet");
    let batch = place(&mara.give_list(&page, LIST).await);
    assert!(batch.starts_with("/manager/batches/0"), "{batch}");
    let preview = mara.get(&batch).await;
    preview
        .is(200)
        .says("The list was read. Look it over; nothing is sent yet.")
        .says("Not an address")
        .says("Send 3 invitations");
    let known = mara.get(&format!("{batch}?verdict=repeated")).await;
    known.is(200).says("A@contoso.example").hides("ines@northwind.example");
    assert_eq!(place(&mara.give_list(&page, LIST).await), batch, "the same list");
    mara.get(&batch).await.says("You gave the same list before.");

    let id = batch.rsplit('/').next().expect("an id");
    let fields = [("batch", id), ("message", "Hello"), ("key", "send")];
    assert_eq!(place(&mara.post("/do/send-batch", &fields).await), batch);
    let on_its_way = mara.get(&batch).await;
    on_its_way.is(200).says("3 invitations are being sent").says("0 of 3");
    assert_eq!(on_its_way.header("refresh"), "2", "without script, too");
    mara.post("/do/send-batch", &fields).await.is(303);
    run(&house).await;
    let over = mara.get(&batch).await;
    over.is(200).says("What became of it").says("Invitations sent");
    assert!(over.headers.get("refresh").is_none(), "nothing more to wait for");
    mara.get(&page).await.is(200).says("Pasted addresses").says("Done");

    let file = mara.get(&format!("{batch}/result.csv")).await;
    assert_eq!(file.is(200).header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    let text = file.text();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}Row,Address,Result,What is known,Invited by,Invited on"
    );
    assert_eq!(lines[1], "1,a@contoso.example,Sent,New person,,");
    assert_eq!(lines[3], "3,nobody,Not sent,Not an address,,");
    assert_eq!(lines[5], "5,A@contoso.example,Not sent,Repeated,,");
    house.letter_to("b@contoso.example").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_refused_beside_its_field() {
    let house = House::open().await;
    let (mara, page) = mara(&house).await;
    let large = vec![b'x'; 16_000_001];
    #[allow(clippy::type_complexity, reason = "a table")]
    let cases: [(&str, &str, Option<&[u8]>, u16, &str, &str); 5] = [
        (
            "nothing",
            " ",
            None,
            422,
            "list-addresses",
            "Please give at least one e-mail address.",
        ),
        ("both", "a@b.cd", Some(b"c@d.ef"), 422, "list-file", "not both"),
        (
            "a workbook",
            "",
            Some(b"PK\x03\x04\0\0"),
            422,
            "list-file",
            "This file is not a text.",
        ),
        (
            "an empty table",
            "",
            Some(b"Name,Email\r\n"),
            422,
            "list-addresses",
            "at least one",
        ),
        ("a large file", "", Some(&large), 413, "list-file", "larger than 16 MB"),
    ];
    for (what, pasted, file, status, field, says) in cases {
        let answer = house.unchanged(what, mara.give(&page, pasted, file)).await;
        let problem = answer.is(status).problem(field);
        assert!(problem.contains(says), "{what}: {problem}");
        if what == "both" {
            answer.says("a@b.cd");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_credits_offer_the_head_of_the_list() {
    let house = House::open().await;
    let (mara, page) = mara(&house).await;
    let list: Vec<String> = (0..40).map(|number| format!("p{number}@contoso.example")).collect();
    let list = list.join("\n");
    let batch = place(&mara.give(&page, "", Some(list.as_bytes())).await);
    let preview = mara.get(&batch).await;
    preview.is(200).says("Too few credits").says("short");
    let id = batch.rsplit('/').next().expect("an id");
    let all = [
        ("batch", id),
        ("shortage", "all"),
        ("key", "all"),
        ("page", &batch),
        ("form", "send"),
    ];
    let refused = house
        .unchanged("all or nothing", mara.post("/do/send-batch", &all))
        .await;
    refused.is(409).says("Nothing was changed.");
    let first = [("batch", id), ("shortage", "first"), ("key", "first")];
    mara.post("/do/send-batch", &first).await.is(303);
    run(&house).await;
    mara.get(&batch).await.is(200).says("No credit left");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_results_are_for_those_who_gave_them() {
    let house = House::open().await;
    let (mara, page) = mara(&house).await;
    let batch = place(&mara.give_list(&page, LIST).await);
    let id = batch.rsplit('/').next().expect("an id");
    let nothing = "01970000-0000-7000-8000-000000000009";
    let people = house.people();
    for actor in [house.noor(), house.learner(0), &people.sia, &people.sol] {
        let browser = house.browser(actor).await;
        let area = if actor.role == Role::Admin { "admin" } else { "manager" };
        let theirs = browser.get(&format!("/{area}/batches/{id}/result.csv")).await;
        let missing = browser.get(&format!("/{area}/batches/{nothing}/result.csv")).await;
        let same = theirs.is(404).neutral(&[id.to_owned()]) == missing.neutral(&[nothing.to_owned()]);
        assert!(same, "{theirs} / {missing}");
        if actor.role != Role::Learner && actor.organization != house.ada().organization {
            let page = format!("/{area}/courses/{}/bulk", house.forklift());
            let given = browser.give_list(&page, LIST);
            house.unchanged("a neighbor's list", given).await.is(404);
        }
    }
    house.anonymous().give_list(&page, LIST).await.is(401);
    let ada = house.browser(house.ada()).await;
    let seen = ada.get(&format!("/admin/batches/{id}")).await;
    seen.is(200).says("given by Mara Lind").hides("Send 3 invitations");
    let sample = house.anonymous().get("/sample-invitations.csv").await;
    sample.is(200).says("mia@example.org");
    house.close().await;
}
