//! Server functions of a course's overview. The upload itself is an axum handler: it streams.

use lectern_contract::{
    CourseId,
    attempts::{Counts, FailedMeans, NewAttempt},
    notice::Notice,
};
use lectern_domain::{
    courses::{archive, attempts, edit},
    credits::watch::thresholds,
};
use leptos::server;

use super::address;
use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Changes title, description and validity. `sure` says that who sends it has read what another validity will do.
#[server(prefix = "/do", endpoint = "edit-course")]
pub async fn edit_course(
    course: CourseId,
    #[server(default)] title: String,
    #[server(default)] description: String,
    #[server(default)] validity_months: String,
    #[server(default)] sure: Option<String>,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let words = edit::Words {
        title: &title,
        description: &description,
        validity_months: &validity_months,
    };
    edit::edit_if_sure(&tx, caller.actor(), course, words, sure.is_some()).await?;
    tx.commit().await?;
    done(&address::course(course), Notice::Saved)
}

/// Changes how often learners may run a course, and what an attempt means. A box that is not ticked is not sent.
#[server(prefix = "/do", endpoint = "set-attempts")]
pub async fn set_attempts(
    course: CourseId,
    #[server(default)] max_attempts: String,
    new_attempt: NewAttempt,
    counts: Counts,
    failed_means: FailedMeans,
    #[server(default)] lock: bool,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let rules = attempts::Rules {
        most: &max_attempts,
        new: new_attempt,
        counts,
        lock,
        failed_means,
    };
    attempts::set(&tx, caller.actor(), course, rules).await?;
    tx.commit().await?;
    done(&address::course(course), Notice::Saved)
}

/// Changes when people are told of this course's low balances.
#[server(prefix = "/do", endpoint = "set-course-thresholds")]
pub async fn set_course_thresholds(
    course: CourseId,
    #[server(default)] low_course: String,
    #[server(default)] low_managers: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    thresholds::set_course(&tx, caller.actor(), course, &low_course, &low_managers).await?;
    tx.commit().await?;
    done(&address::course(course), Notice::Saved)
}

/// Publishes a draft, or an archived course again.
#[server(prefix = "/do", endpoint = "publish-course")]
pub async fn publish_course(course: CourseId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    edit::publish(&tx, caller.actor(), course).await?;
    tx.commit().await?;
    done(&address::course(course), Notice::CoursePublished)
}

/// Archives a course and cancels its pending invitations; where that is ticked, what is free returns to the pool:
/// `returns` is how much the page said.
#[server(prefix = "/do", endpoint = "archive-course")]
pub async fn archive_course(
    course: CourseId,
    #[server(default)] give_back: Option<String>,
    #[server(default)] returns: i64,
    #[server(default)] key: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let notice = if give_back.is_some() {
        archive::archive_and_return(&tx, caller.actor(), &key, course, returns).await?;
        Notice::CourseArchivedReturned(returns)
    } else {
        archive::archive(&tx, caller.actor(), course).await?;
        Notice::CourseArchived
    };
    tx.commit().await?;
    done(&address::course(course), notice)
}
