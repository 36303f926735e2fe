//! The threshold, crossed by a hundred at once.

use lectern_contract::{Refusal, credits::AccountKind, watch::Standing};
use lectern_domain::invitations::send::{self, SendForm};

use crate::support::{House, fresh_key, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_holds_across_the_threshold_are_one_letter() {
    let house = House::open().await;
    house.thresholds("off", "off", "50").await.expect("set");
    house.endow(house.forklift(), house.mara().user, 100).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 100, |portal, number| {
        let (mara, course) = (house.mara().clone(), house.forklift());
        async move {
            let form = SendForm {
                addresses: format!("guest{number}@contoso.example"),
                message: String::new(),
            };
            let tx = portal.begin().await?;
            send::send(&tx, &mara, &fresh_key(), course, form).await?;
            tx.commit().await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    let busy = refused.iter().filter(|refusal| **refusal == Refusal::Busy).count();
    assert_eq!((through.len() + busy, refused.len()), (100, busy), "{refused:?}");
    assert!(through.len() > 50, "the threshold was crossed: {busy} were busy");
    let empty = usize::from(through.len() == 100);
    let subjects: Vec<String> = house.told_low().await.into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects.len(), 1 + empty, "{subjects:?}");
    assert!(subjects[0].ends_with("50 credits left"), "{subjects:?}");
    let standing = house.account(AccountKind::Manager, Some(house.mara())).await.standing;
    assert_eq!(standing, if empty == 1 { Standing::Empty } else { Standing::Low });
    house.close().await;
}
