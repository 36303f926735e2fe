//! Keys of programs: whose they are, when they stop, how often they count.

use chrono::TimeDelta;
use lectern_contract::{
    ApiKeyId, Refusal,
    api_keys::{KeyLife, KeyState, Scope},
    refusal::{ApiProblem, Field},
};
use lectern_domain::{
    Actor,
    accounts::{administer, second_factor::rule},
    api_keys::{
        admit::{self, Admission},
        keep, list,
        make::{self, KeyForm},
        revoke,
    },
    credits, samples,
};
use lectern_entities::{api_key, audit, receipt};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{House, PASSWORD, fresh_key, refusal, rush, sort};

const SESSION: &str = "the browser that made it";

fn form(scopes: &[Scope], life: KeyLife) -> KeyForm {
    KeyForm {
        name: "Personnel".into(),
        scopes: scopes.to_vec(),
        life,
    }
}

/// Makes a key; answers it with its secret.
pub(super) async fn made_by(house: &House, actor: &Actor, life: KeyLife) -> (ApiKeyId, String) {
    let form = form(&[Scope::UsersRead, Scope::CreditsWrite], life);
    let id = make::make(&house.portal, actor, &fresh_key(), form, PASSWORD, SESSION)
        .await
        .expect("made");
    let (_, secret) = keep::look(&house.portal, actor, id, SESSION).await.expect("shown");
    (id, secret.expect("a secret"))
}

async fn admitted(house: &House, secret: &str) -> Admission {
    admit::admit(&house.portal, secret, "test").await.expect("let in")
}

