//! A portal of a test's own, with the cast and a neighbor company in it, and what is looked at when the test
//! leaves it.

use std::sync::Arc;

use axum::Router;
use chrono::TimeDelta;
use lectern_contract::{CourseId, InvitationId, RegistrationId, Role, UserId, letters::LetterRow, paging::Query};
use lectern_domain::{
    Actor, Portal, Result, Tx,
    clock::{Chance, Clock},
    credits::verify::verify,
    invitations::log,
    letters::{outbox, post},
    registrations::{enroll, lists},
    samples::{self, Cast},
};
use lectern_server::{
    config::{Config, Flood},
    router,
    session_store::{Sessions, keys},
    start,
    storage::Storage,
};
use sea_orm::ConnectionTrait;
use tokio::sync::OnceCell;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use super::{
    Browser,
    clock::{DAWN, SeededChance, TestClock},
    dump::{self, Dump},
    place::{Place, files_below},
};

/// Everybody's password.
pub const PASSWORD: &str = "orchard-lantern-42";
/// Where the portal is.
pub const PORTAL: &str = "http://learn.northwind.example";
/// Where course content is.
pub const CONTENT: &str = "http://content.northwind.example";

/// Who lives in the house.
#[derive(Clone, Debug)]
pub struct People {
    /// The company's cast; the first learner is enrolled in the first course.
    pub cast: Cast,
    /// The neighbor's admin.
    pub sol: Actor,
    /// The neighbor's manager.
    pub sia: Actor,
    /// The neighbor's learner.
    pub lou: Actor,
}

/// One test's portal. [`House::close`] must be the test's last line.
#[derive(Debug)]
pub struct House {
    /// The portal.
    pub portal: Portal,
    /// Its settings.
    pub config: Config,
    /// Its clock, which only the test moves.
    pub clock: Arc<TestClock>,
    router: Router,
    people: Option<People>,
    place: Option<Place>,
}

impl House {
    /// A house with people in it.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// The same, with other settings.
    pub async fn open_with(set: impl FnOnce(&mut Config)) -> Self {
        static PEOPLED: OnceCell<(Place, People)> = OnceCell::const_new();
        let (template, people) = PEOPLED.get_or_init(people_a_place).await;
        Self::at(template.copy().await, Some(people.clone()), set).await
    }

    /// A new portal that nobody has set up.
    pub async fn empty() -> Self {
        Self::at(Place::blank().await, None, |_| {}).await
    }

    async fn at(place: Place, people: Option<People>, set: impl FnOnce(&mut Config)) -> Self {
        let mut config = config_of(&place);
        set(&mut config);
        let clock = Arc::new(TestClock::at(DAWN + TimeDelta::hours(1)));
        let (portal, storage) = open_portal(&config, clock.clone(), 2).await;
        let router = router::build(&config, &portal, &storage);
        Self {
            portal,
            config,
            clock,
            router,
            people,
            place: Some(place),
        }
    }

    /// Who lives here.
    pub const fn people(&self) -> &People {
        self.people.as_ref().expect("a peopled house")
    }

    /// The admin.
    pub const fn ada(&self) -> &Actor {
        &self.people().cast.ada
    }

    /// The manager of both courses, who learns as well.
    pub const fn mara(&self) -> &Actor {
        &self.people().cast.mara
    }

    /// The manager of the first course.
    pub const fn noor(&self) -> &Actor {
        &self.people().cast.noor
    }

    /// A learner; the first is enrolled in the first course.
    pub fn learner(&self, number: usize) -> &Actor {
        &self.people().cast.learners[number]
    }

    /// The SCORM 1.2 course.
    pub const fn forklift(&self) -> CourseId {
        self.people().cast.courses[0]
    }

    /// The SCORM 2004 course.
    pub const fn kitchen(&self) -> CourseId {
        self.people().cast.courses[1]
    }

    /// The service itself.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// A browser at the portal that is signed in nowhere.
    pub fn anonymous(&self) -> Browser {
        Browser::new(self.router.clone(), &self.config.base_url)
    }

