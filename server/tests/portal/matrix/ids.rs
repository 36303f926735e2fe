//! The things that addresses and forms name: real ones of the house, and some that never were.

use lectern_domain::{
    accounts::reset,
    credits::{overview::overview, requests, statement::my_account},
    plans::view,
};

use crate::{
    admin::purchases::{buy, buy_at, managers_buy, open_shop},
    support::{Answer, Browser, House, PASSWORD},
};

/// One of each, as text.
#[derive(Clone, Debug)]
pub struct Ids {
    pub course: String,
    pub manager: String,
    pub user: String,
    pub registration: String,
    pub pool: String,
    pub account: String,
    pub letter: String,
    pub invitation: String,
    pub plan: String,
    pub subscription: String,
    pub request: String,
    pub batch: String,
    pub claim: String,
    pub launch: String,
    pub order: String,
    pub webhook: String,
    pub delivery: String,
    pub api_key: String,
    pub own_order: String,
    pub invitation_token: String,
    pub password_token: String,
    pub email_token: String,
}

impl Ids {
    /// Those of the house. Everything is about the second course, which one manager has alone, and the learner in it.
    pub async fn of(house: &House) -> Self {
        let course = house.kitchen();
        let learner = house.browser(house.learner(0)).await;
        let admin = house.browser(house.ada()).await;
        let manager = house.browser(house.mara()).await;
        let (id, user) = (course.to_string(), house.learner(0).user.to_string());
        let enrolled = [("user", user.as_str()), ("course", id.as_str()), ("key", "ids/enroll")];
        admin.post("/do/enroll-user", &enrolled).await.is(303);
        let addresses = [
            ("course", id.as_str()),
            ("addresses", "zoe@contoso.example"),
            ("key", "ids/send"),
        ];
        manager.post("/do/send-invitations", &addresses).await.is(303);
        let batch = manager
            .give_list(&format!("/manager/courses/{id}/bulk"), "yan@contoso.example")
            .await;
        let batch = batch.is(303).header("location").rsplit('/').next().map(str::to_owned);
        let courses = learner.get("/learner/courses").await;
        let registration = courses
            .hidden("/do/launch")
            .into_iter()
            .find(|(name, _)| name == "registration");
        let registration = registration.expect("a course of theirs").1;
        // Later than the letter to their first password.
        house.clock.advance(chrono::TimeDelta::seconds(1));
        admin
            .post("/do/ask-password", &[("email", "tom@northwind.example")])
            .await
            .is(303);
        house
            .act(async |tx| reset::ask_email_change(tx, house.learner(1), "omar.new@northwind.example").await)
            .await;
        let (plan, subscription) = plan_of(house, &admin).await;
        let account = my_account(house.portal.reader(), house.mara(), course).await;
        let pool = overview(house.portal.reader(), house.ada()).await.expect("an overview");
        let letter = house.letter_to("zoe@contoso.example").await.id.to_string();
        let invitation = pending(&manager, &id).await;
        let invitation_token = house.link("invitation", "zoe@contoso.example").await;
        let claim = claim_of(house, &manager, &invitation_token).await;
        let password_token = link_after(house, "password", "tom@northwind.example").await;
        let email_token = link_after(house, "email", "omar.new@northwind.example").await;
        let request = house
            .act(async |tx| requests::ask(tx, house.mara(), "ids/request", course, 3, "For a test").await)
            .await;
        let order = order(&admin).await;
        let [webhook, delivery] = webhook(&admin).await;
        let api_key = api_key(&admin).await;
        complete(house).await;
        managers_buy(&admin).await;
        let own_order = buy_at(&manager, &format!("/manager/courses/{id}/credits/buy"), "2").await;
        let own_order = own_order.rsplit('/').next().expect("an id").to_owned();
        // Last, for it opens within a minute only.
        let launched = learner.post("/do/launch", &[("registration", &registration)]).await;
        let launch = launched.is(303).header("location").rsplit('/').next();
        let launch = launch.expect("a token").to_owned();
        Self {
            course: id,
            manager: house.mara().user.to_string(),
            user,
            registration,
            pool: pool.pool_account.to_string(),
            account: account.expect("accounts").expect("the manager's").to_string(),
            letter,
            invitation,
            plan,
            subscription,
            request: request.to_string(),
            batch: batch.expect("a batch"),
            claim,
            launch,
            order,
            webhook,
            delivery,
            api_key,
            own_order,
            invitation_token,
            password_token,
            email_token,
        }
    }

    /// Well-formed ones of nothing.
    pub fn of_nothing() -> Self {
        let id = |n: u128| format!("01970000-0000-7000-8000-{n:012x}");
        let token = |c: char| c.to_string().repeat(32);
        Self {
            course: id(1),
            manager: id(2),
            user: id(3),
            registration: id(4),
            pool: id(5),
            account: id(6),
            letter: id(7),
            invitation: id(8),
            plan: id(9),
            subscription: id(10),
            request: id(11),
            batch: id(12),
            claim: id(14),
            launch: token('l'),
            order: id(13),
            webhook: id(14),
            delivery: id(15),
            api_key: id(24),
            own_order: id(14),
            invitation_token: token('i'),
            password_token: token('p'),
            email_token: token('e'),
        }
    }

