//! Somebody's life here, in which their name and addresses come to stand everywhere.

use chrono::TimeDelta;
use lectern_contract::{BatchId, InvitationId, Role, batches::Shortage, bounces::BounceKind};
use lectern_domain::{
    Actor,
    accounts::{
        administer::{self, UserForm},
        reset,
    },
    bounces::{Heard, Word},
    courses::managers,
    credits,
    credits::requests,
    hooks::note::Outcome,
    invitations::{
        accept,
        send::{self, SendForm},
    },
    refused::note_rows,
    runtime::commit,
};

use super::{ADDRESS, ASKED_ADDRESS, LATER_NAME, NAME, TYPED};
use crate::support::{House, PASSWORD, commit_of, fresh_key};

fn words(addresses: &str, message: &str) -> SendForm {
    SendForm {
        addresses: addresses.into(),
        message: message.into(),
    }
}

/// Somebody's life here.
pub(super) struct Life {
    pub(super) wanda: Actor,
    /// Sent to her, and pending.
    pub(super) pending: InvitationId,
    /// The link of the one she accepted.
    pub(super) link: String,
    /// A list that waits to be sent, with her first address in it.
    pub(super) list: BatchId,
}

/// Invited by a program, accepted, and learned something.
async fn learns(house: &House) -> (Actor, String) {
    let (mara, course) = (house.mara(), house.forklift());
    let form = words(TYPED, "Dear Wanda Quillfeather, please begin.");
    let sent = house
        .act(async |tx| send::send_named(tx, mara, &fresh_key(), course, form).await)
        .await
        .expect("sent");
    let link = house.token(sent[0].id).await;
    let joined = accept::accept_new(&house.portal, &link, NAME, PASSWORD, PASSWORD, "test").await;
    let wanda = Actor {
        user: joined.expect("accepted").user,
        role: Role::Learner,
        ..house.learner(0).clone()
    };
    house.post().await;
    for sent in house.due().await {
        let echo = Outcome {
            status: Some(200),
            answer: sent.body.clone().into_bytes(),
            ..Outcome::default()
        };
        house.answered(&sent, &echo).await;
    }
    let registration = house.registration(wanda.user, course).await.id;
    let token = house.play(&wanda, registration).await;
    let said = commit_of(1, &[("cmi.suspend_data", "hello Wanda Quillfeather")]);
    let raw = "{\"student_name\":\"Wanda Quillfeather\"}";
    commit::commit(&house.portal, &token, said, raw).await.expect("taken");
    (wanda, link)
}

/// Refused, invited again, written to in vain, and wishing to have what was sent to another.
async fn wanders(house: &House, wanda: &Actor) -> InvitationId {
    let (mara, forklift, fire) = (house.mara(), house.forklift(), house.fire());
    let typed = format!("{}, Wanda Quillfeather <wanda.quill@contoso", TYPED.to_uppercase());
    house.refused_invite(mara, forklift, &typed).await;
    let pending = house.invite(mara, fire, ADDRESS).await.expect("sent");
    let back = Word {
        event_id: "e1",
        kind: BounceKind::Hard,
        message_id: None,
        address: Some(ADDRESS),
        reason: "550 <Wanda.Quill@contoso.example>: no such user",
    };
    assert_eq!(house.bounced(back).await, Heard::New);
    let other = house.invite(mara, fire, "someone@contoso.example").await.expect("sent");
    let token = house.token(other).await;
    house.claim(&token, Some(wanda), "").await.expect("claimed");
    let claim = house.claim_of(other).await.id;
    house.decline_claim(mara, claim).await.expect("declined");
    house.claim(&token, Some(wanda), "").await.expect("claimed again");
    let list = house
        .given(mara, fire, &format!("tina@contoso.example\n{ADDRESS}\n"))
        .await;
    house.start(mara, list, Shortage::All).await.expect("started");
    house.run().await;
    while note_rows(&house.portal).await.expect("noted") {}
    reset::ask(&house.portal, ADDRESS, "test").await.expect("asked");
    house
        .act(async |tx| reset::ask_email_change(tx, wanda, ASKED_ADDRESS).await)
        .await
        .expect("asked");
    pending
}

/// Under another name, a manager, who invites, asks and gives.
async fn manages(house: &House, wanda: &Actor) {
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    let form = UserForm {
        name: LATER_NAME.into(),
        email: ADDRESS.into(),
        roles: vec![Role::Manager, Role::Learner],
    };
    house
        .act(async |tx| administer::edit(tx, ada, wanda.user, form).await)
        .await
        .expect("edited");
    house
        .act(async |tx| managers::add(tx, ada, course, wanda.user).await)
        .await
        .expect("added");
    house.endow(course, wanda.user, 2).await;
    let manager = Actor {
        role: Role::Manager,
        ..wanda.clone()
    };
    let form = words("guest@contoso.example", "Yours, Wanda Marsh");
    house
        .act(async |tx| send::send(tx, &manager, &fresh_key(), course, form).await)
        .await
        .expect("sent");
    house
        .act(async |tx| credits::give(tx, &manager, &fresh_key(), course, mara.user, 1).await)
        .await
        .expect("given");
    house
        .act(async |tx| requests::ask(tx, &manager, &fresh_key(), course, 1, "For Wanda Marsh").await)
        .await
        .expect("asked");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
}

pub(super) async fn life(house: &House) -> Life {
    house.endow(house.forklift(), house.mara().user, 8).await;
    house.endow(house.fire(), house.mara().user, 4).await;
    house.listen_to_all().await;
    let (wanda, link) = learns(house).await;
    let pending = wanders(house, &wanda).await;
    house.post().await;
    manages(house, &wanda).await;
    let text = format!("ruth@contoso.example\n{ADDRESS}\n");
    let list = house.given(house.mara(), house.forklift(), &text).await;
    Life {
        wanda,
        pending,
        link,
        list,
    }
}
