//! A program with a key.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use http::{Method, Request, header};
use lectern_contract::api_keys::{KeyLife, Scope};
use lectern_domain::{
    Actor,
    api_keys::{
        keep,
        make::{self, KeyForm},
    },
};
use serde_json::Value;

use super::schema;
use crate::support::{Answer, Browser, House, PASSWORD};

/// What a problem is served as.
pub const PROBLEM: &str = "application/problem+json";

/// A program: it has a key and no cookies.
#[derive(Debug)]
pub struct Program {
    line: Browser,
    pub secret: String,
    document: Value,
}

/// An idempotency key that was never used.
pub fn fresh() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("call-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Program {
    /// A program whose key this admin made.
    pub async fn of(house: &House, maker: &Actor, scopes: &[Scope]) -> Self {
        let form = KeyForm {
            name: "Personnel".into(),
            scopes: scopes.to_vec(),
            life: KeyLife::Year,
        };
        if maker.organization != house.ada().organization {
            // The neighbors were never given a password.
            let hash = "(select password_hash from users where email = 'ada@northwind.example')";
            let theirs = "update users set password_hash = ";
            house
                .sabotage(&format!("{theirs}{hash} where email = 'sol@southwind.example'"))
                .await;
        }
        let made = make::make(&house.portal, maker, &fresh(), form, PASSWORD, "tests").await;
        let key = made.expect("a key");
        let (_, secret) = keep::look(&house.portal, maker, key, "tests")
            .await
            .expect("its secret");
        let line = house.anonymous();
        let document = line.get("/api/v1/openapi.json").await.is(200).json();
        Self {
            line,
            secret: secret.expect("shown"),
            document,
        }
    }

    /// A program that may do everything, made by the house's admin.
    pub async fn able(house: &House) -> Self {
        Self::of(house, house.ada(), Scope::ALL).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], None).await
    }

    /// Posts with an idempotency key of its own.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_once(path, &fresh(), body).await
    }

    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.call(Method::POST, path, &[("idempotency-key", key)], Some(body))
            .await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, &[], Some(body)).await
    }

    pub async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let bearer = format!("Bearer {}", self.secret);
        let mut all = vec![("authorization", bearer.as_str())];
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        all.extend(headers);
        let text = body.map(|body| body.to_string()).unwrap_or_default();
        self.raw(method, path, &all, text).await
    }

    /// A call with these headers alone, checked against the document.
    pub async fn raw(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let host = self.line.origin.split("//").nth(1).unwrap_or_default();
        let path = if path.starts_with("/api") {
            path.to_owned()
        } else {
            format!("/api/v1{path}")
        };
        let mut request = Request::builder().method(&method).uri(&path).header(header::HOST, host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.line.send(request, Body::from(body)).await;
        assert!(answer.header("set-cookie").is_empty(), "no cookies: {answer}");
        if answer.status >= 400 {
            assert_eq!(answer.header("content-type"), PROBLEM, "{answer}");
            let problem = answer.json();
            schema::assert_is(&self.document, "#/components/schemas/Problem", &problem);
            assert_eq!(problem["status"], answer.status, "{answer}");
        }
        if method != Method::HEAD {
            schema::assert_documented(&self.document, &method, &path, &answer);
        }
        answer
    }
}

impl Answer {
    /// Fails unless it is this problem.
    #[track_caller]
    pub fn problem_is(&self, status: u16, name: &str) -> Value {
        self.is(status);
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:lectern:problem:{name}"), "{self}");
        problem
    }

    /// Fails unless it is a problem of this field.
    #[track_caller]
    pub fn problem_at(&self, status: u16, name: &str, pointer: &str) {
        let problem = self.problem_is(status, name);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{self}");
        assert!(
            problem["errors"][0]["detail"]
                .as_str()
                .is_some_and(|text| text.ends_with('.')),
            "{self}"
        );
    }
}
