//! Every number opens its own rows: each one that leads to learners or invitations is followed, and what is found there
//! is counted. And what a page offers is not refused.

use chrono::TimeDelta;
use lectern_contract::RegistrationId;
use lectern_domain::{
    accounts::administer,
    courses::{archive, managers},
    credits,
    invitations::{cancel, re_invite},
    registrations::{enroll, lists, withdraw},
    samples::LEARNERS,
};

use crate::support::{Answer, Browser, House, answer::unescaped};

/// Links of a page to learners and invitations, with the number that each one says.
fn numbers(page: &Answer) -> Vec<(String, u64)> {
    let text = page.text();
    let link = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let words = rest.split_once('>')?.1.split("</a>").next()?;
        let words: String = unescaped(words)
            .split('<')
            .map(|part| part.rsplit('>').next().unwrap_or_default())
            .collect();
        let digits: String = words
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let counts = href.contains("/learners?") || href.contains("holding=");
        Some((unescaped(href), digits.parse().ok()?)).filter(|_| counts)
    };
    text.split("href=\"").skip(1).filter_map(link).collect()
}

/// How many rows a list has in all: what its pager says.
fn rows(page: &Answer) -> u64 {
    let text = unescaped(&page.is(200).text());
    let Some((_, pager)) = text.split_once("class=\"pager\"") else {
        return 0;
    };
    let (_, of) = pager.split_once(" of ").expect("a pager says of how many");
    let digits: String = of.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

/// Follows every number of a page; answers the numbers.
async fn follow(who: &Browser, path: &str) -> Vec<u64> {
    let page = who.get(path).await;
    let found = numbers(page.is(200));
    for (href, number) in &found {
        let there = who.get(href).await;
        assert_eq!(rows(&there), *number, "{path} leads to {href}");
    }
    found.into_iter().map(|(_, number)| number).collect()
}

/// Mara has two invitations, one of which an admin paid, and three learners: one with access, one whose credit came
/// back, one whose credit did not. Noor has nothing but credits.
async fn busy() -> House {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    let kai = house.invitation().await;
    house.act(async |tx| cancel::cancel(tx, ada, kai, false).await).await;
    house.clock.advance(TimeDelta::minutes(2));
    house
        .act(async |tx| re_invite::re_invite(tx, ada, "numbers/again", kai).await)
        .await;
    for (key, person) in [("numbers/1", 1), ("numbers/2", 2)] {
        let user = house.learner(person).user;
        house
            .act(async |tx| enroll::enroll(tx, ada, key, user, course).await)
            .await;
    }
    for sql in [
        "update registration set manager_id = (select id from users where email = 'mara@northwind.example')",
        "update registration set first_launched_at = created_at
         where user_id = (select id from users where email = 'ines@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    for (key, person) in [("numbers/back", 1), ("numbers/stays", 2)] {
        let id = of(&house, person).await;
        house.act(async |tx| withdraw::withdraw(tx, ada, key, id).await).await;
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn each_number_is_the_rows_it_opens() {
    let house = busy().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let course = house.forklift();
    let at = format!("/admin/courses/{course}");
    // Held and consumed of the first course: both invitations; one learner who has access and one who had.
    assert!(follow(&ada, "/admin").await.starts_with(&[2, 2]));
    assert!(follow(&ada, "/admin/courses").await.starts_with(&[1]));
    // Held and learners: Mara's, then Noor's.
    assert_eq!(follow(&ada, &format!("{at}/managers")).await, [1, 1, 0, 0]);
    assert_eq!(follow(&ada, &format!("{at}/archive")).await, [2, 1]);
    let manager = format!("{at}/managers/{}", house.mara().user);
    assert_eq!(follow(&ada, &format!("{manager}/take-back")).await, [1]);
    assert_eq!(follow(&ada, &format!("{manager}/remove")).await, [2, 1]);
    assert_eq!(follow(&ada, &format!("{manager}/hand-over")).await, [2, 3]);
    assert!(follow(&mara, "/manager/courses").await.starts_with(&[1, 1]));
    let credits = format!("/manager/courses/{course}/credits");
    assert_eq!(follow(&mara, &credits).await, [1, 1]);
    mara.get(&credits)
        .await
        .says("watched by you")
        .hides("enrolled with your credits");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recertification_that_falls_due_is_a_learner() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    house.clock.advance(TimeDelta::days(40));
    let omar = house.learner(1).user;
    house
        .act(async |tx| enroll::enroll(tx, ada, "numbers/due", omar, course).await)
        .await;
    // Lena began on March 2, Omar on April 11, which is today: due on May 2 and June 11. The pool pays for both.
    for sql in [
        "update course set validity_months = 2",
        "update registration set completion = 'completed', success = 'passed', completed_at = created_at",
        "update registration set manager_id = (select id from users where email = 'mara@northwind.example')
         where user_id = (select id from users where email = 'lena@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    house
        .act(async |tx| credits::deallocate(tx, ada, "numbers/return", course, 3).await)
        .await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let at = format!("/admin/courses/{course}");
    assert!(follow(&ada, "/admin").await.ends_with(&[1, 2]));
    ada.get("/admin")
        .await
        .says("href=\"#recertifications\"")
        .says("1 falls due")
        .says("id=\"recertifications\"");
    assert_eq!(follow(&ada, &at).await, [1, 2]);
    let credits = format!("/manager/courses/{course}/credits");
    assert_eq!(follow(&mara, &credits).await, [2, 1, 1, 1]);
    mara.get(&credits)
        .await
        .says("1 of your learners")
        .says(" has to take this course again within four weeks")
        .says("1 within a year")
        .says("takes a credit of the course or of the pool, not yours.")
        .hides("Recertifications");
    let (lena, omar) = (LEARNERS[0].0, LEARNERS[1].0);
    let list = format!("{at}/learners");
    ada.get(&format!("{list}?due=soon&q=e"))
        .await
        .is(200)
        .says(lena)
        .hides(omar)
        .says("To be taken again within four weeks")
        .says(&format!("href=\"{list}?q=e\""))
        .says("type=\"hidden\" name=\"due\" value=\"soon\"");
    let page = ada.get(&format!("{list}?due=year")).await;
    page.says(lena).says(omar).says("To be taken again within a year");
    let page = ada.get(&format!("{list}?due=some+day")).await;
    page.is(200).says(omar).hides("To be taken again within");
    house
        .act(async |tx| archive::archive(tx, house.ada(), course).await)
        .await;
    ada.get(&format!("{list}?due=soon"))
        .await
        .is(200)
        .says("Nobody found")
        .hides(lena);
    ada.get(&at).await.is(200).hides("Recertifications");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_without_credits_reads_whose_credit_the_next_cycle_takes() {
    let house = House::open().await;
    let (ada, kitchen) = (house.ada(), house.kitchen());
    let (noor, omar) = (house.noor().user, house.learner(1).user);
    house.act(async |tx| managers::add(tx, ada, kitchen, noor).await).await;
    house
        .act(async |tx| enroll::enroll(tx, ada, "numbers/omar", omar, kitchen).await)
        .await;
    for sql in [
        "update course set validity_months = 12",
        "update registration set completion = 'completed', success = 'passed', completed_at = created_at",
        "update registration set manager_id = (select id from users where email = 'noor@northwind.example')
         where user_id = (select id from users where email = 'omar@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    let noor = house.browser(house.noor()).await;
    let credits = format!("/manager/courses/{kitchen}/credits");
    noor.get(&credits)
        .await
        .is(200)
        .says("No credit was assigned to you yet")
        .says(" has to take this course again within a year")
        .hides("within four weeks");
    // Nothing held, one learner, and the same one again.
    assert_eq!(follow(&noor, &credits).await, [0, 1, 1]);
    house.act(async |tx| archive::archive(tx, ada, kitchen).await).await;
    noor.get(&credits).await.is(200).hides("take this course again");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_a_list_is_named_kept_by_a_search_and_can_be_taken_away() {
    let house = busy().await;
    let ada = house.browser(house.ada()).await;
    let (at, mara) = (format!("/admin/courses/{}", house.forklift()), house.mara().user);
    let page = ada
        .get(&format!("{at}/learners?manager={mara}&credit=consumed&q=o"))
        .await;
    page.is(200)
        .says("Watched by Mara Lind")
        .says("Whose credit is consumed")
        .says(&format!("href=\"{at}/learners?credit=consumed&q=o\""))
        .says(&format!(
            "href=\"{at}/learners?manager={}&q=o\"",
            mara.to_string().replace('-', "%2D")
        ))
        .says(&format!("type=\"hidden\" name=\"manager\" value=\"{mara}\""));
    let page = ada
        .get(&format!("{at}/invitations?holding={mara}&state=accepted"))
        .await;
    page.is(200)
        .says("Holding a credit of Mara Lind")
        .says("No invitation fits this search");
    let page = ada.get(&format!("{at}/invitations?holding=all&manager={mara}")).await;
    page.is(200)
        .says("Sent by Mara Lind or handed over to them")
        .says("Holding a credit");
    let own = house.browser(house.mara()).await;
    let page = own
        .get(&format!("/manager/courses/{}?holding={mara}", house.forklift()))
        .await;
    page.is(200)
        .says("Holding one of your credits")
        .hides("Sent by Mara Lind");
    // Nobody of another company, and no invented person, has a name here.
    for who in [
        house.people().sia.user.to_string(),
        uuid::Uuid::from_u128(7).to_string(),
    ] {
        for list in ["learners?manager", "invitations?manager", "invitations?holding"] {
            ada.get(&format!("{at}/{list}={who}")).await.is(404);
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_offered_to_a_suspended_manager() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let course = house.forklift();
    let managers = format!("/admin/courses/{course}/managers");
    let assign = format!("{managers}/{}/assign", house.noor().user);
    let give = format!("/manager/courses/{course}/credits/give");
    ada.get(&managers).await.says(&assign);
    mara.get(&give).await.says("Noor Haddad (noor@northwind.example)");
    let noor = house.noor().user;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), noor).await)
        .await;
    ada.get(&managers)
        .await
        .hides(&assign)
        .says("Suspended: no credits can be assigned to them.");
    ada.get(&assign)
        .await
        .is(200)
        .says("No credits can be assigned")
        .hides("/do/assign-credits");
    mara.get(&give)
        .await
        .is(200)
        .hides("(noor@northwind.example)")
        .says("Noor Haddad is suspended and can be given nothing.");
    mara.get(&format!("/manager/courses/{course}/credits"))
        .await
        .hides("Give credits")
        .says("there is nobody to give credits to");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_requested_for_an_archived_course() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let credits = format!("/manager/courses/{}/credits", house.forklift());
    mara.get(&credits).await.says("Request Credits");
    let form = mara.get(&format!("{credits}/request")).await;
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await;
    mara.get(&credits)
        .await
        .is(200)
        .hides("Request Credits")
        .hides("/credits/request")
        .says("no credits can be requested for it");
    mara.get(&format!("{credits}/request"))
        .await
        .is(200)
        .says("Nothing to request")
        .hides("/do/request-credits");
    // Who had the form open already gets it back with what was typed.
    let typed = [("amount", "7"), ("note", "Seven new colleagues")];
    let refused = mara.fill(&form, "/do/request-credits", &typed).await;
    refused.is(409);
    assert_eq!(refused.value("amount"), "7");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_is_offered_no_credits() {
    let house = House::open().await;
    let course = house.forklift();
    let id = course.to_string();
    let ada = house.browser(house.ada()).await;
    let managers = format!("/admin/courses/{course}/managers");
    let assign = format!("{managers}/{}/assign", house.mara().user);
    let row = format!("name=\"course\" value=\"{course}\"");
    ada.get("/admin")
        .await
        .is(200)
        .says(&row)
        .hides("the course is archived");
    ada.get(&managers).await.is(200).hides("The course is archived");
    house
        .act(async |tx| archive::archive(tx, house.ada(), course).await)
        .await;
    // The pool has credits, and the domain gives the course none of them.
    let fields = [("course", id.as_str()), ("amount", "1"), ("key", "late")];
    house
        .unchanged("an allocation", ada.post("/do/allocate-credits", &fields))
        .await
        .is(409);
    let back = format!("/admin/credits/deallocate/{course}");
    ada.get("/admin")
        .await
        .is(200)
        .hides(&row)
        .says("data-state=\"archived\"")
        .says("Nothing: the course is archived")
        .says("Take back from managers")
        .says(&back);
    // What the course has can be assigned and returned.
    ada.get(&managers)
        .await
        .is(200)
        .says("no credits can be allocated to it")
        .says(&assign)
        .says(&back);
    house
        .act(async |tx| credits::deallocate(tx, house.ada(), "numbers/all", course, 4).await)
        .await;
    ada.get(&managers)
        .await
        .is(200)
        .says("gets none while it is archived")
        .hides(&assign)
        .hides(&back)
        .hides("Allocate some first");
    ada.get(&assign)
        .await
        .is(200)
        .says("Publish it again first.")
        .hides("Allocate Credits");
    ada.get("/admin")
        .await
        .is(200)
        .says("Nothing: the course is archived")
        .hides(&back);
    let [noor, mara] = [house.noor().user, house.mara().user];
    for (key, manager, amount) in [("numbers/noor", noor, 5), ("numbers/mara", mara, 10)] {
        house
            .act(async |tx| credits::take_back(tx, house.ada(), key, course, manager, amount).await)
            .await;
    }
    house
        .act(async |tx| credits::deallocate(tx, house.ada(), "numbers/rest", course, 15).await)
        .await;
    ada.get("/admin").await.is(200).hides("the course is archived");
    house.close().await;
}

/// A learner's registration.
async fn of(house: &House, person: usize) -> RegistrationId {
    let user = house.learner(person).user;
    let all = lists::of_user(house.portal.reader(), house.ada(), user).await;
    all.expect("their registrations")[0].registration
}
