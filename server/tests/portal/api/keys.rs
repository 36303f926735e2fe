//! Admin → API keys: made after proving who one is, shown once, revoked.

use lectern_contract::api_keys::Scope;

use super::program::{Program, fresh};
use crate::support::{House, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_a_key_reads_it_once_and_revokes_it() {
    let house = House::open().await;
    let admin = house.browser(house.ada()).await;
    admin.get("/admin/api-keys").await.is(200).says("No API key yet");
    let page = admin.get("/admin/api-keys/new").await;
    for scope in Scope::ALL {
        page.says(scope.label());
    }
    let typed = [
        ("name", "Personnel"),
        ("scopes[]", "users:read"),
        ("life", "90"),
        ("current", PASSWORD),
    ];
    let wrong = [typed[0], typed[2], typed[3]];
    let answer = admin.fill(&page, "/do/make-api-key", &wrong).await;
    answer.is(422).says("Please give at least one scope.");
    let answer = admin
        .fill(
            &page,
            "/do/make-api-key",
            &[typed[0], typed[1], typed[2], ("current", "a wrong guess")],
        )
        .await;
    assert_eq!(answer.is(422).problem("current"), "This is not your current password.");
    answer.hides("a wrong guess");
    let made = admin.fill(&page, "/do/make-api-key", &typed).await;
    let place = made.is(303).header("location").to_owned();
    assert_eq!(
        admin.fill(&page, "/do/make-api-key", &typed).await.header("location"),
        place,
        "posted twice, made once"
    );
    let shown = admin.get(&place).await;
    let secret = shown.is(200).value("secret");
    assert!(secret.starts_with("lk_") && secret.len() == 35, "{secret}");
    house
        .browser(house.ada())
        .await
        .get(&place)
        .await
        .is(200)
        .says("is not shown again")
        .hides(&secret);
    let headers = [("authorization", format!("Bearer {secret}"))];
    let headers = [(headers[0].0, headers[0].1.as_str())];
    let call = async || {
        house
            .anonymous()
            .send_with(http::Method::GET, "/api/v1/users", &headers, "")
            .await
    };
    call().await.is(200);
    admin
        .fill(&shown, "/do/keep-api-key", &[])
        .await
        .leads_to("/admin/api-keys");
    admin.get(&place).await.is(200).hides(&secret);
    let list = admin.get("/admin/api-keys").await;
    list.says("Personnel")
        .says(&secret[..11])
        .says("users:read")
        .says("Active")
        .hides(&secret);
    let question = admin.get(&place.replace("/secret", "/revoke")).await;
    question.says("Programs that use it are refused at once");
    admin
        .fill(&question, "/do/revoke-api-key", &[])
        .await
        .leads_to("/admin/api-keys");
    call().await.is(401);
    admin.get("/admin/api-keys").await.says("Revoked");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_stands_in_the_database_or_in_audit_rows() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    program.get("/users").await.is(200);
    let grant = serde_json::json!({ "amount": 1, "note": "By a program" });
    program.post_once("/credits/grants", &fresh(), grant).await.is(204);
    let everything = format!("{:?}", house.dump().await);
    assert!(!everything.contains(&program.secret) && !everything.contains(&program.secret[11..]));
    let sources = house
        .texts("select source from audit where act = 'credits.grant' order by created_at desc")
        .await;
    assert_eq!(sources[0], format!("API key {} from 192.0.2.1", &program.secret[..11]));
    let used = house
        .texts("select count(*) || '' from api_key where last_used_at is not null")
        .await;
    assert_eq!(used, ["1"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_makers_key_is_refused() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    program.get("/users").await.is(200);
    let sql = "update users set state = 'suspended' where email = 'ada@northwind.example'";
    house.sabotage(sql).await;
    program.get("/users").await.problem_is(401, "key-needed");
    house.sabotage(&sql.replace("suspended", "active")).await;
    program.get("/users").await.is(200);
    house.close().await;
}
