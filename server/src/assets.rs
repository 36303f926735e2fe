//! The site's files, built into the binary by `build.rs` and served under names that change with
//! their content, so that a browser may keep them for ever.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

/// The route to mount [`serve`] at.
pub const ROUTE: &str = "/assets/{hash}/{*name}";

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// One file of the site.
#[derive(Debug)]
pub struct Asset {
    pub name: &'static str,
    /// The first 16 hexadecimal digits of the content's SHA-256.
    pub hash: &'static str,
    pub bytes: &'static [u8],
    /// The same bytes gzipped, where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// Sorted by name. Empty when the binary was built without a site.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file called `name` (`lectern.css`), if the site has it.
pub fn find(name: &str) -> Option<&'static Asset> {
    let at = ASSETS.binary_search_by(|asset| asset.name.cmp(name)).ok()?;
    ASSETS.get(at)
}

/// Where a page loads `name` from. A name that the site lacks gets an address that answers 404.
pub fn url(name: &str) -> String {
    let hash = find(name).map_or("none", |asset| asset.hash);
    format!("/assets/{hash}/{name}")
}

/// Answers `GET /assets/{hash}/{name}`. An old hash, from a page of an earlier release, gets
/// today's file, but is not to be kept.
///
/// The address is read here and not by `Path`, which counts what the routers of both origins matched.
pub async fn serve(address: Uri, headers: HeaderMap) -> Response {
    let named = address.path().trim_start_matches("/assets/").split_once('/');
    match named.and_then(|(hash, name)| Some((hash, find(name)?))) {
        Some((hash, asset)) => asset.answer(hash, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Asset {
    pub fn content_type(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("js" | "mjs") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("wasm") => "application/wasm",
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("ico") => "image/x-icon",
            Some("woff2") => "font/woff2",
            Some("html") => "text/html; charset=utf-8",
            Some("json" | "map") => "application/json",
            Some("txt") => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }

    fn answer(&self, asked_hash: &str, request: &HeaderMap) -> Response {
        let tag = format!("W/\"{}\"", self.hash);
        let keep = if asked_hash == self.hash { FOR_EVER } else { ASK_AGAIN };
        let known = listed(request, header::IF_NONE_MATCH).any(|value| value == tag);
        let common = [
            (header::CACHE_CONTROL, keep),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        ];
        if known {
            return (StatusCode::NOT_MODIFIED, common, [(header::ETAG, tag)]).into_response();
        }
        let kind = [(header::CONTENT_TYPE, self.content_type())];
        match self.gzip.filter(|_| takes_gzip(request)) {
            Some(packed) => {
                let encoding = [(header::CONTENT_ENCODING, "gzip")];
                (common, [(header::ETAG, tag)], kind, encoding, packed).into_response()
            }
            None => (common, [(header::ETAG, tag)], kind, self.bytes).into_response(),
        }
    }
}

/// The comma-separated values of a header, over all its lines.
fn listed(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(',').map(str::trim))
}

/// Whether gzip is accepted: named and not at quality zero.
fn takes_gzip(request: &HeaderMap) -> bool {
    listed(request, header::ACCEPT_ENCODING).any(|offer| {
        let (coding, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = weight
            .trim()
            .strip_prefix("q=")
            .is_some_and(|q| q.parse() == Ok(0.0_f32));
        coding.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    const STYLE: Asset = Asset {
        name: "lectern.css",
        hash: "00ff00ff00ff00ff",
        bytes: b"plain",
        gzip: Some(b"packed"),
    };

    fn asking(headers: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    async fn body(response: Response) -> Vec<u8> {
        to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body")
            .to_vec()
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_under_its_own_hash_only() {
        let current = STYLE.answer(STYLE.hash, &HeaderMap::new());
        assert_eq!(current.headers()[header::CACHE_CONTROL], FOR_EVER);
        assert_eq!(current.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(current.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(body(current).await, b"plain");

        let old = STYLE.answer("0123456789abcdef", &HeaderMap::new());
        assert_eq!(old.headers()[header::CACHE_CONTROL], ASK_AGAIN);
    }

    #[tokio::test]
    async fn gzip_goes_to_those_who_take_it() {
        for (offer, packed) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("identity", false),
            ("xgzip", false),
        ] {
            let answer = STYLE.answer(STYLE.hash, &asking(&[(header::ACCEPT_ENCODING, offer)]));
            assert_eq!(
                answer.headers().contains_key(header::CONTENT_ENCODING),
                packed,
                "{offer}"
            );
            assert_eq!(answer.headers()[header::VARY], "accept-encoding");
            assert_eq!(
                body(answer).await,
                if packed { b"packed".to_vec() } else { b"plain".to_vec() }
            );
        }
    }

    #[tokio::test]
    async fn a_known_tag_is_not_sent_again() {
        let first = STYLE.answer(STYLE.hash, &HeaderMap::new());
        let tag = first.headers()[header::ETAG].clone();
        let mut request = HeaderMap::new();
        request.insert(header::IF_NONE_MATCH, tag);
        let again = STYLE.answer(STYLE.hash, &request);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(body(again).await.is_empty());
    }

    #[tokio::test]
    async fn an_unknown_name_is_not_found() {
        let address = Uri::from_static("/assets/none/../Cargo.toml");
        assert_eq!(serve(address, HeaderMap::new()).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(url("nothing.css"), "/assets/none/nothing.css");
    }

    #[test]
    fn every_built_in_file_is_found_at_its_address() {
        for asset in ASSETS {
            assert_eq!(find(asset.name).map(|found| found.hash), Some(asset.hash));
            assert_eq!(url(asset.name), format!("/assets/{}/{}", asset.hash, asset.name));
            assert_ne!(
                asset.content_type(),
                "application/octet-stream",
                "{}: say its type",
                asset.name
            );
        }
    }
}
