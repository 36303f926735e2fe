//! Why an act or a page was refused: a closed enum without free text. A refusal may travel in a form's
//! answer or a URL, so nothing a stranger writes can become a sentence on a page.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{invitations::InvitationState, limits};

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
    /// A user needs at least one role.
    NoRole,
    /// Addresses of the invitation form were not taken; all is as before.
    Addresses(Vec<(String, crate::invitations::AddressProblem)>),
    /// More addresses than one form takes.
    TooManyAddresses,

    // What the rules forbid.
    /// The last active admin stays one.
    LastAdmin,
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
    /// An enrollment needs a credit and neither the course nor the pool has one.
    NoCredit,
    /// The person learns this course already.
    AlreadyEnrolled,
    /// The course is not published.
    CourseNotLive,
    /// The course has no package that can be launched.
    NothingToLaunch,
    /// The invitation's state does not allow this.
    InvitationIs(InvitationState),
    /// The link was replaced by a newer letter.
    LinkReplaced,
    /// The invitation is for another address than the one signed in.
    OtherAccount,
    /// An account with the address exists: sign in to accept.
    SignInToAccept,
    /// The invitation was sent again too recently or too often.
    ReInviteLimit,
    /// The registration was withdrawn already.
    AlreadyWithdrawn,
    /// A learner's credit cannot be refunded after the first launch.
    AlreadyLaunched,
    /// The same idempotency key came with another request.
    KeyReused,
    /// The letter was sent already.
    LetterSent,
    /// Letters go out by mail here; links are not handed out.
    MailWorks,
    /// The refund was done already.
    AlreadyRefunded,

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

/// A field of a form, so that its problem can stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// A person's name.
    Name,
    /// An organization's name.
    Organization,
    /// An e-mail address.
    Email,
    /// A password.
    Password,
    /// The repeated password.
    Repeat,
    /// The current password.
    Current,
    /// The base URL.
    BaseUrl,
    /// The time zone.
    TimeZone,
    /// A course's title.
    Title,
    /// A course's description.
    Description,
    /// A number of credits.
    Amount,
    /// A reason or note.
    Note,
    /// A reason chosen from a list.
    Reason,
    /// Invited addresses.
    Addresses,
    /// An invitation's message.
    Message,
    /// Roles.
    Roles,
    /// A course chosen from a list.
    Course,
    /// A user chosen from a list.
    User,
    /// A file.
    File,
}

impl Field {
    /// The `name` of the form control.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Password => "password",
            Self::Repeat => "repeat",
            Self::Current => "current",
            Self::BaseUrl => "base_url",
            Self::TimeZone => "time_zone",
            Self::Title | Self::Organization => "title",
            Self::Description => "description",
            Self::Amount => "amount",
            Self::Note => "note",
            Self::Reason => "reason",
            Self::Addresses => "addresses",
            Self::Message => "message",
            Self::Roles => "roles",
            Self::Course => "course",
            Self::User => "user",
            Self::File => "file",
        }
    }

    /// The words for it inside a sentence.
    const fn words(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Organization => "the organization’s name",
            Self::Email => "an e-mail address",
            Self::Password => "a password",
            Self::Repeat => "the password once more",
            Self::Current => "your current password",
            Self::BaseUrl => "the portal’s address",
            Self::TimeZone => "a time zone",
            Self::Title => "a title",
            Self::Description => "a description",
            Self::Amount => "a number of credits",
            Self::Note | Self::Reason => "a reason",
            Self::Addresses => "at least one e-mail address",
            Self::Message => "a message",
            Self::Roles => "a role",
            Self::Course => "a course",
            Self::User => "a person",
            Self::File => "a file",
        }
    }
}