    /// A browser at the content origin.
    pub fn content(&self) -> Browser {
        Browser::new(self.router.clone(), &self.config.content_url)
    }

    /// A browser in which this person is signed in already.
    pub async fn browser(&self, actor: &Actor) -> Browser {
        let browser = self.anonymous();
        let who = serde_json::json!([actor.organization, actor.user]);
        let mut record = Record {
            id: Id::default(),
            data: [
                (keys::USER.to_owned(), who),
                (keys::ROLE.to_owned(), actor.role.as_str().into()),
            ]
            .into(),
            expiry_date: time::OffsetDateTime::UNIX_EPOCH,
        };
        let store = Sessions(self.portal.clone());
        store.create(&mut record).await.expect("a session");
        browser.set_cookie("lectern", &record.id.to_string());
        browser
    }

    /// A browser that signs in at the door.
    pub async fn sign_in(&self, (_, email): (&str, &str)) -> Browser {
        let browser = self.anonymous();
        let fields = [("email", email), ("password", PASSWORD)];
        browser.post("/do/sign-in", &fields).await.is(303);
        browser
    }

    /// Does one act in a transaction of its own.
    pub async fn act<T>(&self, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> T {
        let tx = self.portal.begin().await.expect("a transaction");
        let answer = act(&tx).await.expect("the act");
        tx.commit().await.expect("a commit");
        answer
    }

    /// The first learner's registration.
    pub async fn registration(&self) -> RegistrationId {
        let courses = lists::my_courses(self.portal.reader(), self.learner(0)).await;
        courses.expect("their courses")[0].registration
    }

    /// The newest invitation to the first course.
    pub async fn invitation(&self) -> InvitationId {
        let page = log::list(
            &self.portal,
            self.mara(),
            self.forklift(),
            &Query::default(),
            log::Wanted::default(),
        )
        .await;
        page.expect("the log").rows[0].id
    }

    /// The newest letter as Admin → Outbox has it.
    pub async fn letter_to(&self, recipient: &str) -> LetterRow {
        let query = Query {
            search: recipient.into(),
            page: 1,
        };
        let page = outbox::list(self.portal.reader(), self.ada(), &query, None).await;
        page.expect("the outbox").rows.swap_remove(0)
    }

    /// The token of the newest link of this kind (`invitation`, `password`, `email`) sent to somebody. Takes every
    /// letter that is due; those of one instant have no order, so the clock moves before a second one is asked for.
    pub async fn link(&self, kind: &str, to: &str) -> String {
        let letters = post::take_due(&self.portal, 100).await.expect("the outbox opens");
        let letter = letters
            .iter()
            .filter(|letter| letter.to == to && letter.text.contains(&format!("/{kind}/")))
            .max_by_key(|letter| letter.id)
            .unwrap_or_else(|| panic!("no {kind} letter to {to} among {}", letters.len()));
        let (_, rest) = letter.text.split_once(&format!("/{kind}/")).expect("a link");
        rest.chars().take_while(|c| !c.is_whitespace()).collect()
    }

    /// Everything in the database.
    pub async fn dump(&self) -> Dump {
        dump::dump(self.portal.reader()).await
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        dump::texts(self.portal.reader(), sql).await
    }

    /// Does something to the database behind the portal's back.
    pub async fn sabotage(&self, sql: &str) {
        self.portal.databases().writer.execute_unprepared(sql).await.expect(sql);
    }

    /// Runs an act and fails where it changed a row.
    pub async fn unchanged<T>(&self, what: &str, act: impl Future<Output = T>) -> T {
        let before = self.dump().await;
        let answer = act.await;
        let mut changed = dump::changed(&before, &self.dump().await);
        // That somebody was refused is written down; that is all a refused act leaves.
        changed.retain(|table| table != "refused");
        assert!(changed.is_empty(), "{what} changed {changed:?}");
        answer
    }

    /// Files of courses on disk.
    pub fn files(&self) -> Vec<String> {
        files_below(&self.place.as_ref().expect("an open house").folder().join("files"))
    }

    /// The ledger is whole.
    pub async fn verify(&self) {
        let report = verify(self.portal.reader()).await.expect("the ledger can be read");
        assert_eq!(report.findings, [], "after {} transactions", report.transactions);
    }

    /// Looks at what the test forgot, and removes the house: the ledger is whole, every letter can leave, and no
    /// file lies on the shelf that no course has.
    pub async fn close(mut self) {
        self.verify().await;
        self.clock.advance(TimeDelta::days(1_000));
        for letter in post::take_due(&self.portal, 1_000).await.expect("the outbox opens") {
            let whole = !letter.to.is_empty() && !letter.subject.contains('\n') && !letter.text.contains('\u{1}');
            assert!(whole, "a letter is not fit to be sent: {letter:?}");
        }
        let versions = self.texts("select count(*) || '' from course_version").await;
        let mut folders: Vec<String> = self
            .files()
            .iter()
            .filter_map(|file| file.split('/').nth(1).map(str::to_owned))
            .collect();
        folders.dedup();
        assert_eq!(versions, [folders.len().to_string()], "files that no course has");
        disconnect(&self.portal).await;
        self.place.take().expect("a house is closed once").remove().await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let open = self.place.is_some() && !std::thread::panicking();
        assert!(!open, "a test ends with `house.close().await`");
    }
}

/// Settings of a portal at this place.
pub fn config_of(place: &Place) -> Config {
    Config {
        base_url: PORTAL.into(),
        content_url: CONTENT.into(),
        data_dir: place.folder().to_owned(),
        database_url: place.database_url(),
        upload_limit_mb: 2,
        unpacked_limit_mb: 3,
        secret: "07".repeat(32),
        // A test asks faster than any network; the flood limit has tests of its own.
        flood: Flood::OFF,
        ..Config::default()
    }
}

async fn open_portal(config: &Config, clock: Arc<dyn Clock>, seed: u64) -> (Portal, Storage) {
    let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(seed));
    start::portal_with(config, clock, chance)
        .await
        .expect("the portal starts")
}

