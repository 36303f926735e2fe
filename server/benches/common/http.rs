//! A browser's side of HTTP/1.1: one connection that is kept, one request at a time.

use std::io;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::net::TcpStream;

use super::Try;

/// A body, whole or streamed.
pub type Body = UnsyncBoxBody<Bytes, io::Error>;

/// One connection to a portal, under one of its host names.
#[derive(Debug)]
pub struct Client {
    sender: SendRequest<Body>,
    host: String,
    cookie: Option<String>,
    gzip: bool,
    key: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Client {
    /// Connects to this machine's `port` and asks for `host`.
    pub async fn open(port: u16, host: impl Into<String>) -> Try<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: host.into(),
            cookie: None,
            gzip: false,
            key: None,
        })
    }

    /// With a session of the portal's.
    pub fn with_session(mut self, token: &str) -> Self {
        self.cookie = Some(format!("lectern={token}"));
        self
    }

    /// The session's token, to come back with on another connection.
    pub fn session(&self) -> String {
        let cookie = self.cookie.as_deref().unwrap_or_default();
        cookie.trim_start_matches("lectern=").to_owned()
    }

    /// Asks for compressed answers, as browsers do.
    pub const fn with_gzip(mut self) -> Self {
        self.gzip = true;
        self
    }

    /// With an API key, as programs come.
    pub fn with_key(mut self, secret: &str) -> Self {
        self.key = Some(format!("Bearer {secret}"));
        self
    }

    /// Posts JSON with an idempotency key.
    pub async fn call(&mut self, path: &str, once: &str, json: impl Into<Bytes>) -> Try<Answer> {
        let request = Request::post(path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, self.key.as_deref().unwrap_or_default())
            .header("idempotency-key", once)
            .body(Full::new(json.into()).map_err(io::Error::other).boxed_unsync())?;
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await?.to_bytes(),
        })
    }

    /// Signs in with a password and keeps the session.
    pub async fn signed_in(mut self, email: &str, password: &str) -> Try<Self> {
        let form = [("email", email), ("password", password), ("next", "")];
        let answer = self.post("/do/sign-in", &form).await?;
        let cookies = answer.headers.get_all(header::SET_COOKIE).into_iter();
        let token = cookies
            .filter_map(|line| line.to_str().ok()?.strip_prefix("lectern=")?.split(';').next())
            .next_back();
        let token = token.ok_or_else(|| format!("{email} was not signed in: {}", answer.status))?;
        Ok(self.with_session(token))
    }

    pub async fn get(&mut self, path: &str) -> Try<Answer> {
        self.send(
            Method::GET,
            path,
            None,
            Full::default().map_err(io::Error::other).boxed_unsync(),
        )
        .await
    }

    /// Posts a form as a browser would.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Try<Answer> {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        self.post_text(path, "application/x-www-form-urlencoded", pairs.join("&"))
            .await
    }

    pub async fn post_text(&mut self, path: &str, kind: &str, text: impl Into<Bytes>) -> Try<Answer> {
        let body = Full::new(text.into()).map_err(io::Error::other).boxed_unsync();
        self.send(Method::POST, path, Some(kind), body).await
    }

    pub async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Try<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host)
            .header(header::ACCEPT, "text/html");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if self.gzip {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request.body(body)?).await?.into_parts();
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await?.to_bytes(),
        })
    }
}

impl Answer {
    /// Where the browser is led.
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether a form was taken: the browser is led on, and not to the sign-in page.
    pub fn is_done(&self) -> bool {
        self.status == StatusCode::SEE_OTHER && !self.location().starts_with("/sign-in")
    }

    /// The answer, where a form was taken.
    pub fn done(self) -> Try<Self> {
        if self.is_done() {
            return Ok(self);
        }
        Err(format!("a form was not taken: {}\n{}", self.status, self.text()).into())
    }

    /// The answer, where it is 200.
    pub fn good(self) -> Try<Self> {
        if self.status == StatusCode::OK {
            return Ok(self);
        }
        Err(format!("no page: {} {}\n{}", self.status, self.location(), self.text()).into())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
