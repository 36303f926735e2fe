//! Cookies of requests and answers, and the one that remembers who signed in with this browser.

use std::fmt::Display;

use axum::http::{HeaderValue, header};
use lectern_domain::{
    Portal,
    accounts::{devices, sign_in::Place},
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::caller::{head, portal, source};

/// The name of the cookie that remembers who signed in with this browser.
const DEVICE: &str = "lectern_device";

/// Where somebody signs in from.
pub fn place() -> Place {
    Place {
        source: source(),
        device: cookie(DEVICE).unwrap_or_default(),
    }
}

/// Lets the browser keep a note that this account was signed in here.
pub fn remember_device(email: &str) {
    let portal = portal();
    let note = devices::remember(&portal, email, &cookie(DEVICE).unwrap_or_default());
    set_cookie(&written(&portal, DEVICE, note, devices::LIFE.num_seconds()));
}

/// A cookie for so many seconds that no script reads and, where the portal has HTTPS, that travels by nothing else.
pub(crate) fn written(portal: &Portal, name: &str, value: impl Display, seconds: i64) -> String {
    let https = portal.settings().base_url.starts_with("https://");
    let secure = if https { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// What a cookie of the request holds.
pub(crate) fn cookie(name: &str) -> Option<String> {
    head(|parts| {
        let cookies = parts.headers.get(header::COOKIE)?.to_str().ok()?;
        let mut cookies = cookies.split(';');
        let held = cookies.find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))?;
        Some(held.to_owned())
    })
}

/// Sets a cookie with the answer.
pub(crate) fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(header::SET_COOKIE, value);
    }
}
