//! Batches: lists of addresses that are looked over first and then invited together (`spec/credits.md`, Bulk).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{BatchId, CourseId, Role, text_enum};

text_enum! {
    /// Where a batch stands.
    BatchState {
        /// Its list is being read.
        Reading = "reading",
        /// It can be looked over; nothing is sent yet.
        Preview = "preview",
        /// Its invitations are being sent.
        Sending = "sending",
        /// Everything that could be sent was.
        Done = "done",
        /// Somebody canceled the rest.
        Canceled = "canceled",
        /// The rest cannot be sent: the course, its manager or the credits are gone.
        Stopped = "stopped",
        /// It was thrown away before anything was sent.
        Discarded = "discarded",
    }
}

impl BatchState {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reading => "Being read",
            Self::Preview => "To be looked over",
            Self::Sending => "Being sent",
            Self::Done => "Done",
            Self::Canceled => "Canceled",
            Self::Stopped => "Stopped",
            Self::Discarded => "Thrown away",
        }
    }
}

text_enum! {
    /// What is known of an address of a batch.
    Verdict {
        /// Nobody here has it.
        New = "new",
        /// A user has it.
        Known = "known",
        /// That user learns the course already.
        Enrolled = "enrolled",
        /// A pending invitation to the course has it.
        Invited = "invited",
        /// Its user is suspended or deleted.
        Suspended = "suspended",
        /// It is no address.
        Malformed = "malformed",
        /// It stands further up in the list.
        Repeated = "repeated",
    }
}

impl Verdict {
    /// Whether an address with this verdict is invited.
    pub const fn may_send(self) -> bool {
        matches!(self, Self::New | Self::Known)
    }

    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New person",
            Self::Known => "Existing user",
            Self::Enrolled => "Already enrolled",
            Self::Invited => "Already invited",
            Self::Suspended => "Suspended user",
            Self::Malformed => "Not an address",
            Self::Repeated => "Repeated",
        }
    }
}

text_enum! {
    /// What becomes of a batch for which there are too few credits.
    Shortage {
        /// Nobody is invited.
        All = "all",
        /// Those at the head of the list are.
        First = "first",
    }
}

text_enum! {
    /// What became of an address of a batch.
    Outcome {
        Waiting = "waiting", Sent = "sent", NotSent = "not_sent", Short = "short",
        Canceled = "canceled", Stopped = "stopped",
    }
}

impl Outcome {
    /// What became of an address, by where its batch stands.
    pub const fn of(state: BatchState, verdict: Verdict, sent: bool) -> Self {
        match state {
            _ if sent => Self::Sent,
            _ if !verdict.may_send() => Self::NotSent,
            BatchState::Done => Self::Short,
            BatchState::Canceled | BatchState::Discarded => Self::Canceled,
            BatchState::Stopped => Self::Stopped,
            BatchState::Reading | BatchState::Preview | BatchState::Sending => Self::Waiting,
        }
    }

    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Not sent yet",
            Self::Sent => "Sent",
            Self::NotSent => "Not sent",
            Self::Short => "No credit left",
            Self::Canceled => "Canceled before it was sent",
            Self::Stopped => "Stopped before it was sent",
        }
    }
}

/// The head of a batch's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchHead {
    /// The batch.
    pub id: BatchId,
    /// The course people are invited to.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// What the list is called: its file's name, or that it was pasted.
    pub name: String,
    /// Who gave it.
    pub sender: String,
    /// Whether the one who asks gave it, in the role they act in.
    pub mine: bool,
    /// Where it stands.
    pub state: BatchState,
    /// Rows per verdict; verdicts without rows are left out.
    pub verdicts: Vec<(Verdict, u64)>,
    /// When the verdicts were found.
    pub checked: DateTime<Utc>,
    /// Credits the sender can spend now.
    pub free: i64,
    /// Credits put aside when it was sent: as many invitations were to be sent.
    pub price: i64,
    /// Invitations sent.
    pub sent: i64,
    /// When it was sent.
    pub started: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
}

impl BatchHead {
    /// Rows in all.
    pub fn rows(&self) -> u64 {
        self.verdicts.iter().map(|(_, rows)| rows).sum()
    }

    /// Rows that can be invited.
    pub fn sendable(&self) -> u64 {
        let may = self.verdicts.iter().filter(|(verdict, _)| verdict.may_send());
        may.map(|(_, rows)| rows).sum()
    }
}

/// A row of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchLine {
    /// Its place in the list, from 1.
    pub number: i32,
    /// The address, or what stands in its place.
    pub email: String,
    /// What is known of it.
    pub verdict: Verdict,
    /// What became of it.
    pub outcome: Outcome,
    /// Who invited the address before, and when.
    pub invited: Option<(String, DateTime<Utc>)>,
}

/// A line of the list of a course's batches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchSummary {
    /// The batch.
    pub id: BatchId,
    /// What the list is called.
    pub name: String,
    /// Who gave it.
    pub sender: String,
    /// The role they acted in.
    pub role: Role,
    /// Where it stands.
    pub state: BatchState,
    /// Rows in all.
    pub rows: i64,
    /// Invitations sent.
    pub sent: i64,
    /// When the list was given.
    pub given: DateTime<Utc>,
}
