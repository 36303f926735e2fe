//! A learner with an open player: commits are numbered, and a number that was answered must be there for ever.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Try, child::Home, http::Client};

/// One learner on one course, over all launches.
#[derive(Clone, Debug)]
pub struct Player {
    session: String,
    pub registration: Uuid,
    /// Of the open launch.
    pub token: String,
    /// The last commit that was asked for and the last that was answered, of the open launch.
    pub asked: i64,
    pub answered: i64,
    /// Commits of earlier launches: each adds a second to the time in the course.
    before: i64,
}

impl Player {
    pub const fn new(session: String, registration: Uuid) -> Self {
        Self {
            session,
            registration,
            token: String::new(),
            asked: 0,
            answered: 0,
            before: 0,
        }
    }

    /// Launches anew and opens the player.
    pub async fn open(&mut self, home: &Home) -> Try<()> {
        let mut portal = home.visit().await?.with_session(&self.session);
        let registration = self.registration.to_string();
        let launched = portal
            .post("/do/launch", &[("registration", &registration)])
            .await?
            .done()?;
        self.before += self.answered;
        (self.asked, self.answered) = (0, 0);
        launched
            .location()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .clone_into(&mut self.token);
        home.visit_content()
            .await?
            .get(&format!("/p/{}/", self.token))
            .await?
            .good()?;
        Ok(())
    }

    /// The next commit, or the last one again where it was not answered.
    pub async fn commit(&mut self, client: &mut Client) -> Try<()> {
        self.asked = self.answered + 1;
        self.say(client, self.asked).await?;
        self.answered = self.asked;
        Ok(())
    }

    /// A commit that was answered before, once more.
    pub async fn repeat(&self, client: &mut Client) -> Try<()> {
        if self.answered > 0 {
            self.say(client, self.answered).await?;
        }
        Ok(())
    }

    async fn say(&self, client: &mut Client, sequence: i64) -> Try<()> {
        let body = json!({
            "sequence": sequence,
            "item": "course",
            "session": 1,
            "elements": {
                "cmi.core.lesson_status": "incomplete",
                "cmi.suspend_data": format!("after commit {sequence}"),
                "cmi.core.session_time": format!("{:04}:{:02}:{:02}.00", sequence / 3600, sequence / 60 % 60, sequence % 60),
            },
            "current": "course",
        });
        let path = format!("/p/{}/~lectern/commit", self.token);
        let answer = client
            .post_text(&path, "application/json", body.to_string())
            .await?
            .good()?;
        let accepted = serde_json::from_slice::<Value>(&answer.body)?["accepted"].as_i64();
        if accepted < Some(sequence) {
            return Err(format!("commit {sequence} is answered with {accepted:?}").into());
        }
        Ok(())
    }

    /// Answered commits of all launches; each stands for one second.
    pub const fn commits(&self) -> i64 {
        self.before + self.answered
    }
}