impl Refusal {
    /// The field whose problem this is; none where the whole act was refused.
    pub const fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Missing(field) | Self::TooLong(field, _) | Self::Malformed(field) => *field,
            Self::PasswordTooShort | Self::PasswordCommon => Field::Password,
            Self::PasswordsDiffer => Field::Repeat,
            Self::WrongPassword => Field::Current,
            Self::AmountOutOfRange | Self::NotEnoughCredits { .. } => Field::Amount,
            Self::EmailTaken | Self::EmailUnchanged => Field::Email,
            Self::NoRole | Self::LastAdmin => Field::Roles,
            Self::Addresses(_) | Self::TooManyAddresses => Field::Addresses,
            Self::NoCredit | Self::AlreadyEnrolled | Self::CourseNotLive => Field::Course,
            Self::NotAManager | Self::AlreadyManager => Field::User,
            Self::Package(_) | Self::UploadTooLarge(_) | Self::NoFile => Field::File,
            _ => return None,
        })
    }

    /// The HTTP status that fits.
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInFirst | Self::WrongCredentials => 401,
            Self::ForeignOrigin => 403,
            Self::NotFound => 404,
            Self::StaleLink | Self::LinkReplaced => 410,
            Self::BodyTooLarge | Self::UploadTooLarge(_) => 413,
            Self::TooManyTries | Self::ReInviteLimit => 429,
            Self::Fault => 500,
            Self::Busy => 503,
            Self::AlreadySetUp
            | Self::EmailTaken
            | Self::LastAdmin
            | Self::UserSuspended
            | Self::UserDeleted
            | Self::NotAManager
            | Self::AlreadyManager
            | Self::ManagerHasCredits { .. }
            | Self::NotEnoughCredits { .. }
            | Self::NoCredit
            | Self::AlreadyEnrolled
            | Self::CourseNotLive
            | Self::NothingToLaunch
            | Self::InvitationIs(_)
            | Self::OtherAccount
            | Self::SignInToAccept
            | Self::AlreadyWithdrawn
            | Self::AlreadyLaunched
            | Self::KeyReused
            | Self::LetterSent
            | Self::MailWorks
            | Self::AlreadyRefunded => 409,
            _ => 422,
        }
    }

    /// The sentence people read. Every refusal's words live here and nowhere else.
    pub fn sentence(&self) -> String {
        match self {
            Self::SignInFirst => "Sign in first.".into(),
            Self::NotFound => "There is nothing here, or it is not yours to see.".into(),
            Self::WrongCredentials => "This address and password do not belong together.".into(),
            Self::WrongPassword => "This is not your current password.".into(),
            Self::TooManyTries => "Too many tries. Wait a few minutes, then try again.".into(),
            Self::StaleLink => "This link was used already or its time is over. Ask for a new one.".into(),
            Self::AlreadySetUp => "This portal is set up already. Sign in instead.".into(),
            Self::Missing(field) => format!("Please give {}.", field.words()),
            Self::TooLong(_, limit) => format!("This is longer than {limit} characters."),
            Self::Malformed(Field::Email) => "This is not an e-mail address.".into(),
            Self::Malformed(Field::BaseUrl) => {
                "Give the portal’s address as people type it, for example https://learn.example.com.".into()
            }
            Self::Malformed(Field::TimeZone) => "This is not a time zone, for example Europe/Berlin.".into(),
            Self::Malformed(field) => format!("Please check this: it does not look like {}.", field.words()),
            Self::PasswordTooShort => format!("Use at least {} characters.", limits::PASSWORD_MIN),
            Self::PasswordCommon => "This password is easy to guess. Choose another.".into(),
            Self::PasswordsDiffer => "The two passwords differ.".into(),
            Self::AmountOutOfRange => format!("Give a whole number from 1 to {}.", limits::CREDITS_PER_ACT),
            Self::EmailTaken => "Another user has this address.".into(),
            Self::EmailUnchanged => "This is your address already.".into(),
            Self::NoRole => "Choose at least one role.".into(),
            Self::Addresses(list) => addresses(list),
            Self::TooManyAddresses => {
                format!("One form takes {} addresses at most.", limits::INVITES_PER_FORM)
            }
            Self::LastAdmin => "This is the last active admin. Make somebody else an admin first.".into(),
            Self::UserSuspended => "This user is suspended.".into(),
            Self::UserDeleted => "This user was deleted.".into(),
            Self::NotAManager => "This user does not hold the role manager.".into(),
            Self::AlreadyManager => "This manager is registered on the course already.".into(),
            Self::ManagerHasCredits { free, pending } => format!(
                "This manager still has {free} free credits and {pending} pending invitations here. Take back the credits and cancel the invitations first."
            ),
            Self::NotEnoughCredits { free, asked } => {
                format!("{asked} credits are needed and {free} are free. Nothing was changed.")
            }
            Self::NoCredit => "Neither this course nor the pool has a free credit.".into(),
            Self::AlreadyEnrolled => "This person is enrolled in the course already.".into(),
            Self::CourseNotLive => "This course is not published, so nobody can be enrolled in it.".into(),
            Self::NothingToLaunch => "This course has nothing to launch yet.".into(),
            Self::InvitationIs(state) => invitation_is(*state),
            Self::LinkReplaced => "A newer invitation replaced this link. Open the newest letter.".into(),
            Self::OtherAccount => "This invitation was sent to another address than the one you are signed in with. Sign out and accept it with the invited address, or ask the sender to invite this one.".into(),
            Self::SignInToAccept => "The invited address has an account here. Sign in to accept.".into(),
            Self::ReInviteLimit => format!(
                "An invitation can be sent again once a minute, and {} times in all.",
                limits::RE_INVITES
            ),
            Self::AlreadyWithdrawn => "This registration was withdrawn already.".into(),
            Self::AlreadyLaunched => "The course was launched, so its credit is not returned.".into(),
            Self::KeyReused => "This form was already used for something else. Load the page again.".into(),
            Self::LetterSent => "This letter was sent already.".into(),
            Self::MailWorks => "Letters are sent by mail here, so the link is only in the letter.".into(),
            Self::AlreadyRefunded => "This credit was returned already.".into(),
            Self::Package(problem) => problem.sentence(),
            Self::UploadTooLarge(mb) => format!("This file is larger than {mb} MB."),
            Self::NoFile => "Choose a package to upload.".into(),
            Self::BodyTooLarge => "This is more than the form takes.".into(),
            Self::BadRequest => "The portal did not understand this request.".into(),
            Self::ForeignOrigin => "This request came from another site and was not carried out.".into(),
            Self::Busy => "The portal is busy. Nothing was changed; please try again in a moment.".into(),
            Self::Fault => "Something went wrong on our side. Nothing was half done.".into(),
        }
    }
}

fn invitation_is(state: InvitationState) -> String {
    match state {
        InvitationState::Pending => "This invitation is still pending.",
        InvitationState::Accepted => "This invitation was already accepted.",
        InvitationState::Declined => "This invitation was declined.",
        InvitationState::Canceled => "This invitation was canceled.",
        InvitationState::Expired => "This invitation has expired. Ask the sender for a new one.",
    }
    .into()
}

fn addresses(list: &[(String, crate::invitations::AddressProblem)]) -> String {
    let lines: Vec<String> = list.iter().map(|(email, problem)| address(email, problem)).collect();
    format!("Nothing was sent. {}", lines.join(" "))
}

fn address(email: &str, problem: &crate::invitations::AddressProblem) -> String {
    use crate::invitations::AddressProblem as P;
    match problem {
        P::Malformed => format!("“{email}” is not an e-mail address."),
        P::Repeated => format!("{email} stands here twice."),
        P::Enrolled => format!("{email} is enrolled already."),
        P::AlreadyInvited(by, on) => {
            format!("{email} was already invited by {by} on {}.", day(*on))
        }
        P::Suspended => format!("{email} belongs to a suspended user."),
    }
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%B %-d, %Y").to_string()
}