    /// All of them, to be made unrecognizable.
    pub fn all(&self) -> Vec<String> {
        let ids = [
            &self.course,
            &self.manager,
            &self.user,
            &self.registration,
            &self.pool,
            &self.account,
            &self.letter,
            &self.invitation,
            &self.plan,
            &self.subscription,
            &self.request,
            &self.batch,
            &self.claim,
            &self.launch,
            &self.order,
            &self.webhook,
            &self.delivery,
            &self.api_key,
            &self.own_order,
            &self.invitation_token,
            &self.password_token,
            &self.email_token,
        ];
        ids.into_iter().cloned().collect()
    }

    /// A route's address, its parameters filled in.
    pub fn fill(&self, route: &str) -> String {
        let mut path = String::new();
        for part in route.split('/').skip(1) {
            let value = match (part, path.rsplit('/').next().unwrap_or_default()) {
                ("{course}", _) | ("{id}", "courses") => &self.course,
                ("{user}", "managers") => &self.manager,
                ("{id}", "users") => &self.user,
                ("{id}", "registrations") => &self.registration,
                ("{id}", "accounts") => &self.account,
                ("{id}", "outbox") => &self.letter,
                ("{id}", "invitations") => &self.invitation,
                ("{id}", "plans") => &self.plan,
                ("{id}", "subscriptions") => &self.subscription,
                ("{id}", "requests") => &self.request,
                ("{id}", "purchases") => &self.order,
                ("{id}", "orders") => &self.own_order,
                ("{id}", "batches") => &self.batch,
                ("{id}", "webhooks") => &self.webhook,
                ("{id}", "deliveries") => &self.delivery,
                ("{id}", "api-keys") => &self.api_key,
                ("{number}", _) => "AAAA-AAAA-AAAA-AAAA",
                ("{token}", "launch") => &self.launch,
                ("{token}", "invitation") => &self.invitation_token,
                ("{token}", "password") => &self.password_token,
                ("{token}", "email") => &self.email_token,
                (part, _) => {
                    assert!(!part.starts_with('{'), "say what {part} of {route} is");
                    part
                }
            };
            path = format!("{path}/{value}");
        }
        path
    }
}

/// A plan on offer, and the company's subscription to it.
async fn plan_of(house: &House, admin: &Browser) -> (String, String) {
    let terms = [
        ("name", "Team"),
        ("amount", "120"),
        ("billing", "monthly"),
        ("currency", "EUR"),
    ];
    let prices = [("price", "99"), ("credit_price", "4.50"), ("key", "ids/plan")];
    admin
        .post("/do/create-plan", &[terms.as_slice(), &prices].concat())
        .await
        .is(303);
    let board = view::board(&house.portal, house.ada()).await.expect("plans");
    let plan = board.plans[0].id.to_string();
    admin
        .post("/do/subscribe", &[("plan", &plan), ("key", "ids/subscribe")])
        .await
        .is(303);
    let current = view::current(&house.portal, house.ada()).await.expect("shown");
    (plan, current.expect("subscribed").id.to_string())
}

/// An order that waits for its payment.
async fn order(admin: &Browser) -> String {
    open_shop(admin).await;
    let page = buy(admin, "3").await;
    page.rsplit('/').next().expect("an id").to_owned()
}

/// The invitation in the log of a course's only one.
async fn pending(manager: &Browser, course: &str) -> String {
    let log = manager.get(&format!("/manager/courses/{course}")).await;
    let mut fields = log.hidden("/do/re-invite").into_iter();
    fields.find(|(name, _)| name == "invitation").expect("an invitation").1
}

/// Who learns a course of one manager was invited by them, and completed it.
async fn complete(house: &House) {
    house
        .sabotage(
            "update registration set completion = 'completed', completed_at = created_at, manager_id = (
                 select user_id from course_manager where course_manager.course_id = registration.course_id
             ) where course_id in (select course_id from course_manager group by course_id having count(*) = 1)",
        )
        .await;
}

/// Somebody with the link of an invitation wants to accept it with another address.
async fn claim_of(house: &House, manager: &Browser, token: &str) -> String {
    let typed = [("token", token), ("name", "Zoe"), ("email", "zoe.own@contoso.example")];
    house.anonymous().post("/do/claim-invitation", &typed).await.is(303);
    let page = manager.get(&format!("/manager/courses/{}", house.kitchen())).await;
    let fields = page.hidden("/do/approve-claim");
    let claim = fields.into_iter().find(|(name, _)| name == "claim");
    claim.expect("a claim").1
}

/// A webhook, and a test on its way to it.
async fn webhook(admin: &Browser) -> [String; 2] {
    let fields = [
        ("url", "https://hooks.example.com/a"),
        ("events[]", "credits.granted"),
        ("key", "ids/webhook"),
    ];
    let last = |answer: &Answer| answer.is(303).header("location").rsplit('/').next().map(str::to_owned);
    let webhook = last(&admin.post("/do/create-webhook", &fields).await).expect("an id");
    let delivery = last(&admin.post("/do/test-webhook", &[("webhook", &webhook)]).await);
    [webhook, delivery.expect("an id")]
}

/// A key of the admin's.
async fn api_key(admin: &Browser) -> String {
    let fields = [("name", "Personnel"), ("scopes[]", "users:read"), ("life", "365")];
    let more = [("current", PASSWORD), ("key", "ids/api-key")];
    let made = admin
        .post("/do/make-api-key", &[fields.as_slice(), &more].concat())
        .await;
    let page = made.is(303).header("location").to_owned();
    page.split('/').nth(3).expect("an id").to_owned()
}

/// A link in a letter that was taken out of the outbox before: the lease is over by then.
async fn link_after(house: &House, kind: &str, to: &str) -> String {
    house.clock.advance(chrono::TimeDelta::minutes(11));
    house.link(kind, to).await
}
