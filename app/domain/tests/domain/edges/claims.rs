//! Claims at their edges: an invitation never binds silently, and the manager moves it with one act.

use chrono::TimeDelta;
use lectern_contract::{
    InvitationId, Refusal, Role,
    claims::ClaimState,
    invitations::{AddressProblem, InvitationState, InvitationView},
    letters::LetterKind,
    limits,
    refusal::{Field, InvitationProblem},
};
use lectern_domain::{
    accounts::administer,
    invitations::{LIFE, accept, claims, link},
};

use crate::support::{House, PASSWORD, refusal};

const KAI: &str = "kai@contoso.example";
pub const OWN: &str = "kai.private@contoso.example";

/// A house in which Kai was just invited by Mara, and the link.
pub async fn invited() -> (House, InvitationId, String) {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    let token = house.token(id).await;
    (house, id, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_as_somebody_else_asks_and_accepts_once_approved() {
    let (house, id, token) = invited().await;
    let omar = house.learner(1);
    assert_eq!(refusal(house.accept(omar, &token).await), Refusal::OtherAccount);
    house.claim(&token, Some(omar), "ignored").await.expect("asked");
    house
        .claim(&token, Some(omar), "ignored")
        .await
        .expect("the same again");
    let claim = house.claim_of(id).await;
    assert_eq!(
        (claim.email.as_str(), claim.user_id),
        ("omar@northwind.example", Some(omar.user))
    );
    assert_eq!(
        house.told(LetterKind::Claimed).await,
        ["mara@northwind.example"],
        "once"
    );
    assert_eq!(
        refusal(house.accept(omar, &token).await),
        Refusal::OtherAccount,
        "asking binds nothing"
    );
    let open = claims::open(&house.portal, house.mara(), house.forklift())
        .await
        .expect("claims");
    assert_eq!((open.len(), open[0].known, open[0].invited.as_str()), (1, true, KAI));

    house.approve_claim(house.mara(), claim.id).await.expect("approved");
    assert_eq!(
        (house.held().await, house.consumed().await),
        (1, 0),
        "the credit stays held"
    );
    assert_eq!(house.told(LetterKind::ClaimApproved).await, ["omar@northwind.example"]);
    assert_eq!(
        link::view(&house.portal, &token).await.expect("looked"),
        InvitationView::Replaced,
        "the old mailbox's link opens nothing"
    );
    assert_eq!(refusal(house.accept(omar, &token).await), Refusal::LinkReplaced);
    let new = house.token(id).await;
    house.accept(omar, &new).await.expect("his by now");
    assert_eq!((house.held().await, house.consumed().await), (0, 1), "consumed once");
    assert_eq!(
        refusal(house.accept(omar, &new).await),
        Refusal::InvitationIs(InvitationState::Accepted)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mailbox_proves_itself_by_the_letter_that_goes_there() {
    let (house, id, token) = invited().await;
    let ends = house.invitation(id).await.expires_at;
    house.claim(&token, None, OWN).await.expect("asked");
    assert!(
        house.post().await.iter().all(|letter| letter.to != OWN),
        "nothing goes to what was typed"
    );
    house.clock.advance(TimeDelta::days(2));
    let claim = house.claim_of(id).await;
    house.approve_claim(house.mara(), claim.id).await.expect("approved");
    let letters = house.post().await;
    let letter = letters.iter().find(|letter| letter.to == OWN).expect("the new link");
    let new = house.token(id).await;
    assert!(letter.text.contains(&new) && !letter.text.contains(&token));
    let row = house.invitation(id).await;
    assert_eq!((row.email.as_str(), row.expires_at, row.re_invites), (OWN, ends, 0));
    let line = house.log(house.mara()).await.remove(0);
    assert_eq!((line.email.as_str(), line.first_sent_to.as_deref()), (OWN, Some(KAI)));
    let name = "Kai Moss";
    accept::accept_new(&house.portal, &new, name, PASSWORD, PASSWORD, "test")
        .await
        .expect("accepted");
    assert_eq!((house.held().await, house.consumed().await), (0, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_claim_leaves_the_invitation_to_its_address() {
    let (house, id, token) = invited().await;
    house.claim(&token, None, OWN).await.expect("asked");
    let claim = house.claim_of(id).await.id;
    house.decline_claim(house.mara(), claim).await.expect("declined");
    assert_eq!(house.told(LetterKind::ClaimDeclined).await, [OWN]);
    let declined = Refusal::Invitation(InvitationProblem::ClaimIs(ClaimState::Declined));
    assert_eq!(refusal(house.decline_claim(house.mara(), claim).await), declined);
    assert_eq!(refusal(house.approve_claim(house.mara(), claim).await), declined);
    accept::accept_new(&house.portal, &token, "Kai", PASSWORD, PASSWORD, "test")
        .await
        .expect("by the first letter");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_answered_by_the_sender_and_the_admins_alone() {
    let (house, id, token) = invited().await;
    house.claim(&token, None, OWN).await.expect("asked");
    let claim = house.claim_of(id).await.id;
    let learner = lectern_domain::Actor {
        role: Role::Learner,
        ..house.mara().clone()
    };
    for stranger in [house.noor(), house.learner(0), &learner] {
        assert_eq!(refusal(house.approve_claim(stranger, claim).await), Refusal::NotFound);
        assert_eq!(refusal(house.decline_claim(stranger, claim).await), Refusal::NotFound);
    }
    let noors = claims::open(&house.portal, house.noor(), house.forklift())
        .await
        .expect("hers");
    assert_eq!(noors, [], "a manager sees claims of their own invitations");
    let all = claims::open(&house.portal, house.ada(), house.forklift())
        .await
        .expect("all");
    assert_eq!(all.len(), 1);
    house.approve_claim(house.ada(), claim).await.expect("an admin may");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_checked_when_it_is_made() {
    let (house, id, token) = invited().await;
    let same = house.claim(&token, None, " KAI@contoso.example ").await;
    assert_eq!(refusal(same), Refusal::Invitation(InvitationProblem::SameAddress));
    assert_eq!(
        refusal(house.claim(&token, None, "nobody").await),
        Refusal::Malformed(Field::Email)
    );
    assert_eq!(
        refusal(house.claim(&token, None, "").await),
        Refusal::Missing(Field::Email)
    );
    assert_eq!(
        refusal(house.claim(&"x".repeat(32), None, OWN).await),
        Refusal::NotFound
    );
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let learns = house.claim(&token, Some(house.learner(0)), "").await;
    assert_eq!(refusal(learns), Refusal::AlreadyEnrolled);
    for number in 0..limits::CLAIMS {
        house
            .claim(&token, None, &format!("kai{number}@contoso.example"))
            .await
            .expect("asked");
    }
    let more = house.claim(&token, None, OWN).await;
    assert_eq!(refusal(more), Refusal::Invitation(InvitationProblem::TooManyClaims));
    house
        .claim(&token, None, "kai0@contoso.example")
        .await
        .expect("an open one still gets its answer");
    house.clock.advance(TimeDelta::minutes(1));
    house
        .re_invite(house.mara(), id)
        .await
        .expect("claims are no re-invites");
    assert_eq!(refusal(house.claim(&token, None, OWN).await), Refusal::LinkReplaced);
    house.clock.advance(LIFE);
    let late = house.claim(&house.token(id).await, None, OWN).await;
    assert_eq!(refusal(late), Refusal::InvitationIs(InvitationState::Expired));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_checked_again_when_it_is_approved() {
    let (house, id, token) = invited().await;
    for email in [
        "lena@northwind.example",
        "omar@northwind.example",
        "ruth@contoso.example",
    ] {
        house.claim(&token, None, email).await.expect("asked");
    }
    let mut waiting = claims::open(&house.portal, house.mara(), house.forklift())
        .await
        .expect("claims")
        .into_iter();
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let omar = house.learner(1).user;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), omar).await)
        .await
        .expect("suspended");
    house
        .invite(house.mara(), house.forklift(), "ruth@contoso.example")
        .await
        .expect("sent");
    let mut problem = async || {
        let claim = waiting.next().expect("three");
        match refusal(house.approve_claim(house.mara(), claim.id).await) {
            Refusal::Addresses(mut all) => all.remove(0).1,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(problem().await, AddressProblem::Enrolled);
    assert_eq!(problem().await, AddressProblem::Suspended);
    assert!(matches!(problem().await, AddressProblem::AlreadyInvited(..)));
    assert_eq!(house.invitation(id).await.email, KAI, "nothing moved");
    assert_eq!(house.claims(ClaimState::Open).await, 3);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_approval_declines_the_other_claims() {
    let (house, id, token) = invited().await;
    house.claim(&token, None, OWN).await.expect("asked");
    let first = house.claim_of(id).await.id;
    house.claim(&token, None, "other@contoso.example").await.expect("asked");
    house.approve_claim(house.mara(), first).await.expect("approved");
    assert_eq!(house.told(LetterKind::ClaimDeclined).await, ["other@contoso.example"]);
    assert_eq!(
        (
            house.claims(ClaimState::Approved).await,
            house.claims(ClaimState::Declined).await
        ),
        (1, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_invitation_is_not_moved() {
    let (house, id, token) = invited().await;
    house.claim(&token, None, OWN).await.expect("asked");
    let claim = house.claim_of(id).await.id;
    house.clock.advance(LIFE);
    let expired = Refusal::InvitationIs(InvitationState::Expired);
    assert_eq!(
        refusal(house.approve_claim(house.mara(), claim).await),
        expired,
        "though nobody swept"
    );
    house.expire().await;
    assert_eq!(refusal(house.approve_claim(house.mara(), claim).await), expired);
    let open = claims::open(&house.portal, house.mara(), house.forklift())
        .await
        .expect("claims");
    assert_eq!(open, [], "nothing to answer any more");
    house
        .decline_claim(house.mara(), claim)
        .await
        .expect("it can be put away");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_is_no_re_invite_but_the_next_waits_a_minute() {
    let (house, id, token) = invited().await;
    house.clock.advance(TimeDelta::days(4));
    house.remind().await;
    house.claim(&token, None, OWN).await.expect("asked");
    let claim = house.claim_of(id).await.id;
    house.approve_claim(house.mara(), claim).await.expect("approved");
    assert_eq!(
        refusal(house.re_invite(house.mara(), id).await),
        Refusal::Invitation(InvitationProblem::TooSoon)
    );
    for _ in 0..limits::RE_INVITES {
        house.clock.advance(TimeDelta::minutes(1));
        house.re_invite(house.mara(), id).await.expect("ten in all");
    }
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(refusal(house.re_invite(house.mara(), id).await), Refusal::ReInviteLimit);
    assert_eq!(house.told(LetterKind::Reminder).await, [OWN, KAI]);
    house.close().await;
}
