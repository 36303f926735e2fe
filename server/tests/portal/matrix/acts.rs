//! Every registered server function × everybody.

use std::collections::BTreeSet;

use lectern_contract::Role;
use leptos::server_fn::axum::server_fn_paths;

use super::{
    ids::Ids,
    people::{Somebody, everybody},
};
use crate::{
    admin::purchases::PRICE,
    support::{Answer, House, PASSWORD, answer::difference},
};

/// Whom an act is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// The acts of strangers: a link, an address or a password speaks for them. A new one is a decision.
    Everybody,
    /// Acts on oneself.
    SignedIn,
    /// One role.
    Only(Role),
    /// Those who manage invitations.
    ManagerOrAdmin,
    /// Whoever the thing belongs to, in whatever role.
    Theirs,
}

type Fields = Vec<(&'static str, String)>;

/// An act: its address, whom it is for, and a form that the right person may send. Those that take something away
/// come last.
struct Act(&'static str, For, Fields);

/// The form of *Price and terms*.
fn price() -> Fields {
    PRICE.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a line for each act")]
fn acts(ids: &Ids) -> Vec<Act> {
    use For::{Everybody, ManagerOrAdmin, Only, SignedIn};
    let admin = Only(Role::Admin);
    let course = || ("course", ids.course.clone());
    let user = || ("user", ids.user.clone());
    let batch = || ("batch", ids.batch.clone());
    let amount = |n: &str| ("amount", n.to_owned());
    let key = |key: &str| ("key", format!("acts/{key}"));
    let text = |name: &'static str, value: &str| (name, value.to_owned());
    let plan = || ("plan", ids.plan.clone());
    let subscription = || ("subscription", ids.subscription.clone());
    let webhook = || ("webhook", ids.webhook.clone());
    let with_terms = |fields: Fields| {
        let terms = [text("name", "Another"), amount("10"), text("billing", "yearly"), text("currency", "EUR"), text("price", "1"), text("credit_price", "1")];
        terms.into_iter().chain(fields).collect::<Fields>()
    };
    vec![
        Act("/do/sign-in", Everybody, vec![]),
        Act("/do/sign-in-code", Everybody, vec![]),
        Act("/do/sign-out", Everybody, vec![]),
        Act("/do/ask-password", Everybody, vec![]),
        Act("/do/choose-password", Everybody, vec![]),
        Act("/do/use-address", Everybody, vec![]),
        Act("/do/accept-as-new", Everybody, vec![]),
        Act("/do/accept-with-password", Everybody, vec![]),
        Act("/do/decline-invitation", Everybody, vec![]),
        Act("/do/claim-invitation", Everybody, vec![]),
        Act("/do/disown-invitation", Everybody, vec![]),
        Act("/do/refuse-reminders", Everybody, vec![]),
        Act("/do/ask-for-invitation", Everybody, vec![]),
        Act("/do/set-up", Everybody, vec![]),
        Act("/do/accept-invitation", SignedIn, vec![("token", ids.invitation_token.clone())]),
        Act("/do/switch-role", SignedIn, vec![text("role", "learner")]),
        Act("/do/change-password", SignedIn, vec![text("current", PASSWORD), text("password", "x")]),
        Act("/do/change-email", SignedIn, vec![text("current", PASSWORD), text("email", "x")]),
        Act("/do/begin-second-factor", SignedIn, vec![text("current", "x")]),
        Act("/do/confirm-second-factor", SignedIn, vec![text("code", "x")]),
        Act("/do/keep-recovery-codes", SignedIn, vec![]),
        Act("/do/renew-recovery-codes", SignedIn, vec![text("current", "x")]),
        Act("/do/turn-off-second-factor", SignedIn, vec![text("current", "x")]),
        Act("/do/end-session", SignedIn, vec![("session", ids.letter.clone())]),
        Act("/do/end-other-sessions", SignedIn, vec![]),
        Act("/do/launch", Only(Role::Learner), vec![("registration", ids.registration.clone())]),
        Act("/do/start-over", Only(Role::Learner), vec![("registration", ids.registration.clone())]),
        Act("/do/grant-credits", admin, vec![amount("50"), text("note", "For a test"), key("grant")]),
        Act("/do/allocate-credits", admin, vec![course(), amount("9"), key("allocate")]),
        Act("/do/deallocate-credits", admin, vec![course(), amount("1"), key("deallocate")]),
        Act("/do/adjust-credits", admin, vec![("account", ids.pool.clone()), amount("1"), text("reason", "goodwill"), text("note", "x"), text("sure", "yes"), key("adjust")]),
        Act("/do/assign-credits", admin, vec![course(), ("user", ids.manager.clone()), amount("2"), key("assign")]),
        Act("/do/take-back-credits", admin, vec![course(), ("user", ids.manager.clone()), amount("1"), key("take-back")]),
        Act("/do/plan-grid", admin, vec![("cells[x]", String::new())]),
        Act("/do/change-grid", admin, vec![("cells", format!("{}.own.3", ids.course)), text("seen", "x"), key("grid"), course()]),
        Act("/do/give-credits", Only(Role::Manager), vec![course(), ("user", ids.manager.clone()), amount("1"), key("give")]),
        Act("/do/take-back-given", Only(Role::Manager), vec![course(), ("user", ids.manager.clone()), amount("1"), key("take-back-given")]),
        Act("/do/request-credits", Only(Role::Manager), vec![course(), amount("2"), text("note", "For a test"), key("request")]),
        Act("/do/choose-own-quantity", Only(Role::Manager), vec![course(), amount("5")]),
        Act("/do/place-own-order", Only(Role::Manager), vec![course(), amount("1"), text("terms", "1"), text("total", "119"), text("accept", "yes"), key("place-own")]),
        Act("/do/set-thresholds", admin, vec![text("low_pool", "5"), text("low_course", "off"), text("low_managers", "10%")]),
        Act("/do/set-course-thresholds", admin, vec![course(), text("low_course", "5"), text("low_managers", "")]),
        Act("/do/approve-request", admin, vec![("request", ids.request.clone()), text("from_course", "0"), text("from_pool", "3"), key("approve")]),
        Act("/do/decline-request", admin, vec![("request", ids.request.clone()), text("note", "No"), key("decline")]),
        Act("/do/withdraw-request", Only(Role::Manager), vec![("request", ids.request.clone()), course(), key("withdraw-request")]),
        Act("/do/edit-course", admin, vec![course(), text("title", "Another title")]),
        Act("/do/set-attempts", admin, vec![course(), text("max_attempts", "3"), text("new_attempt", "no"), text("counts", "last"), text("failed_means", "incomplete")]),
        Act("/do/publish-course", admin, vec![course()]),
        Act("/do/create-user", admin, vec![text("name", "New Person"), text("email", "new@northwind.example"), text("roles[]", "learner"), key("create")]),
        Act("/do/enroll-new-user", admin, vec![text("name", "Other Person"), text("email", "other@northwind.example"), course(), key("enroll-new")]),
        Act("/do/change-settings", admin, vec![text("invitation_days", "20"), text("refund_policy", "never"), text("refund_percent", "10"), text("refund_days", "14"), text("proration", "fair"), text("grace_days", "30")]),
        Act("/do/create-plan", admin, with_terms(vec![key("create-plan")])),
        Act("/do/edit-plan", admin, with_terms(vec![plan()])),
        Act("/do/subscribe", admin, vec![plan(), key("subscribe")]),
        Act("/do/change-plan", admin, vec![subscription(), plan(), key("change-plan")]),
        Act("/do/archive-plan", admin, vec![plan()]),
        Act("/do/resume-subscription", admin, vec![subscription()]),
        Act("/do/renew-subscription", admin, vec![subscription(), key("renew")]),
        Act("/do/cancel-subscription", admin, vec![subscription(), key("cancel")]),
        Act("/do/save-price", admin, price()),
        Act("/do/choose-quantity", admin, vec![amount("5")]),
        Act("/do/place-order", admin, vec![amount("1"), text("terms", "1"), text("total", "119"), text("accept", "yes"), key("place")]),
        Act("/do/open-checkout", admin, vec![("order", ids.order.clone())]),
        Act("/do/check-payment", admin, vec![("order", ids.order.clone())]),
        Act("/do/mark-order-paid", admin, vec![("order", ids.order.clone()), key("paid")]),
        Act("/do/cancel-order", admin, vec![("order", ids.order.clone())]),
        Act("/do/send-letter-again", admin, vec![("letter", ids.letter.clone())]),
        Act("/do/send-invitations", ManagerOrAdmin, vec![course(), text("addresses", "fay@contoso.example"), key("send")]),
        Act("/do/re-invite", ManagerOrAdmin, vec![("invitation", ids.invitation.clone()), key("re-invite")]),
        Act("/do/stop-reminders", ManagerOrAdmin, vec![("invitation", ids.invitation.clone())]),
        Act("/do/resume-reminders", ManagerOrAdmin, vec![("invitation", ids.invitation.clone())]),
        Act("/do/mark-undeliverable", ManagerOrAdmin, vec![("invitation", ids.invitation.clone())]),
        Act("/do/mark-deliverable", ManagerOrAdmin, vec![("invitation", ids.invitation.clone())]),
        Act("/do/approve-claim", ManagerOrAdmin, vec![("claim", ids.claim.clone()), key("approve-claim")]),
        Act("/do/decline-claim", ManagerOrAdmin, vec![("claim", ids.claim.clone())]),
        Act("/do/letter-came-back", admin, vec![("letter", ids.letter.clone())]),
        Act("/do/cancel-invitation", ManagerOrAdmin, vec![("invitation", ids.invitation.clone()), course()]),
        Act("/do/remind-learner", ManagerOrAdmin, vec![("registration", ids.registration.clone()), key("remind")]),
        Act("/do/issue-certificate", For::Theirs, vec![("registration", ids.registration.clone())]),
        Act("/do/check-batch", Only(Role::Manager), vec![batch()]),
        Act("/do/send-batch", Only(Role::Manager), vec![batch(), text("shortage", "first"), key("send-batch")]),
        Act("/do/cancel-batch", ManagerOrAdmin, vec![batch(), course()]),
        Act("/do/withdraw-registration", admin, vec![("registration", ids.registration.clone()), user(), key("withdraw")]),
        Act("/do/enroll-user", admin, vec![user(), course(), key("enroll")]),
        Act("/do/edit-user", admin, vec![user(), text("name", "Another Name"), text("email", "lena@northwind.example"), text("roles[]", "learner")]),
        Act("/do/make-password-link", admin, vec![user()]),
        Act("/do/add-manager", admin, vec![course(), ("user", ids.manager.clone())]),
        Act("/do/hand-over", admin, vec![course(), ("user", ids.manager.clone()), text("to", "course"), text("free", "999"), text("pending", "0"), text("learners", "0"), key("hand-over")]),
        Act("/do/remove-manager", admin, vec![course(), ("user", ids.manager.clone())]),
        Act("/do/make-api-key", admin, vec![text("name", "Another"), text("scopes[]", "users:read"), text("life", "30"), text("current", PASSWORD), key("api-key")]),
        Act("/do/keep-api-key", admin, vec![("api_key", ids.api_key.clone())]),
        Act("/do/revoke-api-key", admin, vec![("api_key", ids.api_key.clone())]),
        Act("/do/require-second-factor", admin, vec![]),
        Act("/do/reset-second-factor", admin, vec![user()]),
        Act("/do/prove-now", admin, vec![]),
        Act("/do/suspend-user", admin, vec![user()]),
        Act("/do/restore-user", admin, vec![user()]),
        Act("/do/delete-user", admin, vec![user()]),
        Act("/do/archive-course", admin, vec![course()]),
        Act("/do/create-webhook", admin, vec![text("url", "https://hooks.example.com/b"), text("events[]", "request.created"), key("webhook")]),
        Act("/do/edit-webhook", admin, vec![webhook(), text("url", "https://hooks.example.com/c"), text("events[]", "request.created")]),
        Act("/do/test-webhook", admin, vec![webhook()]),
        Act("/do/send-delivery-again", admin, vec![("delivery", ids.delivery.clone())]),
        Act("/do/rotate-webhook", admin, vec![webhook(), key("rotate")]),
        Act("/do/keep-webhook-secret", admin, vec![webhook()]),
        Act("/do/pause-webhook", admin, vec![webhook()]),
        Act("/do/resume-webhook", admin, vec![webhook()]),
        Act("/do/delete-webhook", admin, vec![webhook()]),
    ]
}

impl Act {
    fn is_for(&self, who: &Somebody) -> bool {
        match (self.1, who.role) {
            (For::Everybody, _) | (For::SignedIn, Some(_)) => true,
            (_, None) => false,
            (For::Only(role), Some(acts)) => acts == role && who.theirs,
            (For::ManagerOrAdmin, Some(acts)) => acts != Role::Learner && who.theirs,
            (For::Theirs, Some(_)) => who.theirs,
        }
    }

    async fn by(&self, who: &Somebody) -> Answer {
        let fields: Vec<(&str, &str)> = self.2.iter().map(|(name, value)| (*name, value.as_str())).collect();
        who.browser.post(self.0, &fields).await
    }

    /// Whether it names nothing that somebody else could own.
    fn is_about_nothing(&self) -> bool {
        let things = [
            "course",
            "user",
            "registration",
            "account",
            "letter",
            "invitation",
            "plan",
            "subscription",
            "request",
            "order",
            "batch",
            "claim",
            "webhook",
            "delivery",
            "api_key",
        ];
        self.2.iter().all(|(name, _)| !things.contains(name))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_is_expected_and_takes_posts_only() {
    let house = House::open().await;
    let registered: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let acts = acts(&Ids::of_nothing());
    let expected: BTreeSet<&str> = acts.iter().map(|act| act.0).collect();
    let new: Vec<_> = registered.difference(&expected).collect();
    let gone: Vec<_> = expected.difference(&registered).collect();
    assert!(new.is_empty(), "acts nobody said whom they are for: {new:?}");
    assert!(gone.is_empty(), "acts that are not registered: {gone:?}");
    for (path, method) in server_fn_paths() {
        assert_eq!(method, http::Method::POST, "{path}");
        house.anonymous().get(path).await.leads_to("/");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_does_what_is_not_theirs() {
    let house = House::open().await;
    let (ids, nothing) = (Ids::of(&house).await, Ids::of_nothing());
    let (real, missing) = (acts(&ids), acts(&nothing));
    for who in &everybody(&house).await {
        for (act, missing) in real.iter().zip(&missing).filter(|(act, _)| !act.is_for(who)) {
            // What names nothing is done in one's own company: a neighbor's admin grants to the neighbor's pool.
            let own = act.1 == For::Only(Role::Admin) && act.is_about_nothing();
            if own && who.role == Some(Role::Admin) {
                continue;
            }
            let what = format!("{} who tried {}", who.name, act.0);
            let answer = house.unchanged(&what, act.by(who)).await;
            if who.role.is_none() {
                answer.leads_to("/sign-in?next=%2F");
                continue;
            }
            assert_eq!(answer.status, 404, "{what}: {answer}");
            let other = missing.by(who).await;
            let seen = difference(&answer.neutral(&ids.all()), &other.neutral(&nothing.all()));
            assert_eq!(seen, None, "{what}");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_not_judged_before_who_typed_it() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    // Fields that the act itself reads; ids and words from a closed list are refused before any act begins.
    let typed = [
        "amount",
        "note",
        "name",
        "email",
        "title",
        "addresses",
        "url",
        "max_attempts",
    ];
    let chosen = [
        ("/do/enroll-user", "course"),
        ("/do/enroll-new-user", "course"),
        ("/do/add-manager", "user"),
    ];
    for who in everybody(&house).await.iter().filter(|who| who.role.is_some()) {
        for mut act in acts(&ids) {
            let (For::Only(role), Some(acts_as)) = (act.1, who.role) else {
                continue;
            };
            if role == acts_as {
                continue;
            }
            for (name, value) in &mut act.2 {
                // The number of an order was typed, and judged, on the page before.
                let is_typed = typed.contains(name) && !act.0.starts_with("/do/place-");
                if is_typed || chosen.contains(&(act.0, *name)) {
                    "\u{7}?".clone_into(value);
                }
            }
            let answer = act.by(who).await;
            assert_eq!(
                answer.status, 404,
                "{} typed nonsense into {}: {answer}",
                who.name, act.0
            );
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_refused_as_people_are() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    for act in acts(&ids).iter().filter(|act| act.1 != For::Everybody) {
        let fields: Vec<(&str, &str)> = act.2.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = crate::support::browser::form(&fields);
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let post = http::Method::POST;
        let program = house.anonymous();
        let answer = program.send_with(post, act.0, &headers, &body);
        house.unchanged(act.0, answer).await.is(401);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_it_is_for_reach_every_act() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    let everybody = everybody(&house).await;
    for act in acts(&ids).iter().filter(|act| act.1 != For::Everybody) {
        let mut anybody = false;
        for who in everybody.iter().filter(|who| who.theirs && act.is_for(who)) {
            let answer = act.by(who).await;
            let refused = matches!(answer.status, 400 | 401 | 403 | 404) || answer.status >= 500;
            let lacks = act.0 == "/do/switch-role" && who.name != "the learner" && who.name != "the manager";
            // By the time the list is through, the learner is suspended and their sessions are gone.
            assert!(!refused || lacks, "{} by {}: {answer}", act.0, who.name);
            anybody |= !refused;
            if act.0 == "/do/switch-role" {
                who.browser
                    .post(act.0, &[("role", who.role.map_or("", |role| role.as_str()))])
                    .await
                    .is(303);
            }
        }
        assert!(anybody, "nobody reached {}", act.0);
    }
    house.close().await;
}
