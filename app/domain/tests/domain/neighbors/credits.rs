//! Nobody moves another company's credits.

use lectern_contract::credits::{AccountKind, AdjustReason};
use lectern_domain::credits::{
    self,
    accounts::{self, Which},
};

use super::{hidden, roles, street};
use crate::support::fresh_key;

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_credits_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, key) = (house.forklift(), house.mara().user, fresh_key);
    let pool = accounts::find(
        house.portal.reader(),
        house.ada().organization,
        Which::Own(AccountKind::Pool),
    )
    .await;
    let pool = pool.expect("read").expect("used");
    house
        .act(async |tx| credits::grant(tx, &sol, "own", 50, "Their own").await)
        .await
        .expect("their own pool");
    for sol in &roles(&sol) {
        hidden(
            "allocate",
            house
                .act(async |tx| credits::allocate(tx, sol, &key(), course, 1).await)
                .await,
        );
        hidden(
            "deallocate",
            house
                .act(async |tx| credits::deallocate(tx, sol, &key(), course, 1).await)
                .await,
        );
        hidden(
            "assign",
            house
                .act(async |tx| credits::assign(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "take back",
            house
                .act(async |tx| credits::take_back(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        let reason = AdjustReason::Other;
        hidden(
            "adjust",
            house
                .act(async |tx| credits::adjust(tx, sol, &key(), pool, 1, reason, "x").await)
                .await,
        );
    }
    assert_eq!(house.pool().await, 60, "ours is as it was");
    house.close().await;
}
