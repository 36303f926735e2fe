//! A portal of a test's own, and what is looked at when the test leaves it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::TimeDelta;
use lectern_contract::{CourseId, letters::LetterState};
use lectern_domain::{Actor, Portal, Result, Tx, credits::verify::verify, letters::post, samples::Cast};
use lectern_entities::{account, letter};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{
    DAWN, TestClock,
    template::{self, Place, Stage},
};

/// One test's portal. [`House::close`] must be the test's last line: it checks what the test forgot.
#[derive(Debug)]
pub struct House {
    /// The portal.
    pub portal: Portal,
    /// Its clock, which only the test moves.
    pub clock: Arc<TestClock>,
    /// Who lives here.
    cast: Option<Cast>,
    place: Option<Place>,
    /// How many more were started: each has chance of its own.
    processes: AtomicU64,
}

impl House {
    /// A house with the cast in it.
    pub async fn open() -> Self {
        Self::on(Stage::Peopled).await
    }

    /// A migrated house with nobody in it.
    pub async fn empty() -> Self {
        Self::on(Stage::Empty).await
    }

    async fn on(stage: Stage) -> Self {
        let (place, cast) = template::copy(stage).await;
        let clock = Arc::new(TestClock::at(DAWN + TimeDelta::minutes(5)));
        let portal = template::portal(&place.url(), clock.clone(), 2).await;
        Self {
            portal,
            clock,
            cast,
            place: Some(place),
            processes: AtomicU64::new(0),
        }
    }

    /// Another process on the same database, with the same clock.
    pub async fn second_process(&self) -> Portal {
        self.process_at(self.clock.clone()).await
    }

    /// Another process on the same database, whose clock goes otherwise.
    pub async fn process_at(&self, clock: Arc<TestClock>) -> Portal {
        let url = self.place.as_ref().expect("an open house").url();
        template::portal(&url, clock, 3 + self.processes.fetch_add(1, Ordering::Relaxed)).await
    }

    /// Another process on the same database, whose statements are overheard, and whether each may write.
    pub async fn overheard(&self, hear: impl Fn(bool, &str) + Clone + Send + Sync + 'static) -> Portal {
        let url = self.place.as_ref().expect("an open house").url();
        let mut databases = template::connect(&url).await;
        for (connection, writes) in [(&mut databases.reader, false), (&mut databases.writer, true)] {
            let hear = hear.clone();
            connection.set_metric_callback(move |info| hear(writes, &info.statement.sql));
        }
        template::portal_on(databases, self.clock.clone(), 2_000)
    }

    /// Who lives here.
    pub const fn cast(&self) -> &Cast {
        self.cast.as_ref().expect("a peopled house")
    }

    /// The admin.
    pub const fn ada(&self) -> &Actor {
        &self.cast().ada
    }

    /// The manager of both courses.
    pub const fn mara(&self) -> &Actor {
        &self.cast().mara
    }

    /// The manager of the first course.
    pub const fn noor(&self) -> &Actor {
        &self.cast().noor
    }

    /// A learner.
    pub fn learner(&self, number: usize) -> &Actor {
        &self.cast().learners[number]
    }

    /// The SCORM 1.2 course.
    pub const fn forklift(&self) -> CourseId {
        self.cast().courses[0]
    }

    /// The SCORM 2004 course.
    pub const fn fire(&self) -> CourseId {
        self.cast().courses[1]
    }

    /// Does one act in a transaction of its own.
    pub async fn act<T>(&self, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        act_on(&self.portal, act).await
    }

    /// Every letter that waits is sent; answers them.
    pub async fn post(&self) -> Vec<post::Outgoing> {
        let mut all = Vec::new();
        loop {
            let due = post::take_due(&self.portal, 50).await.expect("the outbox opens");
            if due.is_empty() {
                return all;
            }
            for letter in &due {
                post::sent(&self.portal, letter).await.expect("a sent letter is noted");
            }
            all.extend(due);
        }
    }

    /// The ledger is whole (L1 to L9), and every account stands as its threshold says.
    pub async fn verify(&self) {
        let report = verify(self.portal.reader()).await.expect("the ledger can be read");
        assert_eq!(report.findings, [], "after {} transactions", report.transactions);
        let accounts = account::Entity::find().all(self.portal.reader()).await;
        for row in accounts.expect("accounts can be read") {
            let stands = row.threshold.standing(row.balance - row.reserved, row.basis);
            assert_eq!(
                row.standing, stands,
                "an account stands otherwise than its numbers say: {row:?}"
            );
        }
    }

    /// Looks at what the test forgot, and removes the house: the ledger is whole, the audit log says before and after,
    /// and every letter leaves once, complete, or has failed.
    pub async fn close(mut self) {
        self.verify().await;
        self.said_before_and_after().await;
        let mut letters = self.post().await;
        self.clock.advance(TimeDelta::days(1_000)); // Also what a process ahead of time wrote is due by then.
        letters.extend(self.post().await);
        for letter in &letters {
            let whole = !letter.to.is_empty() && !letter.subject.contains('\n') && !letter.text.contains('\u{1}');
            assert!(whole, "a letter is not fit to be sent: {letter:?}");
        }
        let on_their_way = [LetterState::Waiting, LetterState::Sending];
        let left = letter::Entity::find().filter(letter::Column::State.is_in(on_their_way));
        assert_eq!(
            left.count(self.portal.reader()).await.expect("letters are counted"),
            0,
            "letters left behind"
        );
        template::disconnect(self.portal.clone()).await;
        self.place.take().expect("a house is closed once").remove().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let open = self.place.is_some() && !std::thread::panicking();
        assert!(!open, "a test ends with `house.close().await`");
    }
}

/// Does one act on a portal in a transaction of its own.
pub async fn act_on<T>(portal: &Portal, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
    let tx = portal.begin().await?;
    let answer = act(&tx).await?;
    tx.commit().await?;
    Ok(answer)
}
