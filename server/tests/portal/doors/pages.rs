//! What a page may run, and whom it may talk to.

use crate::support::{Answer, House};

#[tokio::test(flavor = "multi_thread")]
async fn pages_run_their_own_scripts_only() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let mut nonces = Vec::new();
    for path in ["/admin", "/admin/courses/new", "/admin/outbox", "/nowhere"] {
        let answer = ada.get(path).await;
        let policy = answer.header("content-security-policy");
        for rule in [
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        let script = policy
            .split(';')
            .find(|rule| rule.trim().starts_with("script-src"))
            .expect("a rule");
        assert!(
            !script.contains("unsafe-inline") && !script.contains("unsafe-eval'")
                || script.contains("'wasm-unsafe-eval'"),
            "{script}"
        );
        assert!(!script.contains("'unsafe-"), "{script}");
        let nonce = script
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce");
        let text = answer.text();
        let scripts: Vec<&str> = text.split("<script").skip(1).collect();
        assert!(!scripts.is_empty());
        for script in scripts {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(
                tag.contains(&format!("nonce=\"{nonce}\"")),
                "{path} has a script without its nonce: {tag}"
            );
        }
        for word in [" style=\"", " onclick=", "javascript:"] {
            answer.hides(word);
        }
        nonces.push(nonce.to_owned());
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "a nonce is used once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_may_talk_to_windows_it_opens_and_no_other_page() {
    let house = House::open().await;
    let opener = |answer: Answer| answer.header("cross-origin-opener-policy").to_owned();
    let lena = house.browser(house.learner(0)).await;
    let page = lena.get("/learner/courses").await;
    let launched = lena.fill(&page, "/do/launch", &[]).await;
    let player = lena.get(launched.is(303).header("location")).await;
    assert_eq!(opener(player.is(200).clone()), "same-origin-allow-popups");
    // A window of the course itself must not ask to be alone either.
    assert_eq!(opener(house.content().get("/p/nothing/").await), "unsafe-none");
    for path in ["/sign-in", "/learner/courses", "/account", "/healthz", "/nothing"] {
        assert_eq!(opener(lena.get(path).await), "same-origin", "{path}");
    }
    house.close().await;
}
