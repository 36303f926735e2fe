//! Batches on a walk: lists are given, and sent later by the job, when much may have changed.

use lectern_contract::{BatchId, batches::Shortage};
use lectern_domain::{
    Result,
    invitations::{
        LIFE,
        batch::{
            Given,
            receive::receive,
            start::{StartForm, start},
        },
    },
};
use lectern_entities::batch;
use sea_orm::EntityTrait;

use super::{
    act::{PEOPLE, Walker},
    model::{Course, Invitation, Model, Person, Purse, Sender},
};
use crate::batches::{WORKER, step, upload};

/// A list in the model.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Learned from the database after it was given.
    pub id: Option<BatchId>,
    pub sender: Sender,
    pub course: Course,
    pub people: Vec<Person>,
    /// Those who could be invited when it was given.
    pub sendable: Vec<Person>,
    pub started: bool,
}

impl Model {
    /// Gives a list; the same one is only taken once while it was not sent.
    pub fn give_list(&mut self, sender: Sender, course: Course, people: &[Person]) -> bool {
        if !self.may_invite(sender, course) {
            return false;
        }
        let same = |batch: &Batch| {
            !batch.started && (batch.sender, batch.course, batch.people.as_slice()) == (sender, course, people)
        };
        if !self.batches.iter().any(same) {
            // Looking expires nothing: the clone is thrown away.
            let mut look = self.clone();
            let mut sendable = people.to_vec();
            sendable.retain(|person| look.is_free(course, *person));
            self.batches.push(Batch {
                id: None,
                sender,
                course,
                people: people.to_vec(),
                sendable,
                started: false,
            });
        }
        true
    }

    /// Sends a list: its credits are decided on by what was known when it was given, each row by what is now.
    pub fn start(&mut self, number: usize, shortage: Shortage) -> bool {
        let batch = self.batches[number].clone();
        let (sender, course) = (batch.sender, batch.course);
        if batch.started || !self.may_invite(sender, course) {
            return false;
        }
        let (first, other) = match sender {
            Sender::Manager(manager) => (Purse::Manager(course, manager), None),
            Sender::Admin => (Purse::Course(course), Some(Purse::Pool)),
        };
        // A pool that is overdrawn has nothing to give, and takes nothing from the course's.
        let free = self.free(first) + other.map_or(0, |other| self.free(other).max(0));
        let asked = i64::try_from(batch.sendable.len()).expect("few");
        let price = match shortage {
            Shortage::All => asked,
            Shortage::First => asked.min(free),
        };
        if price == 0 || price > free {
            return false;
        }
        self.batches[number].started = true;
        let mut firsts = price.min(self.free(first));
        let mut left = price;
        for person in batch.sendable {
            if left == 0 {
                break;
            }
            if !self.is_free(course, person) {
                continue;
            }
            let source = if firsts > 0 { first } else { other.unwrap_or(first) };
            (firsts, left) = (firsts - 1, left - 1);
            self.invitations.push(Invitation {
                expires: self.now + LIFE,
                last_sent: self.now,
                ..Invitation::sent(course, person, sender, source)
            });
            assert!(self.shift(source, Purse::Held, 1), "it was put aside");
        }
        true
    }
}

impl Walker {
    /// Gives a list of these people as a file.
    pub async fn give_list(&self, sender: Sender, course: Course, people: &[Person]) -> Result<String> {
        let lines: Vec<&str> = people.iter().map(|person| PEOPLE[*person]).collect();
        let list = upload(&lines.join("\r\n"), Given::File);
        let (who, course) = (self.sender(sender), self.course(course));
        receive(&self.house.portal, who, course, list)
            .await
            .map(|_| String::new())
    }

    /// Sends a list and lets the job run to its end.
    pub async fn start(&self, model: &Model, number: usize, shortage: Shortage, key: &str) -> Result<String> {
        let batch = &model.batches[number];
        let (who, id) = (self.sender(batch.sender), batch.id.expect("learned when it was given"));
        let form = StartForm {
            message: String::new(),
            shortage,
        };
        let sent = self.house.act(async |tx| start(tx, who, key, id, form).await).await?;
        while step(&self.house.portal, WORKER).await {}
        Ok(sent.to_string())
    }

    /// Takes over the id of a list that was just given.
    pub async fn learn_batch(&self, model: &mut Model) {
        let known: Vec<BatchId> = model.batches.iter().filter_map(|batch| batch.id).collect();
        let all = batch::Entity::find().all(self.house.portal.reader()).await;
        let new = all
            .expect("batches are read")
            .into_iter()
            .find(|row| !known.contains(&row.id));
        for batch in model.batches.iter_mut().filter(|batch| batch.id.is_none()) {
            batch.id = new.as_ref().map(|row| row.id);
        }
    }
}
