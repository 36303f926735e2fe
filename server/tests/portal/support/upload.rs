//! Packages on their way in.

use std::path::PathBuf;

use axum::{
    body::{Body, Bytes},
    http::{Method, header},
};
use futures::stream;
use lectern_domain::samples::packages;

use super::{Answer, Browser};

const BOUNDARY: &str = "----lectern-test";

/// A demo course as its authoring tool exports it.
pub fn demo(folder: &str) -> Vec<u8> {
    packages::zipped(folder).expect("a demo course").into_inner()
}

/// A third-party package; none, with a line that says so, where the folder is absent.
pub fn third_party(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("LECTERN_PACKAGES").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/packages")),
        PathBuf::from,
    );
    let found = std::fs::read(folder.join(name));
    if found.is_err() {
        println!("skipped: {name} is not in {}", folder.display());
    }
    found.ok()
}

/// What a multipart form says that it is.
pub fn kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// A multipart form with its small fields first and then the file, if there is one.
pub fn multipart(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = beginning(fields, if file.is_some() { "course.zip" } else { "" });
    body.extend_from_slice(file.unwrap_or_default());
    body.extend_from_slice(end().as_bytes());
    body
}

/// How the form ends after the file.
pub fn end() -> String {
    format!("\r\n--{BOUNDARY}--\r\n")
}

/// The form as far as the file.
pub fn beginning(fields: &[(&str, &str)], name: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/zip\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body
}

impl Browser {
    /// Uploads a package from the page it stands on, in small pieces.
    pub async fn upload(&self, path: &str, page: &str, file: Option<&[u8]>) -> Answer {
        self.upload_as(path, page, file, &[]).await
    }

    /// The same with more headers.
    pub async fn upload_as(&self, path: &str, page: &str, file: Option<&[u8]>, headers: &[(&str, &str)]) -> Answer {
        let body = multipart(&[("page", page), ("form", "upload"), ("key", "k")], file);
        self.send_multipart(path, body, headers).await
    }

    /// Gives a pasted list on the page for lists, in small pieces.
    pub async fn give_list(&self, page: &str, list: &str) -> Answer {
        self.give(page, list, None).await
    }

    /// Gives a list as a file, or a pasted one, or both.
    pub async fn give(&self, page: &str, pasted: &str, file: Option<&[u8]>) -> Answer {
        let fields = [("page", page), ("form", "list"), ("key", "k"), ("addresses", pasted)];
        let body = multipart(&fields, file);
        self.send_multipart(&format!("{page}/upload"), body, &[]).await
    }

    /// Sends a form as [`multipart`] writes it.
    pub async fn send_multipart(&self, path: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let pieces: Vec<Result<Bytes, std::io::Error>> = body
            .chunks(1_000)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        let mut request = self.asks(Method::POST, path).header(header::CONTENT_TYPE, kind());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, Body::from_stream(stream::iter(pieces))).await
    }
}
