//! A portal that sends no mail, as a manager meets it.

use chrono::TimeDelta;

use crate::support::{
    House,
    smtp::{MailServer, Mood},
};

const NO_MAIL: &str = "Mail is not set up.";
const COPY: &str = "hand it over yourself";

#[tokio::test(flavor = "multi_thread")]
async fn who_invites_reads_why_no_letter_arrives_and_what_to_do() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let course = format!("/manager/courses/{}", house.forklift());
    let bulk = format!("{course}/bulk");
    let batch = mara.give_list(&bulk, "a@contoso.example").await;
    let batch = batch.is(303).header("location").to_owned();
    for page in [&course, &bulk, &batch] {
        mara.get(page).await.is(200).says(NO_MAIL).says(COPY);
    }
    let ada = house.browser(house.ada()).await;
    let tab = format!("/admin/courses/{}/invitations", house.forklift());
    ada.get(&tab).await.is(200).says(NO_MAIL).says(COPY);
    house.close().await;

    let server = MailServer::start(Mood::Takes).await;
    let house = House::open_with(|config| config.smtp = server.settings()).await;
    let mara = house.browser(house.mara()).await;
    for page in [&course, &bulk] {
        mara.get(page).await.is(200).hides(NO_MAIL);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_handed_out_while_it_opens_something_and_to_its_sender() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let path = format!("/manager/invitations/{}/link", house.invitation().await);
    let page = mara.get(&path).await;
    let shown = mara.fill(&page, &path, &[]).await;
    let link = shown.is(200).value("link");
    let link = link
        .strip_prefix("http://learn.northwind.example")
        .expect("a link of ours");
    let noor = house.browser(house.noor()).await;
    let lena = house.browser(house.learner(0)).await;
    for (who, status) in [(&noor, 404), (&lena, 404), (&house.anonymous(), 401)] {
        let answer = house.unchanged("not theirs", who.post(&path, &[])).await;
        answer.is(status).hides(link);
    }

    let stranger = house.anonymous();
    let page = stranger.get(&format!("{link}/not-me")).await;
    stranger.fill(&page, "/do/disown-invitation", &[]).await.leads_to(link);
    for answer in [mara.get(&path).await, mara.post(&path, &[]).await] {
        answer.is(410).says("said that it is not for them").hides(link);
    }

    house.clock.advance(TimeDelta::days(31));
    let mara = house.browser(house.mara()).await;
    for answer in [mara.get(&path).await, mara.post(&path, &[]).await] {
        answer.is(409).says("This invitation has expired.").hides(link);
    }
    // Who reads this is its sender.
    mara.get(&path.replace("/link", "/cancel"))
        .await
        .is(200)
        .says("This invitation has expired.")
        .hides("Ask the sender");
    let looked = house
        .texts("select act from audit where act = 'invitation.copy_link'")
        .await;
    assert_eq!(looked.len(), 1, "what was refused was not looked at");
    house.close().await;
}
