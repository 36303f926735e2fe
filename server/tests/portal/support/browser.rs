//! A person's browser: keeps cookies, says where it is, asks for pages.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderName, HeaderValue, Method, Request, header, request},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;

use super::Answer;

/// One browser at one host.
#[derive(Debug)]
pub struct Browser {
    router: Router,
    /// Scheme and host of what it looks at.
    pub origin: String,
    /// Where it comes from.
    pub address: IpAddr,
    jar: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    /// A browser without cookies.
    pub fn new(router: Router, origin: &str) -> Self {
        Self {
            router,
            origin: origin.to_owned(),
            address: IpAddr::from([192, 0, 2, 1]),
            jar: Mutex::default(),
        }
    }

    /// The same person at another network address.
    #[must_use]
    pub fn from(mut self, address: [u8; 4]) -> Self {
        self.address = IpAddr::from(address);
        self
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.asks(Method::GET, path), Body::empty()).await
    }

    /// Asks for the head alone.
    pub async fn head(&self, path: &str) -> Answer {
        self.send(self.asks(Method::HEAD, path), Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_text(path, &form(fields), "application/x-www-form-urlencoded")
            .await
    }

    /// Sends a form of a page with its hidden fields, and this typed into it.
    pub async fn fill(&self, page: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
        let hidden = page.hidden(action);
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| typed.iter().all(|(other, _)| other != name))
            .collect();
        fields.extend(typed);
        self.post(action, &fields).await
    }

    /// Sends this text as this type.
    pub async fn post_text(&self, path: &str, text: &str, kind: &str) -> Answer {
        let request = self.asks(Method::POST, path).header(header::CONTENT_TYPE, kind);
        self.send(request, Body::from(text.to_owned())).await
    }

    /// A request as this browser would begin it.
    pub fn asks(&self, method: Method, path: &str) -> request::Builder {
        let changes = method == Method::POST;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.origin.split("//").nth(1).unwrap_or_default())
            .header(header::ACCEPT, "text/html,application/xhtml+xml");
        if changes {
            request = request
                .header(header::ORIGIN, &self.origin)
                .header("sec-fetch-site", "same-origin");
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        request
    }

    /// Sends a request and keeps the cookies of its answer.
    pub async fn send(&self, request: request::Builder, body: Body) -> Answer {
        let mut request = request.body(body).expect("a request");
        let peer = SocketAddr::new(self.address, 50_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let answer = Answer::read(asked, response).await;
        self.keep(&answer);
        answer
    }

    /// Sends with these headers instead of the browser's own.
    pub async fn send_with(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let (mut head, ()) = self.asks(method, path).body(()).expect("a request").into_parts();
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header's name");
            head.headers
                .insert(name, HeaderValue::from_str(value).expect("a header"));
        }
        let mut request = Request::builder().method(head.method).uri(head.uri);
        for (name, value) in &head.headers {
            request = request.header(name, value);
        }
        self.send(request, Body::from(body.to_owned())).await
    }

    fn keep(&self, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a readable cookie");
            let (name, value) = cookie
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a name and a value");
            if cookie.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn cookies(&self) -> String {
        let jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.get(name).cloned()
    }

    /// Puts a cookie into the jar.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.insert(name.to_owned(), value.to_owned());
    }

    /// Whether the session in the cookie is alive.
    pub async fn is_signed_in(&self) -> bool {
        let answer = self.get("/account").await;
        match answer.status {
            200 => true,
            303 => false,
            _ => panic!("{answer}"),
        }
    }
}

/// Fields as browsers encode them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}
