//! Two companies in one database: nothing crosses. What is another's does not exist.

use lectern_contract::{
    Refusal, Role,
    batches::Shortage,
    bounces::BounceKind,
    credits::{AccountKind, AdjustReason},
    grid::GridChange,
    hooks::HookEvent,
    letters::LetterKind,
    orders::Provider,
    paging::Query,
    people::UserFilter,
    plans::Billing,
    refusal::OrderProblem,
    requests::CreditPlan,
    sharing::{HandOverFigures, Successor},
    statements::Period,
};
use lectern_domain::{
    Actor, Result,
    accounts::{
        administer::{self, UserForm},
        users,
    },
    bounces,
    courses::{archive, edit, hand_over, list, managers, view},
    credits::{
        self,
        accounts::{self, Which},
        given, grid, outlook, overview, proof, requests, statement,
        watch::thresholds,
    },
    hooks::{self, endpoints, endpoints::WebhookForm},
    invitations::{
        batch, cancel, claims, link, log, re_invite, remind,
        send::{self, SendForm},
    },
    letters::outbox,
    orders, plans,
    registrations::{enroll, lists, withdraw},
    runtime::launch,
    samples,
};
use lectern_entities::{account, bounce, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    hooks::SESSION,
    support::{House, fresh_key, plan_form, price_form, refusal},
};

/// A house with something of everything, and the neighbors' admin.
pub async fn street() -> (House, Actor) {
    let house = House::open().await;
    samples::begin(&house.portal, house.cast())
        .await
        .expect("the cast begins");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    (house, sol)
}

pub fn hidden<T: std::fmt::Debug>(what: &str, answer: Result<T>) {
    assert_eq!(refusal(answer), Refusal::NotFound, "{what}");
}

