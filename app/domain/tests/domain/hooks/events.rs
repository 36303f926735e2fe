//! Which events are told: those of committed acts, each once, to those who asked.

use chrono::TimeDelta;
use lectern_contract::{
    AccountId,
    batches::Shortage,
    credits::AccountKind,
    hooks::HookEvent::{
        BalanceLow, CreditsGranted, CreditsPurchased, InvitationAccepted, InvitationCanceled, InvitationDeclined,
        InvitationExpired, InvitationSent, RegistrationCompleted, RegistrationCreated, RegistrationWithdrawn,
        RequestAnswered, RequestCreated, RequestWithdrawn,
    },
    orders::Provider,
    requests::CreditPlan,
};
use lectern_domain::{
    courses::edit,
    credits::{self, requests},
    hooks::{self, Event, LowBalance, endpoints},
    invitations::LIFE,
    samples,
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{House, commit_of, fresh_key, paid};

#[tokio::test(flavor = "multi_thread")]
async fn invitations_are_told_through_all_their_states() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 10).await;
    house.listen_to_all().await;
    let (mara, course) = (house.mara(), house.forklift());
    let accepted = house
        .invite(mara, course, "lena@northwind.example")
        .await
        .expect("sent");
    let registration = house
        .accept(house.learner(0), &house.token(accepted).await)
        .await
        .expect("accepted");
    let declined = house.invite(mara, course, "zoe@contoso.example").await.expect("sent");
    house.decline(&house.token(declined).await).await.expect("declined");
    let canceled = house.invite(mara, course, "yan@contoso.example").await.expect("sent");
    house.cancel(mara, canceled).await.expect("canceled");
    let expired = house.invite(mara, course, "xia@contoso.example").await.expect("sent");
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 1);
    house.re_invite(mara, expired).await.expect("sent again");
    let told = house.heard().await;
    let kinds: Vec<_> = told.iter().map(|(event, _)| *event).collect();
    assert_eq!(
        kinds,
        [
            InvitationSent,
            InvitationSent,
            InvitationSent,
            InvitationSent,
            InvitationSent,
            InvitationAccepted,
            InvitationDeclined,
            InvitationExpired,
            InvitationCanceled,
            RegistrationCreated
        ]
    );
    let title = &told[5].1["course"]["title"];
    assert_eq!(title, "Forklift Basics");
    assert_eq!(
        told[5].1,
        json!({
            "invitation": accepted, "state": "accepted", "email": "lena@northwind.example",
            "course": { "id": course, "title": title },
            "sender": { "id": mara.user, "name": "Mara Lind", "email": "mara@northwind.example" },
            "sends": 1, "expires_at": house.invitation(accepted).await.expires_at, "registration": registration,
        })
    );
    let again = told.iter().find(|(_, data)| data["sends"] == 2).expect("sent again");
    assert_eq!(
        (&again.1["invitation"], &again.1["state"]),
        (&json!(expired), &json!("pending"))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registrations_are_told_from_the_first_day_to_the_last() {
    let house = House::open().await;
    house.grant(5).await.expect("granted");
    house.listen_to_all().await;
    let (lena, course) = (house.learner(0), house.forklift());
    house.enroll(lena.user, course).await.expect("enrolled");
    let row = house.registration(lena.user, course).await;
    let token = house.play(lena, row.id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.core.lesson_status", "incomplete")]))
        .await;
    assert_eq!(house.kinds().await, [RegistrationCreated]);
    let passed = [("cmi.core.lesson_status", "passed"), ("cmi.core.score.raw", "90")];
    house.commit(&token, commit_of(2, &passed)).await;
    house.commit(&token, commit_of(3, &passed)).await;
    house.withdraw(row.id).await.expect("withdrawn");
    house.enroll(lena.user, course).await.expect("enrolled again");
    let told = house.heard().await;
    let kinds: Vec<_> = told.iter().map(|(event, _)| *event).collect();
    assert_eq!(
        kinds,
        [
            RegistrationCreated,
            RegistrationCreated,
            RegistrationCompleted,
            RegistrationWithdrawn
        ],
        "completed once, however often it is said"
    );
    let returned: Vec<bool> = told[..2].iter().map(|(_, data)| data["returned"] == true).collect();
    assert!(returned.contains(&true) && returned.contains(&false), "{returned:?}");
    assert_eq!(told[2].1["success"], "passed");
    assert_eq!(told[2].1["user"]["email"], "lena@northwind.example");
    assert_eq!(told[3].1["refunded"], false);
    assert!(told.iter().all(|(_, data)| data["registration"] == json!(row.id)));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_and_requests_are_told() {
    let house = House::open().await;
    house.open_shop().await;
    house.listen_to_all().await;
    house.grant(7).await.expect("granted");
    let order = house.order(2, Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 238)).await;
    house.hear("evt_2", paid(order, "pi_1", 238)).await;
    for answer in [true, false] {
        let ask = async |tx: &_| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 3, "A shift").await;
        let id = house.act(ask).await.expect("asked");
        let plan = CreditPlan {
            from_course: 0,
            from_pool: 2,
        };
        house
            .act(async |tx| match answer {
                true => requests::approve(tx, house.ada(), &fresh_key(), id, plan, "Yes").await,
                false => requests::decline(tx, house.ada(), &fresh_key(), id, "No").await,
            })
            .await
            .expect("answered");
    }
    let low = LowBalance {
        account: AccountId(Uuid::from_u128(5)),
        kind: AccountKind::Manager,
        course: Some(house.forklift()),
        manager: Some(house.mara().user),
        available: 1,
        threshold: 3,
    };
    house
        .act(async |tx| hooks::emit(tx, Event::balance_low(house.ada().organization, low)).await)
        .await
        .expect("told");
    let told = house.heard().await;
    let kinds: Vec<_> = told.iter().map(|(event, _)| *event).collect();
    assert_eq!(
        kinds,
        [
            CreditsPurchased,
            CreditsGranted,
            BalanceLow,
            RequestCreated,
            RequestCreated,
            RequestAnswered,
            RequestAnswered
        ]
    );
    assert_eq!((&told[0].1["amount"], &told[0].1["order"]), (&json!(2), &json!(order)));
    assert_eq!(
        (&told[1].1["amount"], &told[1].1["reason"]),
        (&json!(7), &json!("For a test"))
    );
    assert_eq!(
        (&told[2].1["available"], &told[2].1["of"]),
        (&json!(1), &json!("manager"))
    );
    assert_eq!(told[2].1["manager"]["name"], "Mara Lind");
    let answers: Vec<_> = told[5..].iter().map(|(_, data)| data["state"].clone()).collect();
    assert!(
        answers.contains(&json!("partly")) && answers.contains(&json!("declined")),
        "{answers:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_withdrawn_or_close_with_their_course_are_told() {
    let house = House::open().await;
    house.listen_to_all().await;
    let ask = async |course| {
        let asked = house.act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), course, 3, "A shift").await);
        asked.await.expect("asked")
    };
    let (own, closed) = (ask(house.forklift()).await, ask(house.fire()).await);
    for _ in 0..2 {
        house
            .act(async |tx| requests::withdraw(tx, house.mara(), "the same key", own).await)
            .await
            .expect("withdrawn, once");
    }
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.fire()).await)
        .await
        .expect("archived");
    let told = house.heard().await;
    let kinds: Vec<_> = told.iter().map(|(event, _)| *event).collect();
    assert_eq!(
        kinds,
        [RequestCreated, RequestCreated, RequestWithdrawn, RequestWithdrawn]
    );
    let mut about: Vec<_> = told[2..].iter().map(|(_, data)| data["request"].to_string()).collect();
    let mut expected = [own, closed].map(|id| json!(id).to_string());
    about.sort();
    expected.sort();
    assert_eq!(about, expected);
    assert!(told[2..].iter().all(|(_, data)| data["state"] == "withdrawn"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_or_refused_was_never_told() {
    let house = House::open().await;
    house.listen_to_all().await;
    let tx = house.portal.begin().await.expect("a transaction");
    credits::grant(&tx, house.ada(), "rolled back", 5, "Never")
        .await
        .expect("granted");
    drop(tx);
    assert_eq!(house.kinds().await, []);
    house
        .invite(house.mara(), house.forklift(), "zoe@contoso.example")
        .await
        .expect_err("no credit");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect_err("no credit");
    assert_eq!(house.kinds().await, []);
    for _ in 0..2 {
        house
            .act(async |tx| credits::grant(tx, house.ada(), "the same key", 5, "Once").await)
            .await
            .expect("granted, once");
    }
    assert_eq!(house.kinds().await, [CreditsGranted]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_asked_are_told() {
    let house = House::open().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let granted = house
        .listen("https://hooks.example.com/granted", &[CreditsGranted])
        .await;
    let other = house.listen("https://hooks.example.com/other", &[RequestCreated]).await;
    let paused = house
        .listen("https://hooks.example.com/paused", &[CreditsGranted])
        .await;
    house
        .act(async |tx| endpoints::pause(tx, house.ada(), paused).await)
        .await
        .expect("paused");
    house.grant(3).await.expect("granted");
    house
        .act(async |tx| credits::grant(tx, &sol, "theirs", 50, "Their own").await)
        .await
        .expect("granted");
    let told = |id| house.deliveries(id);
    assert_eq!(
        (
            told(granted).await.len(),
            told(other).await.len(),
            told(paused).await.len()
        ),
        (1, 0, 0)
    );
    let both = house.listen("https://hooks.example.com/both", &[CreditsGranted]).await;
    house.clock.advance(TimeDelta::seconds(1));
    house.grant(4).await.expect("granted");
    let due = house.due().await;
    let ids: Vec<&str> = due
        .iter()
        .filter(|one| one.body.contains(":4,"))
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids.len(), 2, "{due:?}");
    assert_eq!(ids[0], ids[1], "one event, told twice, has one id");
    assert_eq!(told(both).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_tells_of_each_of_its_invitations() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 300).await;
    for number in 0..3 {
        house
            .listen(&format!("https://hooks.example.com/{number}"), &[InvitationSent])
            .await;
    }
    let list = crate::batches::addresses(300);
    let batch = house.given(house.mara(), house.forklift(), &list).await;
    house.start(house.mara(), batch, Shortage::All).await.expect("started");
    house.run().await;
    let told = house.heard().await;
    let mut addresses: Vec<&str> = told.iter().filter_map(|(_, data)| data["email"].as_str()).collect();
    assert_eq!(addresses.len(), 900);
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 300);
    house.close().await;
}
