//! The main job once through: from an empty database to a completed course, and every credit accounted for.

use lectern_contract::{
    credits::AccountKind,
    registrations::{Completion, Success},
};
use lectern_domain::{credits::accounts::Which, invitations::accept, runtime::commit::Outcome, samples};

use crate::support::{House, PASSWORD, commit_of};

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_learner_completes_a_course_and_the_credit_is_right() {
    let house = House::open().await;
    samples::begin(&house.portal, house.cast())
        .await
        .expect("the cast begins");
    assert_eq!(house.pool().await, 60);
    assert_eq!(house.held().await, 2);
    assert_eq!(house.free(house.forklift(), house.mara()).await, 8);

    let invited = house
        .invite(house.mara(), house.forklift(), "wil@contoso.example")
        .await
        .expect("an invitation");
    let token = house.token(invited).await;
    let signed_in = accept::accept_new(&house.portal, &token, "Wil Moss", PASSWORD, PASSWORD, "test")
        .await
        .expect("accepted");
    let wil = lectern_domain::Actor {
        organization: signed_in.organization,
        user: signed_in.user,
        role: signed_in.role,
        source: "test".into(),
    };
    assert_eq!(house.consumed().await, 1);
    assert_eq!(house.held().await, 2);

    let registration = house.registration(wil.user, house.forklift()).await;
    let token = house.play(&wil, registration.id).await;
    let elements = [
        ("cmi.core.lesson_status", "passed"),
        ("cmi.core.score.raw", "90"),
        ("cmi.core.session_time", "00:01:30"),
    ];
    let outcome = house.commit(&token, commit_of(1, &elements)).await;
    assert!(matches!(outcome, Outcome::Accepted { accepted: 1, .. }), "{outcome:?}");
    let registration = house.registration(wil.user, house.forklift()).await;
    assert_eq!(
        (registration.completion, registration.success),
        (Completion::Completed, Success::Passed)
    );
    assert_eq!(registration.centiseconds, 9_000);
    assert_eq!(house.credits(Which::Own(AccountKind::External)).await, -100);
    house.close().await;
}
