//! Acts that are named before they are done: a form without its confirmation changes nothing, and comes back as the
//! question.

use chrono::TimeDelta;
use lectern_domain::credits::statement::my_account;

use crate::support::{Answer, Browser, House};

const ADJUST: &str = "/do/adjust-credits";
const EDIT: &str = "/do/edit-course";

/// Mara's account on the first course, of 8 free credits.
async fn account(house: &House) -> String {
    let mine = my_account(house.portal.reader(), house.mara(), house.forklift()).await;
    mine.expect("read").expect("an account").to_string()
}

/// What a correction is typed as.
const fn correction(amount: &'static str) -> [(&'static str, &'static str); 3] {
    [
        ("amount", amount),
        ("reason", "correction"),
        ("note", "Counted <twice>, \"so\""),
    ]
}

fn key(page: &Answer, action: &str) -> String {
    let mut fields = page.hidden(action).into_iter();
    fields.find(|(name, _)| name == "key").expect("a key").1
}

/// Presses the button of the question.
async fn confirm(who: &Browser, question: &Answer, action: &str) -> Answer {
    who.fill(question, action, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_named_before_it_is_made_and_made_once() {
    let house = House::open().await;
    let (ada, mine) = (house.browser(house.ada()).await, account(&house).await);
    let page = format!("/admin/accounts/{mine}/adjust");
    let form = ada.get(&page).await;
    form.is(200).says("8 credits are on it now");
    let typed = correction("−3");
    let question = house.unchanged("a dry run", ada.fill(&form, ADJUST, &typed)).await;
    question
        .is(409)
        .hides("Not done.")
        .says("Mara Lind on Forklift Basics: 8 credits free now, 5 then")
        .says("3 credits go outside, to no other account")
        .says("used ones among them: 100 now, 97 then")
        .says("“Correction of a mistake: Counted <twice>, \"so\"”")
        .says("Take 3 credits away")
        .hides("Nothing is left then");
    assert_eq!(key(&question, ADJUST), key(&form, ADJUST), "one act, one key");
    let statement = format!("/admin/accounts/{mine}");
    confirm(&ada, &question, ADJUST).await.leads_to(&statement);
    ada.get(&statement).await.says("The balance was adjusted");
    let again = house
        .unchanged("a second press", confirm(&ada, &question, ADJUST))
        .await;
    again.leads_to(&statement);
    ada.get(&page).await.says("5 credits are on it now");

    let question = ada.fill(&ada.get(&page).await, ADJUST, &correction("1")).await;
    question
        .is(409)
        .says("1 credit comes from outside, from no other account")
        .says("5 credits free now, 6 then")
        .says("Add 1 credit");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_became_impossible_comes_back_as_it_was_typed() {
    let house = House::open().await;
    let (ada, mine) = (house.browser(house.ada()).await, account(&house).await);
    let page = format!("/admin/accounts/{mine}/adjust");
    let form = ada.get(&page).await;
    let wrong = house
        .unchanged("no number", ada.fill(&form, ADJUST, &correction("some")))
        .await;
    let says = "Give a whole number from 1 to 1,000,000.";
    assert_eq!(wrong.is(422).problem("amount"), says);
    let question = ada.fill(&form, ADJUST, &correction("−8")).await;
    question
        .is(409)
        .says("8 credits free now, 0 then")
        .says("Nothing is left then: nobody can be invited");
    // Meanwhile one of them is held.
    let course = house.forklift().to_string();
    let invited = [
        ("course", course.as_str()),
        ("addresses", "one@contoso.example"),
        ("key", "meanwhile"),
    ];
    let mara = house.browser(house.mara()).await;
    mara.post("/do/send-invitations", &invited).await.is(303);
    let late = house.unchanged("a late press", confirm(&ada, &question, ADJUST)).await;
    let lacks = "8 credits are needed and 7 are free. Nothing was changed.";
    assert_eq!(late.is(409).problem("amount"), lacks);
    assert_eq!(
        (late.value("amount"), late.value("note")),
        ("−8".to_owned(), "Counted <twice>, \"so\"".to_owned())
    );
    assert_eq!(key(&late, ADJUST), key(&form, ADJUST));
    let question = ada.fill(&late, ADJUST, &correction("−7")).await;
    question.is(409).says("7 credits free now, 0 then");
    confirm(&ada, &question, ADJUST)
        .await
        .leads_to(&format!("/admin/accounts/{mine}"));
    ada.get(&page).await.says("0 credits are on it now");
    house.close().await;
}

/// What the words of the first course are typed as.
const fn words<'a>(title: &'a str, months: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("title", title),
        ("description", "Two lines\r\nof \"text\" & more"),
        ("validity_months", months),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn another_validity_is_named_before_it_is_saved() {
    let house = House::open().await;
    let page = format!("/admin/courses/{}", house.forklift());
    let ada = house.browser(house.ada()).await;
    let form = ada.get(&page).await;
    // Nobody has completed it yet.
    let saved = ada.fill(&form, EDIT, &words("First", "24")).await;
    saved.leads_to(&page);
    let complete = "update registration set completion = 'completed', success = 'passed', completed_at = created_at";
    house.sabotage(complete).await;
    // Lena completed it on March 2; today is May 11.
    house.clock.advance(TimeDelta::days(70));
    let ada = house.browser(house.ada()).await;
    let form = ada.get(&page).await;
    let saved = ada.fill(&form, EDIT, &words("Second", "24")).await;
    saved.leads_to(&page);

    let typed = words("Third", "2");
    let question = house.unchanged("a dry run", ada.fill(&form, EDIT, &typed)).await;
    question
        .is(409)
        .hides("Not done.")
        .says("1 completion is valid for 24 months now, and for 2 months then")
        .says("1 valid now expires at once; who has one has to take the course again, with a new credit")
        .says("Title and description are saved as they were typed")
        .hides("within four weeks");
    ada.get(&page).await.says("Second").hides("Third");
    confirm(&ada, &question, EDIT).await.leads_to(&page);
    let there = ada.get(&page).await;
    there.is(200).says("Third").says("Two lines\nof \"text\" & more");
    assert_eq!(there.value("words-form-validity_months"), "2");

    // Twelve months make it valid again, and a question that is refused comes back as the form.
    let question = ada.fill(&there, EDIT, &words("Fourth", "12")).await;
    question
        .is(409)
        .says("1 that has expired is valid again")
        .hides("expires at once");
    let late = house
        .unchanged("no title", ada.fill(&question, EDIT, &[("title", " ")]))
        .await;
    assert_eq!(
        late.is(422).problem("words-form-title"),
        "Please give a title.",
        "{late}"
    );
    assert_eq!(late.value("words-form-validity_months"), "12");
    let question = ada.fill(&there, EDIT, &words("Fourth", "")).await;
    question.is(409).says("and for ever then");
    confirm(&ada, &question, EDIT).await.leads_to(&page);
    assert_eq!(ada.get(&page).await.value("words-form-validity_months"), "");
    house.close().await;
}
