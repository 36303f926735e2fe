//! Attempts over HTTP: an admin sets a course's rules, a learner starts over until none is left.

use lectern_contract::Refusal;
use serde_json::json;

use crate::{
    content::play,
    support::{Answer, Browser, House},
};

const SET: &str = "/do/set-attempts";
const LAUNCH: &str = "/do/launch";
const START_OVER: &str = "/do/start-over";
const MY_COURSES: &str = "/learner/courses";
const MOST: &str = "attempts-form-max_attempts";

/// Two attempts, of which the last counts and locks.
const TWO: [(&str, &str); 5] = [
    ("max_attempts", "2"),
    ("new_attempt", "no"),
    ("counts", "last"),
    ("failed_means", "incomplete"),
    ("lock", "true"),
];

/// Sets the first course's rules.
async fn set(house: &House, rules: &[(&str, &str)]) {
    let ada = house.browser(house.ada()).await;
    let overview = format!("/admin/courses/{}", house.forklift());
    let page = ada.get(&overview).await;
    ada.fill(&page, SET, rules).await.leads_to(&overview);
}

/// The player opens with the launch that this answer leads to; answers its token.
async fn opened(house: &House, answer: &Answer) -> String {
    let path = answer.is(303).header("location");
    let token = path.strip_prefix("/learner/launch/").expect("the player's page");
    house.content().get(&format!("/p/{token}/")).await.is(200);
    token.to_owned()
}

/// The course says this at the end of its quiz.
async fn reports(house: &House, token: &str, status: &str, score: &str) {
    let elements = json!({ "cmi.core.lesson_status": status, "cmi.core.score.raw": score });
    let body = json!({ "sequence": 1, "item": "course", "session": 1, "elements": elements, "terminated": true });
    let body = body.to_string();
    let path = format!("/p/{token}/~lectern/commit");
    let answer = house.content().post_text(&path, &body, "text/plain").await;
    answer.is(200);
}

/// Presses a button of a page that was loaded long ago.
async fn is_refused(house: &House, lena: &Browser, act: &str, why: &Refusal) {
    let registration = house.registration().await.to_string();
    let fields = [("registration", registration.as_str()), ("page", MY_COURSES)];
    let answer = house.unchanged(act, lena.post(act, &fields)).await;
    answer.is(why.status()).says(&why.sentence());
}

