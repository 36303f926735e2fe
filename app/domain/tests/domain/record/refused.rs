//! Each way to be refused stands in the log, with who, in which role, for which course and person, and why.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    batches::Shortage,
    invitations::InvitationState,
    refusal::{InvitationProblem, Reason},
    refused::{RefusedAct, RefusedRow},
};
use lectern_domain::{
    Actor,
    invitations::{
        accept,
        batch::start::{StartForm, start},
        re_invite,
    },
    refused::{Attempt, note_rows, watch},
    registrations::enroll,
    runtime::launch,
    samples,
};
use sea_orm::ConnectionTrait;

use crate::support::{House, fresh_key, refusal};

type Line<'a> = (
    RefusedAct,
    Reason,
    Option<&'a str>,
    Option<Role>,
    Option<&'a str>,
    &'a str,
);

fn line(row: &RefusedRow) -> Line<'_> {
    let actor = row.actor.as_ref().map(|(_, name)| name.as_str());
    let course = row.course.as_ref().map(|(_, title)| title.as_str());
    (row.act, row.reason, actor, row.role, course, row.person())
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_invitations_name_each_address_with_its_own_reason() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    house
        .enroll(house.learner(0).user, course)
        .await
        .expect_err("the pool is empty");
    house.grant(1).await.expect("granted");
    house.enroll(house.learner(0).user, course).await.expect("enrolled");
    house
        .invite(mara, course, "yan@contoso.example")
        .await
        .expect("invited");
    let typed = "lena@northwind.example, yan@contoso.example, nobody, new@contoso.example";
    let answer = house.refused_invite(mara, course, typed).await;
    assert!(
        matches!(&answer, Refusal::Addresses(list) if list.len() == 3),
        "{answer:?}"
    );
    let rows = house.refused_log(house.ada()).await;
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    lines.sort_by_key(|line| line.5);
    let title = rows[0].course.as_ref().expect("a course").1.as_str();
    let expected = |reason, address| {
        (
            RefusedAct::Invite,
            reason,
            Some(samples::MARA.0),
            Some(Role::Manager),
            Some(title),
            address,
        )
    };
    assert_eq!(
        lines,
        [
            expected(Reason::Enrolled, "lena@northwind.example"),
            expected(Reason::NoAddress, "nobody"),
            expected(Reason::Invited, "yan@contoso.example"),
        ]
    );
    let invited = rows.iter().find(|row| row.reason == Reason::Invited).expect("a row");
    assert!(
        invited.sentence.contains("already invited by Mara Lind"),
        "{}",
        invited.sentence
    );
    assert_eq!(
        house
            .refused_invite(mara, course, "a@contoso.example, b@contoso.example")
            .await,
        Refusal::NotEnoughCredits { free: 1, asked: 2 }
    );
    let short: Vec<_> = house
        .refused_log(house.ada())
        .await
        .into_iter()
        .filter(|row| row.reason == Reason::NoCredit)
        .collect();
    assert_eq!(short.len(), 2, "one for each address");
    assert!(
        short[0].sentence.contains("2 credits are needed and 1 is free"),
        "{}",
        short[0].sentence
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_enrollments_launches_and_re_invitations_are_written_down() {
    let house = House::open().await;
    let (ada, lena, course) = (house.ada(), house.learner(0), house.forklift());
    let enroll = async |portal| {
        let attempt = Attempt::Enroll(ada.clone(), lena.user, course);
        let act = house.act(async |tx| enroll::enroll(tx, ada, &fresh_key(), lena.user, course).await);
        watch(portal, attempt, act).await
    };
    assert_eq!(refusal(enroll(&house.portal).await), Refusal::NoCredit);
    house.grant(3).await.expect("granted");
    enroll(&house.portal).await.expect("enrolled");
    assert_eq!(refusal(enroll(&house.portal).await), Refusal::AlreadyEnrolled);
    let id = house.registration(lena.user, course).await.id;
    house.withdraw(id).await.expect("withdrawn");
    let launched = house.act(async |tx| launch::launch(tx, lena, id).await);
    let answer = watch(&house.portal, Attempt::Launch(lena.clone(), id), launched).await;
    assert_eq!(refusal(answer), Refusal::AlreadyWithdrawn);
    let invitation = house.invite(ada, course, "yan@contoso.example").await.expect("invited");
    let again = house.act(async |tx| re_invite::re_invite(tx, ada, &fresh_key(), invitation).await);
    let answer = watch(&house.portal, Attempt::InviteAgain(ada.clone(), invitation), again).await;
    assert_eq!(refusal(answer), Refusal::Invitation(InvitationProblem::TooSoon));
    let rows = house.refused_log(ada).await;
    let of = |reason| rows.iter().find(|row| row.reason == reason).map(line).expect("a row");
    let title = rows[0].course.as_ref().map(|(_, title)| title.as_str());
    let (by, lena) = (Some(samples::ADA.0), samples::LEARNERS[0].0);
    let admin = Some(Role::Admin);
    assert_eq!(
        of(Reason::NoCredit),
        (RefusedAct::Enroll, Reason::NoCredit, by, admin, title, lena)
    );
    assert_eq!(
        of(Reason::Enrolled),
        (RefusedAct::Enroll, Reason::Enrolled, by, admin, title, lena)
    );
    let learner = Some(Role::Learner);
    assert_eq!(
        of(Reason::Withdrawn),
        (RefusedAct::Launch, Reason::Withdrawn, Some(lena), learner, title, lena)
    );
    assert_eq!(
        of(Reason::TooOften),
        (
            RefusedAct::Invite,
            Reason::TooOften,
            by,
            admin,
            title,
            "yan@contoso.example"
        )
    );
    assert_eq!(rows.len(), 4, "what was done is not in the log of what was not");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_acceptances_stand_in_the_log_of_the_inviting_company_and_name_no_stranger() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let id = house
        .invite(mara, course, "yan@contoso.example")
        .await
        .expect("invited");
    let token = house.token(id).await;
    let accept = async |who: &Actor| {
        let act = house.act(async |tx| accept::accept(tx, who, &token).await);
        refusal(watch(&house.portal, Attempt::Accept(who.clone(), token.clone()), act).await)
    };
    assert_eq!(accept(house.learner(1)).await, Refusal::OtherAccount);
    assert_eq!(accept(&sol).await, Refusal::OtherAccount);
    house.clock.advance(TimeDelta::days(31));
    let link = Attempt::AcceptByLink("192.0.2.7".into(), token.clone());
    let new = accept::accept_new(
        &house.portal,
        &token,
        "Yan",
        "a long walk by the sea",
        "a long walk by the sea",
        "192.0.2.7",
    );
    let answer = refusal(watch(&house.portal, link, new).await);
    assert_eq!(answer, Refusal::InvitationIs(InvitationState::Expired));
    let rows = house.refused_log(house.ada()).await;
    let who = |reason| {
        let rows = rows.iter().filter(|row| row.reason == reason);
        rows.map(|row| (row.actor.as_ref().map(|(_, name)| name.clone()), row.address.clone()))
            .collect::<Vec<_>>()
    };
    let yan = || "yan@contoso.example".to_owned();
    let mut others = who(Reason::OtherAccount);
    others.sort();
    assert_eq!(
        others,
        [(None, yan()), (Some("Omar Sato".into()), yan())],
        "the neighbor is a stranger"
    );
    assert_eq!(who(Reason::Expired), [(None, yan())]);
    assert_eq!(
        house.refused_log(mara).await.len(),
        3,
        "the sender reads what became of it"
    );
    assert_eq!(house.refused_log(&sol).await, [], "the neighbors read nothing of ours");
    let nothing = Attempt::AcceptByLink("192.0.2.7".into(), "no such link".into());
    let answer = watch(&house.portal, nothing, async { Err::<(), _>(Refusal::NotFound.into()) }).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    assert_eq!(
        house.refused_log(house.ada()).await.len(),
        3,
        "a link of nobody's belongs into nobody's log"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_of_a_list_that_was_not_sent_is_written_down_once() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    house.grant(1).await.expect("granted");
    house.enroll(house.learner(0).user, course).await.expect("enrolled");
    let list =
        "a@contoso.example\nnobody\na@contoso.example\nlena@northwind.example\nb@contoso.example\nc@contoso.example";
    let id = house.given(mara, course, list).await;
    let form = StartForm {
        message: String::new(),
        shortage: Shortage::All,
    };
    let act = house.act(async |tx| start(tx, mara, &fresh_key(), id, form).await);
    let answer = watch(&house.portal, Attempt::SendBatch(mara.clone(), id), act).await;
    assert!(matches!(refusal(answer), Refusal::NotEnoughCredits { .. }));
    assert!(
        !note_rows(&house.portal).await.expect("asked"),
        "nothing is noted before it is over"
    );
    house.start(mara, id, Shortage::First).await.expect("started");
    house.run().await;
    let second = house.second_process().await;
    let (one, other) = tokio::join!(note_rows(&house.portal), note_rows(&second));
    let (one, other) = (one.expect("noted"), other.expect("noted"));
    assert!(one || other, "somebody notes them");
    while note_rows(&house.portal).await.expect("noted") {}
    let rows = house.refused_log(mara).await;
    let mut reasons: Vec<_> = rows.iter().map(|row| (row.reason, row.address.as_str())).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        [
            (Reason::NoCredit, ""),
            (Reason::NoCredit, "c@contoso.example"),
            (Reason::Enrolled, "lena@northwind.example"),
            (Reason::NoAddress, "nobody"),
            (Reason::Repeated, "a@contoso.example"),
        ]
    );
    assert!(rows.iter().all(|row| row.batch == Some(id) && row.times == 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_cannot_be_written_changes_no_answer() {
    let house = House::open().await;
    let writer = &house.portal.databases().writer;
    writer
        .execute_unprepared("alter table refused rename to elsewhere")
        .await
        .expect("renamed");
    let answer = house
        .refused_invite(house.mara(), house.forklift(), "new@contoso.example")
        .await;
    assert!(
        matches!(answer, Refusal::NotEnoughCredits { free: 0, asked: 1 }),
        "{answer:?}"
    );
    writer
        .execute_unprepared("alter table elsewhere rename to refused")
        .await
        .expect("renamed");
    assert_eq!(house.refused_log(house.ada()).await, []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_are_not_filled_in_are_no_decisions() {
    let house = House::open().await;
    let answer = house.refused_invite(house.mara(), house.forklift(), "  ").await;
    assert!(matches!(answer, Refusal::Missing(_)), "{answer:?}");
    assert_eq!(house.refused_log(house.ada()).await, []);
    house.close().await;
}
