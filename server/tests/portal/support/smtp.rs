//! A mail server over a socket, with moods.

use std::time::Duration;

use lectern_server::config::{Smtp, SmtpTls};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

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
    mood: watch::Sender<Mood>,
    stalled: watch::Receiver<u32>,
    received: watch::Sender<Vec<Received>>,
    listens: JoinHandle<()>,
}

impl MailServer {
    /// Starts in this mood.
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (mood, feels) = watch::channel(mood);
        let (stalls, stalled) = watch::channel(0);
        let (received, _) = watch::channel(Vec::new());
        let letters = received.clone();
        let listens = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    mood: feels.clone(),
                    stalls: stalls.clone(),
                    letters: letters.clone(),
                };
                // A client that hangs up is no concern of the server's.
                tokio::spawn(async move { drop(talk.hold(stream).await) });
            }
        });
        Self {
            port,
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
            tls: SmtpTls::None,
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

/// One connection.
struct Talk {
    mood: watch::Receiver<Mood>,
    stalls: watch::Sender<u32>,
    letters: watch::Sender<Vec<Received>>,
}

impl Talk {
    async fn hold(mut self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let mut to = Vec::new();
        stream.write_all(b"220 mail.test\r\n").await?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let said = line.trim_end().to_owned();
            let answer = match said
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase()
                .as_str()
            {
                "EHLO" | "HELO" => "250 mail.test",
                "MAIL" | "RSET" | "NOOP" => "250 fine",
                "RCPT" => self.recipient(&said, &mut to),
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let text = letter(&mut stream).await?;
                    match self.judge(std::mem::take(&mut to), text).await {
                        Some(answer) => answer,
                        None => return Ok(()),
                    }
                }
                "QUIT" => {
                    return stream.write_all(b"221 bye\r\n").await;
                }
                _ => "502 not known here",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    fn recipient(&self, said: &str, to: &mut Vec<String>) -> &'static str {
        let address = said.split(['<', '>']).nth(1).unwrap_or_default();
        to.push(address.to_owned());
        match *self.mood.borrow() {
            Mood::Refuses(why) => why,
            Mood::Later => "450 4.2.0 greylisted, come back later",
            _ => "250 fine",
        }
    }

    /// What is said about a whole letter; nothing where the server hangs up.
    async fn judge(&mut self, to: Vec<String>, text: String) -> Option<&'static str> {
        let mood = *self.mood.borrow();
        let stalls = mood == Mood::Stalls || matches!(mood, Mood::StallsFor(whom) if to == [whom]);
        self.letters.send_modify(|letters| letters.push(Received { to, text }));
        match mood {
            Mood::Drops => None,
            _ if stalls => {
                self.stalls.send_modify(|count| *count += 1);
                self.mood.wait_for(|now| *now != mood).await.ok()?;
                Some("250 taken at last")
            }
            _ => Some("250 taken"),
        }
    }
}

/// Reads to the line that is a single dot.
async fn letter(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