/// The neighbors' admin, in every role that might act.
pub fn roles(sol: &Actor) -> [Actor; 2] {
    [
        sol.clone(),
        Actor {
            role: Role::Manager,
            ..sol.clone()
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_credits_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, key) = (house.forklift(), house.mara().user, fresh_key);
    let pool = accounts::find(
        house.portal.reader(),
        house.ada().organization,
        Which::Own(AccountKind::Pool),
    )
    .await;
    let pool = pool.expect("read").expect("used");
    house
        .act(async |tx| credits::grant(tx, &sol, "own", 50, "Their own").await)
        .await
        .expect("their own pool");
    for sol in &roles(&sol) {
        hidden(
            "allocate",
            house
                .act(async |tx| credits::allocate(tx, sol, &key(), course, 1).await)
                .await,
        );
        hidden(
            "deallocate",
            house
                .act(async |tx| credits::deallocate(tx, sol, &key(), course, 1).await)
                .await,
        );
        hidden(
            "assign",
            house
                .act(async |tx| credits::assign(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "take back",
            house
                .act(async |tx| credits::take_back(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        let reason = AdjustReason::Other;
        hidden(
            "adjust",
            house
                .act(async |tx| credits::adjust(tx, sol, &key(), pool, 1, reason, "x").await)
                .await,
        );
    }
    assert_eq!(house.pool().await, 60, "ours is as it was");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::too_many_lines, reason = "a line for each act")]
async fn nothing_that_managers_share_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, key) = (house.forklift(), house.mara().user, fresh_key);
    let request = house
        .act(async |tx| requests::ask(tx, house.mara(), &key(), course, 3, "For Mara").await)
        .await
        .expect("asked");
    let theirs = requests::list::list(house.portal.reader(), &sol, &Query::default(), None).await;
    assert_eq!(theirs.expect("their own list").total, 0);
    for sol in &roles(&sol) {
        let plan = CreditPlan {
            from_course: 1,
            from_pool: 0,
        };
        hidden(
            "give",
            house
                .act(async |tx| credits::give(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "take back given",
            house
                .act(async |tx| credits::take_back_given(tx, sol, &key(), course, mara, 1).await)
                .await,
        );
        hidden(
            "ask",
            house
                .act(async |tx| requests::ask(tx, sol, &key(), course, 1, "x").await)
                .await,
        );
        hidden(
            "approve",
            house
                .act(async |tx| requests::approve(tx, sol, &key(), request, plan, "").await)
                .await,
        );
        hidden(
            "decline",
            house
                .act(async |tx| requests::decline(tx, sol, &key(), request, "x").await)
                .await,
        );
        hidden(
            "withdraw a request",
            house
                .act(async |tx| requests::withdraw(tx, sol, &key(), request).await)
                .await,
        );
        let nothing = HandOverFigures::default();
        hidden(
            "hand over",
            house
                .act(async |tx| hand_over::hand_over(tx, sol, &key(), course, mara, Successor::Course, nothing).await)
                .await,
        );
        hidden(
            "what is handed over",
            hand_over::preview(house.portal.reader(), sol, course, mara).await,
        );
        hidden(
            "archive and return",
            house
                .act(async |tx| archive::archive_and_return(tx, sol, &key(), course, 0).await)
                .await,
        );
        let change = [GridChange {
            course,
            manager: None,
            free: 1,
        }];
        hidden("a plan", grid::plan(house.portal.reader(), sol, &change).await);
        hidden(
            "change the grid",
            house
                .act(async |tx| grid::apply(tx, sol, &key(), &change, "x").await)
                .await,
        );
        hidden(
            "a request",
            requests::list::show(house.portal.reader(), sol, request).await,
        );
        hidden(
            "colleagues",
            given::colleagues(house.portal.reader(), sol, course).await,
        );
        hidden(
            "requests",
            requests::list::mine(house.portal.reader(), sol, course, &Query::default()).await,
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_invitations_or_registrations_reaches_across() {
    let (house, sol) = street().await;
    let (course, lena, key) = (house.forklift(), house.learner(0).user, fresh_key);
    let invited = house
        .invite(house.mara(), course, "wil@contoso.example")
        .await
        .expect("sent");
    let registration = house.registration(lena, course).await.id;
    for sol in &roles(&sol) {
        let form = SendForm {
            addresses: "x@contoso.example".into(),
            message: String::new(),
        };
        hidden(
            "send",
            house
                .act(async |tx| send::send(tx, sol, &key(), course, form).await)
                .await,
        );
        hidden(
            "re-invite",
            house
                .act(async |tx| re_invite::re_invite(tx, sol, &key(), invited).await)
                .await,
        );
        hidden(
            "cancel",
            house
                .act(async |tx| cancel::cancel(tx, sol, invited, false).await)
                .await,
        );
        hidden(
            "cancel once",
            house
                .act(async |tx| cancel::cancel_once(tx, sol, &key(), invited, false).await)
                .await,
        );
        hidden("copy", house.act(async |tx| link::copy(tx, sol, invited).await).await);
        hidden(
            "enroll",
            house
                .act(async |tx| enroll::enroll(tx, sol, &key(), lena, course).await)
                .await,
        );
        hidden(
            "withdraw",
            house
                .act(async |tx| withdraw::withdraw(tx, sol, &key(), registration).await)
                .await,
        );
    }
    let learner = Actor {
        role: Role::Learner,
        ..sol.clone()
    };
    hidden(
        "launch",
        house
            .act(async |tx| launch::launch(tx, &learner, registration).await)
            .await,
    );
    let token = house.token(invited).await;
    assert_eq!(refusal(house.accept(&learner, &token).await), Refusal::OtherAccount);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_batch_reaches_across() {
    let (house, sol) = street().await;
    let (course, all) = (house.forklift(), Query::default());
    let (mine, db) = (
        house.given(house.mara(), course, "wil@contoso.example\n").await,
        house.portal.reader(),
    );
    // A colleague of the same company sees as little as a neighbor; an admin sees it, but it is not theirs to send.
    let noor = house.noor().clone();
    for who in roles(&sol).iter().chain([&noor]) {
        hidden("head", batch::view::head(db, who, mine).await);
        hidden("rows", batch::view::rows(db, who, mine, &all, None).await);
        hidden("result", batch::result::piece(&house.portal, who, mine, 0).await);
        hidden("check", batch::check(&house.portal, who, mine).await);
        hidden("start", house.start(who, mine, Shortage::All).await);
        hidden("cancel", house.cancel_batch(who, mine).await);
        if who.organization == sol.organization {
            hidden("list", batch::view::list(db, who, course).await);
            hidden("give", house.give_list(who, course, "wil@contoso.example\n").await);
        }
    }
    assert_eq!(batch::view::list(db, &noor, course).await.expect("her own"), []);
    let seen = batch::view::list(db, house.ada(), course).await.expect("all");
    assert_eq!(seen.len(), 1);
    hidden(
        "start by the admin",
        house.start(house.ada(), mine, Shortage::All).await,
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_courses_or_people_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, lena) = (house.forklift(), house.mara().user, house.learner(0).user);
    for sol in &roles(&sol) {
        hidden(
            "publish",
            house.act(async |tx| edit::publish(tx, sol, course).await).await,
        );
        hidden(
            "archive",
            house.act(async |tx| edit::archive(tx, sol, course).await).await,
        );
        hidden(
            "edit",
            house
                .act(async |tx| {
                    edit::edit(
                        tx,
                        sol,
                        course,
                        edit::Words {
                            title: "Theirs",
                            ..Default::default()
                        },
                    )
                    .await
                })
                .await,
        );
        hidden(
            "add manager",
            house
                .act(async |tx| managers::add(tx, sol, course, sol.user).await)
                .await,
        );
        hidden(
            "remove manager",
            house
                .act(async |tx| managers::remove(tx, sol, course, mara).await)
                .await,
        );
        hidden(
            "suspend",
            house.act(async |tx| administer::suspend(tx, sol, lena).await).await,
        );
        hidden(
            "restore",
            house.act(async |tx| administer::restore(tx, sol, lena).await).await,
        );
        hidden(
            "delete",
            house.act(async |tx| administer::delete(tx, sol, lena).await).await,
        );
        let form = UserForm {
            name: "X".into(),
            email: "x@y.example".into(),
            roles: vec![Role::Admin],
        };
        hidden(
            "edit user",
            house.act(async |tx| administer::edit(tx, sol, lena, form).await).await,
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_read_looks_across() {
    let (house, sol) = street().await;
    let (db, course, lena, all) = (
        house.portal.reader(),
        house.forklift(),
        house.learner(0).user,
        Query::default(),
    );
    for row in account::Entity::find()
        .all(db)
        .await
        .expect("read")
        .iter()
        .filter(|row| row.organization_id != sol.organization)
    {
        hidden("statement head", statement::head(db, &sol, row.id).await);
        hidden("statement lines", statement::lines(db, &sol, row.id, 1).await);
        let whole = Period::default();
        hidden("statement sheet", statement::sheet(db, &sol, row.id, whole, 1).await);
        hidden(
            "statement file",
            statement::file::begin(&house.portal, &sol, row.id, whole).await,
        );
    }
    let asked = house.act(async |tx| proof::ask::ask(tx, house.ada()).await).await;
    asked.expect("our proof");
    assert_eq!(proof::view::list(db, &sol).await.expect("their own proofs"), []);
    let letters = letter::Entity::find().filter(letter::Column::OrganizationId.eq(house.ada().organization));
    let letter = letters.one(db).await.expect("read").expect("letters were written").id;
    hidden("letter", outbox::show(db, &sol, letter).await);
    hidden(
        "send letter again",
        house.act(async |tx| outbox::send_again(tx, &sol, letter).await).await,
    );
    hidden("course", list::head(db, &sol, course).await);
    hidden("package", view::package(db, &sol, course).await);
    hidden("managers", managers::list(db, &sol, course).await);
    let (any, anybody) = (log::Wanted::default(), lists::Wanted::default());
    hidden("invitations", log::list(&house.portal, &sol, course, &all, any).await);
    hidden("learners", lists::learners(db, &sol, course, &all, anybody).await);
    hidden("profile", lists::of_user(db, &sol, lena).await);
    hidden("user", users::show(db, &sol, lena).await);

    let people = users::list(db, &sol, &all, &UserFilter::default())
        .await
        .expect("their own users");
    assert_eq!(people.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [sol.user]);
    assert_eq!(
        list::list(db, &sol, &all, None).await.expect("their own courses").total,
        0
    );
    assert_eq!(list::live_choices(db, &sol).await.expect("their own courses"), []);
    assert_eq!(
        outbox::list(db, &sol, &all, None)
            .await
            .expect("their own letters")
            .total,
        0
    );
    let board = overview::overview(db, &sol).await.expect("their own dashboard");
    assert_eq!(
        (board.pool, board.held, board.consumed, board.courses.len()),
        (0, 0, 0, 0)
    );
    assert_eq!(
        lists::my_courses(
            db,
            &Actor {
                role: Role::Learner,
                ..sol.clone()
            }
        )
        .await
        .expect("none")
        .len(),
        0
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_order_reaches_or_looks_across() {
    let (house, sol) = street().await;
    house.open_shop().await;
    let order = house.order(9, Provider::Invoice).await;
    let db = house.portal.reader();
    for sol in &roles(&sol) {
        hidden("order", orders::list::show(db, sol, order).await);
        hidden("invoice", orders::invoice::show(db, sol, order).await);
        hidden(
            "mark paid",
            house
                .act(async |tx| orders::mark_paid::mark_paid(tx, sol, &fresh_key(), order).await)
                .await,
        );
        hidden(
            "cancel",
            house.act(async |tx| orders::cancel::cancel(tx, sol, order).await).await,
        );
    }
    let theirs = orders::list::list(db, &sol, &Query::default(), None)
        .await
        .expect("their own orders");
    assert_eq!(theirs.total, 0);
    assert_eq!(orders::price::price(db, &sol).await.expect("their own price"), None);
    assert_eq!(
        refusal(orders::quote::quote(db, &sol, 1).await),
        Refusal::Order(OrderProblem::NoPrice)
    );
    house
        .act(async |tx| orders::price::save(tx, &sol, price_form()).await)
        .await
        .expect("their own price");
    let quote = orders::quote::quote(db, &sol, 2).await.expect("their own quote");
    let form = orders::place::PlaceForm {
        quantity: 2,
        terms_version: quote.terms.version,
        total_minor: quote.total.minor,
        accepted: true,
    };
    let first = house
        .act(async |tx| orders::place::place(tx, &sol, &fresh_key(), form, Provider::Invoice).await)
        .await
        .expect("their own order");
    let shown = orders::list::show(db, &sol, first).await.expect("their own order");
    assert_eq!(
        (shown.row.number, shown.row.invoice),
        (1, Some(1)),
        "numbers are counted per organization"
    );
    hidden("their order", orders::list::show(db, house.ada(), first).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_plans_or_thresholds_reaches_across() {
    let (house, sol) = street().await;
    let (portal, course, key) = (&house.portal, house.forklift(), fresh_key);
    let small = house.plan("Small", 100, Billing::Yearly).await;
    let large = house.plan("Large", 300, Billing::Yearly).await;
    house.subscribe(small).await.expect("subscribed");
    let ours = house.subscription().await;
    let form = plan_form("Theirs", 1, Billing::Monthly);
    for sol in &roles(&sol) {
        let edit = house.act(async |tx| plans::offer::edit(tx, sol, small, &form).await);
        hidden("edit a plan", edit.await);
        let archive = house.act(async |tx| plans::offer::archive(tx, sol, small).await);
        hidden("archive a plan", archive.await);
        let subscribe = house.act(async |tx| plans::subscribe::subscribe(tx, sol, &key(), small).await);
        hidden("subscribe", subscribe.await);
        let change = house.act(async |tx| plans::change::change(tx, sol, &key(), ours.id, large).await);
        hidden("change", change.await);
        for now in [false, true] {
            let cancel = house.act(async |tx| plans::cancel::cancel(tx, sol, &key(), ours.id, now).await);
            hidden("cancel", cancel.await);
        }
        let resume = house.act(async |tx| plans::cancel::resume(tx, sol, ours.id).await);
        hidden("resume", resume.await);
        let renew = house.act(async |tx| plans::renew::renew(tx, sol, &key(), ours.id).await);
        hidden("renew", renew.await);
        hidden("a subscription", plans::view::subscription(portal, sol, ours.id).await);
        hidden("a plan", plans::view::one(portal, sol, small).await);
        hidden("a choice", plans::view::choice(portal, sol, large).await);
        let set = house.act(async |tx| thresholds::set_course(tx, sol, course, "1", "1").await);
        hidden("set thresholds", set.await);
        hidden("thresholds", thresholds::of_course(portal.reader(), sol, course).await);
        hidden("an outlook", outlook::course(portal, sol, course).await);
    }
    assert_eq!(house.subscription().await, ours, "ours is as it was");
    let plan = plans::view::one(portal, house.ada(), small).await.expect("ours");
    assert_eq!((plan.name.as_str(), plan.credits), ("Small", 100));
    let set = thresholds::of_course(portal.reader(), house.ada(), course).await;
    assert_eq!(set.expect("ours").course, None);
    let board = plans::view::board(portal, &sol).await.expect("their own");
    assert_eq!((board.subscription, board.plans), (None, vec![]));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_addresses_of_one_company_are_free_in_the_other() {
    let (house, sol) = street().await;
    house
        .act(async |tx| credits::grant(tx, house.ada(), "same key", 5, "Ours").await)
        .await
        .expect("granted");
    house
        .act(async |tx| credits::grant(tx, &sol, "same key", 7, "Theirs").await)
        .await
        .expect("granted");
    let form = UserForm {
        name: "Lena Holt".into(),
        email: "lena@northwind.example".into(),
        roles: vec![Role::Learner],
    };
    let theirs = house
        .act(async |tx| administer::create(tx, &sol, &fresh_key(), form).await)
        .await
        .expect("another Lena");
    assert_ne!(theirs, house.learner(0).user);
    let board = overview::overview(house.portal.reader(), &sol)
        .await
        .expect("their own dashboard");
    assert_eq!(board.pool, 7);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_an_invitations_later_life_reaches_across() {
    let (house, sol) = street().await;
    let (course, key) = (house.forklift(), fresh_key);
    let invited = house
        .invite(house.mara(), course, "wil@contoso.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    house.claim(&token, None, "will@contoso.example").await.expect("asked");
    let claim = house.claim_of(invited).await.id;
    let letter = house.letters(LetterKind::Invitation).await.pop().expect("sent").id;
    for sol in &roles(&sol) {
        let approve = house.act(async |tx| claims::approve(tx, sol, &key(), claim).await);
        hidden("approve a claim", approve.await);
        let decline = house.act(async |tx| claims::decline(tx, sol, claim).await);
        hidden("decline a claim", decline.await);
        hidden("claims", claims::open(&house.portal, sol, course).await);
        let stop = house.act(async |tx| remind::stop(tx, sol, invited).await);
        hidden("stop reminders", stop.await);
        let resume = house.act(async |tx| remind::resume(tx, sol, invited).await);
        hidden("resume reminders", resume.await);
        let mark = house.act(async |tx| bounces::mark(tx, sol, invited).await);
        hidden("mark", mark.await);
        let unmark = house.act(async |tx| bounces::unmark(tx, sol, invited).await);
        hidden("unmark", unmark.await);
        let back = house.act(async |tx| bounces::letter_came_back(tx, sol, letter).await);
        hidden("a letter came back", back.await);
    }
    // Somebody of the neighbors with the link is a stranger here: what they claim is only typed.
    house.claim(&token, Some(&sol), "").await.expect("asked");
    assert_eq!(house.claim_of(invited).await.user_id, None);
    let own = house
        .letters(LetterKind::Invitation)
        .await
        .pop()
        .expect("sent")
        .message_id;
    let word = bounces::Word {
        event_id: "e1",
        kind: BounceKind::Hard,
        message_id: Some(&own),
        address: None,
        reason: "no such user",
    };
    house.bounced(word).await;
    let kept = bounce::Entity::find().all(house.portal.reader()).await.expect("read");
    assert!(
        kept.iter().all(|row| row.organization_id == house.ada().organization),
        "{kept:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_webhook_reaches_across() {
    let (house, sol) = street().await;
    let ours = house.listen_to_all().await;
    let delivery = house
        .act(async |tx| hooks::again::test(tx, house.ada(), ours).await)
        .await
        .expect("a test");
    let form = WebhookForm {
        url: "https://theirs.example.com/".into(),
        events: HookEvent::choices().collect(),
    };
    let db = house.portal.reader();
    for sol in &roles(&sol) {
        hidden("show", hooks::view::show(&house.portal, sol, ours, SESSION).await);
        hidden("log", hooks::view::log(db, sol, ours, None, None).await);
        hidden("delivery", hooks::view::delivery(db, sol, delivery).await);
        hidden(
            "edit",
            house.act(async |tx| endpoints::edit(tx, sol, ours, &form).await).await,
        );
        hidden(
            "keep",
            house.act(async |tx| endpoints::keep_secret(tx, sol, ours).await).await,
        );
        hidden(
            "pause",
            house.act(async |tx| endpoints::pause(tx, sol, ours).await).await,
        );
        hidden(
            "resume",
            house.act(async |tx| endpoints::resume(tx, sol, ours).await).await,
        );
        hidden(
            "delete",
            house.act(async |tx| endpoints::delete(tx, sol, ours).await).await,
        );
        hidden(
            "test",
            house.act(async |tx| hooks::again::test(tx, sol, ours).await).await,
        );
        hidden(
            "again",
            house
                .act(async |tx| hooks::again::send_again(tx, sol, delivery).await)
                .await,
        );
        let rotate = async |tx: &_| endpoints::rotate(tx, sol, &fresh_key(), SESSION, ours).await;
        hidden("rotate", house.act(rotate).await);
    }
    assert_eq!(hooks::view::list(db, &sol).await.expect("their own list"), []);
    let theirs = house
        .act(async |tx| endpoints::create(tx, &sol, &fresh_key(), SESSION, &form).await)
        .await
        .expect("their own");
    house.grant(3).await.expect("ours");
    let log = hooks::view::log(db, &sol, theirs, None, None)
        .await
        .expect("their own log");
    assert_eq!(log.rows, [], "nobody is told of others");
    assert_eq!(house.deliveries(ours).await.len(), 2);
    house.close().await;
}
