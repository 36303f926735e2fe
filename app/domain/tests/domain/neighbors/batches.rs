//! Another company's lists of addresses, and a colleague's.

use lectern_contract::{batches::Shortage, paging::Query};
use lectern_domain::invitations::batch;

use super::{hidden, roles, street};

#[tokio::test(flavor = "multi_thread")]
async fn no_batch_reaches_across() {
    let (house, sol) = street().await;
    let (course, all) = (house.forklift(), Query::default());
    let (mine, db) = (
        house.given(house.mara(), course, "wil@contoso.example\n").await,
        house.portal.reader(),
    );
    // A colleague of the same company sees as little as a neighbor; an admin sees it, but it is not theirs to send.
    let noor = house.noor().clone();
    for who in roles(&sol).iter().chain([&noor]) {
        hidden("head", batch::view::head(db, who, mine).await);
        hidden("rows", batch::view::rows(db, who, mine, &all, None).await);
        hidden("result", batch::result::piece(&house.portal, who, mine, 0).await);
        hidden("check", batch::check(&house.portal, who, mine).await);
        hidden("start", house.start(who, mine, Shortage::All).await);
        hidden("cancel", house.cancel_batch(who, mine).await);
        if who.organization == sol.organization {
            hidden("list", batch::view::list(db, who, course).await);
            hidden("give", house.give_list(who, course, "wil@contoso.example\n").await);
        }
    }
    assert_eq!(batch::view::list(db, &noor, course).await.expect("her own"), []);
    let seen = batch::view::list(db, house.ada(), course).await.expect("all");
    assert_eq!(seen.len(), 1);
    hidden(
        "start by the admin",
        house.start(house.ada(), mine, Shortage::All).await,
    );
    house.close().await;
}
