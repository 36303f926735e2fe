//! Who lives in the house, and their browsers.

use lectern_contract::CourseId;
use lectern_domain::{Actor, samples::Cast};
use lectern_server::session_store::{Sessions, keys};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use super::{House, PASSWORD};
use crate::support::Browser;

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

impl House {
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
}
