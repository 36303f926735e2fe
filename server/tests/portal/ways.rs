//! Where the numbers and names of a page lead, and that two numbers for one thing agree.

use lectern_contract::{Role, sharing::Successor};
use lectern_domain::{
    accounts::administer::{self, UserForm},
    courses::{archive, hand_over, managers},
    credits::{overview::overview, statement::my_account},
    invitations::{
        accept,
        send::{self, SendForm},
    },
    registrations::{enroll, withdraw},
    samples,
};

use crate::support::{Answer, House, answer::unescaped};

/// What a list's pager says of its rows.
#[track_caller]
fn pager(page: &Answer) -> String {
    let text = unescaped(&page.is(200).text());
    let (_, rest) = text.split_once("class=\"pager\"").expect("a pager");
    let (_, rest) = rest.split_once("<p>").expect("its words");
    rest.split("</p>").next().unwrap_or_default().to_owned()
}

async fn pool(house: &House) -> String {
    let board = overview(house.portal.reader(), house.ada()).await;
    board.expect("the dashboard").pool_account.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_past_the_end_is_the_last_one() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let statement = format!("/admin/accounts/{}", pool(&house).await);
    let log = format!("/manager/courses/{}", house.forklift());
    for (who, path) in [
        (&ada, statement.as_str()),
        (&mara, &log),
        (&ada, "/admin/users"),
        (&ada, "/admin/outbox"),
    ] {
        let first = pager(&who.get(path).await);
        assert!(first.starts_with("1–"), "{path}: {first}");
        assert_eq!(pager(&who.get(&format!("{path}?page=9")).await), first, "{path}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statements_lines_lead_to_what_is_there() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let (db, course, omar) = (house.portal.reader(), house.kitchen(), house.learner(1));
    let board = overview(db, house.ada()).await.expect("the dashboard");
    let line = board.courses.iter().find(|row| row.course == course).expect("a line");
    let other = format!("href=\"/admin/accounts/{}\"", line.account.expect("an account"));
    ada.get(&format!("/admin/accounts/{}", board.pool_account))
        .await
        .is(200)
        .says(&other);

    let form = SendForm {
        addresses: samples::LEARNERS[1].1.into(),
        message: String::new(),
    };
    house
        .act(async |tx| send::send(tx, house.mara(), "ways/send", course, form).await)
        .await;
    let token = house.link("invitation", samples::LEARNERS[1].1).await;
    let registration = house.act(async |tx| accept::accept(tx, omar, &token).await).await;
    house
        .act(async |tx| withdraw::withdraw(tx, house.ada(), "ways/withdraw", registration).await)
        .await;
    let account = my_account(db, house.mara(), course).await.expect("read");
    let mine = format!("/manager/accounts/{}", account.expect("an account"));
    let watched = format!("href=\"/manager/courses/{course}/learners?q=Omar%20Sato\"");
    mara.get(&mine)
        .await
        .is(200)
        .says(&watched)
        .hides("href=\"/admin/accounts/");

    let (ada, gone) = (house.ada(), house.mara().user);
    let shown = hand_over::preview(db, ada, course, gone).await.expect("a dry run");
    house
        .act(async |tx| {
            hand_over::hand_over(tx, ada, "ways/over", course, gone, Successor::Course, shown.figures).await?;
            managers::add(tx, ada, course, gone).await
        })
        .await;
    mara.get(&mine).await.is(200).says("Omar Sato").hides(&watched);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_and_the_statement_it_opens_agree_while_a_list_is_sent() {
    let house = House::open().await;
    let (mara, course) = (house.browser(house.mara()).await, house.forklift());
    let account = my_account(house.portal.reader(), house.mara(), course).await;
    let statement = format!("/manager/accounts/{}", account.expect("read").expect("an account"));
    mara.get(&statement).await.is(200).hides("Put aside for lists");
    let list = "a@contoso.example, b@contoso.example, c@contoso.example";
    let given = mara.give_list(&format!("/manager/courses/{course}/bulk"), list).await;
    let batch = given.is(303).header("location").to_owned();
    let id = batch.rsplit('/').next().expect("an id");
    let fields = [("batch", id), ("message", ""), ("key", "send")];
    mara.post("/do/send-batch", &fields).await.is(303);
    let left = "<span class=\"num\">5</span>";
    mara.get(&format!("/manager/courses/{course}")).await.is(200).says(left);
    mara.get(&statement)
        .await
        .is(200)
        .says("<dt>Balance</dt><dd><span class=\"num\">8</span>")
        .says("<dt>Put aside for lists</dt><dd class=\"num\">3</dd>")
        .says(&format!("<dt>Available</dt><dd>{left}</dd>"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboards_total_is_all_that_was_consumed() {
    let house = House::open().await;
    let (ada, course) = (house.browser(house.ada()).await, house.kitchen());
    house
        .act(async |tx| enroll::enroll(tx, house.ada(), "ways/enroll", house.learner(1).user, course).await)
        .await;
    // 20 were allocated, 10 of them assigned; one was taken for the enrollment.
    house
        .act(async |tx| archive::archive_and_return(tx, house.ada(), "ways/archive", course, 19).await)
        .await;
    let page = ada.get("/admin").await;
    page.is(200).says("1 archived course</a> without credits");
    let text = unescaped(&page.text());
    let (_, total) = text.split_once("<tfoot>").expect("a total");
    let all = "<td data-label=\"Consumed\" class=\"num\"><span class=\"num\">2</span></td>";
    assert!(total.contains(all), "{total}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pools_badge_opens_the_pools_statement() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let page = ada
        .get(&format!("/admin/courses/{}/invitations", house.forklift()))
        .await;
    let badge = format!("data-kind=\"good\" href=\"/admin/accounts/{}\"", pool(&house).await);
    page.is(200).says(&badge);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_the_role_manager_is_offered_no_credits() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let noor = house.noor().user;
    let managers = format!("/admin/courses/{}/managers", house.forklift());
    let assign = format!("{managers}/{noor}/assign");
    ada.get(&managers).await.is(200).says(&assign);
    let form = UserForm {
        name: samples::NOOR.0.into(),
        email: samples::NOOR.1.into(),
        roles: vec![Role::Learner],
    };
    house
        .act(async |tx| administer::edit(tx, house.ada(), noor, form).await)
        .await;
    ada.get(&managers)
        .await
        .is(200)
        .hides(&assign)
        .says("They do not hold the role manager: no credits can be assigned to them.");
    ada.get(&assign)
        .await
        .is(200)
        .says("No credits can be assigned")
        .says("Noor Haddad does not hold the role manager")
        .hides("/do/assign-credits");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_is_searched_for() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let page = format!("/admin/courses/{}/managers/new", house.kitchen());
    let noor = "Noor Haddad (noor@northwind.example)";
    ada.get(&page).await.is(200).says(noor).hides("type=\"search\"");
    for (words, found) in [("haddad", true), ("noor@", true), ("zoe", false)] {
        let answer = ada.get(&format!("{page}?q={words}")).await;
        answer.is(200).says("type=\"search\"");
        match found {
            true => answer.says(noor),
            false => answer.says("Nobody found").hides(noor),
        };
    }
    house.close().await;
}
