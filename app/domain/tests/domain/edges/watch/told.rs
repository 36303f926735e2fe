//! Who is told, and what letters and pages say.

use chrono::TimeDelta;
use lectern_contract::{Refusal, watch::Standing};
use lectern_domain::{
    Actor,
    courses::archive,
    credits::{outlook, overview},
};

use crate::support::{House, fresh_key, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_asks_for_as_many_as_the_page_does() {
    let house = House::open().await;
    house.grant(100).await.expect("granted");
    house.allocate(house.forklift(), 30).await.expect("used");
    house.clock.advance(TimeDelta::days(10));
    house.thresholds("20", "off", "off").await.expect("set");
    house.allocate(house.forklift(), 60).await.expect("ten left");
    let page = outlook::pool(&house.portal, house.ada()).await.expect("the page");
    assert_eq!(page.more, 90 * 28 / 10 - 10);
    let letters = house.post().await;
    let low = letters.iter().find(|one| one.subject.starts_with("The pool"));
    let text = &low.expect("one").text;
    assert!(text.contains(&format!("Buy {} more at http", page.more)), "{text}");
    assert!(text.contains(&format!("amount={}", page.more)), "{text}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_is_told_of_their_own_and_an_admin_of_a_courses() {
    let house = House::open().await;
    house.thresholds("off", "2", "1").await.expect("set");
    house.endow(house.forklift(), house.mara().user, 3).await;
    assert_eq!(house.low_letters().await, 1, "the course passed its credits on");
    house
        .invite(house.mara(), house.forklift(), "a@contoso.example")
        .await
        .expect("2 left");
    assert_eq!(house.low_letters().await, 1);
    house
        .invite(house.mara(), house.forklift(), "b@contoso.example")
        .await
        .expect("1 left");
    let last = house
        .invite(house.mara(), house.forklift(), "c@contoso.example")
        .await
        .expect("none left");
    let told: Vec<_> = house.told_low().await;
    let mara = "mara@northwind.example".to_owned();
    assert_eq!(
        told[1],
        (mara.clone(), "Your account for “Forklift Basics”: 1 credit left".into())
    );
    assert_eq!(
        told[2],
        (mara, "Your account for “Forklift Basics”: no credits left".into())
    );
    let letters = house.post().await;
    let text = &letters
        .iter()
        .find(|one| one.subject.contains("1 credit left"))
        .expect("it")
        .text;
    let way = format!("/manager/courses/{}/credits/request?amount=12", house.forklift());
    assert!(text.contains(&way), "{text}");
    house.cancel(house.mara(), last).await.expect("1 again");
    assert_eq!(house.low_letters().await, 3);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_needs_no_credits_is_not_told() {
    let house = House::open().await;
    house.thresholds("off", "5", "5").await.expect("set");
    house.endow(house.forklift(), house.mara().user, 9).await;
    house.endow(house.forklift(), house.noor().user, 9).await;
    house.post().await;
    let before = house.low_letters().await;
    let archived = house
        .act(async |tx| archive::archive_and_return(tx, house.ada(), &fresh_key(), house.forklift(), 18).await)
        .await;
    archived.expect("archived");
    assert_eq!(house.low_letters().await, before, "an archived course needs no credits");
    let letters = house.post().await;
    let told: Vec<_> = letters
        .iter()
        .map(|one| (one.to.as_str(), one.subject.as_str()))
        .collect();
    let subject = "“Forklift Basics” was archived";
    assert_eq!(told.len(), 2);
    assert!(told.contains(&("mara@northwind.example", subject)), "{told:?}");
    assert!(told.contains(&("noor@northwind.example", subject)), "{told:?}");
    assert!(
        letters[0].text.contains("Your 9 credits for it returned to the pool"),
        "{}",
        letters[0].text
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_warn_of_what_is_low_and_of_nothing_else() {
    let house = House::open().await;
    house.thresholds("off", "5", "2").await.expect("set");
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    let line = async || {
        let board = overview::overview(house.portal.reader(), ada).await;
        let rows = board.expect("a dashboard").courses;
        let row = rows.into_iter().find(|row| row.course == course);
        row.map(|row| (row.available, row.low))
    };
    let warned = async |who: &Actor| {
        let look = outlook::low(&house.portal, who, course).await.expect("theirs");
        look.map(|look| (look.free, look.standing))
    };
    assert_eq!(line().await, Some((0, false)), "there is no account yet");
    assert_eq!((warned(ada).await, warned(mara).await), (None, None));
    house.grant(20).await.expect("granted");
    house.allocate(course, 6).await.expect("allocated");
    assert_eq!((line().await, warned(ada).await), (Some((6, false)), None));
    house.assign(course, mara.user, 2).await.expect("assigned");
    assert_eq!(line().await, Some((4, true)));
    assert_eq!(warned(ada).await, Some((4, Standing::Low)));
    assert_eq!(warned(mara).await, Some((2, Standing::Low)));
    house.assign(course, mara.user, 4).await.expect("assigned");
    assert_eq!(line().await, Some((0, false)), "none left is more than low");
    assert_eq!(
        (warned(ada).await, warned(mara).await),
        (Some((0, Standing::Empty)), None)
    );
    for who in [house.noor(), house.learner(0)] {
        let answer = outlook::low(&house.portal, who, house.fire()).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house.take_back(course, mara.user, 3).await.expect("taken back");
    assert_eq!(line().await, Some((3, true)));
    house
        .act(async |tx| archive::archive(tx, ada, course).await)
        .await
        .expect("archived");
    assert_eq!(
        (line().await, warned(ada).await),
        (Some((3, false)), None),
        "an archived course needs none"
    );
    house.close().await;
}
