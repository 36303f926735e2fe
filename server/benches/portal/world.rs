//! A company of a chosen size: learners with 20 registrations each, managers with 50 learners each, and a manager
//! with many. Rows are made in the database; what people do is then done by the portal itself.

use lectern_contract::{OrganizationId, Role, UserId};
use lectern_domain::{Actor, credits, samples, secrets};
use sea_orm::{ConnectionTrait, Statement, Value};
use tower_sessions::session::Id;
use uuid::Uuid;

use crate::{
    bulk::{Of, Rows, series},
    common::Try,
    place::Place,
};

/// Registrations of one learner.
pub const COURSES: u64 = 20;
/// Learners of one manager.
const TEAM: u64 = 50;
/// What the cast signs in with.
const PASSWORD: &str = "orchard-lantern-42";
/// Columns of a person.
const PERSON: &str = "id, organization_id, name, name_key, email, email_key, state, password_hash, \
    last_sign_in_at, created_at, updated_at";

/// Who and what there is.
#[derive(Clone, Debug)]
pub struct World {
    pub organization: Uuid,
    /// An admin, with plenty of credits in the pool.
    pub ada: Actor,
    /// The demo's SCORM 1.2 course.
    pub forklift: Uuid,
    pub learners: u64,
    /// The course on which one manager has many learners, where there is one.
    pub crowded: Option<Uuid>,
}

impl World {
    /// Fills a place with the demo and `registrations` (a multiple of 1,000); `crowd` of them more are those of one
    /// manager on one course.
    pub async fn fill(place: &Place, registrations: u64, crowd: u64) -> Try<Self> {
        let portal = &place.portal;
        let ada = samples::found(portal, PASSWORD).await?;
        samples::demo(portal, &ada, PASSWORD).await?;
        let tx = portal.begin().await?;
        credits::grant(&tx, &ada, "bench/grant", 1_000_000, "To be measured with").await?;
        tx.commit().await?;
        let (forklift, version) = demo_course(place).await?;
        let world = Self {
            organization: ada.organization.0,
            ada,
            forklift,
            learners: registrations / COURSES,
            crowded: (crowd > 0).then(|| Of::Course.id(COURSES)),
        };
        world.courses(place, version).await?;
        world.people(place).await?;
        world.registrations(place, crowd).await?;
        place.settle().await?;
        Ok(world)
    }

    const fn teams(&self) -> u64 {
        self.learners / TEAM
    }

    async fn courses(&self, place: &Place, version: Uuid) -> Try<()> {
        let mut courses = Rows::of(
            "course",
            "id, organization_id, title, title_key, description, state, standard, version_id, created_at, updated_at",
        );
        for number in 0..=COURSES {
            let (title, now) = (format!("Working safely, part {number:02}"), place.portal.now());
            let about = "What to look for, what to wear, whom to call.\nWith a short test at the end.";
            courses.add(vec![
                Of::Course.id(number).into(),
                self.organization.into(),
                title.as_str().into(),
                title.to_lowercase().into(),
                about.into(),
                "published".into(),
                "scorm12".into(),
                version.into(),
                now.into(),
                now.into(),
            ]);
        }
        courses.insert(place.writer()).await
    }

    async fn people(&self, place: &Place) -> Try<()> {
        self.persons(place, Of::Learner, "learner", self.learners).await?;
        // One more: the manager with the crowd.
        self.persons(place, Of::Manager, "manager", self.teams() + 1).await?;
        let (db, now) = (place.writer(), place.portal.now());
        let backend = db.get_database_backend();
        let all = (self.teams() + 1) * (COURSES + 1);
        let columns = [
            ("id", Of::CourseManager.sql(backend, "i")),
            ("organization_id", own(place, self.organization)),
            ("course_id", Of::Course.sql(backend, &format!("i % {}", COURSES + 1))),
            ("user_id", Of::Manager.sql(backend, &format!("i / {}", COURSES + 1))),
            ("state", "'active'".into()),
            ("created_at", "?now".into()),
            ("updated_at", "?now".into()),
        ];
        series(db, "course_manager", &columns, (0, all), now).await
    }

    async fn persons(&self, place: &Place, of: Of, role: &str, count: u64) -> Try<()> {
        let (db, now) = (place.writer(), place.portal.now());
        let backend = db.get_database_backend();
        let email = format!("'{role}-' || i || '@people.example'");
        let columns = [
            ("id", of.sql(backend, "i")),
            ("organization_id", own(place, self.organization)),
            ("name", format!("'Robin {role} ' || i")),
            ("name_key", format!("'robin {role} ' || i")),
            ("email", email.clone()),
            ("email_key", email),
            ("state", "'active'".into()),
            ("created_at", "?now".into()),
            ("updated_at", "?now".into()),
        ];
        series(db, "users", &columns, (0, count), now).await?;
        let roles = match of {
            Of::Learner => Of::LearnerRole,
            _ => Of::Role,
        };
        let columns = [
            ("id", roles.sql(backend, "i")),
            ("organization_id", own(place, self.organization)),
            ("user_id", of.sql(backend, "i")),
            ("role", format!("'{role}'")),
            ("created_at", "?now".into()),
        ];
        series(db, "user_role", &columns, (0, count), now).await
    }

