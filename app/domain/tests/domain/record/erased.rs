//! Who is deleted leaves neither name nor address behind in any row that is theirs.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{
    BatchId, InvitationId, Role,
    batches::{BatchState, Shortage},
    bounces::BounceKind,
    claims::ClaimState,
    invitations::InvitationState,
    letters::{LetterKind, LetterState},
    people::DELETED,
};
use lectern_domain::{
    Actor,
    accounts::{
        administer::{self, UserForm},
        reset,
    },
    bounces::{Heard, Word},
    courses::managers,
    credits,
    credits::requests,
    hooks::note::Outcome,
    invitations::{
        accept, ask_again,
        send::{self, SendForm},
    },
    refused::note_rows,
    runtime::commit,
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryFilter, Statement};

use crate::support::{House, PASSWORD, commit_of, fresh_key};

const NAME: &str = "Wanda Quillfeather";
const LATER_NAME: &str = "Wanda Marsh";
/// As somebody typed it.
const TYPED: &str = "Wanda.Quill@contoso.example";
const ADDRESS: &str = "wanda.quill@contoso.example";
const ASKED_ADDRESS: &str = "quill@elsewhere.example";

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
async fn named_in(house: &House) -> Vec<String> {
    let hers = [NAME, LATER_NAME, ADDRESS, ASKED_ADDRESS].map(str::to_lowercase);
    let all = dump(house.portal.reader()).await.into_iter();
    all.filter(|(_, rows)| hers.iter().any(|one| rows.contains(one)))
        .map(|(table, _)| table)
        .collect()
}

fn words(addresses: &str, message: &str) -> SendForm {
    SendForm {
        addresses: addresses.into(),
        message: message.into(),
    }
}

/// Somebody's life here.
struct Life {
    wanda: Actor,
    /// Sent to her, and pending.
    pending: InvitationId,
    /// The link of the one she accepted.
    link: String,
    /// A list that waits to be sent, with her first address in it.
    list: BatchId,
}

/// Invited by a program, accepted, and learned something.
async fn learns(house: &House) -> (Actor, String) {
    let (mara, course) = (house.mara(), house.forklift());
    let form = words(TYPED, "Dear Wanda Quillfeather, please begin.");
    let sent = house
        .act(async |tx| send::send_named(tx, mara, &fresh_key(), course, form).await)
        .await
        .expect("sent");
    let link = house.token(sent[0].id).await;
    let joined = accept::accept_new(&house.portal, &link, NAME, PASSWORD, PASSWORD, "test").await;
    let wanda = Actor {
        user: joined.expect("accepted").user,
        role: Role::Learner,
        ..house.learner(0).clone()
    };
    house.post().await;
    for sent in house.due().await {
        let echo = Outcome {
            status: Some(200),
            answer: sent.body.clone().into_bytes(),
            ..Outcome::default()
        };
        house.answered(&sent, &echo).await;
    }
    let registration = house.registration(wanda.user, course).await.id;
    let token = house.play(&wanda, registration).await;
    let said = commit_of(1, &[("cmi.suspend_data", "hello Wanda Quillfeather")]);
    let raw = "{\"student_name\":\"Wanda Quillfeather\"}";
    commit::commit(&house.portal, &token, said, raw).await.expect("taken");
    (wanda, link)
}

/// Refused, invited again, written to in vain, and wishing to have what was sent to another.
async fn wanders(house: &House, wanda: &Actor) -> InvitationId {
    let (mara, forklift, fire) = (house.mara(), house.forklift(), house.fire());
    let typed = format!("{}, Wanda Quillfeather <wanda.quill@contoso", TYPED.to_uppercase());
    house.refused_invite(mara, forklift, &typed).await;
    let pending = house.invite(mara, fire, ADDRESS).await.expect("sent");
    let back = Word {
        event_id: "e1",
        kind: BounceKind::Hard,
        message_id: None,
        address: Some(ADDRESS),
        reason: "550 <Wanda.Quill@contoso.example>: no such user",
    };
    assert_eq!(house.bounced(back).await, Heard::New);
    let other = house.invite(mara, fire, "someone@contoso.example").await.expect("sent");
    let token = house.token(other).await;
    house.claim(&token, Some(wanda), "").await.expect("claimed");
    let claim = house.claim_of(other).await.id;
    house.decline_claim(mara, claim).await.expect("declined");
    house.claim(&token, Some(wanda), "").await.expect("claimed again");
    let list = house
        .given(mara, fire, &format!("tina@contoso.example\n{ADDRESS}\n"))
        .await;
    house.start(mara, list, Shortage::All).await.expect("started");
    house.run().await;
    while note_rows(&house.portal).await.expect("noted") {}
    reset::ask(&house.portal, ADDRESS, "test").await.expect("asked");
    house
        .act(async |tx| reset::ask_email_change(tx, wanda, ASKED_ADDRESS).await)
        .await
        .expect("asked");
    pending
}

