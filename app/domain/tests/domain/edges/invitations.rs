//! Invitations at their edges.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    invitations::{AddressProblem, InvitationState},
    letters::LetterKind,
    limits,
    refusal::InvitationProblem,
};
use lectern_domain::{
    Actor,
    accounts::{administer, sign_in::Step},
    invitations::{
        LIFE, accept,
        send::{self, SendForm},
    },
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, PASSWORD, fresh_key, refusal};

async fn letters(house: &House, kind: LetterKind) -> u64 {
    let rows = letter::Entity::find().filter(letter::Column::Kind.eq(kind));
    rows.count(house.portal.reader()).await.expect("letters are counted")
}

/// What was wrong with each address.
async fn problems(house: &House, sender: &Actor, addresses: &str) -> Vec<AddressProblem> {
    let form = SendForm {
        addresses: addresses.into(),
        message: String::new(),
    };
    let answer = house
        .act(async |tx| send::send(tx, sender, &fresh_key(), house.forklift(), form).await)
        .await;
    match refusal(answer) {
        Refusal::Addresses(problems) => problems.into_iter().map(|(_, problem)| problem).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_invitation_is_not_sent_again_without_a_free_credit() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let old = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 1);
    let new = house
        .invite(house.mara(), house.forklift(), "ruth@contoso.example")
        .await
        .expect("the credit is free again");
    assert_eq!(
        refusal(house.re_invite(house.mara(), old).await),
        Refusal::NotEnoughCredits { free: 0, asked: 1 }
    );
    assert_eq!(house.invitation(old).await.state, InvitationState::Expired);
    house.cancel(house.mara(), new).await.expect("canceled");
    house.re_invite(house.mara(), old).await.expect("now there is one");
    assert_eq!(
        (house.invitation(old).await.state, house.held().await),
        (InvitationState::Pending, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_ends_at_its_instant_though_the_sweeper_sleeps() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let first = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let second = house
        .invite(house.mara(), house.forklift(), "omar@northwind.example")
        .await
        .expect("sent");
    let tokens = [house.token(first).await, house.token(second).await];
    house.clock.advance(LIFE - TimeDelta::microseconds(1));
    assert_eq!(house.expire().await, 0);
    house
        .accept(house.learner(0), &tokens[0])
        .await
        .expect("the last microsecond counts");
    house.clock.advance(TimeDelta::microseconds(1));
    let late = house.accept(house.learner(1), &tokens[1]).await;
    assert_eq!(refusal(late), Refusal::InvitationIs(InvitationState::Expired));
    assert_eq!(
        refusal(house.decline(&tokens[1]).await),
        Refusal::InvitationIs(InvitationState::Expired)
    );
    assert_eq!(house.held().await, 1, "held until somebody sweeps");
    assert_eq!(house.expire().await, 1);
    assert_eq!(house.held().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_invitation_does_not_keep_its_address_from_being_invited() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let old = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    let new = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("with the credit it held");
    assert_ne!(old, new);
    assert_eq!(
        (house.invitation(old).await.state, house.held().await),
        (InvitationState::Expired, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_itself_writes_no_letter() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    for (sender, email) in [
        (house.mara(), "a@contoso.example"),
        (house.mara(), "b@contoso.example"),
        (house.noor(), "c@contoso.example"),
    ] {
        house.invite(sender, house.forklift(), email).await.expect("sent");
    }
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 3);
    assert_eq!(
        letters(&house, LetterKind::Expired).await,
        0,
        "the morning's digest does"
    );
    assert_eq!(house.expire().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_signed_in_as_somebody_else_binds_nothing() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    assert_eq!(
        refusal(house.accept(house.learner(1), &token).await),
        Refusal::OtherAccount
    );
    assert_eq!(house.invitation(invited).await.state, InvitationState::Pending);
    assert_eq!((house.held().await, house.consumed().await), (1, 0));
    house.accept(house.learner(0), &token).await.expect("Lena's own");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_exists_accepts_by_its_password_and_is_not_made_twice() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let new = accept::accept_new(&house.portal, &token, "Lena Again", PASSWORD, PASSWORD, "test").await;
    assert_eq!(refusal(new), Refusal::SignInToAccept);
    let wrong = accept::accept_with_password(&house.portal, &token, "not her password", &"test".into()).await;
    assert_eq!(refusal(wrong), Refusal::WrongCredentials);
    assert_eq!(house.held().await, 1);
    let (lena, email) = accept::accept_with_password(&house.portal, &token, PASSWORD, &"test".into())
        .await
        .expect("signed in and accepted");
    assert_eq!(email, "lena@northwind.example");
    let Step::In(lena) = lena else {
        panic!("no second factor here")
    };
    assert_eq!((lena.user, lena.role), (house.learner(0).user, Role::Learner));
    assert_eq!((house.held().await, house.consumed().await), (0, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_invites_themselves_pays_like_anyone() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "noor@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    house
        .accept(house.noor(), &token)
        .await
        .expect("whatever role Noor acts in");
    assert_eq!(
        (house.consumed().await, house.free(house.forklift(), house.noor()).await),
        (1, 0)
    );
    let row = house.registration(house.noor().user, house.forklift()).await;
    assert_eq!(row.manager_id, Some(house.noor().user));
    let learner = Actor {
        role: Role::Learner,
        ..house.noor().clone()
    };
    house.play(&learner, row.id).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_refused_with_its_reason_and_then_nothing_is_sent() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 9).await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.learner(1).user).await)
        .await
        .expect("suspended");
    house
        .invite(house.noor(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let all = "no address; ruth@contoso.example, RUTH@contoso.example\nlena@northwind.example, omar@northwind.example,Kai@Contoso.example";
    let mut found = problems(&house, house.mara(), all).await;
    found.sort_by_key(|problem| format!("{problem:?}"));
    let sent = house.portal.now();
    assert_eq!(
        found,
        [
            AddressProblem::AlreadyInvited("Noor Haddad".into(), sent),
            AddressProblem::Enrolled,
            AddressProblem::Malformed,
            AddressProblem::Repeated,
            AddressProblem::Suspended,
        ]
    );
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (1, 9)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_credits_send_none_of_a_form() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let form = SendForm {
        addresses: "a@contoso.example b@contoso.example c@contoso.example".into(),
        message: String::new(),
    };
    let answer = house
        .act(async |tx| send::send(tx, house.mara(), "form", house.forklift(), form).await)
        .await;
    assert_eq!(refusal(answer), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    assert_eq!(
        (house.held().await, letters(&house, LetterKind::Invitation).await),
        (0, 0)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admins_form_takes_the_courses_credits_and_then_the_pools() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.allocate(house.forklift(), 1).await.expect("allocated");
    let form = SendForm {
        addresses: "a@contoso.example b@contoso.example".into(),
        message: "Welcome".into(),
    };
    house
        .act(async |tx| send::send(tx, house.ada(), "form", house.forklift(), form).await)
        .await
        .expect("sent");
    let course = lectern_domain::credits::accounts::Which::Course(house.forklift());
    assert_eq!(
        (house.credits(course).await, house.pool().await, house.held().await),
        (0, 1, 2)
    );
    house.clock.advance(LIFE);
    house.expire().await;
    assert_eq!(
        (house.credits(course).await, house.pool().await),
        (1, 2),
        "each to where it was held from"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_again_once_a_minute_and_ten_times_in_all() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(TimeDelta::seconds(59));
    assert_eq!(
        refusal(house.re_invite(house.mara(), invited).await),
        Refusal::Invitation(InvitationProblem::TooSoon)
    );
    for _ in 0..limits::RE_INVITES {
        house.clock.advance(TimeDelta::minutes(1));
        house.re_invite(house.mara(), invited).await.expect("a minute later");
    }
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(
        refusal(house.re_invite(house.mara(), invited).await),
        Refusal::ReInviteLimit
    );
    assert_eq!(
        (house.held().await, letters(&house, LetterKind::Invitation).await),
        (1, 11),
        "one credit, eleven letters"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_belongs_to_its_sender_and_the_admins() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(TimeDelta::minutes(2));
    for stranger in [
        house.noor(),
        house.learner(0),
        &Actor {
            role: Role::Learner,
            ..house.mara().clone()
        },
    ] {
        assert_eq!(refusal(house.cancel(stranger, invited).await), Refusal::NotFound);
        assert_eq!(refusal(house.re_invite(stranger, invited).await), Refusal::NotFound);
    }
    house.cancel(house.ada(), invited).await.expect("an admin may");
    assert_eq!(
        refusal(house.cancel(house.mara(), invited).await),
        Refusal::InvitationIs(InvitationState::Canceled)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_a_canceled_invitation_again_pays_for_it() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.cancel(house.mara(), invited).await.expect("canceled");
    house.clock.advance(TimeDelta::minutes(1));
    house
        .re_invite(house.ada(), invited)
        .await
        .expect("by the admin, from the pool");
    assert_eq!(
        (house.pool().await, house.free(house.forklift(), house.mara()).await),
        (0, 1)
    );
    house.cancel(house.ada(), invited).await.expect("canceled");
    assert_eq!(house.pool().await, 1, "back to where it was held from");
    house.close().await;
}