/// How many credits were moved, and how many registrations there are.
async fn books(house: &House) -> Vec<String> {
    house
        .texts("select count(*) || '' from ledger_transaction union all select count(*) || '' from registration")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sets_the_rules_and_a_wrong_number_comes_back() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let overview = format!("/admin/courses/{}", house.forklift());
    let page = ada.get(&overview).await;
    page.is(200).says("It takes no credit");
    assert_eq!(page.value(MOST), "");
    let chosen = [
        "value=\"when_over\" selected",
        "value=\"last\" selected",
        "value=\"incomplete\" selected",
        "value=\"true\" checked",
    ];
    let mut mended = TWO;
    mended[1].1 = "when_over";
    for most in ["101", "0", "two", "-1"] {
        let mut typed = mended;
        typed[0].1 = most;
        let answer = house.unchanged(most, ada.fill(&page, SET, &typed)).await;
        answer.is(422);
        assert_eq!(answer.problem(MOST), "Give a whole number from 1 to 100.");
        assert_eq!(answer.value(MOST), most);
        for words in chosen {
            assert!(answer.text().contains(words), "{words}: {answer}");
        }
    }
    ada.fill(&page, SET, &mended).await.leads_to(&overview);
    let page = ada.get(&overview).await;
    page.is(200).says("Saved.");
    assert_eq!(page.value(MOST), "2");
    for words in chosen {
        assert!(page.text().contains(words), "{words}: {page}");
    }
    let endless = [
        ("max_attempts", ""),
        ("new_attempt", "always"),
        ("counts", "highest"),
        ("failed_means", "completed"),
    ];
    ada.fill(&page, SET, &endless).await.leads_to(&overview);
    let page = ada.get(&overview).await;
    assert_eq!(page.value(MOST), "");
    assert!(page.text().contains("value=\"always\" selected"), "{page}");
    assert!(
        !page.text().contains("value=\"true\" checked"),
        "what is not ticked is off: {page}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_means_is_asked_where_a_package_may_say_so() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let overview = format!("/admin/courses/{}", house.kitchen());
    let asked = "An item that reports “failed” is";
    ada.get(&format!("/admin/courses/{}", house.forklift()))
        .await
        .says(asked);
    let page = ada.get(&overview).await;
    page.is(200).hides(asked);
    let rules = [("max_attempts", "3"), ("new_attempt", "no"), ("counts", "last")];
    ada.fill(&page, SET, &rules).await.leads_to(&overview);
    assert_eq!(ada.get(&overview).await.value(MOST), "3");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_admin_of_the_company_sets_them() {
    let house = House::open().await;
    let course = house.forklift().to_string();
    let fields = [TWO.as_slice(), &[("course", course.as_str())]].concat();
    let people = house.people();
    for actor in [house.mara(), house.noor(), house.learner(0), &people.sia, &people.sol] {
        let browser = house.browser(actor).await;
        house.unchanged("the rules", browser.post(SET, &fields)).await.is(404);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_starts_over_until_no_attempt_is_left() {
    let house = House::open().await;
    set(&house, &TWO).await;
    let before = books(&house).await;
    let lena = house.browser(house.learner(0)).await;
    lena.get(MY_COURSES)
        .await
        .is(200)
        .says("2 attempts")
        .hides("Start over");

    let token = play(&house).await;
    lena.get(MY_COURSES).await.says("Attempt 1 of 2").hides("Start over");
    is_refused(&house, &lena, START_OVER, &Refusal::AttemptRuns).await;
    reports(&house, &token, "failed", "40").await;
    let page = lena.get(MY_COURSES).await;
    page.says("Failed").says("40 %").says("Resume").says("Start over");

    let token = opened(&house, &lena.fill(&page, START_OVER, &[]).await).await;
    let page = lena.get(MY_COURSES).await;
    page.says("Attempt 2 of 2").says("Resume").hides("Start over");
    reports(&house, &token, "passed", "90").await;
    let page = lena.get(MY_COURSES).await;
    page.is(200)
        .says("Passed")
        .says("90 %")
        .says("Attempt 2 of 2")
        .says("No attempt is left")
        .hides("Start over");
    assert!(!page.text().contains(&format!("action=\"{LAUNCH}\"")), "{page}");
    for act in [LAUNCH, START_OVER] {
        is_refused(&house, &lena, act, &Refusal::NoAttemptsLeft).await;
    }

    assert_eq!(books(&house).await, before, "a retake takes no credit");
    let refused = "select reason || ' ' || cast(times as text) from refused order by 1";
    assert_eq!(house.texts(refused).await, ["no_attempts 2", "other 1"]);
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/refusals?reason=no_attempts")
        .await
        .is(200)
        .says("Lena Holt")
        .says("No attempt is left on this course.");
    for path in [
        format!("/admin/courses/{}/learners", house.forklift()),
        format!("/admin/users/{}", house.learner(0).user),
    ] {
        ada.get(&path).await.is(200).says("Attempt 2").says("Passed");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_begins_anew_by_itself_where_the_course_says_so() {
    let house = House::open().await;
    let mut rules = TWO;
    (rules[0].1, rules[1].1) = ("", "when_over");
    set(&house, &rules).await;
    let lena = house.browser(house.learner(0)).await;
    let token = play(&house).await;
    lena.get(MY_COURSES).await.hides("Attempt").says("Resume");
    let again = format!("/learner/launch/{token}");
    lena.get(&again).await.is(410).says("Resume to go on where you were.");
    reports(&house, &token, "completed", "70").await;
    lena.get(&again).await.is(410).says("Launch again for another attempt.");
    let page = lena.get(MY_COURSES).await;
    // A lock without a last attempt locks nothing.
    page.says("Completed")
        .says("Launch again")
        .hides("Review")
        .hides("Start over")
        .hides("No attempt is left");
    opened(&house, &lena.fill(&page, LAUNCH, &[]).await).await;
    let page = lena.get(MY_COURSES).await;
    page.says("Completed")
        .says("Attempt 2")
        .says("Resume")
        .hides("Launch again")
        .hides("Attempt 2 of");
    let profile = format!("/admin/users/{}", house.learner(0).user);
    house.browser(house.ada()).await.get(&profile).await.says("Attempt 2");
    house.close().await;
}
