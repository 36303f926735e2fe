//! What people read of a refusal. Every refusal's words live here and nowhere else.

use chrono::{DateTime, FixedOffset};

use super::{Field, Refusal, sharing::counted};
use crate::{
    batches::BatchState,
    invitations::{AddressProblem, InvitationState},
    limits,
    plans::SubscriptionState,
    sizes::{self, grouped},
};

impl Refusal {
    /// The sentence people read.
    #[allow(clippy::too_many_lines, reason = "one arm for each refusal, and none forgotten")]
    pub fn sentence(&self) -> String {
        match self {
            Self::SignInFirst => "Sign in first.".into(),
            Self::NotFound => "There is nothing here, or it is not yours to see.".into(),
            Self::WrongCredentials => "This address and password do not belong together.".into(),
            Self::WrongPassword => "This is not your current password.".into(),
            Self::TooManyTries => "Too many tries. Wait a few minutes, then try again.".into(),
            Self::TooManyRequests => {
                "Too many requests came from your network at once. Wait a moment, then try again.".into()
            }
            Self::WrongCode => "This code is not right, or was used before. Wait for the next one.".into(),
            Self::SecondFactorFirst => "Your organization asks admins for a second factor. Set it up first.".into(),
            Self::SecondFactorOn => "Your second factor is on already.".into(),
            Self::SecondFactorOff => "There is no second factor to change here. Begin its set-up again.".into(),
            Self::OwnSecondFactor => "Your own second factor is turned off on your account page.".into(),
            Self::StaleLink => "This link was used already or its time is over. Ask for a new one.".into(),
            Self::AlreadySetUp => "This portal is set up already. Sign in instead.".into(),
            Self::Missing(field) => format!("Please give {}.", field.words()),
            Self::TooLong(_, limit) => format!("This is longer than {} characters.", grouped(*limit as u64)),
            Self::Malformed(Field::Email) => "This is not an e-mail address.".into(),
            Self::Malformed(Field::TimeZone) => "This is not a time zone, for example Europe/Berlin.".into(),
            Self::Malformed(Field::Price) => "Give an amount such as 1,250 or 12.50.".into(),
            Self::Malformed(Field::CreditPrice) => "Give a price above 0, for example 4.90.".into(),
            Self::Malformed(Field::LowPool | Field::LowCourse | Field::LowManagers) => format!(
                "Give a number of credits up to {}, a percentage such as 10 %, or “off”.",
                grouped(limits::CREDITS_PER_ACT.unsigned_abs())
            ),
            Self::Malformed(field) => format!("Please check this: it does not look like {}.", field.words()),
            Self::OutOfRange(_, low, high) => format!("Give a whole number from {low} to {high}."),
            Self::PasswordTooShort => format!("Use at least {} characters.", limits::PASSWORD_MIN),
            Self::PasswordCommon => "This password is easy to guess. Choose another.".into(),
            Self::PasswordsDiffer => "The two passwords differ.".into(),
            Self::AmountOutOfRange => format!(
                "Give a whole number from 1 to {}.",
                grouped(limits::CREDITS_PER_ACT.unsigned_abs())
            ),
            Self::PlanNameTaken => "Another plan on offer has this name.".into(),
            Self::EmailTaken => "Another user has this address.".into(),
            Self::EmailUnchanged => "This is your address already.".into(),
            Self::NoRole => "Choose at least one role.".into(),
            Self::Addresses(list) => addresses(list),
            Self::TooManyAddresses => {
                format!("One form takes {} addresses at most.", limits::INVITES_PER_FORM)
            }
            Self::TooManyRows => "This list holds more than 100,000 addresses. Split it.".into(),
            Self::NotText => {
                "This file is not a text. Save the sheet as CSV (in Excel: “CSV UTF-8”) and choose that file.".into()
            }
            Self::TextOrFile => "Give pasted addresses or a file, not both.".into(),
            Self::LastAdmin => {
                "This is the last active admin who can sign in. Make somebody else an admin first; until they have chosen a password, they do not count.".into()
            }
            Self::PasswordChosen => "This user has chosen a password already.".into(),
            Self::UserSuspended => "This user is suspended.".into(),
            Self::UserDeleted => "This user was deleted.".into(),
            Self::NotAManager => "This user does not hold the role manager.".into(),
            Self::AlreadyManager => "This manager is registered on the course already.".into(),
            Self::ManagerHasCredits { free, pending } => format!(
                "This manager still has {} and {} here. Hand over to another manager or to the course instead.",
                counted(free.unsigned_abs(), "free credit"),
                counted(*pending, "pending invitation")
            ),
            Self::NotEnoughCredits { free, asked } => {
                format!(
                    "{} needed and {} {} free. Nothing was changed.",
                    credits_are(*asked),
                    credits(*free),
                    are(*free)
                )
            }
            Self::Frozen => "The plan has lapsed, so credits are frozen and cannot be spent. An admin frees them by renewing it; whoever is enrolled goes on learning.".into(),
            Self::PlanArchived => "This plan is not on offer any more.".into(),
            Self::AlreadySubscribed => "There is a subscription already. Change its plan instead.".into(),
            Self::SubscriptionIs(state) => subscription_is(*state),
            Self::StillManages { .. }
            | Self::SamePerson
            | Self::AlreadyRequested
            | Self::MoreThanRequested(_)
            | Self::NeitherSuffices { .. }
            | Self::RequestIs(_)
            | Self::NothingChanged
            | Self::TooManyChanges
            | Self::PoolLacks { .. }
            | Self::ChangedMeanwhile => self.of_sharing(),
            Self::ConfirmFirst => "Nothing was changed yet. Read what will happen, then confirm it.".into(),
            Self::ProofRunning => "A proof runs already. Its result will stand here within minutes.".into(),
            Self::NoCredit => "Neither this course nor the pool has a free credit.".into(),
            Self::AlreadyEnrolled => "This person is enrolled in the course already.".into(),
            Self::CourseNotLive => "This course is not published, so nobody can be enrolled in it.".into(),
            Self::NothingToLaunch => "This course has nothing to launch yet.".into(),
            Self::NoAttemptsLeft => "No attempt is left on this course.".into(),
            Self::AttemptRuns => "The last attempt is not over yet: resume it.".into(),
            Self::InvitationIs(state) => invitation_is(*state),
            Self::BatchIs(state) => batch_is(*state).into(),
            Self::NothingToSend => "None of these addresses can be invited now.".into(),
            Self::LinkReplaced => "A newer invitation replaced this link. Open the newest letter.".into(),
            Self::OtherAccount => "This invitation was sent to another address than the one you are signed in with. Sign out and accept it with the invited address, or ask the sender to let you accept with this one.".into(),
            Self::SignInToAccept => "The invited address has an account here. Sign in to accept.".into(),
            Self::ReInviteLimit => format!(
                "An invitation can be sent again {} times in all, and this one was. To go on, invite the address anew; while this one is pending, cancel it first.",
                limits::RE_INVITES
            ),
            Self::AlreadyWithdrawn => "This registration was withdrawn already.".into(),
            Self::AlreadyLaunched => "The course was launched, so its credit is not returned.".into(),
            Self::KeyReused => "This form was already used for something else. Load the page again.".into(),
            Self::LetterSent => "This letter was sent already.".into(),
            Self::LetterOnItsWay => "This letter is being sent at this moment. Look again in a few minutes.".into(),
            Self::LetterOutdated => {
                "This letter’s invitation is over or was sent again since, so its link accepts nothing and it is not sent any more.".into()
            }
            Self::MailWorks => "Letters are sent by mail here, so the link is only in the letter.".into(),
            Self::AlreadyRefunded => "This credit was returned already.".into(),
            Self::NothingToRemind => "This learner is done with the course or no longer has access, so there is nothing to remind of.".into(),
            Self::RemindLimit => format!(
                "A learner can be reminded of a course once a day, and {} times in all.",
                limits::REMINDERS
            ),
            Self::Order(problem) => problem.sentence(),
            Self::Invitation(problem) => problem.sentence(),
            Self::Webhook(problem) => problem.sentence(),
            Self::Api(problem) => problem.sentence(),
            Self::Package(problem) => problem.sentence(),
            Self::UploadTooLarge(mb) => format!("This file is larger than {}.", sizes::megabytes(*mb)),
            Self::NoFile => "Choose a package to upload.".into(),
            Self::BodyTooLarge => "This is more than the form takes.".into(),
            Self::BadRequest => "The portal did not understand this request.".into(),
            Self::ForeignOrigin => "This request came from another site and was not carried out.".into(),
            Self::Busy => "The portal is busy. Nothing was changed; please try again in a moment.".into(),
            Self::Fault => "Something went wrong on our side. Nothing was half done.".into(),
        }
    }
}

