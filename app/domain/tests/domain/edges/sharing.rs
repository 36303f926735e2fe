//! Credits given from manager to manager (`spec/credits.md` 9).

use lectern_contract::{Refusal, UserId, people::UserState, sharing::Colleague};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::managers,
    credits::{self, given},
};

use crate::support::{House, fresh_key, refusal};

/// Mara has 6 credits on the first course, Noor 2.
async fn two_managers() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 6).await;
    house.endow(house.forklift(), house.noor().user, 2).await;
    house.post().await;
    house
}

impl House {
    async fn give(&self, from: &Actor, to: UserId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::give(tx, from, &fresh_key(), self.forklift(), to, amount).await)
            .await
    }

    async fn take_back_given(&self, to: &Actor, from: UserId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::take_back_given(tx, to, &fresh_key(), self.forklift(), from, amount).await)
            .await
    }

    /// What somebody gave to Noor, or Noor to Mara: (given, returnable).
    async fn standing(&self, giver: &Actor) -> (i64, i64) {
        let found = given::colleagues(self.portal.reader(), giver, self.forklift()).await;
        let [Colleague { given, returnable, .. }] = found.expect("colleagues").try_into().expect("one other");
        (given, returnable)
    }

    async fn both_free(&self) -> (i64, i64) {
        (
            self.free(self.forklift(), self.mara()).await,
            self.free(self.forklift(), self.noor()).await,
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_moves_and_the_receiver_is_told() {
    let house = two_managers().await;
    house.give(house.mara(), house.noor().user, 4).await.expect("given");
    assert_eq!(house.both_free().await, (2, 6));
    assert_eq!(house.standing(house.mara()).await, (4, 4));
    assert_eq!(
        house.standing(house.noor()).await,
        (0, 0),
        "who got has nothing to take back"
    );
    let letters = house.post().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "noor@northwind.example");
    assert_eq!(letters[0].subject, "Mara Lind gave you 4 credits");

    let more = house.give(house.mara(), house.noor().user, 3).await;
    assert_eq!(refusal(more), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_comes_back_than_was_given_and_is_free() {
    let house = two_managers().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    house.give(mara, noor.user, 4).await.expect("given");
    let own = house.take_back_given(mara, noor.user, 5).await;
    assert_eq!(
        refusal(own),
        Refusal::NotEnoughCredits { free: 4, asked: 5 },
        "Noor's own stay hers"
    );

    // Noor holds four of six for invitations: two are free, though four were given.
    let mut invited = Vec::new();
    for name in ["a", "b", "c", "d"] {
        let email = format!("{name}@contoso.example");
        invited.push(house.invite(noor, course, &email).await.expect("sent"));
    }
    assert_eq!(house.standing(mara).await, (4, 2));
    let held = house.take_back_given(mara, noor.user, 3).await;
    assert_eq!(refusal(held), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    house.take_back_given(mara, noor.user, 2).await.expect("what is free");
    assert_eq!(
        (house.both_free().await, house.held().await),
        ((4, 0), 4),
        "held ones are not touched (L11)"
    );

    // Two holds are released: what is given can come back up to the rest of it.
    for invitation in &invited[..3] {
        house.cancel(noor, *invitation).await.expect("canceled");
    }
    assert_eq!(house.standing(mara).await, (2, 2));
    let more = house.take_back_given(mara, noor.user, 3).await;
    assert_eq!(refusal(more), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    house.take_back_given(mara, noor.user, 2).await.expect("the rest");
    let again = house.take_back_given(mara, noor.user, 1).await;
    assert_eq!(refusal(again), Refusal::NotEnoughCredits { free: 0, asked: 1 });
    assert_eq!(house.both_free().await, (6, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_by_itself_is_no_longer_given() {
    let house = two_managers().await;
    let (mara, noor) = (house.mara(), house.noor());
    house.give(mara, noor.user, 4).await.expect("given");
    house.give(noor, mara.user, 5).await.expect("given back, and one more");
    assert_eq!(house.standing(mara).await, (0, 0));
    assert_eq!(house.standing(noor).await, (1, 1));
    let nothing = house.take_back_given(mara, noor.user, 1).await;
    assert_eq!(refusal(nothing), Refusal::NotEnoughCredits { free: 0, asked: 1 });
    house.take_back_given(noor, mara.user, 1).await.expect("hers");
    assert_eq!(house.both_free().await, (6, 2));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_managers_of_the_course_share() {
    let house = two_managers().await;
    let (mara, noor) = (house.mara(), house.noor());
    assert_eq!(refusal(house.give(mara, mara.user, 1).await), Refusal::SamePerson);
    assert_eq!(
        refusal(house.take_back_given(mara, mara.user, 1).await),
        Refusal::SamePerson
    );
    assert_eq!(
        refusal(house.give(mara, house.learner(0).user, 1).await),
        Refusal::NotFound
    );
    assert_eq!(
        refusal(house.give(house.ada(), noor.user, 1).await),
        Refusal::NotFound,
        "admins assign"
    );
    assert_eq!(refusal(house.give(mara, noor.user, 0).await), Refusal::AmountOutOfRange);
    assert_eq!(
        refusal(house.give(mara, noor.user, -3).await),
        Refusal::AmountOutOfRange
    );
    let elsewhere = house
        .act(async |tx| credits::give(tx, mara, &fresh_key(), house.fire(), noor.user, 1).await)
        .await;
    assert_eq!(
        refusal(elsewhere),
        Refusal::NotFound,
        "Noor manages the first course alone"
    );

    house
        .act(async |tx| administer::suspend(tx, house.ada(), noor.user).await)
        .await
        .expect("suspended");
    assert_eq!(refusal(house.give(mara, noor.user, 1).await), Refusal::UserSuspended);
    assert_eq!(house.both_free().await, (6, 2));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_left_takes_nothing_back() {
    let house = two_managers().await;
    let (mara, noor) = (house.mara(), house.noor());
    house.give(mara, noor.user, 6).await.expect("given");
    house
        .act(async |tx| managers::remove(tx, house.ada(), house.forklift(), mara.user).await)
        .await
        .expect("nothing of hers is left");
    assert_eq!(
        refusal(house.take_back_given(mara, noor.user, 1).await),
        Refusal::NotFound
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_gift_twice_is_one() {
    let house = two_managers().await;
    let (mara, noor, course) = (house.mara(), house.noor().user, house.forklift());
    for _ in 0..2 {
        house
            .act(async |tx| credits::give(tx, mara, "gift", course, noor, 4).await)
            .await
            .expect("given, once");
    }
    assert_eq!(house.both_free().await, (2, 6));
    let other = house
        .act(async |tx| credits::give(tx, mara, "gift", course, noor, 1).await)
        .await;
    assert_eq!(refusal(other), Refusal::KeyReused);
    assert_eq!(house.post().await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_is_named_and_given_nothing() {
    let house = two_managers().await;
    let colleague = async || {
        let found = given::colleagues(house.portal.reader(), house.mara(), house.forklift()).await;
        found.expect("colleagues").remove(0)
    };
    assert!(!colleague().await.suspended);
    house.give(house.mara(), house.noor().user, 2).await.expect("given");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.noor().user).await)
        .await
        .expect("suspended");
    let noor = colleague().await;
    assert_eq!(
        (noor.suspended, noor.given, noor.returnable),
        (true, 2, 2),
        "what they have can come back"
    );
    let again = house.give(house.mara(), house.noor().user, 1).await;
    assert_eq!(refusal(again), Refusal::UserSuspended);
    let row = managers::show(house.portal.reader(), house.ada(), house.forklift(), noor.user).await;
    assert_eq!(row.expect("still registered").state, UserState::Suspended);
    house.close().await;
}