    async fn registrations(&self, place: &Place, crowd: u64) -> Try<()> {
        let all = self.learners * COURSES;
        let learner = format!("i / {COURSES}");
        let team = format!("i / {}", COURSES * TEAM);
        let course = format!("i % {COURSES}");
        self.registered(place, &learner, &team, &course, (0, all)).await?;
        let (learner, big) = (format!("i - {all}"), self.teams().to_string());
        self.registered(
            place,
            &learner,
            &big,
            &COURSES.to_string(),
            (all, all + crowd.min(self.learners)),
        )
        .await
    }

    async fn registered(
        &self,
        place: &Place,
        learner: &str,
        manager: &str,
        course: &str,
        range: (u64, u64),
    ) -> Try<()> {
        let (db, now) = (place.writer(), place.portal.now());
        let backend = db.get_database_backend();
        let columns = [
            ("id", Of::Registration.sql(backend, "i")),
            ("organization_id", own(place, self.organization)),
            ("user_id", Of::Learner.sql(backend, &format!("({learner})"))),
            ("course_id", Of::Course.sql(backend, &format!("({course})"))),
            ("cycle", "1".into()),
            ("manager_id", Of::Manager.sql(backend, &format!("({manager})"))),
            ("state", "'active'".into()),
            (
                "completion",
                "case i % 3 when 0 then 'completed' when 1 then 'incomplete' else 'unknown' end".into(),
            ),
            ("success", "case i % 3 when 0 then 'passed' else 'unknown' end".into()),
            ("score", "case i % 3 when 0 then 0.85 end".into()),
            ("centiseconds", "(i % 3) * 12345".into()),
            ("first_launched_at", "case when i % 3 < 2 then ?now end".into()),
            ("last_launched_at", "case when i % 3 < 2 then ?now end".into()),
            ("created_at", "?now".into()),
            ("updated_at", "?now".into()),
        ];
        series(db, "registration", &columns, range, now).await
    }

    /// Sessions of the first `count` learners.
    pub async fn learners_in(&self, place: &Place, count: u64) -> Try<Vec<String>> {
        let people = (0..count.min(self.learners)).map(|number| (Of::Learner.id(number), Role::Learner));
        sign_in(place, self.organization, people.collect()).await
    }

    /// A session of a manager: of the first team, or of the crowd.
    pub async fn manager_in(&self, place: &Place, crowd: bool) -> Try<String> {
        let number = if crowd { self.teams() } else { 0 };
        one(sign_in(place, self.organization, vec![(Of::Manager.id(number), Role::Manager)]).await?)
    }

    /// A session of the admin.
    pub async fn ada_in(&self, place: &Place) -> Try<String> {
        one(sign_in(place, self.organization, vec![(self.ada.user.0, Role::Admin)]).await?)
    }
}

fn one(sessions: Vec<String>) -> Try<String> {
    sessions.into_iter().next().ok_or_else(|| "nobody was signed in".into())
}

/// Sessions as the sign-in page would have begun them. They count as just used for an hour, so that no request of
/// the measurements has to note its use.
pub async fn sign_in(place: &Place, organization: Uuid, people: Vec<(Uuid, Role)>) -> Try<Vec<String>> {
    let mut rows = Rows::of(
        "session",
        "id, organization_id, token_hash, user_id, data, browser, created_at, last_seen_at, expires_at",
    );
    let now = place.portal.now();
    let hour = chrono::TimeDelta::hours(1);
    let mut tokens = Vec::with_capacity(people.len());
    for (user, role) in people {
        let token = Id(i128::from_be_bytes(place.portal.chance().bytes()[..16].try_into()?)).to_string();
        let signed_in = (OrganizationId(organization), UserId(user));
        let data = serde_json::json!({ "user": signed_in, "role": role.as_str(), "browser": "Measurements" });
        let id = Uuid::from_bytes(place.portal.chance().bytes()[..16].try_into()?);
        rows.add(vec![
            id.into(),
            organization.into(),
            secrets::hash(&token).into(),
            user.into(),
            data.to_string().into(),
            "Measurements".into(),
            now.into(),
            (now + hour).into(),
            (now + hour * 24).into(),
        ]);
        tokens.push(token);
    }
    rows.insert(place.writer()).await?;
    Ok(tokens)
}

/// The columns of a person's row, for values.
pub fn person(id: Uuid, organization: Uuid, email: &str, now: chrono::DateTime<chrono::Utc>) -> Vec<Value> {
    let name = email.split('@').next().unwrap_or_default();
    vec![
        id.into(),
        organization.into(),
        name.into(),
        name.into(),
        email.into(),
        email.into(),
        "active".into(),
        Value::String(None),
        Value::ChronoDateTimeUtc(None),
        now.into(),
        now.into(),
    ]
}

/// Rows of people.
pub const fn persons() -> Rows {
    Rows::of("users", PERSON)
}

/// The organization's id as SQL.
fn own(place: &Place, organization: Uuid) -> String {
    match place.writer().get_database_backend() {
        sea_orm::DbBackend::Postgres => format!("'{organization}'::uuid"),
        _ => format!("x'{}'", organization.simple()),
    }
}

async fn demo_course(place: &Place) -> Try<(Uuid, Uuid)> {
    let sql = "select id, version_id from course where title = 'Forklift Basics'";
    let db = place.portal.reader();
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let row = row.ok_or("the demo has no such course")?;
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}
