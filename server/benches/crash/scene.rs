//! The stage: the demo's cast on a fresh database, signed in, with credits to spend and players to open.

use std::{fs, path::PathBuf};

use data_encoding::HEXLOWER_PERMISSIVE;
use lectern_contract::letters::LinkPurpose;
use lectern_domain::{samples, secrets::SecretKey};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    book::{Act, Book},
    common::{Try, child::Home, database::Kind, http::Client},
    look::Eyes,
    player::Player,
};

const PASSWORD: &str = "orchard-lantern-42";
const NAME: &str = "crash";

/// Everybody and everything of a run.
#[derive(Debug)]
pub struct Scene {
    pub kind: Kind,
    pub home: Home,
    pub book: Book,
    /// The demo's two courses.
    pub courses: Vec<Uuid>,
    /// Sessions; they outlive every kill.
    pub ada: String,
    pub mara: String,
    pub players: Vec<Player>,
    secret: SecretKey,
    folder: Option<TempDir>,
}

impl Scene {
    /// The demo, loaded by the binary itself.
    pub async fn set(kind: Kind) -> Try<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let database = kind.create(folder.path(), NAME).await?;
        let home = Home::new(folder.path(), database)?;
        let output = home.run(&["demo", "--password", PASSWORD])?;
        if !output.status.success() {
            return Err(format!("no demo: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let key = fs::read_to_string(folder.path().join("secret.key"))?;
        let key = HEXLOWER_PERMISSIVE.decode(key.trim().as_bytes())?;
        Ok(Self {
            kind,
            home,
            book: Book::default(),
            courses: Vec::new(),
            ada: String::new(),
            mara: String::new(),
            players: Vec::new(),
            secret: SecretKey::new(key.try_into().map_err(|_| "the secret key has 32 bytes")?),
            folder: Some(folder),
        })
    }

    /// Signs everybody in, hands out credits, enrolls the learners and sends the first invitations.
    pub async fn furnish(&mut self) -> Try<()> {
        let eyes = Eyes::open(self).await?;
        self.courses = eyes.ids("select id from course order by id").await?;
        let mut ada = self.home.visit().await?.signed_in(samples::ADA.1, PASSWORD).await?;
        let mara = self.home.visit().await?.signed_in(samples::MARA.1, PASSWORD).await?;
        (self.ada, self.mara) = (ada.session(), mara.session());
        let grant = [("amount", "1000000"), ("note", "To crash with"), ("key", "crash-grant")];
        ada.post("/do/grant-credits", &grant).await?.done()?;
        let mara = eyes.user(samples::MARA.1).await?.to_string();
        for course in &self.courses {
            let course = course.to_string();
            let (allocate, assign) = (format!("crash-allocate-{course}"), format!("crash-assign-{course}"));
            let form = [("course", course.as_str()), ("amount", "200000"), ("key", &allocate)];
            ada.post("/do/allocate-credits", &form).await?.done()?;
            let form = [
                ("course", course.as_str()),
                ("user", &mara),
                ("amount", "100000"),
                ("key", &assign),
            ];
            ada.post("/do/assign-credits", &form).await?.done()?;
        }
        for (_, email) in samples::LEARNERS {
            self.enroll(&eyes, &mut ada, email).await?;
        }
        for number in 0..8 {
            self.invite(number).await?;
        }
        eyes.close().await
    }

    /// One of the cast learns the first course, from now on with a player of their own.
    async fn enroll(&mut self, eyes: &Eyes, ada: &mut Client, email: &str) -> Try<()> {
        let (user, course) = (eyes.user(email).await?, self.courses[0].to_string());
        let (id, key) = (user.to_string(), format!("crash-enroll-{email}"));
        let form = [("user", id.as_str()), ("course", &course), ("key", &key)];
        ada.post("/do/enroll-user", &form).await?.done()?;
        let session = self.home.visit().await?.signed_in(email, PASSWORD).await?.session();
        let registration = eyes.registration(user, self.courses[0]).await?;
        self.players.push(Player::new(session, registration));
        Ok(())
    }

    async fn invite(&self, number: usize) -> Try<()> {
        let addresses: Vec<String> = (0..10)
            .map(|place| format!("first-{number}-{place}@crash.example"))
            .collect();
        let act = Act::Send {
            key: format!("crash-first-{number}"),
            course: self.courses[number % self.courses.len()],
            addresses,
        };
        let place = self.book.ask(act.clone());
        let mut mara = self.home.visit().await?.with_session(&self.mara);
        crate::work::ask(&mut mara, &act).await?.done()?;
        self.book.answered(place);
        Ok(())
    }

    /// The link of an invitation's `sends`-th letter.
    pub fn token(&self, invitation: Uuid, sends: i32) -> String {
        self.secret.link(LinkPurpose::Invitation, invitation, sends)
    }

    /// Commits that were answered, over all rounds.
    pub fn commits(&self) -> i64 {
        self.players.iter().map(Player::commits).sum()
    }

    /// Leaves the data folder where it is, to be looked at.
    pub fn keep(&mut self) -> PathBuf {
        self.folder
            .take()
            .map_or_else(|| self.home.folder.clone(), TempDir::keep)
    }

    pub async fn clear(self) -> Try<()> {
        self.kind.remove(NAME).await
    }
}
