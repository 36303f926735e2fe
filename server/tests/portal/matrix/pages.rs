//! Every page × everybody.

use std::collections::BTreeSet;

use lectern_app::shell::{Assets, shell};
use lectern_contract::Role;
use leptos::prelude::provide_context;

use super::{
    ids::Ids,
    people::{Somebody, everybody},
};
use crate::support::{House, answer::difference};

/// Whom a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// For everybody, with what strangers and those signed in are answered.
    Everybody(u16, u16),
    /// For everybody who is signed in.
    SignedIn,
    /// For one role; where the address names a thing, for those whose thing it is.
    Only(Role),
}

const fn admin(route: &'static str) -> (&'static str, For) {
    (route, For::Only(Role::Admin))
}

const fn manager(route: &'static str) -> (&'static str, For) {
    (route, For::Only(Role::Manager))
}

const fn learner(route: &'static str) -> (&'static str, For) {
    (route, For::Only(Role::Learner))
}

/// Every page there is. The public ones are spelled out: a new one is a decision.
const PAGES: &[(&str, For)] = &[
    ("/", For::Everybody(303, 303)),
    ("/api", For::Everybody(200, 200)),
    ("/setup", For::Everybody(409, 409)),
    ("/sign-in", For::Everybody(200, 303)),
    ("/sign-in/code", For::Everybody(303, 303)),
    ("/forgot-password", For::Everybody(200, 200)),
    ("/password/{token}", For::Everybody(200, 200)),
    ("/email/{token}", For::Everybody(200, 200)),
    ("/certificates/{number}", For::Everybody(404, 404)),
    ("/invitation/{token}", For::Everybody(200, 200)),
    ("/invitation/{token}/decline", For::Everybody(200, 200)),
    ("/invitation/{token}/claim", For::Everybody(200, 200)),
    ("/invitation/{token}/not-me", For::Everybody(200, 200)),
    ("/invitation/{token}/reminders", For::Everybody(200, 200)),
    ("/account", For::SignedIn),
    ("/account/second-factor", For::SignedIn),
    ("/account/second-factor/off", For::SignedIn),
    ("/account/second-factor/codes", For::SignedIn),
    learner("/learner/courses"),
    learner("/learner/launch/{token}"),
    learner("/learner/how-courses-work"),
    manager("/manager/courses"),
    manager("/manager/courses/{id}"),
    manager("/manager/courses/{id}/bulk"),
    manager("/manager/courses/{id}/learners"),
    manager("/manager/courses/{id}/credits"),
    manager("/manager/courses/{id}/credits/buy"),
    manager("/manager/orders/{id}"),
    manager("/manager/orders/{id}/cancel"),
    manager("/manager/orders/{id}/invoice"),
    manager("/manager/courses/{id}/credits/give"),
    manager("/manager/courses/{id}/credits/request"),
    manager("/manager/courses/{id}/credits/take-back"),
    manager("/manager/batches/{id}"),
    manager("/manager/batches/{id}/cancel"),
    manager("/manager/invitations/{id}/cancel"),
    manager("/manager/invitations/{id}/link"),
    manager("/manager/accounts/{id}"),
    manager("/manager/refusals"),
    manager("/manager/how-credits-work"),
    admin("/admin"),
    admin("/admin/accounts/{id}"),
    admin("/admin/accounts/{id}/adjust"),
    admin("/admin/api-keys"),
    admin("/admin/api-keys/new"),
    admin("/admin/api-keys/{id}/revoke"),
    admin("/admin/api-keys/{id}/secret"),
    admin("/admin/audit"),
    admin("/admin/refusals"),
    admin("/admin/batches/{id}"),
    admin("/admin/batches/{id}/cancel"),
    admin("/admin/courses"),
    admin("/admin/courses/new"),
    admin("/admin/courses/{id}"),
    admin("/admin/courses/{id}/archive"),
    admin("/admin/courses/{id}/bulk"),
    admin("/admin/courses/{id}/invitations"),
    admin("/admin/courses/{id}/learners"),
    admin("/admin/courses/{id}/thresholds"),
    admin("/admin/courses/{id}/managers"),
    admin("/admin/courses/{id}/managers/new"),
    admin("/admin/courses/{id}/managers/{user}/assign"),
    admin("/admin/courses/{id}/managers/{user}/hand-over"),
    admin("/admin/courses/{id}/managers/{user}/remove"),
    admin("/admin/courses/{id}/managers/{user}/take-back"),
    admin("/admin/credits/deallocate/{course}"),
    admin("/admin/credits/grant"),
    admin("/admin/credits/grid"),
    admin("/admin/credits/grid/change"),
    admin("/admin/invitations/{id}/cancel"),
    admin("/admin/invitations/{id}/link"),
    admin("/admin/outbox"),
    admin("/admin/outbox/{id}"),
    admin("/admin/plans"),
    admin("/admin/plans/new"),
    admin("/admin/plans/{id}/archive"),
    admin("/admin/plans/{id}/choose"),
    admin("/admin/plans/{id}/edit"),
    admin("/admin/purchases"),
    admin("/admin/purchases/new"),
    admin("/admin/purchases/price"),
    admin("/admin/purchases/{id}"),
    admin("/admin/purchases/{id}/cancel"),
    admin("/admin/purchases/{id}/invoice"),
    admin("/admin/purchases/{id}/paid"),
    admin("/admin/registrations/{id}/withdraw"),
    admin("/admin/settings"),
    admin("/admin/subscriptions/{id}/cancel"),
    admin("/admin/subscriptions/{id}/renew"),
    admin("/admin/security"),
    admin("/admin/proof"),
    admin("/admin/requests"),
    admin("/admin/requests/{id}"),
    admin("/admin/requests/{id}/decline"),
    admin("/admin/users"),
    admin("/admin/users/enroll-new"),
    admin("/admin/users/new"),
    admin("/admin/users/{id}"),
    admin("/admin/users/{id}/delete"),
    admin("/admin/users/{id}/edit"),
    admin("/admin/users/{id}/enroll"),
    admin("/admin/users/{id}/link"),
    admin("/admin/users/{id}/second-factor"),
    admin("/admin/users/{id}/suspend"),
    admin("/admin/webhooks"),
    admin("/admin/webhooks/new"),
    admin("/admin/webhooks/{id}"),
    admin("/admin/webhooks/{id}/edit"),
    admin("/admin/webhooks/{id}/rotate"),
    admin("/admin/webhooks/{id}/delete"),
    admin("/admin/deliveries/{id}"),
];

