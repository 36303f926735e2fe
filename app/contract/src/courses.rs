//! Courses, their versions and their managers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AccountId, CourseId, UserId, VersionId, attempts::Attempts, people::UserState, text_enum};

text_enum! {
    /// Where a course stands between upload and archive.
    CourseState { Draft = "draft", Published = "published", Archived = "archived" }
}

impl CourseState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Archived => "Archived",
        }
    }

    /// Whether people may be invited, enrolled or launch for the first time.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Published)
    }
}

text_enum! {
    /// Whether a manager is registered on a course.
    ManagerState { Active = "active", Removed = "removed" }
}

text_enum! {
    /// The kind of package, recognized by its content (`spec/runtime.md`, Standards).
    Standard { Scorm12 = "scorm12", Scorm2004 = "scorm2004", Web = "web" }
}

impl Standard {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scorm12 => "SCORM 1.2",
            Self::Scorm2004 => "SCORM 2004",
            Self::Web => "Web pages",
        }
    }
}

/// A line of Admin → Courses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseRow {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: CourseState,
    /// The kind of its current package.
    pub standard: Standard,
    /// Active registrations.
    pub learners: u64,
    /// Credits allocated to the course and not yet assigned to a manager.
    pub available: i64,
    /// The account of these credits, for its statement; none before the first one.
    pub account: Option<AccountId>,
}

/// The head of a course's pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseHead {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// How many months a completion is valid; none where it is for ever.
    pub validity_months: Option<i32>,
    /// How often a learner may run it, and what an attempt means.
    pub attempts: Attempts,
    /// Where it stands.
    pub state: CourseState,
    /// Credits the one who asks can spend: the course's for an admin, their own for a manager.
    pub available: i64,
    /// The account of these credits, for its statement; none before the first one.
    pub account: Option<AccountId>,
}

/// One item of a package, as the dry-run view shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemRow {
    /// How deep it lies, from 0.
    pub depth: usize,
    /// Its title as text.
    pub title: String,
    /// The file it launches; none for a folder.
    pub href: Option<String>,
    /// Whether learners see it in the table of contents.
    pub visible: bool,
}

/// The dry-run view of a package before publishing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackageView {
    /// The version.
    pub version: VersionId,
    /// The version's number, from 1.
    pub number: i32,
    /// The kind of package.
    pub standard: Standard,
    /// The edition as the manifest says it.
    pub edition: Option<String>,
    /// Items in reading order.
    pub items: Vec<ItemRow>,
    /// Sentences about what is odd but does not prevent publishing.
    pub warnings: Vec<String>,
    /// How many files.
    pub files: u32,
    /// Their unpacked size in bytes.
    pub bytes: u64,
    /// When it was uploaded.
    pub uploaded: DateTime<Utc>,
}

/// What archiving a course will touch, for the page that asks whether to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchiveView {
    /// The course's title.
    pub title: String,
    /// Pending invitations, each with one credit held.
    pub pending: u64,
    /// Learners with access.
    pub learners: u64,
    /// Credits of the course not yet assigned to a manager.
    pub available: i64,
    /// Credits its managers have free.
    pub with_managers: i64,
    /// What returns to the pool if that is asked for: the course and each manager by name, with what they have free
    /// once the pending invitations are canceled.
    pub returning: Vec<(String, Option<AccountId>, i64)>,
}

impl ArchiveView {
    /// Credits that would return to the pool.
    pub fn returns(&self) -> i64 {
        self.returning.iter().map(|(.., credits)| credits).sum()
    }
}

/// What another validity of a course changes at once for those who completed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidityChange {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// How many months a completion is valid now; none where it is for ever.
    pub old: Option<i32>,
    /// How many it is valid then; none where it is for ever.
    pub new: Option<i32>,
    /// Completions that are judged by it: of learners with access who did not begin the course again.
    pub completed: u64,
    /// Those of them that are valid now and then are not: these learners have to take the course again at once.
    pub expiring: u64,
    /// Those that are not valid now and then are again.
    pub returning: u64,
    /// Those that then are valid and fall due within [`crate::outlook::Horizon::Soon`].
    pub soon: u64,
}

impl ValidityChange {
    /// Whether it has to be confirmed: another validity, and somebody completed the course.
    pub fn asks(&self) -> bool {
        self.old != self.new && self.completed > 0
    }
}

/// A manager registered on a course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManagerRow {
    /// The manager.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they can sign in: a suspended manager can be given nothing.
    pub state: UserState,
    /// Whether they can act as the course’s manager: who lost the role manager can be given nothing either.
    pub able: bool,
    /// Credits assigned and free.
    pub available: i64,
    /// The account of these credits, for its statement; none before the first one.
    pub account: Option<AccountId>,
    /// Credits of this account that pending invitations hold.
    pub held: u64,
    /// Pending invitations that are theirs, whoever’s credits they hold.
    pub pending: u64,
    /// Learners they watch on this course.
    pub learners: u64,
}

/// Who can be registered on a course as a manager.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagerChoices {
    /// Id, name and address of each, by name; at most [`MANAGER_CHOICES`].
    pub people: Vec<(UserId, String, String)>,
    /// Whether there are more: these have to be searched for.
    pub more: bool,
}

/// How many people a page offers to choose a manager from.
pub const MANAGER_CHOICES: usize = 500;

/// A line of Manager → Courses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManagedCourse {
    /// The course.
    pub id: CourseId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: CourseState,
    /// Credits the manager can still invite with.
    pub available: i64,
    /// Credits of theirs that pending invitations hold.
    pub held: u64,
    /// Pending invitations that are theirs, whoever’s credits they hold.
    pub pending: u64,
    /// Learners the manager watches on it.
    pub learners: u64,
}
