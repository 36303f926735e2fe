//! Numbers, and the lists that they open and narrow.

use chrono::TimeDelta;
use lectern_contract::RegistrationId;
use lectern_domain::{
    invitations::{cancel, re_invite},
    registrations::{enroll, lists, withdraw},
};

use super::follow;
use crate::support::House;

/// Mara has two invitations, one of which an admin paid, and three learners: one with access, one whose credit came
/// back, one whose credit did not. Noor has nothing but credits.
async fn busy() -> House {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    let kai = house.invitation().await;
    house.act(async |tx| cancel::cancel(tx, ada, kai, false).await).await;
    house.clock.advance(TimeDelta::minutes(2));
    house
        .act(async |tx| re_invite::re_invite(tx, ada, "numbers/again", kai).await)
        .await;
    for (key, person) in [("numbers/1", 1), ("numbers/2", 2)] {
        let user = house.learner(person).user;
        house
            .act(async |tx| enroll::enroll(tx, ada, key, user, course).await)
            .await;
    }
    for sql in [
        "update registration set manager_id = (select id from users where email = 'mara@northwind.example')",
        "update registration set first_launched_at = created_at
         where user_id = (select id from users where email = 'ines@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    for (key, person) in [("numbers/back", 1), ("numbers/stays", 2)] {
        let id = of(&house, person).await;
        house.act(async |tx| withdraw::withdraw(tx, ada, key, id).await).await;
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn each_number_is_the_rows_it_opens() {
    let house = busy().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let course = house.forklift();
    let at = format!("/admin/courses/{course}");
    // Held and consumed of the first course: both invitations; one learner who has access and one who had.
    assert!(follow(&ada, "/admin").await.starts_with(&[2, 2]));
    assert!(follow(&ada, "/admin/courses").await.starts_with(&[1]));
    // Held and learners: Mara's, then Noor's.
    assert_eq!(follow(&ada, &format!("{at}/managers")).await, [1, 1, 0, 0]);
    assert_eq!(follow(&ada, &format!("{at}/archive")).await, [2, 1]);
    let manager = format!("{at}/managers/{}", house.mara().user);
    assert_eq!(follow(&ada, &format!("{manager}/take-back")).await, [1]);
    assert_eq!(follow(&ada, &format!("{manager}/remove")).await, [2, 1]);
    assert_eq!(follow(&ada, &format!("{manager}/hand-over")).await, [2, 3]);
    assert!(follow(&mara, "/manager/courses").await.starts_with(&[1, 1]));
    let credits = format!("/manager/courses/{course}/credits");
    assert_eq!(follow(&mara, &credits).await, [1, 1]);
    mara.get(&credits)
        .await
        .says("watched by you")
        .hides("enrolled with your credits");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_a_list_is_named_kept_by_a_search_and_can_be_taken_away() {
    let house = busy().await;
    let ada = house.browser(house.ada()).await;
    let (at, mara) = (format!("/admin/courses/{}", house.forklift()), house.mara().user);
    let page = ada
        .get(&format!("{at}/learners?manager={mara}&credit=consumed&q=o"))
        .await;
    page.is(200)
        .says("Watched by Mara Lind")
        .says("Whose credit is consumed")
        .says(&format!("href=\"{at}/learners?credit=consumed&q=o\""))
        .says(&format!(
            "href=\"{at}/learners?manager={}&q=o\"",
            mara.to_string().replace('-', "%2D")
        ))
        .says(&format!("type=\"hidden\" name=\"manager\" value=\"{mara}\""));
    let page = ada
        .get(&format!("{at}/invitations?holding={mara}&state=accepted"))
        .await;
    page.is(200)
        .says("Holding a credit of Mara Lind")
        .says("No invitation fits this search");
    let page = ada.get(&format!("{at}/invitations?holding=all&manager={mara}")).await;
    page.is(200)
        .says("Sent by Mara Lind or handed over to them")
        .says("Holding a credit");
    let own = house.browser(house.mara()).await;
    let page = own
        .get(&format!("/manager/courses/{}?holding={mara}", house.forklift()))
        .await;
    page.is(200)
        .says("Holding one of your credits")
        .hides("Sent by Mara Lind");
    // Nobody of another company, and no invented person, has a name here.
    for who in [
        house.people().sia.user.to_string(),
        uuid::Uuid::from_u128(7).to_string(),
    ] {
        for list in ["learners?manager", "invitations?manager", "invitations?holding"] {
            ada.get(&format!("{at}/{list}={who}")).await.is(404);
        }
    }
    house.close().await;
}

/// A learner's registration.
async fn of(house: &House, person: usize) -> RegistrationId {
    let user = house.learner(person).user;
    let all = lists::of_user(house.portal.reader(), house.ada(), user).await;
    all.expect("their registrations")[0].registration
}
