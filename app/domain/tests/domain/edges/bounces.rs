//! Letters that come back: by the mail service's word and by hand.

use chrono::TimeDelta;
use lectern_contract::{InvitationId, Refusal, bounces::BounceKind, invitations::InvitationState, letters::LetterKind};
use lectern_domain::{
    bounces::{self, Heard, Word},
    letters::{
        outbox,
        post::{self, Setback},
    },
};
use lectern_entities::bounce;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{House, refusal};

const KAI: &str = "kai@contoso.example";
const MARA: &str = "mara@northwind.example";

fn hard(event_id: &str) -> Word<'_> {
    Word {
        event_id,
        kind: BounceKind::Hard,
        message_id: None,
        address: Some(KAI),
        reason: "550 5.1.1 no such user",
    }
}

async fn invited() -> (House, InvitationId) {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    (house, id)
}

async fn kept(house: &House) -> u64 {
    bounce::Entity::find()
        .count(house.portal.reader())
        .await
        .expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hard_bounce_marks_the_invitation_and_tells_its_sender_once() {
    let (house, id) = invited().await;
    let letter = house.letters(LetterKind::Invitation).await.remove(0);
    let bare = letter.message_id.trim_matches(['<', '>']).to_owned();
    let word = Word {
        message_id: Some(&bare),
        address: Some("another@contoso.example"),
        ..hard("e1")
    };
    assert_eq!(
        house.bounced(word).await,
        Heard::New,
        "the Message-ID counts before the address"
    );
    assert_eq!(house.bounced(word).await, Heard::Known);
    assert_eq!(kept(&house).await, 1);
    let row = house.invitation(id).await;
    assert_eq!(
        (row.state, row.undeliverable, house.held().await),
        (InvitationState::Pending, true, 1)
    );
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA]);
    assert!(
        house.letters(LetterKind::Undeliverable).await[0]
            .text
            .contains("550 5.1.1 no such user")
    );
    assert_eq!(
        house.bounced(hard("e2")).await,
        Heard::New,
        "another word about the same"
    );
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA], "is not told twice");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(house.told(LetterKind::Reminder).await, [""; 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_soft_bounce_is_kept_and_changes_nothing() {
    let (house, id) = invited().await;
    let soft = Word {
        kind: BounceKind::Soft,
        ..hard("e1")
    };
    assert_eq!(house.bounced(soft).await, Heard::New);
    assert_eq!(kept(&house).await, 1);
    assert!(!house.invitation(id).await.undeliverable);
    assert_eq!(house.told(LetterKind::Undeliverable).await, [""; 0]);
    assert!(!house.log(house.mara()).await[0].came_back);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_about_nothing_of_ours_is_not_kept() {
    let (house, _) = invited().await;
    let other = Word {
        address: Some("stranger@contoso.example"),
        ..hard("e1")
    };
    assert_eq!(house.bounced(other).await, Heard::Unknown);
    let other = Word {
        message_id: Some("<nothing@localhost>"),
        address: None,
        ..hard("e1")
    };
    assert_eq!(house.bounced(other).await, Heard::Unknown);
    assert_eq!(kept(&house).await, 0);
    let known = Word {
        message_id: Some("<nothing@localhost>"),
        ..hard("e1")
    };
    assert_eq!(house.bounced(known).await, Heard::New, "then the address counts");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_letter_that_comes_back_late_says_nothing_of_a_newer_one() {
    let (house, id) = invited().await;
    let first = house.letters(LetterKind::Invitation).await.remove(0);
    house.clock.advance(TimeDelta::minutes(5));
    house.re_invite(house.mara(), id).await.expect("sent again");
    let late = Word {
        message_id: Some(&first.message_id),
        ..hard("e1")
    };
    assert_eq!(house.bounced(late).await, Heard::New);
    assert!(
        !house.invitation(id).await.undeliverable,
        "its newest letter did not come back"
    );
    let second = house.letters(LetterKind::Invitation).await.remove(1);
    let now = Word {
        message_id: Some(&second.message_id),
        ..hard("e2")
    };
    house.bounced(now).await;
    assert!(house.invitation(id).await.undeliverable);
    house.clock.advance(TimeDelta::minutes(5));
    house.re_invite(house.mara(), id).await.expect("sent again");
    assert!(!house.invitation(id).await.undeliverable, "a new letter may arrive");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn later_invitations_to_the_address_show_the_warning() {
    let (house, id) = invited().await;
    house.bounced(hard("e1")).await;
    house.cancel(house.mara(), id).await.expect("canceled");
    house.endow(house.forklift(), house.noor().user, 1).await;
    house.invite(house.noor(), house.forklift(), KAI).await.expect("sent");
    let line = house.log(house.noor()).await.remove(0);
    assert!(line.came_back && !line.undeliverable, "{line:?}");
    house
        .act(async |tx| bounces::unmark(tx, house.noor(), line.id).await)
        .await
        .expect("it works again");
    assert!(!house.log(house.noor()).await[0].came_back);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_marks_by_hand_and_takes_it_back() {
    let (house, id) = invited().await;
    let mark = async |who| house.act(async |tx| bounces::mark(tx, who, id).await).await;
    let unmark = async |who| house.act(async |tx| bounces::unmark(tx, who, id).await).await;
    for stranger in [house.noor(), house.learner(0)] {
        assert_eq!(refusal(mark(stranger).await), Refusal::NotFound);
        assert_eq!(refusal(unmark(stranger).await), Refusal::NotFound);
    }
    mark(house.mara()).await.expect("marked");
    mark(house.mara()).await.expect("marked already");
    assert_eq!(kept(&house).await, 1);
    assert_eq!(
        house.told(LetterKind::Undeliverable).await,
        [""; 0],
        "she said so herself"
    );
    unmark(house.mara()).await.expect("taken back");
    assert!(!house.invitation(id).await.undeliverable);
    mark(house.ada()).await.expect("by an admin");
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA]);
    house.cancel(house.mara(), id).await.expect("canceled");
    assert_eq!(
        refusal(mark(house.mara()).await),
        Refusal::InvitationIs(InvitationState::Canceled)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_says_in_the_outbox_that_a_letter_came_back() {
    let (house, id) = invited().await;
    let letter = house.letters(LetterKind::Invitation).await.remove(0).id;
    let say = async |who| {
        house
            .act(async |tx| bounces::letter_came_back(tx, who, letter).await)
            .await
    };
    assert_eq!(refusal(say(house.mara()).await), Refusal::NotFound);
    say(house.ada()).await.expect("said");
    say(house.ada()).await.expect("said before");
    assert_eq!(kept(&house).await, 1);
    assert!(house.invitation(id).await.undeliverable);
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA]);
    let view = outbox::show(house.portal.reader(), house.ada(), letter)
        .await
        .expect("shown");
    assert_eq!(view.came_back.map(|(at, _)| at), Some(house.portal.now()));
    house.close().await;
}

/// The post office tries the invitation's letter, and the mail server will not have it.
async fn refused(house: &House, setback: Setback) {
    let due = post::take_due(&house.portal, 50).await.expect("the outbox opens");
    let letter = due.iter().find(|letter| letter.to == KAI).expect("a letter to Kai");
    let says = "permanent error (550): 5.1.1 no such user";
    let noted = post::not_sent(&house.portal, letter, says, setback).await;
    noted.expect("what became of it is noted");
}

async fn send_again(house: &House) {
    let letter = house.letters(LetterKind::Invitation).await.remove(0).id;
    house
        .act(async |tx| outbox::send_again(tx, house.ada(), letter).await)
        .await
        .expect("sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_mail_server_refuses_is_a_hard_bounce() {
    let (house, id) = invited().await;
    for other in [Setback::ForNow, Setback::ForGood] {
        refused(&house, other).await;
        assert!(!house.invitation(id).await.undeliverable, "{other:?}");
        assert_eq!(kept(&house).await, 0, "{other:?}");
        send_again(&house).await;
    }
    refused(&house, Setback::NoSuchAddress).await;
    assert!(house.invitation(id).await.undeliverable);
    assert_eq!((kept(&house).await, house.held().await), (1, 1));
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA]);
    let letter = house.letters(LetterKind::Invitation).await.remove(0).id;
    let view = outbox::show(house.portal.reader(), house.ada(), letter).await;
    let (at, why) = view.expect("shown").came_back.expect("it came back");
    assert_eq!((at, why.contains("5.1.1 no such user")), (house.portal.now(), true));
    house
        .act(async |tx| bounces::unmark(tx, house.mara(), id).await)
        .await
        .expect("said to work");
    send_again(&house).await;
    refused(&house, Setback::NoSuchAddress).await;
    assert!(house.invitation(id).await.undeliverable, "it does not, again");
    assert_eq!(house.told(LetterKind::Undeliverable).await, [MARA, MARA]);
    send_again(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_letter_that_is_refused_says_nothing_of_a_newer_one() {
    let (house, id) = invited().await;
    let due = post::take_due(&house.portal, 50).await.expect("the outbox opens");
    let first = due.iter().find(|letter| letter.to == KAI).expect("a letter to Kai");
    house.clock.advance(TimeDelta::minutes(5));
    house.re_invite(house.mara(), id).await.expect("sent again");
    let noted = post::not_sent(&house.portal, first, "5.1.1", Setback::NoSuchAddress).await;
    noted.expect("what became of it is noted");
    assert_eq!(kept(&house).await, 1);
    assert!(!house.invitation(id).await.undeliverable);
    house.close().await;
}