/// The pages that journeys look at with axe: all but the root, which leads on.
const LOOKED_AT: &str = include_str!("../../../../end2end/pages.txt");

/// What the router has, in axum's spelling.
fn routes(house: &House) -> BTreeSet<String> {
    let portal = house.portal.clone();
    let (routes, _) = leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(shell, None, move || {
        provide_context(portal.clone());
        provide_context(Assets {
            css: String::new(),
            js: String::new(),
            wasm: String::new(),
        });
    });
    routes.iter().map(|route| route.path().to_owned()).collect()
}

fn names_a_thing(route: &str) -> bool {
    route.contains('{')
}

impl For {
    fn expects(self, who: &Somebody, route: &str) -> u16 {
        match (self, who.role) {
            (Self::Everybody(stranger, _), None) => stranger,
            (Self::Everybody(_, signed_in), Some(_)) => signed_in,
            (_, None) => 303,
            (Self::Only(role), Some(acts)) if acts != role => 404,
            (Self::Only(_), Some(_)) if names_a_thing(route) && !who.theirs => 404,
            (_, Some(_)) => 200,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_router_is_expected() {
    let house = House::open().await;
    let (routes, expected) = (
        routes(&house),
        PAGES.iter().map(|(route, _)| (*route).to_owned()).collect(),
    );
    let new: Vec<_> = routes.difference(&expected).collect();
    let gone: Vec<_> = expected.difference(&routes).collect();
    assert!(new.is_empty(), "pages nobody said whom they are for: {new:?}");
    assert!(gone.is_empty(), "pages that the router does not have: {gone:?}");
    let looked_at: BTreeSet<String> = LOOKED_AT.lines().map(str::to_owned).chain(["/".into()]).collect();
    assert_eq!(
        looked_at, routes,
        "end2end/pages.txt lists the pages that journeys look at"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_everybody_as_expected() {
    let house = House::open().await;
    let (ids, nothing) = (Ids::of(&house).await, Ids::of_nothing());
    let mut wrong = Vec::new();
    for who in &everybody(&house).await {
        for (route, whom) in PAGES {
            let path = ids.fill(route);
            let answer = who.browser.get(&path).await;
            let expected = whom.expects(who, route);
            if answer.status != expected {
                wrong.push(format!("{} gets {route}: expected {expected}, {answer}", who.name));
                continue;
            }
            if expected == 303 && !matches!(whom, For::Everybody(..)) {
                assert!(answer.header("location").starts_with("/sign-in?next=%2F"), "{answer}");
            }
            if expected == 404 {
                let missing = who.browser.get(&nothing.fill(route)).await;
                let seen = difference(&answer.neutral(&ids.all()), &missing.neutral(&nothing.all()));
                if let Some(seen) = seen {
                    wrong.push(format!("{} sees that {route} exists: {seen}", who.name));
                }
            }
            if expected == 200 && !who.ours && !matches!(whom, For::Everybody(..)) {
                for word in [
                    "northwind.example<",
                    "Northwind",
                    "contoso.example",
                    "Forklift",
                    "Ada Brandt",
                ] {
                    answer.hides(word);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_changes_nothing() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    for who in &everybody(&house).await {
        for (route, _) in PAGES.iter().filter(|(route, _)| *route != "/admin/users/{id}/link") {
            let path = ids.fill(route);
            let look = async { who.browser.get(&path).await };
            house
                .unchanged(&format!("{} who looked at {route}", who.name), look)
                .await;
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_opens_no_page_that_is_closed_otherwise() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    for who in &everybody(&house).await {
        for (route, whom) in PAGES {
            if matches!(whom, For::Everybody(..)) || whom.expects(who, route) == 200 {
                continue;
            }
            let page = ids.fill(route);
            let fields = [("page", page.as_str()), ("email", "nobody"), ("form", "")];
            let answer = who.browser.post("/do/ask-password", &fields).await;
            let shown = matches!(answer.status, 404 | 422);
            assert!(shown, "{} posts from {route}: {answer}", who.name);
            for word in ["zoe@", "lena@northwind", "Forklift", "Kitchen", "<form class=\"form\""] {
                answer.hides(word);
            }
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_the_role_besides_is_told_so() {
    let house = House::open().await;
    let manager = house.browser(house.mara()).await;
    let answer = manager.get("/learner/courses?x=1").await;
    answer.is(404).says("This address belongs to another of your roles.");
    let offered = "<input type=\"hidden\" name=\"next\" value=\"/learner/courses?x=1\">";
    assert!(answer.text().contains(offered), "{answer}");
    let fields = [("role", "learner"), ("next", "/learner/courses?x=1")];
    manager
        .post("/do/switch-role", &fields)
        .await
        .leads_to("/learner/courses?x=1");
    manager.get("/learner/courses").await.is(200);
    house
        .browser(house.noor())
        .await
        .get("/learner/courses")
        .await
        .is(404)
        .hides("another of your roles");
    house.close().await;
}