async fn refused(house: &House, secret: &str) {
    let answer = admit::admit(&house.portal, secret, "test").await;
    assert_eq!(refusal(answer), Refusal::Api(ApiProblem::KeyNeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_acts_for_its_maker_and_says_so_in_the_audit_log() {
    let house = House::open().await;
    let (id, secret) = made_by(&house, house.ada(), KeyLife::Month).await;
    let let_in = admitted(&house, &secret).await;
    assert_eq!(
        (let_in.actor.user, let_in.actor.role),
        (house.ada().user, house.ada().role)
    );
    let_in.may(Scope::CreditsWrite).expect("it has the scope");
    assert_eq!(
        refusal(let_in.may(Scope::UsersWrite)),
        Refusal::Api(ApiProblem::ScopeNeeded(Scope::UsersWrite))
    );
    let key = let_in.own("grant-1");
    house
        .act(async |tx| credits::grant(tx, &let_in.actor, &key, 7, "By a program").await)
        .await
        .expect("granted");
    let noted = audit::Entity::find()
        .filter(audit::Column::Act.eq("credits.grant"))
        .one(house.portal.reader())
        .await
        .expect("read")
        .expect("noted");
    assert_eq!(noted.source, format!("API key {} from test", &secret[..11]));
    let row = list::one(&house.portal, house.ada(), id).await.expect("listed");
    assert_eq!((row.state, row.last_used), (KeyState::Active, Some(house.portal.now())));
    assert_eq!(row.scopes, [Scope::UsersRead, Scope::CreditsWrite]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_nowhere_in_the_database_and_shown_to_its_browser_until_kept() {
    let house = House::open().await;
    let (id, secret) = made_by(&house, house.ada(), KeyLife::Endless).await;
    assert_eq!(secret.len(), 35, "a mark and 192 bits");
    let look = async |actor: &Actor, session: &str| {
        let shown = keep::look(&house.portal, actor, id, session).await;
        shown.expect("a page").1
    };
    assert_eq!(
        look(house.ada(), SESSION).await.as_deref(),
        Some(secret.as_str()),
        "a page can be loaded again"
    );
    assert_eq!(look(house.ada(), "another browser").await, None);
    let stored = api_key::Entity::find_by_id(id).one(house.portal.reader()).await;
    let stored = format!("{:?}", stored.expect("read"));
    assert!(!stored.contains(&secret) && !stored.contains(&secret[11..]), "{stored}");
    house
        .act(async |tx| keep::keep(tx, house.ada(), id).await)
        .await
        .expect("kept");
    assert_eq!(look(house.ada(), SESSION).await, None);
    admitted(&house, &secret).await;
    let (forgotten, _) = made_by(&house, house.ada(), KeyLife::Endless).await;
    house.clock.advance(TimeDelta::minutes(15));
    let shown = keep::look(&house.portal, house.ada(), forgotten, SESSION).await;
    assert_eq!(shown.expect("a page").1, None, "not for ever");
    assert_eq!(house.act(async |tx| keep::sweep(tx).await).await.expect("swept"), 1);
    assert_eq!(house.act(async |tx| keep::sweep(tx).await).await.expect("swept"), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_stops_when_it_ends_is_revoked_or_its_maker_stops() {
    let house = House::open().await;
    let (_, monthly) = made_by(&house, house.ada(), KeyLife::Month).await;
    let (id, endless) = made_by(&house, house.ada(), KeyLife::Endless).await;
    house.clock.advance(TimeDelta::days(30));
    refused(&house, &monthly).await;
    admitted(&house, &endless).await;
    for _ in 0..2 {
        house
            .act(async |tx| revoke::revoke(tx, house.ada(), id).await)
            .await
            .expect("revoked");
    }
    refused(&house, &endless).await;
    let noted = audit::Entity::find().filter(audit::Column::Act.eq("api_key.revoke"));
    assert_eq!(noted.all(house.portal.reader()).await.expect("read").len(), 1);
    for wrong in ["", "lk_", "lk_nothing", &endless[..34], &endless.to_lowercase()] {
        refused(&house, wrong).await;
    }
    let second = samples::person(
        &house.portal,
        house.ada(),
        ("Bo Admin", "bo@northwind.example"),
        &[lectern_contract::Role::Admin, lectern_contract::Role::Learner],
        PASSWORD,
    );
    let bo = Actor {
        user: second.await.expect("hired"),
        ..house.ada().clone()
    };
    let (id, of_bo) = made_by(&house, &bo, KeyLife::Endless).await;
    admitted(&house, &of_bo).await;
    let state = async |expected: KeyState| {
        let row = list::one(&house.portal, house.ada(), id).await.expect("listed");
        assert_eq!(row.state, expected);
    };
    let ada = house.ada();
    house
        .act(async |tx| administer::suspend(tx, ada, bo.user).await)
        .await
        .expect("suspended");
    refused(&house, &of_bo).await;
    state(KeyState::Stopped).await;
    house
        .act(async |tx| administer::restore(tx, ada, bo.user).await)
        .await
        .expect("restored");
    admitted(&house, &of_bo).await;
    house
        .act(async |tx| rule::require(tx, ada, true).await)
        .await
        .expect("required");
    let answer = admit::admit(&house.portal, &of_bo, "test").await;
    assert_eq!(refusal(answer), Refusal::SecondFactorFirst);
    house
        .act(async |tx| rule::require(tx, ada, false).await)
        .await
        .expect("not required");
    let demoted = administer::UserForm {
        name: "Bo".into(),
        email: "bo@northwind.example".into(),
        roles: vec![lectern_contract::Role::Learner],
    };
    house
        .act(async |tx| administer::edit(tx, ada, bo.user, demoted).await)
        .await
        .expect("demoted");
    refused(&house, &of_bo).await;
    state(KeyState::Stopped).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn making_a_key_asks_who_one_is_and_happens_once() {
    let house = House::open().await;
    let (portal, ada) = (&house.portal, house.ada());
    let good = || form(&[Scope::UsersRead], KeyLife::Year);
    let answer = make::make(portal, house.mara(), "k", good(), PASSWORD, SESSION).await;
    assert_eq!(refusal(answer), Refusal::NotFound);
    let answer = make::make(portal, ada, "k", form(&[], KeyLife::Year), PASSWORD, SESSION).await;
    assert_eq!(refusal(answer), Refusal::Missing(Field::Scopes));
    let nameless = KeyForm {
        name: " ".into(),
        ..good()
    };
    let answer = make::make(portal, ada, "k", nameless, PASSWORD, SESSION).await;
    assert_eq!(refusal(answer), Refusal::Missing(Field::Name));
    let answer = make::make(portal, ada, "k", good(), "a wrong guess", SESSION).await;
    assert_eq!(refusal(answer), Refusal::WrongPassword);
    let first = make::make(portal, ada, "k", good(), PASSWORD, SESSION)
        .await
        .expect("made");
    let again = make::make(portal, ada, "k", good(), PASSWORD, SESSION)
        .await
        .expect("the same");
    assert_eq!(first, again);
    assert_eq!(list::list(portal, ada).await.expect("listed").len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_are_counted_by_the_minute_in_all_processes_together() {
    let house = House::open().await;
    let (_, secret) = made_by(&house, house.ada(), KeyLife::Endless).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 24, |portal, _| {
        let secret = secret.clone();
        async move { admit::admit(&portal, &secret, "test").await.map(|let_in| let_in.used) }
    })
    .await;
    let (mut used, refused) = sort(answers);
    used.sort_unstable();
    assert_eq!((used, refused), ((1..=24).collect(), vec![]));
    let now = house.portal.now().timestamp();
    assert_eq!(
        admitted(&house, &secret).await.resets_in,
        (60 - now.rem_euclid(60)).unsigned_abs()
    );
    house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(admitted(&house, &secret).await.used, 1);
    // A process whose clock is behind does not begin the old minute anew.
    let behind = crate::support::TestClock::at(house.portal.now() - TimeDelta::minutes(1));
    let behind = house.process_at(std::sync::Arc::new(behind)).await;
    let late = admit::admit(&behind, &secret, "test").await.expect("let in");
    assert_eq!(late.used, 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_keys_of_one_person_do_not_read_one_anothers_receipts() {
    let house = House::open().await;
    let (_, one) = made_by(&house, house.ada(), KeyLife::Endless).await;
    let (_, other) = made_by(&house, house.ada(), KeyLife::Endless).await;
    for secret in [&one, &other, &one] {
        let let_in = admitted(&house, secret).await;
        let key = let_in.own("same");
        house
            .act(async |tx| credits::grant(tx, &let_in.actor, &key, 5, "Twice, by two").await)
            .await
            .expect("granted");
    }
    assert_eq!(house.pool().await, 10);
    let kept = receipt::Entity::find().filter(receipt::Column::IdempotencyKey.like("api:%"));
    assert_eq!(kept.all(house.portal.reader()).await.expect("read").len(), 2);
    house.close().await;
}
