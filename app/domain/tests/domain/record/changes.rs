//! The rows of acts that change something say what it was before.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    attempts::{Attempts, Counts, NewAttempt},
    audit::{AuditAct, Change},
    paging::LogQuery,
    plans::Billing,
};
use lectern_domain::{
    accounts::reset,
    audit::list::{AuditFilter, list},
    credits::watch::thresholds::{self, ThresholdsForm},
    samples,
};

use crate::support::House;

/// What the newest row of an act says that changed: which part, before and after.
pub(super) async fn changed(house: &House, act: AuditAct) -> Vec<Change> {
    let filter = AuditFilter {
        act: Some(act),
        ..AuditFilter::default()
    };
    let log = list(house.portal.reader(), house.ada(), &LogQuery::default(), &filter).await;
    log.expect("the log").rows.swap_remove(0).changes
}

fn from_to(what: &str, before: &str, after: &str) -> Change {
    Change {
        what: what.into(),
        before: Some(before.into()),
        after: Some(after.into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thresholds_and_an_address_say_what_they_were() {
    let house = House::open().await;
    for pool in ["10", "5"] {
        let form = ThresholdsForm {
            pool: pool.into(),
            course: "off".into(),
            managers: "20%".into(),
        };
        house.clock.advance(TimeDelta::seconds(1));
        house
            .act(async |tx| thresholds::set(tx, house.ada(), &form).await)
            .await
            .expect("set");
    }
    assert_eq!(
        changed(&house, AuditAct::ThresholdsSet).await,
        [from_to("pool", "10", "5")]
    );
    for (course, managers) in [("3", ""), ("", "50%")] {
        house.clock.advance(TimeDelta::seconds(1));
        house
            .act(async |tx| thresholds::set_course(tx, house.ada(), house.forklift(), course, managers).await)
            .await
            .expect("set");
    }
    assert_eq!(
        changed(&house, AuditAct::CourseThresholds).await,
        [from_to("course", "3", "nothing"), from_to("managers", "nothing", "50%")]
    );
    let new = "lena.new@northwind.example";
    house
        .act(async |tx| reset::ask_email_change(tx, house.learner(0), new).await)
        .await
        .expect("asked");
    let letters = house.post().await;
    let letter = letters.iter().find(|letter| letter.to == new).expect("a letter");
    let (_, link) = letter.text.split_once("/email/").expect("a link");
    let token = link.split_whitespace().next().expect("a token");
    house
        .act(async |tx| reset::change_email(tx, token, "192.0.2.7").await)
        .await
        .expect("changed");
    assert_eq!(
        changed(&house, AuditAct::EmailChange).await,
        [from_to("", samples::LEARNERS[0].1, new)]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_of_attempts_say_what_they_were_and_launches_which_attempt_they_began() {
    let house = House::open().await;
    let two = Attempts {
        most: Some(2),
        new: NewAttempt::WhenOver,
        lock: true,
        ..Attempts::default()
    };
    let last = Attempts {
        counts: Counts::Last,
        most: None,
        ..two
    };
    house.set_attempts(house.forklift(), two).await;
    assert_eq!(
        changed(&house, AuditAct::CourseAttempts).await,
        [
            from_to("lock after the last", "no", "yes"),
            from_to("most attempts", "nothing", "2"),
            from_to("new attempt", "no", "when_over"),
        ]
    );
    house.clock.advance(TimeDelta::seconds(1));
    house.set_attempts(house.forklift(), last).await;
    assert_eq!(
        changed(&house, AuditAct::CourseAttempts).await,
        [
            from_to("most attempts", "2", "nothing"),
            from_to("score that counts", "highest", "last"),
        ]
    );
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let id = house.pass(house.learner(0)).await;
    assert_eq!(changed(&house, AuditAct::Launch).await, []);
    house.clock.advance(TimeDelta::seconds(1));
    house.launch(house.learner(0), id).await.expect("launched anew");
    let second = Change {
        what: "attempt".into(),
        before: None,
        after: Some("2".into()),
    };
    assert_eq!(changed(&house, AuditAct::Launch).await, [second]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_and_a_registration_say_what_they_were() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    let (mara, course, lena) = (house.mara(), house.forklift(), house.learner(0).user);
    let id = house.invite(mara, course, "kai@contoso.example").await.expect("sent");
    let until = house.invitation(id).await.expires_at;
    house.clock.advance(TimeDelta::days(2));
    house.re_invite(mara, id).await.expect("sent again");
    let shown = changed(&house, AuditAct::InvitationReInvite).await;
    let at = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    assert_eq!(shown.len(), 1, "it was pending and is: {shown:?}");
    assert_eq!(
        (shown[0].what.as_str(), at(&shown[0].before), at(&shown[0].after)),
        ("expires at", Some(until), Some(until + TimeDelta::days(2)))
    );
    house.cancel(mara, id).await.expect("canceled");
    let canceled = [from_to("state", "pending", "canceled")];
    assert_eq!(changed(&house, AuditAct::InvitationCancel).await, canceled);
    house.clock.advance(TimeDelta::days(2));
    house.re_invite(mara, id).await.expect("sent again");
    let shown = changed(&house, AuditAct::InvitationReInvite).await;
    assert!(shown.contains(&from_to("state", "canceled", "pending")), "{shown:?}");
    house.enroll(lena, course).await.expect("enrolled");
    let registration = house.registration(lena, course).await.id;
    house.withdraw(registration).await.expect("withdrawn");
    let refunded = Change {
        what: "refunded".into(),
        before: None,
        after: Some("yes".into()),
    };
    assert_eq!(
        changed(&house, AuditAct::RegistrationWithdraw).await,
        [refunded, from_to("state", "active", "withdrawn")]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_plan_says_which_it_was() {
    let house = House::open().await;
    let small = house.plan("Small", 100, Billing::Yearly).await;
    let large = house.plan("Large", 300, Billing::Yearly).await;
    house.subscribe(small).await.expect("subscribed");
    house.change_plan(large).await.expect("more at once");
    let shown = changed(&house, AuditAct::SubscriptionChange).await;
    let only: Vec<_> = shown.iter().filter(|change| change.what != "effect").collect();
    assert_eq!(
        only,
        [&from_to("credits", "100", "300"), &from_to("plan", "Small", "Large")]
    );
    assert_eq!(shown.len(), 3, "and what it did: {shown:?}");
    house.clock.advance(TimeDelta::seconds(1));
    house.change_plan(small).await.expect("fewer later");
    let shown = changed(&house, AuditAct::SubscriptionChange).await;
    assert!(shown.contains(&from_to("next plan", "nothing", "Small")), "{shown:?}");
    assert!(shown.iter().all(|change| change.what != "plan"), "{shown:?}");
    house.close().await;
}
