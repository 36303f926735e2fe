//! Why an act or a page was refused: a closed enum without free text. A refusal may travel in a form's
//! answer or a URL, so nothing a stranger writes can become a sentence on a page.

mod api;
mod field;
mod invitation;
mod order;
mod reason;
mod sentence;
mod sharing;
mod webhook;

use serde::{Deserialize, Serialize};

pub use api::ApiProblem;
pub use field::Field;
pub use invitation::InvitationProblem;
pub use order::OrderProblem;
pub use reason::Reason;
pub use webhook::WebhookProblem;

use crate::{batches::BatchState, invitations::InvitationState, plans::SubscriptionState, requests::RequestState};

/// A refusal; [`Refusal::sentence`] is what a person reads, [`Refusal::status`] what a program reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    // Who asks.
    /// Nobody is signed in.
    SignInFirst,
    /// No such thing, or not yours: the two look the same.
    NotFound,
    /// The address and the password do not belong together.
    WrongCredentials,
    /// The current password is not right.
    WrongPassword,
    /// Too many tries; wait.
    TooManyTries,
    /// More requests than one network address may make at once.
    TooManyRequests,
    /// The code of the second factor is not right, or was used.
    WrongCode,
    /// The organization asks admins for a second factor, and this one has none yet.
    SecondFactorFirst,
    /// The link was used or its time is over.
    StaleLink,
    /// The portal is set up already.
    AlreadySetUp,

    // What was typed.
    /// A required field is empty.
    Missing(Field),
    /// A field is longer than this many characters.
    TooLong(Field, usize),
    /// A field is not of its form.
    Malformed(Field),
    /// A number is not a whole one from the first to the second.
    OutOfRange(Field, i32, i32),
    /// The password is too short.
    PasswordTooShort,
    /// The password is among the common ones, or is the address or name.
    PasswordCommon,
    /// The two passwords differ.
    PasswordsDiffer,
    /// A number is not between 1 and the limit of one act.
    AmountOutOfRange,
    /// Another user has this address.
    EmailTaken,
    /// It is the person's address already.
    EmailUnchanged,
    /// Another plan on offer has this name.
    PlanNameTaken,
    /// A user needs at least one role.
    NoRole,
    /// Addresses of the invitation form were not taken; all is as before.
    Addresses(Vec<(String, crate::invitations::AddressProblem)>),
    /// More addresses than one form takes.
    TooManyAddresses,
    /// More addresses than one batch takes.
    TooManyRows,
    /// The file is no text: a workbook, a picture, an archive.
    NotText,
    /// A list was pasted and a file chosen.
    TextOrFile,

    // What the rules forbid.
    /// The second factor is on already.
    SecondFactorOn,
    /// There is no second factor that could be changed, or its set-up was begun too long ago.
    SecondFactorOff,
    /// Admins do not reset their own second factor: that asks for no password.
    OwnSecondFactor,
    /// The last active admin who can sign in stays one.
    LastAdmin,
    /// The user manages courses: without the role they would leave this behind there.
    StillManages { courses: u64, free: i64, pending: u64 },
    /// The user has chosen a password, so nobody is handed a link to a first one.
    PasswordChosen,
    /// The user is suspended.
    UserSuspended,
    /// The user cannot be changed any more: deleted.
    UserDeleted,
    /// The user does not hold the role manager.
    NotAManager,
    /// The manager is registered on the course already.
    AlreadyManager,
    /// The manager still has free credits or pending invitations there.
    ManagerHasCredits { free: i64, pending: u64 },
    /// Fewer credits are free than asked for.
    NotEnoughCredits { free: i64, asked: i64 },
    /// The plan lapsed: credits are seen and not spent (`spec/credits.md` 5).
    Frozen,
    /// The plan is not on offer any more.
    PlanArchived,
    /// The organization has a subscription already.
    AlreadySubscribed,
    /// The subscription's state does not allow this.
    SubscriptionIs(SubscriptionState),
    /// A manager cannot give to, or take back from, themselves.
    SamePerson,
    /// This manager asked for credits of this course already and waits for an answer.
    AlreadyRequested,
    /// No more can be approved than was asked for.
    MoreThanRequested(i64),
    /// Neither the course's credits nor the pool suffice for a request.
    NeitherSuffices { course: i64, pool: i64, asked: i64 },
    /// The request was decided or withdrawn already.
    RequestIs(RequestState),
    /// No number in the grid is another than before.
    NothingChanged,
    /// More cells of the grid than one act changes.
    TooManyChanges,
    /// The changes need more credits than the pool has.
    PoolLacks { pool: i64, asked: i64 },
    /// The figures are no longer those that were shown.
    ChangedMeanwhile,
    /// What the act will do has to be read and confirmed first.
    ConfirmFirst,
    /// A proof of the ledger runs already.
    ProofRunning,
    /// An enrollment needs a credit and neither the course nor the pool has one.
    NoCredit,
    /// The person learns this course already.
    AlreadyEnrolled,
    /// The course is not published.
    CourseNotLive,
    /// The course has no package that can be launched.
    NothingToLaunch,
    /// The course gives a registration no other attempt.
    NoAttemptsLeft,
    /// The last attempt is not over: it is resumed, not begun anew.
    AttemptRuns,
    /// The invitation's state does not allow this.
    InvitationIs(InvitationState),
    /// The batch's state does not allow this.
    BatchIs(BatchState),
    /// No address of the batch can be invited.
    NothingToSend,
    /// The link was replaced by a newer letter.
    LinkReplaced,
    /// The invitation is for another address than the one signed in.
    OtherAccount,
    /// An account with the address exists: sign in to accept.
    SignInToAccept,
    /// The invitation was sent again too often.
    ReInviteLimit,
    /// The registration was withdrawn already.
    AlreadyWithdrawn,
    /// A learner's credit cannot be refunded after the first launch.
    AlreadyLaunched,
    /// The same idempotency key came with another request.
    KeyReused,
    /// The letter was sent already.
    LetterSent,
    /// A carrier has the letter at this moment.
    LetterOnItsWay,
    /// The letter's invitation is over or was sent again since, so its link accepts nothing.
    LetterOutdated,
    /// Letters go out by mail here; links are not handed out.
    MailWorks,
    /// The refund was done already.
    AlreadyRefunded,

    /// A claim, a reminder or a link of an invitation was refused, for this reason.
    Invitation(InvitationProblem),
    /// The learner is done with the course, or has no access to it: there is nothing to remind of.
    NothingToRemind,
    /// The learner was reminded too recently or too often.
    RemindLimit,

    /// A purchase, an order or its payment was refused, for this reason.
    Order(OrderProblem),
    /// A webhook or one of its deliveries was refused, for this reason.
    Webhook(WebhookProblem),

    /// A call of the JSON API was refused, for this reason.
    Api(ApiProblem),

    // Packages and bodies.
    /// The package was refused, for this reason.
    Package(crate::packages::PackageProblem),
    /// The file is larger than this many megabytes.
    UploadTooLarge(u64),
    /// No file came with the form.
    NoFile,
    /// The body is larger than forms are.
    BodyTooLarge,
    /// The form or address was not understood.
    BadRequest,
    /// The request came from another site.
    ForeignOrigin,

    // Not the person's fault.
    /// The database or another part is busy or away; the same request may work in a moment.
    Busy,
    /// Something failed; the cause is in the log under the request's id.
    Fault,
}

