//! Admin → Users as a person uses it.

use chrono::TimeDelta;

use crate::support::{
    House, PASSWORD,
    smtp::{MailServer, Mood},
};

const NO_MAIL: &str = "Mail is not set up.";
const JO: [(&str, &str); 3] = [
    ("name", "Jo Ash"),
    ("email", "jo@northwind.example"),
    ("roles[]", "learner"),
];

#[tokio::test(flavor = "multi_thread")]
async fn without_mail_a_new_user_gets_in_by_a_link_that_is_handed_over() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/users/enroll-new").await.is(200).says(NO_MAIL);
    let form = ada.get("/admin/users/new").await;
    form.is(200).says(NO_MAIL);
    let made = ada.fill(&form, "/do/create-user", &JO).await;
    let profile = made.is(303).header("location").to_owned();
    let path = format!("{profile}/link");
    let page = ada.get(&profile).await;
    page.is(200).says("Has not chosen a password yet");
    assert!(page.text().contains(&format!("href=\"{path}\"")), "{page}");
    let first = ada.get(&path).await.is(200).value("link");

    house.clock.advance(TimeDelta::hours(25));
    let ada = house.browser(house.ada()).await;
    let over = ada.get(&path).await;
    over.is(200).says("No link of Jo Ash works any more").hides(&first);
    ada.fill(&over, "/do/make-password-link", &[]).await.leads_to(&path);
    let page = ada.get(&path).await;
    page.is(200).says("hand this link to Jo Ash yourself");
    let second = page.value("link");
    assert_ne!(first, second);
    let looked = house
        .texts("select act from audit where act like 'user.%link' order by act")
        .await;
    assert_eq!(looked, ["user.copy_link", "user.copy_link", "user.make_link"]);

    let jo = house.anonymous();
    let link = second
        .strip_prefix("http://learn.northwind.example")
        .expect("a link of ours");
    let choose = jo.get(link).await;
    let typed = [("password", PASSWORD), ("repeat", PASSWORD)];
    jo.fill(&choose, "/do/choose-password", &typed)
        .await
        .leads_to("/sign-in");
    let credentials = [("email", JO[1].1), ("password", PASSWORD)];
    jo.post("/do/sign-in", &credentials).await.is(303);
    ada.get(&profile).await.is(200).hides("Copy Link");
    ada.get(&path)
        .await
        .is(200)
        .says("Jo Ash has chosen a password already.");
    let user = profile.rsplit('/').next().expect("an id");
    ada.post("/do/make-password-link", &[("user", user)])
        .await
        .is(409)
        .says("This user has chosen a password already.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_mail_the_link_is_in_the_letter_alone() {
    let server = MailServer::start(Mood::Takes).await;
    let house = House::open_with(|config| config.smtp = server.settings()).await;
    let ada = house.browser(house.ada()).await;
    let form = ada.get("/admin/users/new").await;
    form.is(200).hides(NO_MAIL);
    ada.get("/admin/users/enroll-new").await.is(200).hides(NO_MAIL);
    let made = ada.fill(&form, "/do/create-user", &JO).await;
    let profile = made.is(303).header("location").to_owned();
    ada.get(&profile).await.is(200).hides("Copy Link");
    ada.get(&format!("{profile}/link"))
        .await
        .is(409)
        .says("Letters are sent by mail here")
        .hides("/password/");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_role_from_a_manager_of_courses_is_asked_first() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let profile = format!("/admin/users/{}", house.mara().user);
    let form = ada.get(&format!("{profile}/edit")).await;
    let typed = [
        ("name", "Mara Berg"),
        ("email", "mara@northwind.example"),
        ("roles[]", "learner"),
    ];
    let asked = house
        .unchanged("who is not sure", ada.fill(&form, "/do/edit-user", &typed))
        .await;
    asked
        .is(409)
        .says("Take the role Manager from Mara Lind")
        .says("This user manages 2 courses and would leave 18 free credits and 2 pending invitations behind.")
        .says("Hand over first?");
    let hidden = asked.hidden("/do/edit-user");
    for (name, value) in [("name", "Mara Berg"), ("roles[]", "learner"), ("sure", "yes")] {
        assert!(hidden.contains(&(name.into(), value.into())), "{hidden:?}");
    }
    // Another problem of the same form comes back beside its field.
    let taken = [("email", "noor@northwind.example")];
    let back = house
        .unchanged("a taken address", ada.fill(&asked, "/do/edit-user", &taken))
        .await;
    assert_eq!(back.is(409).problem("email"), "Another user has this address.");
    ada.fill(&asked, "/do/edit-user", &[]).await.leads_to(&profile);
    ada.get(&profile).await.is(200).says("Mara Berg").hides("Manager</dd>");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_before_a_deletion_says_what_goes_and_what_stays() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let kitchen = house.kitchen().to_string();
    let fields = [
        ("course", kitchen.as_str()),
        ("addresses", "lena@northwind.example"),
        ("key", "lena"),
    ];
    mara.post("/do/send-invitations", &fields).await.is(303);
    let page = ada.get(&format!("/admin/users/{}/delete", house.learner(0).user)).await;
    page.is(200)
        .says("are erased for good")
        .says("Letters to them lose their text")
        .says("1 pending invitation to them is canceled; its credit is free again")
        .says("the audit log, invoices, letters and messages to others");
    ada.fill(&page, "/do/delete-user", &[]).await.leads_to("/admin/users");
    ada.get(&format!("/admin/courses/{kitchen}/invitations"))
        .await
        .is(200)
        .says("Deleted user")
        .hides("lena@northwind.example");
    ada.get("/admin/outbox?q=lena%40northwind.example")
        .await
        .is(200)
        .says("No such letter");
    house.close().await;
}
