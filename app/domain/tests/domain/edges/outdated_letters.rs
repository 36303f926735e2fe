//! Letters that must not leave, or not twice: their invitation is over, or a carrier has them.

use chrono::TimeDelta;
use lectern_contract::{
    LetterId, Refusal,
    letters::{LetterKind, LetterState},
};
use lectern_domain::{
    Result,
    invitations::{LIFE, disown::disown},
    letters::{
        outbox,
        post::{self, Outgoing, Setback},
    },
};
use lectern_entities::letter;

use crate::support::{House, refusal};

const LENA: &str = "lena@northwind.example";
const KAI: &str = "kai@contoso.example";

/// A house in which Mara has credits, and no letter waits.
async fn quiet() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    house.post().await;
    house
}

impl House {
    async fn invitation_letters(&self) -> Vec<letter::Model> {
        self.letters(LetterKind::Invitation).await
    }

    async fn taken(&self, most: u64) -> Vec<Outgoing> {
        post::take_due(&self.portal, most).await.expect("the outbox opens")
    }

    async fn send_letter_again(&self, id: LetterId) -> Result<()> {
        self.act(async |tx| outbox::send_again(tx, self.ada(), id).await).await
    }

    async fn offers_again(&self, id: LetterId) -> bool {
        let may = outbox::may_send_again(&self.portal, self.ada(), id).await;
        may.expect("an admin looks")
    }

    /// The newest invitation's letter has failed for this reason, and nobody can send it again.
    async fn is_kept_back(&self, row: &letter::Model, why: &str) {
        assert_eq!(
            (row.state, row.error.as_deref(), row.next_attempt_at),
            (LetterState::Failed, Some(why), None)
        );
        assert!(!self.offers_again(row.id).await);
        assert_eq!(refusal(self.send_letter_again(row.id).await), Refusal::LetterOutdated);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_an_invitation_that_ended_do_not_leave() {
    for end in ["canceled", "declined", "accepted", "over"] {
        let house = quiet().await;
        let id = house.invite(house.mara(), house.forklift(), LENA).await.expect("sent");
        let token = house.token(id).await;
        match end {
            "canceled" => house.cancel(house.mara(), id).await.expect(end),
            "declined" => house.decline(&token).await.expect(end),
            "accepted" => {
                house.accept(house.learner(0), &token).await.expect(end);
            }
            _ => house.clock.advance(LIFE),
        }
        let sent = house.post().await;
        assert!(
            sent.iter().all(|letter| !letter.text.contains(&token)),
            "{end}: {sent:?}"
        );
        let row = house.invitation_letters().await.remove(0);
        house.is_kept_back(&row, "Its invitation had ended by then.").await;
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_a_newer_one_replaced_does_not_leave() {
    let house = quiet().await;
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    house.clock.advance(TimeDelta::minutes(2));
    house.re_invite(house.mara(), id).await.expect("sent again");
    let sent = house.post().await;
    let token = house.token(id).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].text.contains(&token), "{sent:?}");
    let rows = house.invitation_letters().await;
    house
        .is_kept_back(&rows[0], "A newer letter of its invitation had replaced it by then.")
        .await;
    assert_eq!(rows[1].state, LetterState::Sent);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_reached_somebody_else_before_does_not_leave() {
    let house = quiet().await;
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    let token = house.token(id).await;
    house
        .act(async |tx| disown(tx, &token, "test").await)
        .await
        .expect("by the link that was handed over");
    house.post().await;
    let row = house.invitation_letters().await.remove(0);
    let why = "Somebody who got the invitation had said by then that it is not for them.";
    house.is_kept_back(&row, why).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_must_not_leave_hold_up_no_other() {
    let house = quiet().await;
    let first = house.invite(house.mara(), house.forklift(), LENA).await.expect("sent");
    house.clock.advance(TimeDelta::seconds(1));
    house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    house.clock.advance(TimeDelta::seconds(1));
    house.cancel(house.mara(), first).await.expect("canceled");
    let taken = house.taken(1).await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, KAI, "though the other one was due before");
    house.clock.advance(TimeDelta::minutes(10));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_a_carrier_has_is_nobody_elses() {
    let house = quiet().await;
    house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    let first = house.taken(50).await.remove(0);
    let stands = async || house.invitation_letters().await.remove(0).state;
    assert!(!house.offers_again(first.id).await);
    assert_eq!(
        refusal(house.send_letter_again(first.id).await),
        Refusal::LetterOnItsWay
    );
    assert_eq!(house.taken(50).await.len(), 0);

    house.clock.advance(TimeDelta::minutes(10));
    assert!(house.offers_again(first.id).await, "its carrier is lost");
    house.send_letter_again(first.id).await.expect("waits again");
    let second = house.taken(50).await.remove(0);
    assert_eq!((second.id, second.tries), (first.id, first.tries), "counted anew");
    // The lost carrier comes back: what became of the letter is the other one's to say.
    post::not_sent(&house.portal, &first, "550 no such user", Setback::NoSuchAddress)
        .await
        .expect("heard");
    post::sent(&house.portal, &first).await.expect("heard");
    assert_eq!(stands().await, LetterState::Sending);
    post::sent(&house.portal, &second).await.expect("noted");
    assert_eq!(stands().await, LetterState::Sent);
    post::not_sent(&house.portal, &second, "late", Setback::ForNow)
        .await
        .expect("heard");
    assert_eq!(stands().await, LetterState::Sent);
    assert_eq!(refusal(house.send_letter_again(first.id).await), Refusal::LetterSent);
    house.close().await;
}
