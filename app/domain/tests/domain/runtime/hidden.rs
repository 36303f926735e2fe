//! Items that the table of contents does not show.

use lectern_contract::{courses::Standard, registrations::Completion};
use lectern_domain::courses::{edit, receive};

use super::{accepted, at, standing};
use crate::support::{House, commit_of, half_hidden};

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_nobody_can_open_is_not_waited_for() {
    for (standard, status, completion) in [
        (Standard::Scorm12, "cmi.core.lesson_status", Completion::Completed),
        // Flow may open it there.
        (Standard::Scorm2004, "cmi.completion_status", Completion::Incomplete),
    ] {
        let house = House::open().await;
        let draft = receive::receive(&house.portal, house.ada(), half_hidden(standard)).await;
        let course = draft.expect("a draft");
        let published = house.act(async |tx| edit::publish(tx, house.ada(), course).await).await;
        published.expect("published");
        house.grant(1).await.expect("granted");
        house.enroll(house.learner(0).user, course).await.expect("enrolled");
        let id = house.registration(house.learner(0).user, course).await.id;
        let token = house.play(house.learner(0), id).await;
        accepted(&house.commit(&token, commit_of(1, &[(status, "completed")])).await);
        assert_eq!(standing(&house, id).await.completion, completion, "{standard:?}");
        let over = completion == Completion::Completed;
        assert_eq!(at(&house, id).await, (1, over), "{standard:?}");
        house.close().await;
    }
}
