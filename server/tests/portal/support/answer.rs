//! What came back, and what a person can read in it.

use axum::{
    body::{Bytes, to_bytes},
    http::{HeaderMap, StatusCode},
    response::Response,
};

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked, for messages.
    pub asked: String,
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Answer {
    /// Reads a response to its end.
    pub async fn read(asked: String, response: Response) -> Self {
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body that ends");
        Self {
            asked,
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self}"))
    }

    /// One header; empty where absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("readable headers"))
    }

    /// What it sets a cookie to, with the cookie's attributes.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> String {
        let cookies = self.headers.get_all("set-cookie").iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().expect("a readable cookie"));
        let cookie = cookies.find(|cookie| cookie.split('=').next() == Some(name));
        cookie.unwrap_or_else(|| panic!("no cookie {name}: {self}")).to_owned()
    }

    /// Fails unless it has this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Fails unless it leads the browser there.
    #[track_caller]
    pub fn leads_to(&self, path: &str) -> &Self {
        self.is(StatusCode::SEE_OTHER.as_u16());
        assert_eq!(self.header("location"), path, "{self}");
        self
    }

    /// Fails unless these words can be read.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(
            unescaped(&self.text()).contains(words),
            "it does not say “{words}”: {self}"
        );
        self
    }

    /// Fails where these words can be read.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!unescaped(&self.text()).contains(words), "it says “{words}”: {self}");
        self
    }

    /// The problem beside a control, by the control's id.
    #[track_caller]
    pub fn problem(&self, id: &str) -> String {
        let text = self.text();
        let (_, rest) = text
            .split_once(&format!("id=\"{id}-problem\""))
            .and_then(|(_, rest)| rest.split_once('>'))
            .unwrap_or_else(|| panic!("no problem beside “{id}”: {self}"));
        unescaped(rest.split('<').next().unwrap_or_default())
    }

    /// What stands in an `<input>` with this id.
    #[track_caller]
    pub fn value(&self, id: &str) -> String {
        let text = self.text();
        let tag = tags(&text)
            .find(|tag| attribute(tag, "id").as_deref() == Some(id))
            .unwrap_or_else(|| panic!("no control “{id}”: {self}"));
        attribute(tag, "value").unwrap_or_default()
    }

    /// The hidden fields of the form with this action: what the browser sends without anybody typing.
    #[track_caller]
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let text = self.text();
        let (_, form) = text
            .split_once(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form to {action}: {self}"));
        let form = form.split("</form>").next().unwrap_or_default();
        tags(form)
            .filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"))
            .map(|tag| {
                let name = attribute(tag, "name").unwrap_or_default();
                (name, attribute(tag, "value").unwrap_or_default())
            })
            .collect()
    }

    /// Head and body without what differs from answer to answer: request id, nonce, form keys, and the ids the
    /// address named.
    pub fn neutral(&self, ids: &[String]) -> String {
        let mut head: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id")
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
            .collect();
        head.sort();
        let mut text = format!("{}\n{}\n\n{}", self.status, head.join("\n"), self.text());
        for (mark, end) in [("nonce=\"", '"'), ("'nonce-", '\''), ("name=\"key\" value=\"", '"')] {
            text = blank(&text, mark, end);
        }
        ids.iter().fold(text, |text, id| text.replace(id.as_str(), "ID"))
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.text();
        let body = text.split_once("<body>").map_or(text.as_str(), |(_, body)| body);
        let body: String = body.chars().take(1_500).collect();
        write!(
            f,
            "{} → {} {}\n{body}",
            self.asked,
            self.status,
            self.header("location")
        )
    }
}

/// Where two answers begin to differ.
pub fn difference(left: &str, right: &str) -> Option<String> {
    if left == right {
        return None;
    }
    let same = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
    let excerpt = |text: &str| text.chars().skip(same.saturating_sub(80)).take(240).collect::<String>();
    Some(format!("{}\nbut\n{}", excerpt(left), excerpt(right)))
}

/// Replaces what stands between a mark and the next `end`.
fn blank(text: &str, mark: &str, end: char) -> String {
    let mut parts = text.split(mark);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        whole.push_str(mark);
        whole.push_str(&part[part.find(end).unwrap_or(0)..]);
    }
    whole
}

fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .map(|tag| tag.split('>').next().unwrap_or_default())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

/// Text as people read it; the marks between text nodes are gone.
pub fn unescaped(html: &str) -> String {
    html.replace("<!>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}
