//! Another company's invitations, from sending to claims and bounces; and the registrations that come of them.

use lectern_contract::{Refusal, Role, bounces::BounceKind, letters::LetterKind};
use lectern_domain::{
    Actor, bounces,
    invitations::{
        cancel, claims, link, re_invite, remind,
        send::{self, SendForm},
    },
    registrations::{enroll, withdraw},
    runtime::launch,
};
use lectern_entities::bounce;
use sea_orm::EntityTrait;

use super::{hidden, roles, street};
use crate::support::{fresh_key, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_invitations_or_registrations_reaches_across() {
    let (house, sol) = street().await;
    let (course, lena, key) = (house.forklift(), house.learner(0).user, fresh_key);
    let invited = house
        .invite(house.mara(), course, "wil@contoso.example")
        .await
        .expect("sent");
    let registration = house.registration(lena, course).await.id;
    for sol in &roles(&sol) {
        let form = SendForm {
            addresses: "x@contoso.example".into(),
            message: String::new(),
        };
        hidden(
            "send",
            house
                .act(async |tx| send::send(tx, sol, &key(), course, form).await)
                .await,
        );
        hidden(
            "re-invite",
            house
                .act(async |tx| re_invite::re_invite(tx, sol, &key(), invited).await)
                .await,
        );
        hidden(
            "cancel",
            house
                .act(async |tx| cancel::cancel(tx, sol, invited, false).await)
                .await,
        );
        hidden(
            "cancel once",
            house
                .act(async |tx| cancel::cancel_once(tx, sol, &key(), invited, false).await)
                .await,
        );
        hidden("copy", house.act(async |tx| link::copy(tx, sol, invited).await).await);
        hidden(
            "enroll",
            house
                .act(async |tx| enroll::enroll(tx, sol, &key(), lena, course).await)
                .await,
        );
        hidden(
            "withdraw",
            house
                .act(async |tx| withdraw::withdraw(tx, sol, &key(), registration).await)
                .await,
        );
    }
    let learner = Actor {
        role: Role::Learner,
        ..sol.clone()
    };
    hidden(
        "launch",
        house
            .act(async |tx| launch::launch(tx, &learner, registration).await)
            .await,
    );
    let token = house.token(invited).await;
    assert_eq!(refusal(house.accept(&learner, &token).await), Refusal::OtherAccount);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_an_invitations_later_life_reaches_across() {
    let (house, sol) = street().await;
    let (course, key) = (house.forklift(), fresh_key);
    let invited = house
        .invite(house.mara(), course, "wil@contoso.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    house.claim(&token, None, "will@contoso.example").await.expect("asked");
    let claim = house.claim_of(invited).await.id;
    let letter = house.letters(LetterKind::Invitation).await.pop().expect("sent").id;
    for sol in &roles(&sol) {
        let approve = house.act(async |tx| claims::approve(tx, sol, &key(), claim).await);
        hidden("approve a claim", approve.await);
        let decline = house.act(async |tx| claims::decline(tx, sol, claim).await);
        hidden("decline a claim", decline.await);
        hidden("claims", claims::open(&house.portal, sol, course).await);
        let stop = house.act(async |tx| remind::stop(tx, sol, invited).await);
        hidden("stop reminders", stop.await);
        let resume = house.act(async |tx| remind::resume(tx, sol, invited).await);
        hidden("resume reminders", resume.await);
        let mark = house.act(async |tx| bounces::mark(tx, sol, invited).await);
        hidden("mark", mark.await);
        let unmark = house.act(async |tx| bounces::unmark(tx, sol, invited).await);
        hidden("unmark", unmark.await);
        let back = house.act(async |tx| bounces::letter_came_back(tx, sol, letter).await);
        hidden("a letter came back", back.await);
    }
    // Somebody of the neighbors with the link is a stranger here: what they claim is only typed.
    house.claim(&token, Some(&sol), "").await.expect("asked");
    assert_eq!(house.claim_of(invited).await.user_id, None);
    let own = house
        .letters(LetterKind::Invitation)
        .await
        .pop()
        .expect("sent")
        .message_id;
    let word = bounces::Word {
        event_id: "e1",
        kind: BounceKind::Hard,
        message_id: Some(&own),
        address: None,
        reason: "no such user",
    };
    house.bounced(word).await;
    let kept = bounce::Entity::find().all(house.portal.reader()).await.expect("read");
    assert!(
        kept.iter().all(|row| row.organization_id == house.ada().organization),
        "{kept:?}"
    );
    house.close().await;
}
