//! What was asked of the portal, and whether it answered.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

/// Something asked for.
#[derive(Clone, Debug)]
pub enum Act {
    Send {
        key: String,
        course: Uuid,
        addresses: Vec<String>,
    },
    Accept {
        invitation: Uuid,
        email: String,
        token: String,
    },
    Cancel {
        invitation: Uuid,
        course: Uuid,
    },
    Enroll {
        key: String,
        course: Uuid,
        email: String,
    },
    Withdraw {
        key: String,
        registration: Uuid,
        user: Uuid,
    },
}

/// An act, and whether the portal said that it is done.
#[derive(Clone, Debug)]
pub struct Entry {
    pub act: Act,
    pub answered: bool,
}

/// Everything asked for, in order.
#[derive(Clone, Debug, Default)]
pub struct Book(Arc<Mutex<Vec<Entry>>>);

impl Book {
    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an act before it is asked for.
    pub fn ask(&self, act: Act) -> usize {
        let mut entries = self.entries();
        entries.push(Entry { act, answered: false });
        entries.len() - 1
    }

    /// The portal said that it is done.
    pub fn answered(&self, place: usize) {
        self.entries()[place].answered = true;
    }

    /// Acts from this one on.
    pub fn since(&self, first: usize) -> Vec<Entry> {
        self.entries()[first..].to_vec()
    }

    pub fn len(&self) -> usize {
        self.entries().len()
    }

    pub fn unanswered(&self, first: usize) -> usize {
        self.entries()[first..].iter().filter(|entry| !entry.answered).count()
    }

    /// Everything was sent again until it was answered.
    pub fn settle(&self) {
        for entry in self.entries().iter_mut() {
            entry.answered = true;
        }
    }
}
