//! Why an invitation, enrollment, launch or acceptance was refused, as the log of refused acts counts it. The sentences
//! are those of [`Refusal`]; only what no single refusal says stands here.

use super::{Field, InvitationProblem, Refusal};
use crate::{
    invitations::{AddressProblem, InvitationState},
    text_enum,
};

text_enum! {
    /// The reasons of the log. New rules add a word; until they do, their refusals are `other` with their own sentence.
    Reason {
        NoCredit = "no_credit", Frozen = "frozen", NotLive = "course_not_live", Enrolled = "already_enrolled",
        Invited = "already_invited", Suspended = "suspended", NoAddress = "no_address", Repeated = "repeated",
        NotYours = "not_yours", OtherAccount = "other_account", HasAccount = "has_account", NotProven = "not_proven",
        Accepted = "accepted", Declined = "declined", Canceled = "canceled", Expired = "expired", Pending = "pending",
        LinkReplaced = "link_replaced", TooOften = "too_often", Withdrawn = "withdrawn",
        NothingToLaunch = "nothing_to_launch", NoAttempts = "no_attempts", TooMany = "too_many",
        KeyReused = "key_reused", BatchOver = "batch_over", BatchCanceled = "batch_canceled",
        BatchStopped = "batch_stopped", NothingToSend = "nothing_to_send", Disowned = "disowned", Other = "other",
    }
}

impl Reason {
    /// The few words a filter shows.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NoCredit => "No credit",
            Self::Frozen => "Credits frozen",
            Self::NotLive => "Course not published",
            Self::Enrolled => "Enrolled already",
            Self::Invited => "Invited already",
            Self::Suspended => "User suspended",
            Self::NoAddress => "Not an address",
            Self::Repeated => "Given twice",
            Self::NotYours => "Not theirs",
            Self::OtherAccount => "Signed in as another",
            Self::HasAccount => "Has an account",
            Self::NotProven => "Wrong password",
            Self::Accepted => "Accepted before",
            Self::Declined => "Declined before",
            Self::Canceled => "Invitation canceled",
            Self::Expired => "Invitation expired",
            Self::Pending => "Invitation pending",
            Self::LinkReplaced => "Old link",
            Self::TooOften => "Sent too often",
            Self::Withdrawn => "Registration withdrawn",
            Self::NothingToLaunch => "Nothing to launch",
            Self::NoAttempts => "No attempt left",
            Self::TooMany => "Too many addresses",
            Self::KeyReused => "Form used twice",
            Self::BatchOver => "List over",
            Self::BatchCanceled => "List canceled",
            Self::BatchStopped => "List stopped",
            Self::NothingToSend => "Nobody to invite",
            Self::Disowned => "Said it is not for them",
            Self::Other => "Another rule",
        }
    }

    /// The sentence of the reason alone, where the refusal itself was not kept.
    pub fn sentence(self) -> String {
        let invitation = |state| Refusal::InvitationIs(state).sentence();
        match self {
            Self::NoCredit => "No credit was free.".into(),
            Self::Frozen => Refusal::Frozen.sentence(),
            Self::NotLive => Refusal::CourseNotLive.sentence(),
            Self::Enrolled => Refusal::AlreadyEnrolled.sentence(),
            Self::Invited => "A pending invitation to the course has this address already.".into(),
            Self::Suspended => Refusal::UserSuspended.sentence(),
            Self::NoAddress => Refusal::Malformed(Field::Email).sentence(),
            Self::Repeated => "This address was given twice; it counts once.".into(),
            Self::NotYours => Refusal::NotFound.sentence(),
            Self::OtherAccount => Refusal::OtherAccount.sentence(),
            Self::HasAccount => Refusal::SignInToAccept.sentence(),
            Self::NotProven => Refusal::WrongCredentials.sentence(),
            Self::Accepted => invitation(InvitationState::Accepted),
            Self::Declined => invitation(InvitationState::Declined),
            Self::Canceled => invitation(InvitationState::Canceled),
            Self::Expired => invitation(InvitationState::Expired),
            Self::Pending => invitation(InvitationState::Pending),
            Self::LinkReplaced => Refusal::LinkReplaced.sentence(),
            Self::TooOften => Refusal::ReInviteLimit.sentence(),
            Self::Withdrawn => Refusal::AlreadyWithdrawn.sentence(),
            Self::NothingToLaunch => Refusal::NothingToLaunch.sentence(),
            Self::NoAttempts => Refusal::NoAttemptsLeft.sentence(),
            Self::TooMany => Refusal::TooManyAddresses.sentence(),
            Self::KeyReused => Refusal::KeyReused.sentence(),
            Self::BatchOver => "This list was sent or ended already.".into(),
            Self::BatchCanceled => "The list was canceled before this address was reached.".into(),
            Self::BatchStopped => "The list was stopped before this address was reached.".into(),
            Self::NothingToSend => Refusal::NothingToSend.sentence(),
            Self::Disowned => Refusal::Invitation(InvitationProblem::Disowned).sentence(),
            Self::Other => "A rule of the portal forbade it.".into(),
        }
    }
}

