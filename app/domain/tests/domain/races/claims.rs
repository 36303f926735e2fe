//! Claims, reminders, digests and bounces, raced.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_contract::{
    ClaimId, InvitationId, Refusal, claims::ClaimState, invitations::InvitationState, letters::LetterKind,
    refusal::InvitationProblem,
};
use lectern_domain::{
    Portal, Result,
    bounces::{self, Heard, Word},
    invitations::{
        LIFE, accept, cancel,
        claims::{self, Claimant},
        digest, expire, remind,
    },
};

use crate::support::{House, PASSWORD, TestClock, fresh_key, rush, sort};

const KAI: &str = "kai@contoso.example";

async fn invited(house: &House, email: &str) -> (InvitationId, String) {
    let id = house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    let token = house.token(id).await;
    (id, token)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_same_claims_at_once_are_one_claim_and_one_letter() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let (_, token) = invited(&house, KAI).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, _| {
        let token = token.clone();
        async move {
            let tx = portal.begin().await?;
            let claimant = Claimant {
                actor: None,
                name: "Kai",
                email: "kai.own@contoso.example",
            };
            claims::ask(&tx, &token, claimant, "test").await?;
            tx.commit().await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused), (20, vec![]));
    assert_eq!(house.claims(ClaimState::Open).await, 1);
    assert_eq!(house.told(LetterKind::Claimed).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_claims_approved_at_once_one_gets_the_invitation() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..8 {
        let (id, token) = invited(&house, &format!("guest{round}@contoso.example")).await;
        let mut ids: Vec<ClaimId> = vec![];
        for email in [
            format!("one{round}@contoso.example"),
            format!("two{round}@contoso.example"),
        ] {
            house.claim(&token, None, &email).await.expect("asked");
            ids.push(house.claim_of(id).await.id);
        }
        let answers = rush(&portals, 2, |portal, number| {
            let (mara, claim) = (house.mara().clone(), ids[number]);
            async move {
                let tx = portal.begin().await?;
                claims::approve(&tx, &mara, &fresh_key(), claim).await?;
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!(through.len(), 1);
        let late = Refusal::Invitation(InvitationProblem::ClaimIs(ClaimState::Declined));
        assert_eq!(refused, [late]);
        assert_eq!(house.held().await, 1, "one credit, held as before");
        house.cancel(house.mara(), id).await.expect("canceled");
    }
    house.close().await;
}

/// Approve × accept by the old link × cancel × expiry: whatever happens, the credit is held, consumed or free once.
async fn race(house: &House, ahead: &Portal, round: usize) -> InvitationState {
    let (id, token) = invited(house, &format!("guest{round}@contoso.example")).await;
    house
        .claim(&token, None, &format!("own{round}@contoso.example"))
        .await
        .expect("asked");
    let claim = house.claim_of(id).await.id;
    let portals = [
        house.portal.clone(),
        house.portal.clone(),
        house.portal.clone(),
        ahead.clone(),
    ];
    let answers: Vec<Result<usize>> = rush(&portals, 4, |portal, place| {
        let (token, mara) = (token.clone(), house.mara().clone());
        async move {
            if place == 1 {
                let new = accept::accept_new(&portal, &token, "Guest", PASSWORD, PASSWORD, "test").await;
                return new.map(|_| 1);
            }
            let tx = portal.begin().await?;
            let done = match place {
                0 => claims::approve(&tx, &mara, &fresh_key(), claim).await.map(|()| 1),
                2 => cancel::cancel(&tx, &mara, id, false).await.map(|()| 1),
                _ => expire::expire(&tx, 10).await,
            }?;
            tx.commit().await?;
            Ok(done)
        }
    })
    .await;
    let (_, refused) = sort(answers);
    let row = house.invitation(id).await;
    for refusal in &refused {
        assert!(
            matches!(refusal, Refusal::InvitationIs(_) | Refusal::LinkReplaced),
            "{}: {refused:?}",
            row.state
        );
    }
    house.verify().await;
    row.state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn approve_against_accept_against_cancel_against_expiry_moves_one_credit_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 20).await;
    let future = Arc::new(TestClock::at(house.portal.now() + LIFE + TimeDelta::days(1)));
    let ahead = house.process_at(future).await;
    let mut accepted = 0;
    for round in 0..15 {
        let state = race(&house, &ahead, round).await;
        assert_ne!(state, InvitationState::Pending, "somebody ended it");
        accepted += i64::from(state == InvitationState::Accepted);
        assert_eq!((house.held().await, house.consumed().await), (0, accepted));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_remind_and_tell_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 30).await;
    for number in 0..30 {
        invited(&house, &format!("guest{number}@contoso.example")).await;
    }
    house.clock.advance(TimeDelta::days(3));
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 6, |portal, _| async move {
        loop {
            let tx = portal.begin().await?;
            let looked_at = remind::remind(&tx, 7).await?;
            tx.commit().await?;
            if looked_at == 0 {
                return Ok(());
            }
        }
    })
    .await;
    sort::<()>(answers);
    let mut told = house.told(LetterKind::Reminder).await;
    told.dedup();
    assert_eq!((told.len(), house.letters(LetterKind::Reminder).await.len()), (30, 30));
    house.clock.advance(LIFE);
    house.expire().await;
    house.clock.advance(TimeDelta::days(1));
    let organization = house.ada().organization;
    let answers = rush(&portals, 6, |portal, _| async move {
        let tx = portal.begin().await?;
        let written = digest::digest(&tx, organization).await?;
        tx.commit().await?;
        Ok(written)
    })
    .await;
    let (written, _) = sort(answers);
    assert_eq!(written.iter().sum::<usize>(), 1);
    assert_eq!(house.told(LetterKind::Expired).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_bounce_heard_by_twenty_at_once_is_told_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let (id, _) = invited(&house, KAI).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, _| async move {
        let word = Word {
            event_id: "e1",
            kind: lectern_contract::bounces::BounceKind::Hard,
            message_id: None,
            address: Some(KAI),
            reason: "no such user",
        };
        let tx = portal.begin().await?;
        let heard = bounces::hear(&tx, word).await?;
        tx.commit().await?;
        Ok(heard)
    })
    .await;
    let (heard, _) = sort(answers);
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::New).count(), 1);
    assert!(house.invitation(id).await.undeliverable);
    assert_eq!(house.told(LetterKind::Undeliverable).await.len(), 1);
    house.close().await;
}
