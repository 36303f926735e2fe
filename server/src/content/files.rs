//! The files of a course, each with its own type, whole or in ranges, while the launch is open.

use std::{io, ops::Range};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use lectern_contract::Refusal;
use lectern_domain::{courses::shelf, runtime::open};
use object_store::{GetRange, GetResult};

use super::Content;

/// Courses are written by many hands: their pages may do what pages do, but load from nowhere else than here and
/// over HTTPS, and never the portal.
const POLICY: &str = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: https:; object-src 'none'; base-uri 'self'; form-action 'self'";

/// `GET /p/{token}/c/{path}`.
pub async fn file(
    State(content): State<Content>,
    Path((token, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let version = match open::files(&content.portal, &token).await {
        Ok(version) => version,
        Err(error) => return status_of(&error.into_refusal()).into_response(),
    };
    let range = headers.get(header::RANGE).and_then(|value| range(value.to_str().ok()?));
    let key = shelf::key(version, &path);
    match content.storage.get(&key, range.clone()).await {
        Ok(Some(found)) => stream(found, &path, range.is_some()),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unread(&content, &key, range.as_ref(), &error).await.into_response(),
    }
}

/// A range that the file does not have is the browser's mistake, everything else is not.
async fn unread(content: &Content, key: &str, range: Option<&GetRange>, error: &io::Error) -> StatusCode {
    if let Some(range) = range
        && matches!(content.storage.is_beyond(key, range).await, Ok(true))
    {
        tracing::debug!(%error, "a range could not be read");
        return StatusCode::RANGE_NOT_SATISFIABLE;
    }
    tracing::error!(%error, "a course file could not be read");
    StatusCode::SERVICE_UNAVAILABLE
}

fn status_of(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// One range of a `Range` header; several are answered as if none had been asked for.
fn range(text: &str) -> Option<GetRange> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", last) => Some(GetRange::Suffix(last.parse().ok()?)),
        (first, "") => Some(GetRange::Offset(first.parse().ok()?)),
        (first, last) => {
            let (first, last) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
            (first <= last).then(|| GetRange::Bounded(first..last.saturating_add(1)))
        }
    }
}

fn stream(found: GetResult, path: &str, partial: bool) -> Response {
    let Range { start, end } = found.range.clone();
    let size = found.meta.size;
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let mut response = Body::from_stream(found.into_stream()).into_response();
    if partial {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    let headers = response.headers_mut();
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, kind.to_string());
    set(header::CONTENT_LENGTH, (end - start).to_string());
    set(header::ACCEPT_RANGES, "bytes".into());
    set(header::CONTENT_SECURITY_POLICY, POLICY.into());
    set(header::CACHE_CONTROL, "private, max-age=3600".into());
    if partial {
        set(
            header::CONTENT_RANGE,
            format!("bytes {start}-{}/{size}", end.saturating_sub(1)),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_ask_for_them() {
        assert_eq!(range("bytes=0-99"), Some(GetRange::Bounded(0..100)));
        assert_eq!(range("bytes=100-"), Some(GetRange::Offset(100)));
        assert_eq!(range("bytes=-5"), Some(GetRange::Suffix(5)));
        for odd in ["bytes=9-1", "bytes=1-2,4-5", "bytes=-", "lines=1-2", "bytes=a-b"] {
            assert_eq!(range(odd), None, "{odd}");
        }
    }
}
