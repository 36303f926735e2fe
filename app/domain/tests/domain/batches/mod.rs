//! Batches of invitations: looked over, then sent by a job that may be killed, doubled and raced.

mod credits;
mod job;
mod large;
mod letters;
mod preview;
mod reading;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Seek, SeekFrom, Write},
};

use lectern_contract::{
    BatchId, CourseId,
    batches::{BatchHead, BatchLine, BatchState, Outcome, Shortage},
    credits::AccountKind,
    invitations::InvitationState,
    paging::Query,
};
use lectern_domain::{
    Actor, Portal, Result,
    invitations::batch::{
        Given,
        end::cancel,
        receive::{Received, Upload, receive},
        run,
        start::{StartForm, start},
        view,
    },
};
use lectern_entities::{account, invitation};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::support::{House, fresh_key};

/// Whose job it is: a process.
pub const WORKER: Uuid = Uuid::from_u128(1);
pub const OTHER_WORKER: Uuid = Uuid::from_u128(2);

/// A list as a file.
pub fn upload(text: &str, given: Given) -> Upload {
    let mut file: File = tempfile::tempfile().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("room for a list");
    file.seek(SeekFrom::Start(0)).expect("a file can be rewound");
    Upload {
        file,
        name: "people.csv".into(),
        given,
    }
}

/// That many addresses, one a line.
pub fn addresses(many: usize) -> String {
    let lines: Vec<String> = (0..many)
        .map(|number| format!("person-{number:05}@contoso.example"))
        .collect();
    lines.join("\n")
}

/// Does one chunk.
pub async fn step(portal: &Portal, worker: Uuid) -> bool {
    run::step(portal, worker).await.expect("a step is taken")
}

impl House {
    /// Gives a list as a file.
    pub async fn give_list(&self, who: &Actor, course: CourseId, text: &str) -> Result<Received> {
        receive(&self.portal, who, course, upload(text, Given::File)).await
    }

    /// Gives a list that becomes a new batch.
    pub async fn given(&self, who: &Actor, course: CourseId, text: &str) -> BatchId {
        match self.give_list(who, course, text).await {
            Ok(Received::New(id)) => id,
            other => panic!("no new batch: {other:?}"),
        }
    }

    /// Presses *Send*.
    pub async fn start(&self, who: &Actor, id: BatchId, shortage: Shortage) -> Result<u32> {
        let form = StartForm {
            message: "See you there".into(),
            shortage,
        };
        self.act(async |tx| start(tx, who, &fresh_key(), id, form).await).await
    }

    /// Cancels the rest.
    pub async fn cancel_batch(&self, who: &Actor, id: BatchId) -> Result<BatchState> {
        self.act(async |tx| cancel(tx, who, id).await).await
    }

    /// The job runs until nothing is left to do.
    pub async fn run(&self) {
        while step(&self.portal, WORKER).await {}
    }

    /// A batch's head.
    pub async fn batch(&self, who: &Actor, id: BatchId) -> BatchHead {
        view::head(self.portal.reader(), who, id).await.expect("it is theirs")
    }

    /// The first rows of a batch.
    pub async fn batch_rows(&self, who: &Actor, id: BatchId) -> Vec<BatchLine> {
        let page = view::rows(self.portal.reader(), who, id, &Query::default(), None).await;
        page.expect("it is theirs").rows
    }

    /// What became of the first rows of a batch.
    pub async fn outcomes(&self, who: &Actor, id: BatchId) -> Vec<Outcome> {
        let rows = self.batch_rows(who, id).await;
        rows.into_iter().map(|row| row.outcome).collect()
    }

    /// Pending invitations to a course.
    pub async fn pending(&self, course: CourseId) -> u64 {
        let pending = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(course))
            .filter(invitation::Column::State.eq(InvitationState::Pending));
        pending.count(self.portal.reader()).await.expect("counted")
    }

    /// How many pending invitations to a course were paid from which kind of account.
    pub async fn sources(&self, course: CourseId) -> BTreeMap<AccountKind, usize> {
        let db = self.portal.reader();
        let accounts = account::Entity::find().all(db).await.expect("accounts are read");
        let kinds: BTreeMap<_, _> = accounts.into_iter().map(|row| (row.id, row.kind)).collect();
        let pending = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(course))
            .filter(invitation::Column::State.eq(InvitationState::Pending));
        let mut counted = BTreeMap::new();
        for row in pending.all(db).await.expect("invitations are read") {
            *counted.entry(kinds[&row.source_id]).or_default() += 1;
        }
        counted
    }
}
