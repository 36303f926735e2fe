//! Letters about invitations: to the invited address and to the sender.

use lectern_contract::{
    InvitationId,
    letters::{LetterKind, LinkPurpose},
};
use lectern_entities::{course, invitation, organization, user};

use super::{
    super::paper::{Draft, Link},
    have_to_again, when,
};
use crate::{accounts::organizations, fault::Result, invitations::Reader, tx::Tx};

/// The invitation itself, with its secret link.
pub(crate) async fn invitation(
    tx: &Tx,
    invitation: &invitation::Model,
    course: &course::Model,
    sender: &user::Model,
) -> Result<()> {
    let from = organizations::find(tx, invitation.organization_id).await?;
    let until = when(invitation.expires_at, &from);
    let about = About {
        from: &from,
        course,
        sender,
        message: &invitation.message,
    };
    about
        .draft(link(invitation.id, invitation.sends), &invitation.email, &until)
        .put(tx)
        .await
}

/// The secret link of an invitation's `sends`-th letter.
pub(in crate::letters) const fn link(invitation: InvitationId, sends: i32) -> Link {
    Link {
        purpose: LinkPurpose::Invitation,
        id: invitation.0,
        number: sends,
    }
}

/// The subject of an invitation.
pub(in crate::letters) fn subject(sender: &user::Model, course: &course::Model) -> String {
    format!("{} invites you to “{}”", sender.name, course.title)
}

/// What all invitations of one sender to one course say.
pub(in crate::letters) struct About<'a> {
    pub from: &'a organization::Model,
    pub course: &'a course::Model,
    pub sender: &'a user::Model,
    pub message: &'a str,
}

impl About<'_> {
    /// The letter to one address, to be answered until that time.
    pub(in crate::letters) fn draft<'a>(&'a self, link: Link, to: &'a str, until: &str) -> Draft<'a> {
        Draft::new(self.from, LetterKind::Invitation, to)
            .about(subject(self.sender, self.course))
            .says(format!(
                "{} invites you to the course “{}” at {}.",
                self.sender.name, self.course.title, self.from.name
            ))
            .quote(self.message)
            .button("See the invitation", link)
            .closes(format!("The invitation is for {to} and can be accepted until {until}."))
            .closes("If you did not expect this letter, you need not do anything.")
    }
}

/// Whose credit an acceptance used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreditUsed {
    /// One of the sender's own.
    Sender,
    /// One of the course's.
    Course,
    /// One of the pool's.
    Pool,
    /// None: an earlier one of the learner still counts, and the held one went back.
    Earlier,
}

impl CreditUsed {
    /// The sentence to somebody to whom it is `whose` invitation.
    fn sentence(self, whose: &str) -> String {
        match self {
            Self::Sender => format!("One of {whose} credits was used for it."),
            Self::Course => "One of the course’s credits was used for it.".into(),
            Self::Pool => "One of the pool’s credits was used for it.".into(),
            Self::Earlier => "No credit was used for it: an earlier one of theirs still counts, \
                and the one that was held is free again."
                .into(),
        }
    }
}

/// To the sender, or who stands in for them: somebody accepted.
pub(crate) async fn invitation_accepted(
    tx: &Tx,
    to: &Reader,
    who: &str,
    course: &course::Model,
    used: CreditUsed,
) -> Result<()> {
    let from = organizations::find(tx, to.person.organization_id).await?;
    Draft::new(&from, LetterKind::Accepted, &to.person.email)
        .about(format!("{who} accepted {} invitation", to.whose))
        .says(format!(
            "{who} accepted {} invitation to “{}”. {}",
            to.whose,
            course.title,
            used.sentence(&to.whose)
        ))
        .put(tx)
        .await
}

/// To the sender, or who stands in for them: somebody declined.
pub(crate) async fn invitation_declined(tx: &Tx, to: &Reader, who: &str, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, to.person.organization_id).await?;
    Draft::new(&from, LetterKind::Declined, &to.person.email)
        .about(format!("{who} declined {} invitation", to.whose))
        .says(format!(
            "{who} declined {} invitation to “{}”. The credit is free again.",
            to.whose, course.title
        ))
        .put(tx)
        .await
}

/// To the sender: these invitations ran out, `all` of them; one letter for all, some of them named by course. So many
/// of their learners are `due`, which is said in the same letter.
pub(crate) async fn invitations_expired(
    tx: &Tx,
    sender: &user::Model,
    all: u64,
    named: &[(String, Vec<String>)],
    due: u64,
) -> Result<()> {
    let from = organizations::find(tx, sender.organization_id).await?;
    let subject = match all {
        1 => "1 invitation expired".to_owned(),
        n => format!("{n} invitations expired"),
    };
    let mut draft = Draft::new(&from, LetterKind::Expired, &sender.email)
        .about(subject)
        .says("Nobody accepted in time:");
    for (course, addresses) in named {
        draft = draft.says(format!("“{course}”: {}.", addresses.join(", ")));
    }
    let listed: usize = named.iter().map(|(_, addresses)| addresses.len()).sum();
    let rest = all.saturating_sub(listed as u64);
    if rest > 0 {
        draft = draft.says(format!("And {rest} more."));
    }
    draft = draft.says("Their credits are free again. You can invite them anew from the course’s invitations.");
    if due > 0 {
        draft = draft.says(format!("{}. They were told by a letter.", have_to_again(due)));
    }
    draft.put(tx).await
}

/// To the invited address: the invitation was canceled.
pub(crate) async fn invitation_canceled(tx: &Tx, invitation: &invitation::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, invitation.organization_id).await?;
    Draft::new(&from, LetterKind::Canceled, &invitation.email)
        .about(format!("Invitation to “{}” canceled", course.title))
        .says(format!(
            "The invitation to “{}” was canceled. Its link no longer works; you need not do anything.",
            course.title
        ))
        .put(tx)
        .await
}