impl Refusal {
    /// The reason under which the log counts this refusal; none where no rule spoke: the form was not filled in, the
    /// portal was busy or failed, nobody was signed in.
    pub const fn reason(&self) -> Option<Reason> {
        Some(match self {
            Self::NotEnoughCredits { .. } | Self::NoCredit => Reason::NoCredit,
            Self::Frozen => Reason::Frozen,
            Self::CourseNotLive => Reason::NotLive,
            Self::AlreadyEnrolled => Reason::Enrolled,
            Self::UserSuspended | Self::UserDeleted => Reason::Suspended,
            Self::NotFound => Reason::NotYours,
            Self::OtherAccount => Reason::OtherAccount,
            Self::SignInToAccept => Reason::HasAccount,
            Self::WrongCredentials | Self::TooManyTries => Reason::NotProven,
            Self::InvitationIs(state) => match state {
                InvitationState::Pending => Reason::Pending,
                InvitationState::Accepted => Reason::Accepted,
                InvitationState::Declined => Reason::Declined,
                InvitationState::Canceled => Reason::Canceled,
                InvitationState::Expired => Reason::Expired,
            },
            Self::LinkReplaced | Self::StaleLink => Reason::LinkReplaced,
            Self::ReInviteLimit | Self::Invitation(InvitationProblem::TooSoon | InvitationProblem::TooManyClaims) => {
                Reason::TooOften
            }
            Self::Invitation(InvitationProblem::Disowned) => Reason::Disowned,
            Self::AlreadyWithdrawn => Reason::Withdrawn,
            Self::NothingToLaunch => Reason::NothingToLaunch,
            Self::NoAttemptsLeft => Reason::NoAttempts,
            Self::TooManyAddresses | Self::TooManyRows => Reason::TooMany,
            Self::KeyReused => Reason::KeyReused,
            Self::BatchIs(_) => Reason::BatchOver,
            Self::NothingToSend => Reason::NothingToSend,
            Self::Malformed(Field::Email) => Reason::NoAddress,
            Self::Missing(_)
            | Self::TooLong(..)
            | Self::Malformed(_)
            | Self::OutOfRange(..)
            | Self::PasswordTooShort
            | Self::PasswordCommon
            | Self::PasswordsDiffer
            | Self::SignInFirst
            | Self::SecondFactorFirst
            | Self::TooManyRequests
            | Self::BadRequest
            | Self::BodyTooLarge
            | Self::ForeignOrigin
            | Self::Busy
            | Self::Fault => return None,
            _ => Reason::Other,
        })
    }
}

impl AddressProblem {
    /// The reason under which the log counts this problem of one address.
    pub const fn reason(&self) -> Reason {
        match self {
            Self::Malformed => Reason::NoAddress,
            Self::Repeated => Reason::Repeated,
            Self::Enrolled => Reason::Enrolled,
            Self::AlreadyInvited(..) => Reason::Invited,
            Self::Suspended => Reason::Suspended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_of_its_own() {
        for (words, what) in [
            (
                Reason::ALL
                    .iter()
                    .map(|reason| reason.label().to_owned())
                    .collect::<Vec<_>>(),
                "labels",
            ),
            (
                Reason::ALL.iter().map(|reason| reason.sentence()).collect(),
                "sentences",
            ),
        ] {
            let mut distinct = words.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), words.len(), "{what}");
            assert!(words.iter().all(|word| !word.is_empty()), "{what}");
        }
    }

    #[test]
    fn forms_that_are_not_filled_in_and_faults_are_no_decisions() {
        for refusal in [
            Refusal::Missing(Field::Addresses),
            Refusal::PasswordsDiffer,
            Refusal::Busy,
            Refusal::Fault,
        ] {
            assert_eq!(refusal.reason(), None, "{refusal:?}");
        }
        assert_eq!(Refusal::NoCredit.reason(), Some(Reason::NoCredit));
        assert_eq!(Refusal::LastAdmin.reason(), Some(Reason::Other));
    }
}
