//! Letters that stay: without a mail server, while a carrier has them, and after their invitation.

use chrono::TimeDelta;
use lectern_contract::letters::LetterState;

use super::{KAI, house_with, round, standing};
use crate::support::{
    House,
    smtp::{MailServer, Mood},
};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_letters_wait_and_links_are_handed_out() {
    let house = House::open().await;
    assert_eq!(standing(&house, KAI).await.0, LetterState::Waiting);
    let mara = house.browser(house.mara()).await;
    let path = format!("/manager/invitations/{}/link", house.invitation().await);
    let page = house.unchanged("opening the page", mara.get(&path)).await;
    page.is(200).hides("/invitation/");
    let shown = mara.fill(&page, &path, &[]).await;
    shown.is(200).says("http://learn.northwind.example/invitation/");
    let looked = house
        .texts("select act from audit where act like '%link%' or act like '%copy%'")
        .await;
    assert_eq!(looked.len(), 1, "looking is in the audit log: {looked:?}");
    house.close().await;
    let server = MailServer::start(Mood::Takes).await;
    let (house, _) = house_with(&server).await;
    let mara = house.browser(house.mara()).await;
    for answer in [mara.get(&path).await, mara.post(&path, &[]).await] {
        answer
            .is(409)
            .says("Letters are sent by mail here")
            .hides("/invitation/");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_being_sent_is_not_sent_again() {
    let server = MailServer::start(Mood::Takes).await;
    let (house, transport) = house_with(&server).await;
    house.link("invitation", KAI).await; // A carrier has it, like all others.
    let ada = house.browser(house.ada()).await;
    let letter = house.letter_to(KAI).await.id.to_string();
    let (path, again) = (format!("/admin/outbox/{letter}"), [("letter", letter.as_str())]);
    ada.get(&path)
        .await
        .is(200)
        .says("Being sent")
        .hides("/do/send-letter-again");
    ada.post("/do/send-letter-again", &again)
        .await
        .is(409)
        .says("This letter is being sent at this moment.");
    house.clock.advance(TimeDelta::minutes(10));
    ada.get(&path).await.is(200).says("Send again");
    ada.post("/do/send-letter-again", &again).await.leads_to(&path);
    round(&house, &transport).await;
    assert_eq!(standing(&house, KAI).await, (LetterState::Sent, 1, None));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_invitation_is_over_stays_and_says_why() {
    let server = MailServer::start(Mood::Takes).await;
    let (house, transport) = house_with(&server).await;
    house.clock.advance(TimeDelta::days(31));
    round(&house, &transport).await;
    assert!(
        server.received().iter().all(|letter| letter.to != [KAI]),
        "its link would accept nothing"
    );
    let ada = house.browser(house.ada()).await;
    let letter = house.letter_to(KAI).await.id.to_string();
    ada.get(&format!("/admin/outbox/{letter}"))
        .await
        .is(200)
        .says("Why it did not leave")
        .says("Its invitation had ended by then.")
        .hides("/do/send-letter-again");
    ada.post("/do/send-letter-again", &[("letter", &letter)])
        .await
        .is(409)
        .says("This letter’s invitation is over");
    house.close().await;
}
