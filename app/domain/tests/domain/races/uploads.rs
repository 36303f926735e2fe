//! Packages on their way in, while others act on the course.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::mpsc,
};

use lectern_contract::{CourseId, Refusal};
use lectern_domain::courses::{edit, receive};
use lectern_entities::{course, course_version};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use tokio::sync::oneshot;

use crate::support::{House, refusal, rush, scorm12, scorm2004, sort};

/// An archive that says when it is about to be read, and waits then.
struct Slow {
    file: File,
    begun: Option<oneshot::Sender<()>>,
    go: mpsc::Receiver<()>,
}

impl Slow {
    fn wait(&mut self) {
        if let Some(begun) = self.begun.take() {
            begun.send(()).expect("somebody listens");
            self.go.recv().expect("somebody says go");
        }
    }
}

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.wait();
        self.file.read(into)
    }
}

impl Seek for Slow {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.wait();
        self.file.seek(to)
    }
}

async fn draft(house: &House) -> CourseId {
    let draft = receive::receive(&house.portal, house.ada(), scorm12()).await;
    draft.expect("a draft")
}

/// The course, and its versions in their order.
async fn versions(house: &House, id: CourseId) -> (course::Model, Vec<course_version::Model>) {
    let db = house.portal.reader();
    let row = course::Entity::find_by_id(id).one(db).await.expect("courses");
    let all = course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(id))
        .order_by_asc(course_version::Column::Number)
        .all(db)
        .await;
    (row.expect("the course"), all.expect("versions"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_that_is_published_while_its_replacement_is_read_keeps_its_version() {
    let house = House::open().await;
    let id = draft(&house).await;
    let (before, _) = versions(&house, id).await;
    let (begun, begins) = oneshot::channel();
    let (go, goes) = mpsc::channel();
    let archive = Slow {
        file: scorm2004(),
        begun: Some(begun),
        go: goes,
    };
    let (portal, ada) = (house.portal.clone(), house.ada().clone());
    let replaced = tokio::spawn(async move { receive::replace(&portal, &ada, id, archive).await });
    begins.await.expect("it is about to be read");
    house
        .act(async |tx| edit::publish(tx, house.ada(), id).await)
        .await
        .expect("published");
    go.send(()).expect("it waits");
    let answer = replaced.await.expect("no panic");
    assert_eq!(refusal(answer), Refusal::CourseNotLive);
    let (after, all) = versions(&house, id).await;
    assert_eq!((after.version_id, after.standard), (before.version_id, before.standard));
    assert_eq!(all.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replacements_at_once_are_versions_one_after_the_other() {
    let house = House::open().await;
    let id = draft(&house).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 8, |portal, _| {
        let ada = house.ada().clone();
        async move { receive::replace(&portal, &ada, id, scorm12()).await }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused), (8, vec![]));
    let (row, all) = versions(&house, id).await;
    let numbers: Vec<i32> = all.iter().map(|version| version.number).collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<i32>>());
    assert_eq!(row.version_id, all.last().map(|version| version.id));
    house.close().await;
}
