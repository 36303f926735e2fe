//! What a statement's lines lead to, and what its head says while a list is sent.

use lectern_contract::{
    batches::Shortage,
    credits::{StatementHead, StatementLine, StatementLink},
    sharing::Successor,
};
use lectern_domain::{
    courses::{hand_over, managers},
    credits::{
        accounts::{Which, find},
        statement::{self, my_account},
    },
};

use crate::{
    batches::addresses,
    support::{House, fresh_key},
};

/// The lines of Mara's account on the first course, newest first.
async fn lines(house: &House) -> Vec<StatementLine> {
    let (db, mara) = (house.portal.reader(), house.mara());
    let account = my_account(db, mara, house.forklift()).await.expect("read");
    let page = statement::lines(db, mara, account.expect("an account"), 1).await;
    page.expect("theirs").rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_knows_the_other_account_and_who_watches_the_learner_now() {
    let house = House::open().await;
    let (mara, noor, lena, course) = (house.mara(), house.noor(), house.learner(0), house.forklift());
    house.endow(course, mara.user, 1).await;
    let invited = house
        .invite(mara, course, "lena@northwind.example")
        .await
        .expect("sent");
    let registration = house.accept(lena, &house.token(invited).await).await.expect("accepted");
    assert!(house.withdraw(registration).await.expect("withdrawn"), "refunded");

    let all = lines(&house).await;
    let of_course = find(house.portal.reader(), house.ada().organization, Which::Course(course));
    let of_course = of_course.await.expect("read").expect("an account");
    assert_eq!(all.last().map(|line| line.counter), Some(of_course), "assigned");
    assert_ne!(all[0].counter, of_course);
    let link = StatementLink::Registration(registration, lena.user, Some(mara.user));
    assert_eq!(all[0].link, Some(link));

    let shown = hand_over::preview(house.portal.reader(), house.ada(), course, mara.user).await;
    let (shown, to) = (shown.expect("a dry run").figures, Successor::Manager(noor.user));
    house
        .act(async |tx| {
            hand_over::hand_over(tx, house.ada(), &fresh_key(), course, mara.user, to, shown).await?;
            managers::add(tx, house.ada(), course, mara.user).await
        })
        .await
        .expect("handed over, and back");
    let link = StatementLink::Registration(registration, lena.user, Some(noor.user));
    let all = lines(&house).await;
    assert!(all.iter().any(|line| line.link.as_ref() == Some(&link)), "{all:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_has_put_aside_stands_beside_the_balance() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 10).await;
    let head = async || -> StatementHead {
        let db = house.portal.reader();
        let account = my_account(db, mara, course).await.expect("read").expect("an account");
        statement::head(db, mara, account).await.expect("theirs")
    };
    let id = house.given(mara, course, &addresses(4)).await;
    house.start(mara, id, Shortage::All).await.expect("started");
    let meanwhile = head().await;
    assert_eq!((meanwhile.balance, meanwhile.reserved), (10, 4));
    assert_eq!(meanwhile.balance - meanwhile.reserved, house.free(course, mara).await);
    house.run().await;
    let after = head().await;
    assert_eq!((after.balance, after.reserved), (6, 0));
    house.close().await;
}
