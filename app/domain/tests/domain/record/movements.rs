//! What the log says of credits that move: both sides, and what each had.

use lectern_contract::{
    audit::AuditAct,
    credits::{AccountKind, AdjustReason},
};
use lectern_domain::credits::{
    self,
    accounts::{self, Which},
};

use super::states::said;
use crate::support::{House, fresh_key};

#[tokio::test(flavor = "multi_thread")]
async fn a_movement_says_who_gave_who_got_and_what_each_had() {
    let house = House::open().await;
    let (course, mara, noor) = (house.forklift(), house.mara(), house.noor());
    house.grant(7).await.expect("granted");
    assert_eq!(
        said(&house, AuditAct::CreditsGrant).await,
        ["credits: 7", "from: Outside", "to: Pool", "to has: 0 → 7"]
    );
    house.allocate(course, 5).await.expect("allocated");
    assert_eq!(
        said(&house, AuditAct::CreditsAllocate).await,
        [
            "credits: 5",
            "from: Pool",
            "from has: 7 → 2",
            "to: Forklift Basics",
            "to has: 0 → 5"
        ]
    );
    house.assign(course, mara.user, 3).await.expect("assigned");
    assert_eq!(
        said(&house, AuditAct::CreditsAssign).await,
        [
            "credits: 3",
            "from: Forklift Basics",
            "from has: 5 → 2",
            "to: Mara Lind",
            "to has: 0 → 3"
        ]
    );
    house
        .act(async |tx| credits::give(tx, mara, &fresh_key(), course, noor.user, 1).await)
        .await
        .expect("given");
    assert_eq!(
        said(&house, AuditAct::CreditsGive).await,
        [
            "course: Forklift Basics",
            "credits: 1",
            "from: Mara Lind",
            "from has: 3 → 2",
            "to: Noor Haddad",
            "to has: 0 → 1"
        ]
    );
    house.take_back(course, mara.user, 2).await.expect("taken back");
    assert_eq!(
        said(&house, AuditAct::CreditsTakeBack).await,
        [
            "credits: 2",
            "from: Mara Lind",
            "from has: 2 → 0",
            "to: Forklift Basics",
            "to has: 2 → 4"
        ]
    );
    let pool = accounts::find(
        house.portal.reader(),
        house.ada().organization,
        Which::Own(AccountKind::Pool),
    );
    let (pool, reason) = (
        pool.await.expect("read").expect("it was used"),
        AdjustReason::Correction,
    );
    house
        .act(async |tx| credits::adjust(tx, house.ada(), &fresh_key(), pool, -1, reason, "Once too often").await)
        .await
        .expect("adjusted");
    assert_eq!(
        said(&house, AuditAct::CreditsAdjust).await,
        [
            "credits: 1",
            "from: Pool",
            "from has: 2 → 1",
            "note: Once too often",
            "reason: correction",
            "to: Outside"
        ]
    );
    house.close().await;
}