impl Refusal {
    /// The same one by one, where it is about several things that were typed into one field.
    pub fn sentences(&self) -> Vec<String> {
        match self {
            Self::Addresses(list) => list.iter().map(|(email, problem)| problem.sentence(email)).collect(),
            one => vec![one.sentence()],
        }
    }
}

/// Credits, which corrections may have brought below 0.
pub(super) fn credits(n: i64) -> String {
    let sign = if n < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(n.unsigned_abs()))
}

/// "1 credit is", "2 credits are".
pub(super) fn credits_are(n: i64) -> String {
    format!("{} {}", counted(n.unsigned_abs(), "credit"), are(n))
}

const fn are(n: i64) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn subscription_is(state: SubscriptionState) -> String {
    match state {
        SubscriptionState::Active => "This subscription is active and renews by itself.",
        SubscriptionState::Canceled => "This subscription is canceled. Resume it first.",
        SubscriptionState::Frozen => "This subscription has lapsed. Renew it first.",
        SubscriptionState::Ended => "This subscription has ended; its unused credits expired. Subscribe anew.",
    }
    .into()
}

fn invitation_is(state: InvitationState) -> String {
    match state {
        InvitationState::Pending => "This invitation is still pending.",
        InvitationState::Accepted => "This invitation was already accepted.",
        InvitationState::Declined => "This invitation was declined.",
        InvitationState::Canceled => "This invitation was canceled.",
        // Read by whoever got it and by whoever sent it.
        InvitationState::Expired => "This invitation has expired. Its sender can send it again.",
    }
    .into()
}

