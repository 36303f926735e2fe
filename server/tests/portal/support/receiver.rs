//! Somebody who listens to webhooks: a socket of the test's own that remembers what it heard and answers as it feels.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

/// How it feels.
#[derive(Clone, Debug)]
pub enum Mood {
    /// Answers with this status line, these headers and this body.
    Says(&'static str, Vec<(&'static str, String)>, String),
    /// Hears, and never answers.
    Stalls,
    /// Hears, and hangs up.
    Drops,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The line with the address.
    pub line: String,
    /// By their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

impl Heard {
    /// Whether one of its signatures is that of this secret, worked out as the standard says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = BASE64.decode(key.as_bytes()).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key length fits");
        let (id, time) = (&self.headers["webhook-id"], &self.headers["webhook-timestamp"]);
        mac.update(format!("{id}.{time}.{}", self.body).as_bytes());
        let good = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
        self.headers["webhook-signature"].split(' ').any(|one| one == good)
    }
}

#[derive(Debug)]
struct Desk {
    mood: Mutex<Mood>,
    heard: Mutex<Vec<Heard>>,
    connections: Mutex<u32>,
    news: Notify,
}

/// The receiver; it ends with the test.
#[derive(Debug)]
pub struct Receiver {
    /// Where it listens on this machine.
    pub port: u16,
    desk: Arc<Desk>,
    listens: JoinHandle<()>,
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receiver {
    /// Starts listening, in this mood.
    pub async fn start(mood: Mood) -> Self {
        let desk = Arc::new(Desk {
            mood: Mutex::new(mood),
            heard: Mutex::new(Vec::new()),
            connections: Mutex::new(0),
            news: Notify::new(),
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = desk.clone();
        let listens = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *lock(&shared.connections) += 1;
                tokio::spawn(attend(stream, shared.clone()));
            }
        });
        Self { port, desk, listens }
    }

    /// One that takes everything.
    pub async fn willing() -> Self {
        Self::start(Mood::Says("200 OK", vec![], "Taken".into())).await
    }

    /// Where webhooks are told.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook?a=b", self.port)
    }

    /// Changes its mood.
    pub fn feel(&self, mood: Mood) {
        *lock(&self.desk.mood) = mood;
    }

    /// What it heard, in order.
    pub fn heard(&self) -> Vec<Heard> {
        lock(&self.desk.heard).clone()
    }

    /// How many came to its door, whatever they said.
    pub fn connections(&self) -> u32 {
        *lock(&self.desk.connections)
    }

    /// Waits until it heard that many.
    pub async fn hears(&self, many: usize) {
        loop {
            let news = self.desk.news.notified();
            if lock(&self.desk.heard).len() >= many {
                return;
            }
            news.await;
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.listens.abort();
    }
}

async fn attend(mut stream: TcpStream, desk: Arc<Desk>) -> Option<()> {
    let heard = read(&mut stream).await?;
    lock(&desk.heard).push(heard);
    desk.news.notify_one();
    let mood = lock(&desk.mood).clone();
    match mood {
        Mood::Says(status, headers, body) => {
            let mut answer = format!("HTTP/1.1 {status}\r\n");
            for (name, value) in headers {
                answer.extend([name, ": ", value.as_str(), "\r\n"]);
            }
            let length = body.len().to_string();
            answer.extend(["content-length: ", length.as_str(), "\r\nconnection: close\r\n\r\n"]);
            stream.write_all(answer.as_bytes()).await.ok()?;
            stream.write_all(body.as_bytes()).await.ok()?;
            stream.flush().await.ok()
        }
        Mood::Stalls => std::future::pending().await,
        Mood::Drops => None,
    }
}

/// One request, by its length.
async fn read(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let mut lines = head.lines();
        let line = lines.next()?.to_owned();
        let split = |line: &str| {
            line.split_once(": ")
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        };
        let headers: BTreeMap<String, String> = lines.filter_map(split).collect();
        let length: usize = headers.get("content-length")?.parse().ok()?;
        if body.len() >= length {
            let body = body.to_owned();
            return Some(Heard { line, headers, body });
        }
    }
}