/// Under another name, a manager, who invites, asks and gives.
async fn manages(house: &House, wanda: &Actor) {
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    let form = UserForm {
        name: LATER_NAME.into(),
        email: ADDRESS.into(),
        roles: vec![Role::Manager, Role::Learner],
    };
    house
        .act(async |tx| administer::edit(tx, ada, wanda.user, form).await)
        .await
        .expect("edited");
    house
        .act(async |tx| managers::add(tx, ada, course, wanda.user).await)
        .await
        .expect("added");
    house.endow(course, wanda.user, 2).await;
    let manager = Actor {
        role: Role::Manager,
        ..wanda.clone()
    };
    let form = words("guest@contoso.example", "Yours, Wanda Marsh");
    house
        .act(async |tx| send::send(tx, &manager, &fresh_key(), course, form).await)
        .await
        .expect("sent");
    house
        .act(async |tx| credits::give(tx, &manager, &fresh_key(), course, mara.user, 1).await)
        .await
        .expect("given");
    house
        .act(async |tx| requests::ask(tx, &manager, &fresh_key(), course, 1, "For Wanda Marsh").await)
        .await
        .expect("asked");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
}

async fn life(house: &House) -> Life {
    house.endow(house.forklift(), house.mara().user, 8).await;
    house.endow(house.fire(), house.mara().user, 4).await;
    house.listen_to_all().await;
    let (wanda, link) = learns(house).await;
    let pending = wanders(house, &wanda).await;
    house.post().await;
    manages(house, &wanda).await;
    let text = format!("ruth@contoso.example\n{ADDRESS}\n");
    let list = house.given(house.mara(), house.forklift(), &text).await;
    Life {
        wanda,
        pending,
        link,
        list,
    }
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
async fn assert_erased(house: &House) {
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

#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_life_no_row_of_theirs_names_who_was_deleted() {
    let house = House::open().await;
    let (ada, mara) = (house.ada(), house.mara());
    let Life {
        wanda,
        pending,
        link,
        list,
    } = life(&house).await;
    let before = named_in(&house).await;
    for table in [
        "audit",
        "batch_row",
        "bounce",
        "claim",
        "credit_request",
        "instance_item",
        "invitation",
        "launch_commit",
        "letter",
        "receipt",
        "refused",
        "ticket",
        "users",
        "webhook_attempt",
        "webhook_delivery",
    ] {
        assert!(
            before.iter().any(|named| named == table),
            "{table} is lived in: {before:?}"
        );
    }
    let invited = administer::invited(house.portal.reader(), ada, wanda.user).await;
    assert_eq!(invited.expect("counted"), 1);
    let (free, held) = (house.free(house.fire(), mara).await, house.held().await);

    house
        .act(async |tx| administer::delete(tx, ada, wanda.user).await)
        .await
        .expect("deleted");
    assert_erased(&house).await;

    // What was pending is canceled, and its credit is back; what was counted is counted still.
    assert_eq!(house.invitation(pending).await.state, InvitationState::Canceled);
    assert_eq!(
        (house.free(house.fire(), mara).await, house.held().await),
        (free + 1, held - 1)
    );
    assert_eq!(house.consumed().await, 1);
    assert_eq!(house.claims(ClaimState::Open).await, 0);
    let log = house.log(ada).await;
    assert!(log.iter().any(|row| row.email == DELETED), "{log:?}");
    assert!(
        house.refused_log(ada).await.iter().any(|row| row.address == DELETED),
        "the log of refusals has a word for her"
    );
    let letters = letter::Entity::find().filter(letter::Column::Recipient.eq(DELETED));
    let letters = letters.all(house.portal.reader()).await.expect("letters");
    assert!(!letters.is_empty(), "what she was sent stays as lines");
    assert!(
        letters
            .iter()
            .all(|row| row.state == LetterState::Sent && row.text.contains("was erased"))
    );

    // Her old link asks nobody for a new invitation, and a list that waits does not invite her.
    let told = house.letters(LetterKind::AskedAgain).await.len();
    ask_again::ask_again(&house.portal, &link, "test")
        .await
        .expect("the same answer");
    assert_eq!(house.letters(LetterKind::AskedAgain).await.len(), told);
    house.start(mara, list, Shortage::All).await.expect("started");
    house.run().await;
    while note_rows(&house.portal).await.expect("noted") {}
    let after = house.batch(mara, list).await;
    assert_eq!((after.state, after.sent), (BatchState::Done, 1), "Ruth alone");
    assert_erased(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_keep_what_they_are_called() {
    let house = House::open().await;
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    let twin = |email: &str| UserForm {
        name: "Lena Holt".into(),
        email: email.into(),
        roles: vec![Role::Learner],
    };
    let form = twin("lena.two@northwind.example");
    let other = house
        .act(async |tx| administer::create(tx, ada, &fresh_key(), form).await)
        .await
        .expect("created");
    let lena = house.learner(0);
    let id = house
        .invite(mara, course, "lena@northwind.example")
        .await
        .expect("sent");
    house.accept(lena, &house.token(id).await).await.expect("accepted");
    house
        .act(async |tx| administer::delete(tx, ada, other).await)
        .await
        .expect("deleted");
    assert_eq!(house.invitation(id).await.email, "lena@northwind.example");
    let (to, subject, _) = house.newest(LetterKind::Accepted).await;
    assert_eq!(
        (to.as_str(), subject.as_str()),
        ("mara@northwind.example", "Lena Holt accepted your invitation")
    );
    let writer = &house.portal.databases().writer;
    house.refused_invite(mara, course, "nobody").await;
    for statement in [
        "update refused set detail = '\"NotFound\"'",
        "update refused set address = 'nobody else'",
        "update refused set address = 'Deleted user', reason = 'other'",
    ] {
        let error = writer.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    house.close().await;
}
