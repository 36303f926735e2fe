//! The pages: setting up, the secret, the log.

use lectern_contract::DeliveryId;

use super::{deliver, grant, listen, open};
use crate::support::{Answer, Browser, House, receiver::Receiver};

/// Sets a webhook up on its page; answers its page.
async fn set_up(ada: &Browser, url: &str, events: &[&str]) -> String {
    let page = ada.get("/admin/webhooks/new").await;
    let mut typed = vec![("url", url)];
    typed.extend(events.iter().map(|event| ("events[]", *event)));
    let made = ada.fill(&page, "/do/create-webhook", &typed).await;
    made.is(303).header("location").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_set_up_on_a_page_and_heard_with_its_signature() {
    let (house, receiver) = (open().await, Receiver::willing().await);
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/webhooks").await.is(200).says("No webhooks yet");
    let path = set_up(&ada, &receiver.url(), &["credits.granted", "invitation.sent"]).await;
    let page = ada.get(&path).await;
    let secret = page.is(200).says("Keep its signing secret now").value("secret");
    house
        .browser(house.ada())
        .await
        .get(&path)
        .await
        .is(200)
        .hides("whsec_");
    grant(&house, 7).await;
    assert_eq!(deliver(&house).await, 1);
    let heard = receiver.heard();
    assert_eq!(heard.len(), 1);
    let heard = &heard[0];
    assert_eq!(heard.line, "POST /hook?a=b HTTP/1.1");
    assert_eq!(heard.headers["content-type"], "application/json");
    assert_eq!(
        heard.headers["webhook-timestamp"],
        house.portal.now().timestamp().to_string()
    );
    assert!(heard.is_signed_with(&secret), "{heard:?}");
    assert!(!heard.is_signed_with("whsec_AAAA"));
    let body: serde_json::Value = serde_json::from_str(&heard.body).expect("JSON");
    assert_eq!(
        (&body["type"], &body["data"]["amount"]),
        (&"credits.granted".into(), &7.into())
    );
    assert_eq!(body["id"], heard.headers["webhook-id"].as_str());

    ada.fill(&page, "/do/keep-webhook-secret", &[]).await.leads_to(&path);
    let page = ada.get(&path).await;
    page.is(200).hides("whsec_").says("credits.granted").says("Delivered");
    let tested = ada.fill(&page, "/do/test-webhook", &[]).await;
    let test = tested.is(303).header("location").to_owned();
    ada.get(&test)
        .await
        .is(200)
        .says("None yet")
        .says("This webhook works.");
    deliver(&house).await;
    let seen = ada.get(&test).await;
    seen.is(200).says("Delivered").says("200").says("Taken");
    ada.fill(&seen, "/do/send-delivery-again", &[]).await.leads_to(&test);
    deliver(&house).await;
    let heard = receiver.heard();
    assert_eq!(heard.len(), 3);
    assert_eq!(heard[1].headers["webhook-id"], heard[2].headers["webhook-id"]);
    assert_eq!(heard[1].body, heard[2].body);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_forms_come_back_with_what_was_typed() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let page = ada.get("/admin/webhooks/new").await;
    let typed = [("url", "http://hooks.example.com/a"), ("events[]", "request.created")];
    let answer = ada.fill(&page, "/do/create-webhook", &typed).await;
    assert_eq!(answer.is(422).problem("url"), "The address must begin with https://.");
    assert_eq!(answer.value("url"), "http://hooks.example.com/a");
    assert!(answer.text().contains("value=\"request.created\" checked"), "{answer}");
    for (url, says) in [
        (
            "https://user:pass@hooks.example.com/",
            "Leave user name and password out",
        ),
        ("https://127.0.0.1/", "belongs to this machine or to a private network"),
        (
            "https://[::ffff:169.254.169.254]/",
            "belongs to this machine or to a private network",
        ),
    ] {
        let answer = ada
            .fill(
                &page,
                "/do/create-webhook",
                &[("url", url), ("events[]", "request.created")],
            )
            .await;
        answer.is(422).says(says);
    }
    let none = [("url", "https://hooks.example.com/a")];
    ada.fill(&page, "/do/create-webhook", &none)
        .await
        .is(422)
        .says("Please give at least one event.");
    ada.get("/admin/webhooks").await.says("No webhooks yet");
    let path = set_up(&ada, "https://hooks.example.com/a", &["request.created"]).await;
    for act in ["rotate", "delete"] {
        let asked = ada.get(&format!("{path}/{act}")).await;
        let action = format!("/do/{act}-webhook");
        let done = ada.fill(asked.is(200), &action, &[]).await;
        done.leads_to(if act == "rotate" { &path } else { "/admin/webhooks" });
    }
    ada.get(&path).await.is(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_filtered_by_state_and_paged() {
    let (house, receiver) = (open().await, Receiver::willing().await);
    let id = listen(&house, &receiver.url()).await;
    for amount in 1..=55 {
        grant(&house, amount).await;
    }
    let ada = house.browser(house.ada()).await;
    let path = format!("/admin/webhooks/{id}");
    let lines = |answer: &Answer| answer.text().matches("/admin/deliveries/").count();
    let first = ada.get(&path).await;
    assert_eq!(lines(&first), 50);
    let text = first.text();
    let (_, rest) = text.split_once("rel=\"next\" href=\"").expect("a way to older ones");
    let older = rest.split('"').next().expect("an address").replace("&amp;", "&");
    assert_eq!(lines(&ada.get(&older).await), 5);
    deliver(&house).await;
    assert_eq!(receiver.heard().len(), 55);
    assert_eq!(lines(&ada.get(&format!("{path}?state=delivered")).await), 50);
    ada.get(&format!("{path}?state=failed"))
        .await
        .is(200)
        .says("No such delivery");
    let none: DeliveryId = "01970000-0000-7000-8000-000000000001".parse().expect("an id");
    ada.get(&format!("{path}?before={none}")).await.is(200).says("Newest");
    ada.get(&format!("{path}?before=nonsense&state=nonsense")).await.is(200);
    house.close().await;
}
