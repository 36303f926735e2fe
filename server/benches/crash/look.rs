//! What the database holds of what was asked for.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use uuid::Uuid;

use crate::{book::Act, common::Try, scene::Scene};

/// A connection that looks and is closed again: nobody but the portal holds the database when it is killed.
#[derive(Debug)]
pub struct Eyes(DatabaseConnection);

/// A pending invitation.
#[derive(Debug)]
pub struct Invited {
    pub id: Uuid,
    pub course: Uuid,
    pub email: String,
    pub sends: i32,
}

impl Eyes {
    pub async fn open(scene: &Scene) -> Try<Self> {
        Ok(Self(Database::connect(&scene.home.database).await?))
    }

    pub async fn close(self) -> Try<()> {
        Ok(self.0.close().await?)
    }

    async fn rows(&self, sql: &str) -> Try<Vec<QueryResult>> {
        Ok(self
            .0
            .query_all_raw(Statement::from_string(self.0.get_database_backend(), sql))
            .await?)
    }

    async fn count(&self, of: &str) -> Try<i64> {
        let rows = self.rows(&format!("select count(*) from {of}")).await?;
        Ok(rows.first().ok_or("a count has a row")?.try_get_by_index(0)?)
    }

    fn id(&self, id: Uuid) -> String {
        match self.0.get_database_backend() {
            DbBackend::Postgres => format!("'{id}'::uuid"),
            _ => format!("x'{}'", id.simple()),
        }
    }

    pub async fn ids(&self, sql: &str) -> Try<Vec<Uuid>> {
        let rows = self.rows(sql).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get_by_index(0))
            .collect::<Result<_, _>>()?)
    }

    async fn one(&self, sql: &str) -> Try<Uuid> {
        let ids = self.ids(sql).await?;
        Ok(*ids.first().ok_or_else(|| format!("nothing found: {sql}"))?)
    }

    pub async fn user(&self, email: &str) -> Try<Uuid> {
        self.one(&format!("select id from users where email_key = '{email}'"))
            .await
    }

    pub async fn registration(&self, user: Uuid, course: Uuid) -> Try<Uuid> {
        let (user, course) = (self.id(user), self.id(course));
        self.one(&format!(
            "select id from registration where user_id = {user} and course_id = {course}"
        ))
        .await
    }

    /// Pending invitations to addresses of ours, in an order that the dice alone decide.
    pub async fn pending(&self) -> Try<Vec<Invited>> {
        let sql = "select id, course_id, email, sends from invitation where state = 'pending'
             and email like '%@crash.example' order by email limit 400";
        let row = |row: &QueryResult| {
            Try::Ok(Invited {
                id: row.try_get_by_index(0)?,
                course: row.try_get_by_index(1)?,
                email: row.try_get_by_index(2)?,
                sends: row.try_get_by_index(3)?,
            })
        };
        self.rows(sql).await?.iter().map(row).collect()
    }

    /// Registrations made by enrolling, with their learners.
    pub async fn enrolled(&self) -> Try<Vec<(Uuid, Uuid)>> {
        let sql = "select r.id, r.user_id from registration r join users u on u.id = r.user_id
             where r.state = 'active' and u.email like 'enrolled-%' order by u.email";
        let row = |row: &QueryResult| Try::Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        self.rows(sql).await?.iter().map(row).collect()
    }

    /// Whether an act is there: all of it, once, or nothing of it.
    async fn has(&self, act: &Act) -> Try<bool> {
        let mut counts = Vec::new();
        for of in self.parts(act) {
            counts.push(self.count(&of).await?);
        }
        match counts {
            counts if counts.iter().all(|count| *count == 1) => Ok(true),
            counts if counts.iter().all(|count| *count == 0) => Ok(false),
            counts => Err(format!("neither done once nor undone, {counts:?}: {act:?}").into()),
        }
    }

    /// The rows of an act, as what is counted: there is one of each, or none of any.
    fn parts(&self, act: &Act) -> Vec<String> {
        match act {
            Act::Send { addresses, key, .. } => {
                let mut parts = vec![format!("receipt where idempotency_key = '{key}'")];
                for email in addresses {
                    let id = format!("(select id from invitation where email_key = '{email}')");
                    parts.push(format!("invitation where email_key = '{email}'"));
                    parts.extend(invitation(&id, "invitation.send", "hold"));
                    parts.push(format!("letter where link_id = {id}"));
                }
                parts
            }
            Act::Accept {
                invitation: id, email, ..
            } => {
                let id = self.id(*id);
                let mut parts = vec![format!("invitation where id = {id} and state = 'accepted'")];
                parts.extend(invitation(&id, "invitation.accept", "consume_hold"));
                parts.extend(learner(email));
                parts
            }
            Act::Cancel { invitation: id, .. } => {
                let id = self.id(*id);
                let mut parts = vec![format!("invitation where id = {id} and state = 'canceled'")];
                parts.extend(invitation(&id, "invitation.cancel", "release"));
                parts
            }
            Act::Enroll { email, key, .. } => {
                let id = format!(
                    "(select r.id from registration r join users u on u.id = r.user_id where u.email_key = '{email}')"
                );
                let mut parts = vec![format!("receipt where idempotency_key = '{key}'")];
                parts.extend(learner(email));
                parts.extend(registration(&id, "registration.enroll", "consume"));
                parts
            }
            Act::Withdraw {
                registration: id, key, ..
            } => {
                let id = self.id(*id);
                let mut parts = vec![format!("receipt where idempotency_key = '{key}'")];
                parts.push(format!("registration where id = {id} and state = 'withdrawn'"));
                parts.extend(registration(&id, "registration.withdraw", "refund"));
                parts
            }
        }
    }
}