impl Refusal {
    /// The field whose problem this is; none where the whole act was refused.
    pub const fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Missing(field) | Self::TooLong(field, _) | Self::Malformed(field) | Self::OutOfRange(field, _, _) => {
                *field
            }
            Self::Order(problem) => return problem.field(),
            Self::Invitation(problem) => return problem.field(),
            Self::Webhook(problem) => return problem.field(),
            Self::PasswordTooShort | Self::PasswordCommon => Field::Password,
            Self::PasswordsDiffer => Field::Repeat,
            Self::WrongPassword => Field::Current,
            Self::WrongCode => Field::Code,
            Self::PlanNameTaken => Field::Name,
            Self::AmountOutOfRange
            | Self::NotEnoughCredits { .. }
            | Self::NeitherSuffices { .. }
            | Self::MoreThanRequested(_)
            | Self::AlreadyRequested => Field::Amount,
            Self::EmailTaken | Self::EmailUnchanged => Field::Email,
            Self::NoRole | Self::LastAdmin | Self::StillManages { .. } => Field::Roles,
            Self::Addresses(_) | Self::TooManyAddresses | Self::TooManyRows => Field::Addresses,
            Self::NoCredit | Self::AlreadyEnrolled | Self::CourseNotLive => Field::Course,
            Self::NotAManager | Self::AlreadyManager | Self::SamePerson => Field::User,
            Self::Package(_) | Self::UploadTooLarge(_) | Self::NoFile | Self::NotText | Self::TextOrFile => Field::File,
            _ => return None,
        })
    }

    /// The HTTP status that fits.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Order(problem) => problem.status(),
            Self::Invitation(problem) => problem.status(),
            Self::Webhook(problem) => problem.status(),
            Self::Api(problem) => problem.status(),
            Self::BadRequest => 400,
            Self::SignInFirst | Self::WrongCredentials => 401,
            Self::ForeignOrigin | Self::SecondFactorFirst => 403,
            Self::NotFound => 404,
            Self::StaleLink | Self::LinkReplaced => 410,
            Self::BodyTooLarge | Self::UploadTooLarge(_) => 413,
            Self::TooManyTries | Self::TooManyRequests | Self::ReInviteLimit | Self::RemindLimit => 429,
            Self::Fault => 500,
            Self::Busy => 503,
            Self::AlreadySetUp
            | Self::SecondFactorOn
            | Self::SecondFactorOff
            | Self::OwnSecondFactor
            | Self::EmailTaken
            | Self::LastAdmin
            | Self::StillManages { .. }
            | Self::PasswordChosen
            | Self::UserSuspended
            | Self::UserDeleted
            | Self::NotAManager
            | Self::AlreadyManager
            | Self::ManagerHasCredits { .. }
            | Self::NotEnoughCredits { .. }
            | Self::Frozen
            | Self::PlanNameTaken
            | Self::PlanArchived
            | Self::AlreadySubscribed
            | Self::SubscriptionIs(_)
            | Self::AlreadyRequested
            | Self::NeitherSuffices { .. }
            | Self::RequestIs(_)
            | Self::PoolLacks { .. }
            | Self::ChangedMeanwhile
            | Self::ConfirmFirst
            | Self::NoCredit
            | Self::AlreadyEnrolled
            | Self::CourseNotLive
            | Self::NothingToLaunch
            | Self::NoAttemptsLeft
            | Self::AttemptRuns
            | Self::InvitationIs(_)
            | Self::BatchIs(_)
            | Self::NothingToSend
            | Self::OtherAccount
            | Self::SignInToAccept
            | Self::AlreadyWithdrawn
            | Self::AlreadyLaunched
            | Self::KeyReused
            | Self::LetterSent
            | Self::LetterOnItsWay
            | Self::LetterOutdated
            | Self::MailWorks
            | Self::AlreadyRefunded
            | Self::ProofRunning
            | Self::NothingToRemind => 409,
            _ => 422,
        }
    }
}
