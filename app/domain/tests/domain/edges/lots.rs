//! Bought credits never expire, also where one act gives credits back and spends others (`spec/credits.md` 5).

use chrono::TimeDelta;
use lectern_contract::{
    credits::{AccountKind, CreditSource},
    orders::Provider,
    plans::Billing,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{courses::hand_over, credits::accounts::Which, plans::lots, samples::LEARNERS};

use crate::support::{House, fresh_key};

impl House {
    /// A plan of this many credits, all of them with these managers of the first course.
    async fn planned(&self, with: [i64; 2]) {
        let all = with.iter().sum();
        let plan = self.plan("Team", all, Billing::Yearly).await;
        assert_eq!(self.subscribe(plan).await.expect("subscribed"), all);
        self.allocate(self.forklift(), all).await.expect("allocated");
        for (manager, amount) in [self.mara(), self.noor()].into_iter().zip(with) {
            if amount > 0 {
                self.assign(self.forklift(), manager.user, amount)
                    .await
                    .expect("assigned");
            }
        }
    }

    /// What is left of the plan.
    async fn left(&self) -> i64 {
        let row = self.subscription().await;
        lots::left(self.portal.reader(), &row).await.expect("counted")
    }

    /// The subscription ends and its grace passes; answers how many credits expired.
    async fn ends(&self) -> i64 {
        self.cancel_plan(true).await.expect("ended now");
        self.clock.advance(TimeDelta::days(30));
        self.rounds().await;
        self.credits(Which::Own(AccountKind::Expired)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_spends_nothing_twice_and_lets_no_bought_credit_expire() {
    let house = House::open().await;
    let (course, mara, noor) = (house.forklift(), house.mara(), house.noor());
    house.planned([3, 7]).await;
    for (sender, count) in [(mara, 3), (noor, 7)] {
        for number in 0..count {
            let email = format!("{number}.{}@contoso.example", sender.user);
            house.invite(sender, course, &email).await.expect("sent");
        }
    }
    house.open_shop().await;
    let order = house.order(5, Provider::Invoice).await;
    house.mark_paid(order).await.expect("paid");
    assert_eq!(house.left().await, 0, "all of the plan’s are held");

    house.clock.advance(TimeDelta::minutes(1));
    let figures = HandOverFigures {
        free: 0,
        pending: 3,
        learners: 0,
    };
    let to = Successor::Manager(noor.user);
    house
        .act(async |tx| hand_over::hand_over(tx, house.ada(), &fresh_key(), course, mara.user, to, figures).await)
        .await
        .expect("handed over");
    assert_eq!((house.left().await, house.held().await), (0, 10), "held as before");
    assert_eq!(house.ends().await, 0);
    assert_eq!(house.pool().await, 5, "bought, so they stay");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrollment_in_place_of_an_invitation_spends_the_credit_that_came_back() {
    let house = House::open().await;
    house.planned([1, 0]).await;
    house
        .invite(house.mara(), house.forklift(), LEARNERS[0].1)
        .await
        .expect("sent");
    house.grant(1).await.expect("granted");
    house.clock.advance(TimeDelta::minutes(1));
    let source = house.enroll(house.learner(0).user, house.forklift()).await;
    assert_eq!(source.expect("enrolled"), CreditSource::Pool);
    assert_eq!(
        house.left().await,
        0,
        "one of two is left, and the plan’s was spent first"
    );
    assert_eq!(house.ends().await, 0);
    assert_eq!(house.free(house.forklift(), house.mara()).await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_in_place_of_an_overdue_one_holds_the_credit_that_came_back() {
    let house = House::open().await;
    house.planned([1, 0]).await;
    let email = "kai@contoso.example";
    house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    house.grant(1).await.expect("granted");
    house.clock.advance(TimeDelta::days(31));
    // No sweeper came: sending anew ends the overdue one first.
    house
        .invite(house.mara(), house.forklift(), email)
        .await
        .expect("sent anew");
    assert_eq!((house.left().await, house.held().await), (0, 1));
    assert_eq!(house.ends().await, 0);
    assert_eq!(house.pool().await, 1, "it was not the plan’s");
    house.close().await;
}
