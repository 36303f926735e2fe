//! Refused acts are written down, and shown to those they concern.

use lectern_contract::Role;

use crate::support::{Answer, House};

/// Tries to invite what is none, as a form.
async fn refuse(house: &House, addresses: &str) -> Answer {
    let course = house.forklift().to_string();
    let fields = [
        ("course", course.as_str()),
        ("addresses", addresses),
        ("key", addresses),
    ];
    house
        .browser(house.mara())
        .await
        .post("/do/send-invitations", &fields)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_invitation_is_in_the_log_of_its_manager_and_of_the_admins_and_of_nobody_else() {
    let house = House::open().await;
    refuse(&house, "nobody, =1+1").await.is(422);
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let page = ada.get("/admin/refusals").await;
    page.is(200)
        .says("Not an address")
        .says("“nobody” is not an e-mail address.")
        .says("Mara Lind");
    mara.get("/manager/refusals").await.is(200).says("nobody").says("=1+1");
    let found = mara.get("/manager/refusals?q=NOBODY&reason=no_address").await;
    found.is(200).says("nobody").hides("=1+1");
    mara.get("/manager/refusals?reason=no_credit")
        .await
        .is(200)
        .says("Nothing found");
    mara.get("/manager/refusals?from=2020-01-01&to=2020-12-31")
        .await
        .is(200)
        .says("Nothing found");
    let odd = "/manager/refusals?reason=x&act=y&course=z&from=now&to=%00&before=1&after=%ff&q=%27%3B--";
    mara.get(odd).await.is(200).says("Nothing found");
    for (area, browser) in [("admin", &ada), ("manager", &mara)] {
        let file = browser.get(&format!("/{area}/refusals.csv")).await;
        assert_eq!(file.is(200).header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.text().lines().count(), 3, "{file}");
        file.says("'=1+1");
    }
    let people = house.people();
    for actor in [house.noor(), house.learner(0), &people.sia, &people.sol] {
        let browser = house.browser(actor).await;
        let area = actor.role;
        let page = browser.get(&format!("/{area}/refusals")).await;
        let file = browser.get(&format!("/{area}/refusals.csv")).await;
        if area == Role::Learner {
            page.is(404);
            file.is(404);
            browser.get("/admin/refusals.csv").await.is(404);
            browser.get("/manager/refusals.csv").await.is(404);
        } else {
            page.is(200).hides("=1+1").hides("Mara");
            assert_eq!(file.is(200).text().lines().count(), 1, "the header alone: {file}");
        }
    }
    house
        .anonymous()
        .get("/admin/refusals.csv")
        .await
        .leads_to("/sign-in?next=%2Fadmin%2Frefusals%2Ecsv");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_refusal_again_counts_up_and_the_answer_stays() {
    let house = House::open().await;
    for _ in 0..3 {
        refuse(&house, "nobody").await.is(422);
    }
    let counted = house.texts("select cast(sum(times) as text) from refused").await;
    assert_eq!(counted, ["3"]);
    assert_eq!(house.texts("select reason from refused").await, ["no_address"]);
    house.sabotage("alter table refused rename to elsewhere").await;
    refuse(&house, "nobody").await.is(422).says("is not an e-mail address");
    house.sabotage("alter table elsewhere rename to refused").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_that_is_watched_writes_its_refusal_down() {
    let house = House::open().await;
    let nothing = "01970000-0000-7000-8000-000000000009";
    let ada = house.browser(house.ada()).await;
    let user = house.learner(0).user.to_string();
    for (act, fields) in [
        (
            "enroll-user",
            vec![("user", user.as_str()), ("course", nothing), ("key", "1")],
        ),
        (
            "enroll-new-user",
            vec![
                ("name", "Nia"),
                ("email", "nia@northwind.example"),
                ("course", nothing),
                ("key", "2"),
            ],
        ),
        (
            "send-invitations",
            vec![("course", nothing), ("addresses", "yan@contoso.example"), ("key", "3")],
        ),
        ("re-invite", vec![("invitation", nothing), ("key", "4")]),
        ("send-batch", vec![("batch", nothing), ("key", "5")]),
        ("approve-claim", vec![("claim", nothing), ("key", "6")]),
        ("accept-invitation", vec![("token", "none")]),
    ] {
        ada.post(&format!("/do/{act}"), &fields).await.is(404);
    }
    let learner = house.browser(house.learner(0)).await;
    learner.post("/do/launch", &[("registration", nothing)]).await.is(404);
    let mut acts = house
        .texts("select act || ' ' || reason || ' ' || cast(times as text) || ' ' || address from refused")
        .await;
    acts.sort();
    assert_eq!(
        acts,
        [
            "accept not_yours 1 ",
            "enroll not_yours 1 ",
            "enroll not_yours 1 nia@northwind.example",
            "invite not_yours 1 yan@contoso.example",
            "invite not_yours 3 ",
            "launch not_yours 1 ",
        ]
        .map(str::to_owned)
    );
    house.close().await;
}