const fn batch_is(state: BatchState) -> &'static str {
    match state {
        BatchState::Reading => "This list is still being read.",
        BatchState::Preview => "This list was not sent yet.",
        BatchState::Sending => "These invitations are being sent already.",
        BatchState::Done => "These invitations were sent already.",
        BatchState::Canceled => "This batch was canceled.",
        BatchState::Stopped => "This batch was stopped.",
        BatchState::Discarded => "This list was thrown away.",
    }
}

fn addresses(list: &[(String, AddressProblem)]) -> String {
    let lines: Vec<String> = list.iter().map(|(email, problem)| problem.sentence(email)).collect();
    format!("Nothing was sent. {}", lines.join(" "))
}

impl AddressProblem {
    /// The sentence people read of one address.
    pub fn sentence(&self, email: &str) -> String {
        match self {
            Self::Malformed => format!("“{email}” is not an e-mail address."),
            Self::Repeated => format!("{email} stands here twice."),
            Self::Enrolled => format!("{email} is enrolled already."),
            Self::AlreadyInvited(by, on) => {
                format!("{email} was already invited by {by} on {}.", day(*on))
            }
            Self::Suspended => format!("{email} belongs to a suspended user."),
        }
    }
}

fn day(at: DateTime<FixedOffset>) -> String {
    at.format("%B %-d, %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_as_one() {
        let sentence = |free, asked| Refusal::NotEnoughCredits { free, asked }.sentence();
        assert_eq!(
            sentence(0, 1),
            "1 credit is needed and 0 are free. Nothing was changed."
        );
        assert_eq!(
            sentence(1, 2),
            "2 credits are needed and 1 is free. Nothing was changed."
        );
        assert_eq!(
            sentence(-1, 1_000),
            "1,000 credits are needed and −1 are free. Nothing was changed."
        );
        let manager = |free, pending| Refusal::ManagerHasCredits { free, pending }.sentence();
        assert!(manager(1, 1).contains("still has 1 free credit and 1 pending invitation here"));
        assert!(manager(0, 2).contains("still has 0 free credits and 2 pending invitations here"));
        let (course, pool, asked) = (0, 0, 1);
        let neither = Refusal::NeitherSuffices { course, pool, asked }.sentence();
        assert!(neither.starts_with("1 credit is needed, but"), "{neither}");
        let lacks = Refusal::PoolLacks { pool, asked }.sentence();
        assert!(lacks.starts_with("These changes need 1 credit from"), "{lacks}");
    }

    #[test]
    fn what_senders_read_as_well_names_nobody_else_to_ask() {
        let expired = Refusal::InvitationIs(InvitationState::Expired).sentence();
        assert!(!expired.contains("Ask the sender"), "{expired}");
        let limit = Refusal::ReInviteLimit.sentence();
        assert!(limit.contains("while this one is pending, cancel it"), "{limit}");
    }

    #[test]
    fn the_day_of_an_invitation_is_the_one_it_comes_with() {
        let at = DateTime::parse_from_rfc3339("2026-06-03T01:30:00+02:00").expect("a time");
        let problem = AddressProblem::AlreadyInvited("Noor Haddad".into(), at);
        assert_eq!(
            problem.sentence("kai@contoso.example"),
            "kai@contoso.example was already invited by Noor Haddad on June 3, 2026."
        );
    }
}