/// Lets go of every connection.
pub async fn disconnect(portal: &Portal) {
    let databases = portal.databases().clone();
    databases.reader.close().await.expect("readers close");
    databases.writer.close().await.expect("the writer closes");
}

async fn people_a_place() -> (Place, People) {
    let place = Place::blank().await;
    let config = config_of(&place);
    let clock = Arc::new(TestClock::at(DAWN));
    let (portal, _) = open_portal(&config, clock.clone(), 1).await;
    let people = settle(&portal, &clock).await.expect("people settle");
    if place.database_url().is_empty() {
        let checkpoint = "pragma wal_checkpoint(truncate)";
        let folded = portal.databases().writer.execute_unprepared(checkpoint).await;
        folded.expect("the log is folded into the file");
    }
    disconnect(&portal).await;
    (place, people)
}

async fn settle(portal: &Portal, clock: &TestClock) -> Result<People> {
    let ada = samples::found(portal, PASSWORD).await?;
    let packages = [
        samples::packages::zipped("forklift-basics")?,
        samples::packages::zipped("kitchen-hygiene")?,
    ];
    let cast = samples::hire(portal, &ada, PASSWORD, packages).await?;
    samples::begin(portal, &cast).await?;
    let tx = portal.begin().await?;
    enroll::enroll(&tx, &ada, "tests/enroll", cast.learners[0].user, cast.courses[0]).await?;
    tx.commit().await?;
    clock.advance(TimeDelta::seconds(1)); // People sign in to the oldest organization: ours.
    let sol = samples::neighbor(portal).await?;
    let of = |user: UserId, role: Role| Actor {
        user,
        role,
        ..sol.clone()
    };
    let sia = ("Sia Moreno", "sia@southwind.example");
    let lou = ("Lou Perez", "lou@southwind.example");
    let sia = samples::person(portal, &sol, sia, &[Role::Manager], PASSWORD).await?;
    let lou = samples::person(portal, &sol, lou, &[Role::Learner], PASSWORD).await?;
    Ok(People {
        cast,
        sia: of(sia, Role::Manager),
        lou: of(lou, Role::Learner),
        sol,
    })
}
