//! One connection to the mail server.

use std::{
    io::{ErrorKind, Result},
    sync::Arc,
};

use lectern_server::config::SmtpTls;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
    sync::watch,
};

use super::{Mood, Received, door::Door};

/// One connection.
pub(super) struct Talk {
    pub door: Arc<Door>,
    pub mood: watch::Receiver<Mood>,
    pub stalls: watch::Sender<u32>,
    pub letters: watch::Sender<Vec<Received>>,
}

/// What follows a line.
enum Next {
    Say(String),
    /// Says nothing more.
    HangUp,
    /// Goes on under TLS.
    Secure,
}

fn say(answer: impl Into<String>) -> Next {
    Next::Say(answer.into())
}

impl Talk {
    /// Talks from the first byte on.
    pub async fn begin(mut self, stream: TcpStream) -> Result<()> {
        let is_safe = self.door.tls == SmtpTls::Tls;
        if is_safe {
            let mut stream = BufReader::new(self.door.secure(stream).await?);
            stream.write_all(b"220 mail.test\r\n").await?;
            return self.hold(&mut stream, true).await.map(drop);
        }
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.test\r\n").await?;
        if self.hold(&mut stream, false).await? {
            let mut stream = BufReader::new(self.door.secure(stream.into_inner()).await?);
            self.hold(&mut stream, true).await?;
        }
        Ok(())
    }

    /// Talks until it is over; answers whether the client wants to go on under TLS.
    async fn hold<S>(&mut self, stream: &mut BufReader<S>, is_safe: bool) -> Result<bool>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        // Who is in may say everything; nobody else may say more than who they are.
        let mut is_in = self.door.is_open(is_safe);
        let mut to = Vec::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            let said = line.trim_end();
            let word = said.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let next = match word.as_str() {
                "EHLO" | "HELO" => say(self.door.greeting(is_safe)),
                "STARTTLS" if self.door.offers_tls(is_safe) => Next::Secure,
                "AUTH" => {
                    is_in = self.door.lets_in(said, stream, is_safe).await?;
                    say(if is_in {
                        "235 welcome"
                    } else {
                        "535 5.7.8 wrong name or password"
                    })
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").await?;
                    Next::HangUp
                }
                _ if !is_in => say("530 5.7.0 not before I know you"),
                "MAIL" | "RSET" | "NOOP" => say("250 fine"),
                "RCPT" => say(self.recipient(said, &mut to)),
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let text = letter(stream).await?;
                    match self.judge(std::mem::take(&mut to), text).await {
                        Some(answer) => say(answer),
                        None => Next::HangUp,
                    }
                }
                _ => say("502 not known here"),
            };
            match next {
                Next::Say(answer) => stream.write_all(format!("{answer}\r\n").as_bytes()).await?,
                Next::HangUp => return Ok(false),
                Next::Secure => {
                    stream.write_all(b"220 go on\r\n").await?;
                    return Ok(true);
                }
            }
            stream.flush().await?;
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
async fn letter(stream: &mut (impl AsyncBufReadExt + Unpin)) -> Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
