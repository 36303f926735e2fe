//! Another company's webhooks.

use lectern_contract::hooks::HookEvent;
use lectern_domain::hooks::{self, endpoints, endpoints::WebhookForm};

use super::{hidden, roles, street};
use crate::{hooks::SESSION, support::fresh_key};

#[tokio::test(flavor = "multi_thread")]
async fn no_webhook_reaches_across() {
    let (house, sol) = street().await;
    let ours = house.listen_to_all().await;
    let delivery = house
        .act(async |tx| hooks::again::test(tx, house.ada(), ours).await)
        .await
        .expect("a test");
    let form = WebhookForm {
        url: "https://theirs.example.com/".into(),
        events: HookEvent::choices().collect(),
    };
    let db = house.portal.reader();
    for sol in &roles(&sol) {
        hidden("show", hooks::view::show(&house.portal, sol, ours, SESSION).await);
        hidden("log", hooks::view::log(db, sol, ours, None, None).await);
        hidden("delivery", hooks::view::delivery(db, sol, delivery).await);
        hidden(
            "edit",
            house.act(async |tx| endpoints::edit(tx, sol, ours, &form).await).await,
        );
        hidden(
            "keep",
            house.act(async |tx| endpoints::keep_secret(tx, sol, ours).await).await,
        );
        hidden(
            "pause",
            house.act(async |tx| endpoints::pause(tx, sol, ours).await).await,
        );
        hidden(
            "resume",
            house.act(async |tx| endpoints::resume(tx, sol, ours).await).await,
        );
        hidden(
            "delete",
            house.act(async |tx| endpoints::delete(tx, sol, ours).await).await,
        );
        hidden(
            "test",
            house.act(async |tx| hooks::again::test(tx, sol, ours).await).await,
        );
        hidden(
            "again",
            house
                .act(async |tx| hooks::again::send_again(tx, sol, delivery).await)
                .await,
        );
        let rotate = async |tx: &_| endpoints::rotate(tx, sol, &fresh_key(), SESSION, ours).await;
        hidden("rotate", house.act(rotate).await);
    }
    assert_eq!(hooks::view::list(db, &sol).await.expect("their own list"), []);
    let theirs = house
        .act(async |tx| endpoints::create(tx, &sol, &fresh_key(), SESSION, &form).await)
        .await
        .expect("their own");
    house.grant(3).await.expect("ours");
    let log = hooks::view::log(db, &sol, theirs, None, None)
        .await
        .expect("their own log");
    assert_eq!(log.rows, [], "nobody is told of others");
    assert_eq!(house.deliveries(ours).await.len(), 2);
    house.close().await;
}
