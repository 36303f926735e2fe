//! A mail server over a socket, with moods and a door.

pub mod door;
mod talk;

use std::{sync::Arc, time::Duration};

use lectern_server::config::Smtp;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use self::{door::Door, talk::Talk};

/// How the server feels about the next letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Takes,
    /// Reads it all and then says nothing until the mood changes, when it takes it.
    Stalls,
    /// The same for one recipient; the others' letters it takes.
    StallsFor(&'static str),
    /// Reads it all and hangs up.
    Drops,
    /// Says this about every recipient.
    Refuses(&'static str),
    /// Wants to be asked later.
    Later,
}

/// A letter as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    /// Who is to get it, by the envelope.
    pub to: Vec<String>,
    /// Headers and body.
    pub text: String,
}

/// The server; it ends with the test.
#[derive(Debug)]
pub struct MailServer {
    port: u16,
    door: Arc<Door>,
    mood: watch::Sender<Mood>,
    stalled: watch::Receiver<u32>,
    received: watch::Sender<Vec<Received>>,
    listens: JoinHandle<()>,
}

impl MailServer {
    /// Starts in this mood, open to everybody.
    pub async fn start(mood: Mood) -> Self {
        Self::behind(Door::OPEN, mood).await
    }

    /// Starts in this mood, behind this door.
    pub async fn behind(door: Door, mood: Mood) -> Self {
        let door = Arc::new(door);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (mood, feels) = watch::channel(mood);
        let (stalls, stalled) = watch::channel(0);
        let (received, _) = watch::channel(Vec::new());
        let (letters, entrance) = (received.clone(), door.clone());
        let listens = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    door: entrance.clone(),
                    mood: feels.clone(),
                    stalls: stalls.clone(),
                    letters: letters.clone(),
                };
                // A client that hangs up is no concern of the server's.
                tokio::spawn(async move { drop(talk.begin(stream).await) });
            }
        });
        Self {
            port,
            door,
            mood,
            stalled,
            received,
            listens,
        }
    }

    /// What a portal must be told to use it.
    pub fn settings(&self) -> Smtp {
        Smtp {
            host: "127.0.0.1".into(),
            port: Some(self.port),
            tls: self.door.tls,
            from: "Lectern <lectern@northwind.example>".into(),
            ..Smtp::default()
        }
    }

    /// Changes the mood; who is stalled goes on.
    pub fn feels(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// Waits until this many letters are stalled.
    pub async fn has_stalled(&self, letters: u32) {
        let mut stalled = self.stalled.clone();
        let enough = stalled.wait_for(|count| *count >= letters).await;
        enough.expect("the server lives");
    }

    /// Every letter that came whole, taken or not.
    pub fn received(&self) -> Vec<Received> {
        self.received.borrow().clone()
    }

    /// Forgets the letters it has.
    pub fn forget(&self) {
        self.received.send_modify(Vec::clear);
    }

    /// Waits until a letter to this address came whole.
    pub async fn has_received(&self, to: &str) {
        let mut received = self.received.subscribe();
        let there = received.wait_for(|letters| letters.iter().any(|letter| letter.to == [to]));
        let there = tokio::time::timeout(Duration::from_secs(15), there).await;
        drop(
            there
                .unwrap_or_else(|_| panic!("no letter to {to} came"))
                .expect("the server lives"),
        );
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.listens.abort();
    }
}

impl Received {
    /// A header's value, unfolded; empty where absent.
    pub fn header(&self, name: &str) -> String {
        let start = format!("{}:", name.to_lowercase());
        self.headers()
            .into_iter()
            .find(|line| line.to_lowercase().starts_with(&start))
            .map(|line| line[start.len()..].trim().to_owned())
            .unwrap_or_default()
    }

    /// The header lines, unfolded.
    pub fn headers(&self) -> Vec<String> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded.split("\r\n").map(str::to_owned).collect()
    }

    /// The body with its quoted-printable undone.
    pub fn body(&self) -> String {
        let (_, body) = self.text.split_once("\r\n\r\n").unwrap_or_default();
        let joined = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let hex = after
                .get(..2)
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            if let (b'=', Some(byte)) = (first, hex) {
                bytes.push(byte);
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
