//! Pages past the end: a list grows shorter while somebody works through it, and says nothing untrue then.

use chrono::TimeDelta;
use lectern_contract::{
    credits::AccountKind,
    invitations::InvitationState,
    limits::PAGE,
    paging::{Page, Query},
    people::UserFilter,
    statements::Period,
};
use lectern_domain::{
    accounts::users,
    courses,
    credits::{
        accounts::{Which, find},
        grid, statement,
    },
    invitations::{
        LIFE, log,
        send::{self, SendForm},
    },
    letters::outbox,
    registrations::lists,
};

use crate::support::{House, fresh_key};

fn at(page: u64) -> Query {
    Query {
        search: String::new(),
        page,
    }
}

/// The page's number, how many rows it shows, and how many there are.
fn seen<T>(page: &Page<T>) -> (u64, u64, u64) {
    (page.number, page.rows.len() as u64, page.total)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_re_invites_the_last_one_of_a_page_is_shown_the_page_before() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let many = PAGE + 1;
    house.endow(course, mara.user, i64::try_from(many).expect("few")).await;
    let addresses: Vec<String> = (0..many).map(|number| format!("p{number}@contoso.example")).collect();
    let form = SendForm {
        addresses: addresses.join("\n"),
        message: String::new(),
    };
    house
        .act(async |tx| send::send(tx, mara, &fresh_key(), course, form).await)
        .await
        .expect("sent");
    house.clock.advance(LIFE + TimeDelta::hours(1));
    house.expire().await;
    let expired = async |page| {
        let wanted = log::Wanted {
            state: Some(InvitationState::Expired),
            ..log::Wanted::default()
        };
        let page = log::list(&house.portal, mara, course, &at(page), wanted).await;
        page.expect("theirs")
    };
    let last = expired(2).await;
    assert_eq!(seen(&last), (2, 1, many));
    house.re_invite(mara, last.rows[0].id).await.expect("sent again");
    let now = expired(2).await;
    assert_eq!(seen(&now), (1, PAGE, PAGE));
    assert_eq!(now, expired(1).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_shows_its_last_page_to_who_asks_for_one_past_it() {
    let house = House::open().await;
    let (ada, db, course) = (house.ada(), house.portal.reader(), house.forklift());
    house.grant(1).await.expect("granted");
    house.enroll(house.learner(0).user, course).await.expect("enrolled");
    let far = at(9);
    let people = users::list(db, ada, &far, &UserFilter::default()).await;
    let learners = lists::learners(&house.portal, ada, course, &far, lists::Wanted::default()).await;
    let letters = outbox::list(db, ada, &far, None).await;
    for (what, (number, rows, total)) in [
        ("users", seen(&people.expect("users"))),
        ("learners", seen(&learners.expect("learners"))),
        ("letters", seen(&letters.expect("letters"))),
        (
            "courses",
            seen(&courses::list::list(db, ada, &far, None).await.expect("courses")),
        ),
        (
            "the grid",
            seen(&grid::view(db, ada, &far, 1).await.expect("the grid").rows),
        ),
    ] {
        assert!(number == 1 && rows == total && rows > 0, "{what}: {rows} of {total}");
    }
    let nobody = Query {
        search: "nobody".into(),
        page: 9,
    };
    let none = users::list(db, ada, &nobody, &UserFilter::default()).await;
    assert_eq!(seen(&none.expect("users")), (1, 0, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statements_page_past_its_end_is_its_last_one() {
    let house = House::open().await;
    for amount in 1..=3 {
        house.grant(amount).await.expect("granted");
    }
    let (ada, db) = (house.ada(), house.portal.reader());
    let pool = find(db, ada.organization, Which::Own(AccountKind::Pool)).await;
    let pool = pool.expect("read").expect("the pool");
    let sheet = async |page| {
        let sheet = statement::sheet(db, ada, pool, Period::default(), page).await;
        sheet.expect("a statement")
    };
    let first = sheet(1).await;
    assert_eq!(seen(&first.page), (1, 3, 3));
    for far in [0, 2, 1_000_000, u64::MAX] {
        assert_eq!(sheet(far).await, first, "page {far}");
    }
    for _ in 3..PAGE + 2 {
        house.grant(1).await.expect("granted");
    }
    let last = sheet(7).await;
    assert_eq!(seen(&last.page), (2, 2, PAGE + 2));
    let oldest = last.page.rows.last().expect("the first line");
    assert_eq!((oldest.number, oldest.amount, oldest.balance), (1, 1, 1));
    house.close().await;
}
