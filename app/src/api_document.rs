//! The description of the JSON API, as programs read it; a page shows it to people.

use std::sync::Arc;

use leptos::prelude::use_context;
use serde_json::Value;

/// The `OpenAPI` document. The server puts it into the context of pages.
#[derive(Clone, Debug, Default)]
pub struct ApiDocument(pub Arc<Value>);

/// The document of this portal.
pub fn api_document() -> ApiDocument {
    use_context().unwrap_or_default()
}