/// What an act on an invitation writes beside it.
fn invitation(id: &str, act: &str, kind: &str) -> [String; 2] {
    [
        format!("ledger_transaction where kind = '{kind}' and invitation_id = {id}"),
        format!("audit where act = '{act}' and subject_id = {id}"),
    ]
}

/// What an act on a registration writes beside it.
fn registration(id: &str, act: &str, kind: &str) -> [String; 2] {
    [
        format!("ledger_transaction where kind = '{kind}' and registration_id = {id}"),
        format!("audit where act = '{act}' and subject_id = {id}"),
    ]
}

/// Somebody new with one registration.
fn learner(email: &str) -> [String; 2] {
    [
        format!("users where email_key = '{email}'"),
        format!("registration where user_id = (select id from users where email_key = '{email}')"),
    ]
}

/// After a kill: what was answered is there, and what was not is there whole or not at all; answers how much of the
/// unanswered was done.
pub async fn all_or_nothing(scene: &Scene, first: usize) -> Try<usize> {
    let eyes = Eyes::open(scene).await?;
    let mut found = 0;
    for entry in scene.book.since(first) {
        let there = eyes.has(&entry.act).await?;
        if entry.answered && !there {
            return Err(format!("this was answered and is lost: {:?}", entry.act).into());
        }
        found += usize::from(there && !entry.answered);
    }
    eyes.close().await?;
    commits(scene).await?;
    Ok(found)
}

/// After everything was sent again: all is there, once.
pub async fn everything(scene: &Scene, first: usize) -> Try<()> {
    let eyes = Eyes::open(scene).await?;
    for entry in scene.book.since(first) {
        if !eyes.has(&entry.act).await? {
            return Err(format!("this was sent again, answered, and is not there: {:?}", entry.act).into());
        }
    }
    eyes.close().await
}

/// No answered commit is lost, and none counts twice: each added one second, the last may be done and unanswered.
pub async fn commits(scene: &Scene) -> Try<()> {
    let eyes = Eyes::open(scene).await?;
    for player in &scene.players {
        let id = eyes.id(player.registration);
        let sql = format!(
            "select i.elements, r.centiseconds from registration r
             left join instance n on n.registration_id = r.id left join instance_item i on i.instance_id = n.id
             where r.id = {id}"
        );
        let row = eyes
            .rows(&sql)
            .await?
            .into_iter()
            .next()
            .ok_or("a player has a registration")?;
        let elements: Option<String> = row.try_get_by_index(0)?;
        let centiseconds: i64 = row.try_get_by_index(1)?;
        let unanswered = player.asked - player.answered;
        let (least, most) = (player.commits(), player.commits() + unanswered);
        if centiseconds % 100 != 0 || !(least..=most).contains(&(centiseconds / 100)) {
            return Err(
                format!("{least} to {most} commits were taken, and their time is {centiseconds}: {player:?}").into(),
            );
        }
        let said = |number: i64| {
            elements
                .as_deref()
                .unwrap_or_default()
                .contains(&format!("\"after commit {number}\""))
        };
        if player.answered > 0 && !said(player.answered) && !said(player.asked) {
            return Err(format!("the course's data are not those of {player:?}: {elements:?}").into());
        }
    }
    eyes.close().await
}
