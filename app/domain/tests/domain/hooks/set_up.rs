//! Setting webhooks up, changing them, and what is shown of them.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    hooks::{DeliveryState, HookEvent, WebhookState},
    limits,
    refusal::{Field, WebhookProblem},
};
use lectern_domain::{
    Actor,
    hooks::{again, endpoints, sweep, view},
};
use lectern_entities::{audit, webhook, webhook_attempt, webhook_delivery};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{SESSION, answers, form};
use crate::support::{House, fresh_key, refusal};

const GRANTED: &[HookEvent] = &[HookEvent::CreditsGranted];
const URL: &str = "https://hooks.example.com/a";

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_shown_to_the_session_that_made_it_until_it_is_kept() {
    let house = House::open().await;
    let id = house.listen(URL, GRANTED).await;
    let secret = async |session: &str| {
        let seen = view::show(&house.portal, house.ada(), id, session).await;
        seen.expect("shown").secret
    };
    let shown = secret(SESSION).await.expect("shown");
    assert!(shown.starts_with("whsec_") && shown.len() == 50, "{shown}");
    assert_eq!(secret("another").await, None);
    assert_eq!(secret("").await, None);
    let row = webhook::Entity::find_by_id(id).one(house.portal.reader()).await;
    let row = row.expect("read").expect("there");
    assert!(
        !format!("{row:?}").contains(&shown[6..]),
        "the database has it sealed alone"
    );
    house.clock.advance(TimeDelta::minutes(15));
    assert_eq!(secret(SESSION).await, None, "after a quarter of an hour");
    house
        .act(async |tx| endpoints::rotate(tx, house.ada(), "rotate", SESSION, id).await)
        .await
        .expect("rotated");
    let new = secret(SESSION).await.expect("shown");
    assert_ne!(new, shown);
    house
        .act(async |tx| endpoints::rotate(tx, house.ada(), "rotate", SESSION, id).await)
        .await
        .expect("the same press again");
    assert_eq!(secret(SESSION).await, Some(new), "is done once");
    house
        .act(async |tx| endpoints::keep_secret(tx, house.ada(), id).await)
        .await
        .expect("kept");
    assert_eq!(secret(SESSION).await, None);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_are_refused_beside_their_fields() {
    let house = House::open().await;
    let refused = async |url: &str, events: &[HookEvent]| refusal(house.try_listen(url, events).await);
    let of = |problem| Refusal::Webhook(problem);
    assert_eq!(refused("", GRANTED).await, Refusal::Missing(Field::Url));
    assert_eq!(
        refused("http://hooks.example.com/", GRANTED).await,
        of(WebhookProblem::NotHttps)
    );
    assert_eq!(refused("https://10.0.0.1/", GRANTED).await, of(WebhookProblem::Private));
    assert_eq!(
        refused("https://a:b@hooks.example.com/", GRANTED).await,
        of(WebhookProblem::Credentials)
    );
    assert_eq!(refused(URL, &[]).await, Refusal::Missing(Field::Events));
    assert_eq!(
        refused(URL, &[HookEvent::Test]).await,
        Refusal::Missing(Field::Events),
        "a test is no choice"
    );
    for role in [Role::Manager, Role::Learner] {
        let other = Actor {
            role,
            ..house.ada().clone()
        };
        let form = form("", &[]);
        let answer = house
            .act(async |tx| endpoints::create(tx, &other, &fresh_key(), SESSION, &form).await)
            .await;
        assert_eq!(refusal(answer), Refusal::NotFound);
        assert_eq!(
            refusal(view::list(house.portal.reader(), &other).await),
            Refusal::NotFound
        );
    }
    for _ in 0..limits::WEBHOOKS {
        house.listen(URL, GRANTED).await;
    }
    assert_eq!(refused(URL, GRANTED).await, of(WebhookProblem::TooMany));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_stands_in_the_audit_log() {
    let house = House::open().await;
    let id = house.listen(URL, GRANTED).await;
    let ada = house.ada();
    let changed = form(
        "https://hooks.example.com/b#x",
        &[HookEvent::RequestCreated, HookEvent::CreditsGranted],
    );
    house
        .act(async |tx| endpoints::edit(tx, ada, id, &changed).await)
        .await
        .expect("changed");
    house
        .act(async |tx| endpoints::edit(tx, ada, id, &changed).await)
        .await
        .expect("the same again");
    house
        .act(async |tx| endpoints::rotate(tx, ada, "r", SESSION, id).await)
        .await
        .expect("rotated");
    house
        .act(async |tx| again::test(tx, ada, id).await)
        .await
        .expect("tested");
    for _ in 0..2 {
        house
            .act(async |tx| endpoints::pause(tx, ada, id).await)
            .await
            .expect("paused");
    }
    let test = house.act(async |tx| again::test(tx, ada, id).await).await;
    assert_eq!(refusal(test), Refusal::Webhook(WebhookProblem::Paused));
    house
        .act(async |tx| endpoints::resume(tx, ada, id).await)
        .await
        .expect("resumed");
    let seen = view::show(&house.portal, ada, id, "").await.expect("shown").webhook;
    assert_eq!(seen.url, "https://hooks.example.com/b");
    assert_eq!(seen.events, [HookEvent::CreditsGranted, HookEvent::RequestCreated]);
    house
        .act(async |tx| endpoints::delete(tx, ada, id).await)
        .await
        .expect("deleted");
    assert_eq!(
        refusal(house.act(async |tx| endpoints::delete(tx, ada, id).await).await),
        Refusal::NotFound
    );
    assert_eq!(refusal(view::show(&house.portal, ada, id, "").await), Refusal::NotFound);
    let entries = audit::Entity::find().filter(audit::Column::SubjectKind.eq("webhook"));
    let mut acts: Vec<_> = entries.all(house.portal.reader()).await.expect("read");
    acts.sort_by_key(|row| row.act.clone());
    let acts: Vec<&str> = acts.iter().map(|row| row.act.as_str()).collect();
    let expected =
        ["create", "delete", "edit", "pause", "resume", "rotate", "test"].map(|act| format!("webhook.{act}"));
    assert_eq!(acts, expected);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_webhook_gets_nothing_more_and_leaves_nothing_behind() {
    let house = House::open().await;
    let id = house.listen(URL, GRANTED).await;
    house.grant(1).await.expect("granted");
    let sent = house.one_due().await;
    house.answered(&sent, &answers(500)).await;
    house.grant(2).await.expect("granted");
    house
        .act(async |tx| endpoints::delete(tx, house.ada(), id).await)
        .await
        .expect("deleted");
    house.grant(3).await.expect("granted");
    house.clock.advance(TimeDelta::hours(5));
    assert!(house.due().await.is_empty());
    let delivery = view::delivery(house.portal.reader(), house.ada(), sent.delivery).await;
    assert_eq!(refusal(delivery), Refusal::NotFound);
    let again = house
        .act(async |tx| again::send_again(tx, house.ada(), sent.delivery).await)
        .await;
    assert_eq!(refusal(again), Refusal::NotFound);
    house.clock.advance(TimeDelta::days(31));
    assert_eq!(house.act(async |tx| sweep::sweep(tx).await).await.expect("swept"), 2);
    let db = house.portal.reader();
    let left = [
        webhook::Entity::find().count(db).await.expect("counted"),
        webhook_delivery::Entity::find().count(db).await.expect("counted"),
        webhook_attempt::Entity::find().count(db).await.expect("counted"),
    ];
    assert_eq!(left, [0, 0, 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_deliveries_are_cleaned_up_a_few_at_a_time() {
    let house = House::open().await;
    let id = house.listen(URL, GRANTED).await;
    for _ in 0..230 {
        house
            .act(async |tx| again::test(tx, house.ada(), id).await)
            .await
            .expect("tested");
    }
    house.clock.advance(sweep::KEPT);
    house.grant(1).await.expect("granted");
    let sweep = async || house.act(async |tx| sweep::sweep(tx).await).await.expect("swept");
    assert_eq!(sweep().await, 0, "not a moment early");
    house.clock.advance(TimeDelta::seconds(1));
    assert_eq!([sweep().await, sweep().await, sweep().await], [200, 30, 0]);
    assert_eq!(house.deliveries(id).await.len(), 1);
    let kept = view::show(&house.portal, house.ada(), id, "").await.expect("shown");
    assert_eq!((kept.webhook.state, kept.waiting), (WebhookState::Active, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_paged_by_where_the_last_page_ended() {
    let house = House::open().await;
    let id = house.listen(URL, GRANTED).await;
    let mut made = Vec::new();
    for _ in 0..120 {
        house.clock.advance(TimeDelta::seconds(1));
        made.push(
            house
                .act(async |tx| again::test(tx, house.ada(), id).await)
                .await
                .expect("tested"),
        );
    }
    made.reverse();
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = view::log(house.portal.reader(), house.ada(), id, None, before)
            .await
            .expect("a page");
        seen.extend(page.rows.iter().map(|row| row.id));
        if seen.len() == 50 {
            // What comes meanwhile moves nothing.
            house.grant(1).await.expect("granted");
        }
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen, made);
    let sent = house.due().await;
    house.answered(&sent[0], &answers(200)).await;
    let state = Some(DeliveryState::Delivered);
    let taken = view::log(house.portal.reader(), house.ada(), id, state, None)
        .await
        .expect("a page");
    assert_eq!(
        taken.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        [sent[0].delivery]
    );
    house.close().await;
}
