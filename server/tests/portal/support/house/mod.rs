//! A portal of a test's own, with the cast and a neighbor company in it, and what is looked at when the test
//! leaves it.

mod founding;
mod inside;
mod people;

use std::sync::Arc;

use axum::Router;
use chrono::TimeDelta;
use lectern_domain::{Portal, credits::verify::verify, letters::post};
use lectern_server::{config::Config, router};
use tokio::sync::OnceCell;

pub use self::founding::{config_of, disconnect};
use self::{
    founding::{open_portal, people_a_place},
    people::People,
};
use super::{
    clock::{DAWN, TestClock},
    place::Place,
};

/// Everybody's password.
pub const PASSWORD: &str = "orchard-lantern-42";
/// Where the portal is.
pub const PORTAL: &str = "http://learn.northwind.example";
/// Where course content is.
pub const CONTENT: &str = "http://content.northwind.example";

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

    /// The service itself.
    pub fn router(&self) -> Router {
        self.router.clone()
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
