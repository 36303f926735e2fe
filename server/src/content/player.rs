//! The player's page: a small document with the launch's configuration; the script builds the rest.

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use lectern_domain::runtime::open;

use super::Content;
use crate::assets;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/// `GET /p/{token}/`: once, within a minute of the launch.
pub async fn page(State(content): State<Content>, Path(token): Path<String>) -> Response {
    match open::open(&content.portal, &token, &content.base_url).await {
        Ok(config) => answer(StatusCode::OK, document(&config), true),
        Err(error) => {
            let refusal = error.into_refusal();
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            answer(status, over(&content.base_url), false)
        }
    }
}

fn answer(status: StatusCode, html: String, fresh: bool) -> Response {
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if fresh {
        // Every course has this origin; what an earlier one left in the browser's storage goes.
        headers.insert(
            HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"storage\""),
        );
    }
    response
}

fn document(config: &serde_json::Value) -> String {
    let json = config.to_string().replace('<', "\\u003c");
    let script = assets::url("player.js");
    let body = format!(
        "<script type=\"application/json\" id=\"launch\">{json}</script><main id=\"player\"></main><script src=\"{script}\" defer></script>"
    );
    html("Course", &body)
}

fn over(base_url: &str) -> String {
    let body = format!(
        "<main id=\"player\"><h1>This launch was opened already</h1><p>A course opens once for each launch. Go back to your courses and launch it again; it opens where you left it.</p><p><a href=\"{base_url}/learner/courses\" target=\"_top\">My courses</a></p></main>"
    );
    html("Launch is over", &body)
}

fn html(title: &str, body: &str) -> String {
    let style = assets::url("player.css");
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{style}\"></head><body>{body}</body></html>"
    )
}
