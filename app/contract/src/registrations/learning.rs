//! What learners see: *My courses*, and the page around the player.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Standing;
use crate::{
    RegistrationId,
    attempts::{AttemptStanding, Attempts},
};

/// A line of *My courses*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyCourse {
    /// The registration.
    pub registration: RegistrationId,
    /// The course's title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// The learner's standing.
    pub standing: Standing,
    /// When it was last opened.
    pub last_launched: Option<DateTime<Utc>>,
    /// Whether it can be launched now, as far as the course goes; its attempts may be locked.
    pub open: bool,
    /// The course's rules of attempts.
    pub attempts: Attempts,
    /// Which attempt it is, and whether that is over.
    pub attempt: AttemptStanding,
    /// Whether a certificate of it can be had.
    pub certificate: bool,
    /// When it must be taken again.
    pub due: Option<DateTime<Utc>>,
    /// Earlier cycles whose certificates can still be had, the newest first.
    pub earlier: Vec<EarlierCycle>,
}

/// A time that a learner completed a course before they began it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierCycle {
    /// The registration.
    pub registration: RegistrationId,
    /// When it was completed.
    pub completed: DateTime<Utc>,
    /// Until when its certificate is valid; none where it is for ever.
    pub until: Option<DateTime<Utc>>,
}

/// What the page around the player knows of a launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchView {
    /// What was launched.
    pub registration: RegistrationId,
    /// The course's title.
    pub title: String,
    /// Whether the player can still be opened with this launch.
    pub fresh: bool,
    /// Whether the next launch would begin another attempt.
    pub anew: bool,
}
