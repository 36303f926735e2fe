//! What becomes of an invitation after it was sent: claims, reminders, "this is not me", old links.

use chrono::TimeDelta;
use lectern_server::jobs;

use crate::support::{Answer, Browser, House, PASSWORD};

const KAI: &str = "kai@contoso.example";
const OWN: &str = "kai.own@contoso.example";

/// The manager's page of the first course.
async fn course(house: &House, mara: &Browser) -> Answer {
    mara.get(&format!("/manager/courses/{}", house.forklift())).await
}

async fn held(house: &House) -> Vec<String> {
    house
        .texts("select cast(sum(balance) as text) from account where kind = 'held'")
        .await
}

/// Opening these pages, as mail scanners do, changes nothing.
async fn opens(house: &House, who: &Browser, path: &str) -> Answer {
    let page = house.unchanged(path, who.get(path)).await;
    page.is(200);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signed_in_asks_to_accept_and_the_manager_approves() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let path = format!("/invitation/{token}");
    let (omar, mara) = (house.browser(house.learner(1)).await, house.browser(house.mara()).await);
    let before = held(&house).await;
    opens(&house, &omar, &path)
        .await
        .says("Ask to accept as Omar Sato")
        .hides("This address has an account");
    let page = opens(&house, &omar, &format!("{path}/claim")).await;
    page.says("omar@northwind.example");
    omar.fill(&page, "/do/claim-invitation", &[]).await.leads_to(&path);
    omar.get(&path).await.says("The sender was asked.");
    let page = course(&house, &mara).await;
    page.says("Claims")
        .says("Omar Sato")
        .says("Signed in as this")
        .says("Claimed with another address");
    mara.fill(&page, "/do/approve-claim", &[]).await.is(303);
    let page = course(&house, &mara).await;
    page.says("moved to the new address")
        .says(&format!("first sent to {KAI}"))
        .hides("Signed in as this");
    assert_eq!(held(&house).await, before, "held as before");
    omar.get(&path).await.is(410).says("A newer letter replaced this link.");
    house.clock.advance(TimeDelta::minutes(15));
    let new = house.link("invitation", "omar@northwind.example").await;
    let page = omar.get(&format!("/invitation/{new}")).await;
    omar.fill(&page, "/do/accept-invitation", &[])
        .await
        .leads_to("/learner/courses");
    omar.get("/learner/courses").await.says("Forklift Basics");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mailbox_is_typed_checked_and_declined() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let path = format!("/invitation/{token}");
    let stranger = house.anonymous();
    opens(&house, &stranger, &path)
        .await
        .says("Accept with another address")
        .says("This is not me");
    let page = opens(&house, &stranger, &format!("{path}/claim")).await;
    let typed = [("name", "Kai Moss"), ("email", "nobody")];
    let refused = house
        .unchanged("no address", stranger.fill(&page, "/do/claim-invitation", &typed))
        .await;
    assert_eq!(refused.is(422).problem("email"), "This is not an e-mail address.");
    assert_eq!(refused.value("name"), "Kai Moss");
    let same = house
        .unchanged(
            "the same",
            stranger.fill(
                &refused,
                "/do/claim-invitation",
                &[("name", "Kai Moss"), ("email", KAI)],
            ),
        )
        .await;
    assert!(same.is(422).problem("email").contains("for this address already"));
    let typed = [("name", "<b>Kai</b>"), ("email", OWN)];
    stranger
        .fill(&refused, "/do/claim-invitation", &typed)
        .await
        .leads_to(&path);
    let mara = house.browser(house.mara()).await;
    let page = course(&house, &mara).await;
    page.says("Only typed").says(OWN);
    assert!(page.text().contains("&lt;b&gt;Kai&lt;/b&gt;"), "{page}");
    mara.fill(&page, "/do/decline-claim", &[]).await.is(303);
    course(&house, &mara).await.hides(OWN);
    house.clock.advance(TimeDelta::minutes(15));
    assert!(house.letter_to(OWN).await.subject.contains("stays as it is"));
    let late = mara.fill(&page, "/do/approve-claim", &[]).await;
    late.is(409).says("This claim was declined already.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_of_an_address_that_cannot_be_invited_is_refused_and_written_down() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let stranger = house.anonymous();
    let page = stranger.get(&format!("/invitation/{token}/claim")).await;
    let typed = [("name", "Lena"), ("email", "lena@northwind.example")];
    stranger.fill(&page, "/do/claim-invitation", &typed).await.is(303);
    let mara = house.browser(house.mara()).await;
    let page = course(&house, &mara).await;
    let approve = mara.fill(&page, "/do/approve-claim", &[]);
    let answer = house.unchanged("an enrolled address", approve).await;
    answer.is(422).says("lena@northwind.example");
    let log = house
        .texts("select act || ' ' || reason || ' ' || cast(times as text) || ' ' || address from refused")
        .await;
    assert_eq!(log, ["invite already_enrolled 1 lena@northwind.example"]);
    mara.get("/manager/refusals")
        .await
        .is(200)
        .says("lena@northwind.example");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_comes_by_itself_and_is_refused_by_its_link() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    house.clock.advance(TimeDelta::days(3));
    jobs::round(&house.portal).await.expect("a round");
    let letter = house.letter_to(KAI).await;
    assert!(
        letter.subject.starts_with("Reminder: Mara Lind invited you"),
        "{letter:?}"
    );
    let ada = house.browser(house.ada()).await;
    let view = ada.get(&format!("/admin/outbox/{}", letter.id)).await;
    view.hides(&token).says("No more reminders of this invitation");
    let mara = house.browser(house.mara()).await;
    course(&house, &mara).await.says("Reminded on");
    let stranger = house.anonymous();
    let page = opens(&house, &stranger, &format!("/invitation/{token}/reminders")).await;
    page.hides(KAI).hides("Mara");
    let path = format!("/invitation/{token}");
    stranger.fill(&page, "/do/refuse-reminders", &[]).await.leads_to(&path);
    stranger.get(&path).await.is(200).says("You get no more reminders");
    course(&house, &mara).await.says("Wants no reminders");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_stops_and_resumes_reminders_from_the_menu() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let page = course(&house, &mara).await;
    let path = format!("/manager/courses/{}", house.forklift());
    mara.fill(&page, "/do/stop-reminders", &[]).await.leads_to(&path);
    let page = course(&house, &mara).await;
    page.says("Reminders stopped");
    mara.fill(&page, "/do/resume-reminders", &[]).await.leads_to(&path);
    course(&house, &mara).await.hides("Reminders stopped");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_meant_says_so_without_learning_who_is() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let path = format!("/invitation/{token}");
    let stranger = house.anonymous();
    let page = opens(&house, &stranger, &format!("{path}/not-me")).await;
    for word in [KAI, "Mara", "Forklift"] {
        page.hides(word);
    }
    stranger.fill(&page, "/do/disown-invitation", &[]).await.leads_to(&path);
    let page = stranger.get(&path).await;
    page.is(410)
        .says("said that it is not for them")
        .hides(KAI)
        .hides("Mara")
        .hides("Forklift");
    let fields = [
        ("token", token.as_str()),
        ("name", "X"),
        ("password", PASSWORD),
        ("repeat", PASSWORD),
    ];
    let late = house
        .unchanged("accepting", stranger.post("/do/accept-as-new", &fields))
        .await;
    late.is(410);
    let mara = house.browser(house.mara()).await;
    course(&house, &mara).await.says("Reached somebody else");
    let told = house.letter_to("mara@northwind.example").await;
    assert_eq!(told.subject, format!("{KAI} may be the wrong address"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invitation_is_asked_for_with_one_answer_whatever_the_link_is() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let missing = "A".repeat(32);
    let stranger = house.anonymous();
    let ask = async |token: &str| stranger.post("/do/ask-for-invitation", &[("token", token)]).await;
    let answers = [ask(&token).await, ask(&missing).await];
    for (answer, token) in answers.iter().zip([&token, &missing]) {
        answer.leads_to(&format!("/invitation/{token}"));
    }
    let notice = |answer: &Answer| answer.cookie("lectern_notice");
    assert_eq!(notice(&answers[0]), notice(&answers[1]));
    house.clock.advance(TimeDelta::days(60));
    let page = stranger.get(&format!("/invitation/{token}")).await;
    page.is(410).says("Ask for a new invitation");
    let over = stranger.fill(&page, "/do/ask-for-invitation", &[]).await;
    assert_eq!(notice(&over), notice(&answers[0]));
    let told = house.letter_to("mara@northwind.example").await;
    assert_eq!(told.subject, format!("{KAI} asks for a new invitation"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_invitations_are_told_in_the_morning_in_one_letter() {
    let house = House::open().await;
    house.clock.advance(TimeDelta::days(30));
    jobs::round(&house.portal).await.expect("a round");
    let count = async || house.texts("select recipient from letter where kind = 'expired'").await;
    assert_eq!(count().await, [""; 0]);
    house.clock.advance(TimeDelta::days(1));
    jobs::round(&house.portal).await.expect("a round");
    jobs::round(&house.portal).await.expect("a round");
    assert_eq!(count().await, ["mara@northwind.example"]);
    house.close().await;
}
