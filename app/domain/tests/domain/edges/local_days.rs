//! Days in refusals are the organization's own, as on every page.

use chrono::TimeDelta;

use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn who_was_quicker_to_invite_was_so_on_the_organizations_day() {
    let house = House::open().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    house.endow(course, mara.user, 1).await;
    house.endow(course, noor.user, 1).await;
    // Five past eleven in the evening of March 2 by UTC: five past midnight in Berlin.
    house.clock.advance(TimeDelta::hours(14));
    house.invite(noor, course, "kai@contoso.example").await.expect("sent");
    let sentence = refusal(house.invite(mara, course, "kai@contoso.example").await).sentence();
    assert!(
        sentence.contains("already invited by Noor Haddad on March 3, 2026."),
        "{sentence}"
    );
    house.close().await;
}
