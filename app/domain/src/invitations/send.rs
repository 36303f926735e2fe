//! Send: one credit is held for each address, all addresses or none.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, InvitationId, Refusal, Role, UserId,
    addresses::split,
    api::Invited,
    invitations::{AddressProblem, InvitationState, SendOutcome},
    limits,
    refusal::Field,
};
use lectern_entities::{course, invitation, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    expiry, purse,
    remind::plan,
    taken::{self, Settled, Taken},
    token_hash,
};
use crate::{
    accounts::{input, organizations, users},
    actor::Actor,
    audit,
    courses::{self, managers},
    fault::Result,
    hooks::{self, Event},
    letters,
    once::once,
    tx::Tx,
};

/// What the invitation form holds.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SendForm {
    /// Addresses, separated by comma, semicolon, white space within brackets or line breaks.
    pub addresses: String,
    /// The sender's own words, which may be empty.
    pub message: String,
}

/// Invites every address of the form to a course and holds one credit for each: a manager's own, or for an
/// admin the course's, else the pool's (`spec/credits.md` 2, 7, 11).
///
/// # Errors
/// `NotFound` unless the course is the actor's; `CourseNotLive`; `Missing`, `TooManyAddresses`, `TooLong`;
/// `Addresses` naming each that cannot be invited; `NotEnoughCredits`; `KeyReused`. Then nothing is sent.
pub async fn send(tx: &Tx, actor: &Actor, key: &str, course: CourseId, form: SendForm) -> Result<SendOutcome> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let wish = Wish::read(&form)?;
    once(tx, actor, key, "invitation.send", (course, &form), async {
        let sent = wish.grant(tx, actor, course).await?;
        Ok(SendOutcome {
            sent: u32::try_from(sent.len()).unwrap_or(u32::MAX),
        })
    })
    .await
}

/// As [`send`], and tells which invitations it made, for programs.
///
/// # Errors
/// As [`send`].
pub async fn send_named(tx: &Tx, actor: &Actor, key: &str, course: CourseId, form: SendForm) -> Result<Vec<Invited>> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let wish = Wish::read(&form)?;
    let work = wish.grant(tx, actor, course);
    Box::pin(once(tx, actor, key, "invitation.send_named", (course, &form), work)).await
}

/// A form that can be granted, as far as the form itself decides it.
struct Wish {
    typed: Vec<String>,
    message: String,
}

impl Wish {
    fn read(form: &SendForm) -> Result<Self> {
        let message = input::lines(&form.message, Field::Message, limits::MESSAGE)?;
        let typed = split(&form.addresses);
        if typed.is_empty() {
            return Err(Refusal::Missing(Field::Addresses).into());
        }
        if typed.len() > limits::INVITES_PER_FORM {
            return Err(Refusal::TooManyAddresses.into());
        }
        Ok(Self { typed, message })
    }

    async fn grant(&self, tx: &Tx, actor: &Actor, course: CourseId) -> Result<Vec<Invited>> {
        // Not before: who sent these invitations and was taken off the course since gets the first answer (L10).
        if actor.role == Role::Manager {
            managers::keep_active(tx, actor.organization, course, actor.user).await?;
        }
        let course = courses::live(tx, actor.organization, course).await?;
        let sender = users::find(tx, actor.organization, actor.user).await?;
        let (addresses, over) = clear(tx, actor, course.id, &self.typed).await?;
        let [first, _] = purse::accounts(tx, actor, course.id).await?;
        let offer = Offer {
            course: &course,
            sender: &sender,
            message: &self.message,
            expires_at: expiry(tx, actor.organization).await?,
        };
        let row = |email: &String| offer.row(tx, tx.new_id(), email, first);
        let mut rows: Vec<invitation::Model> = addresses.iter().map(row).collect();
        insert(tx, actor, &rows).await?;
        purse::hold_all(tx, actor, course.id, &over, &mut rows).await?;
        for row in &rows {
            letters::invitation(tx, row, &course, &sender).await?;
            audit::note(tx, &actor.author(), "invitation.send", "invitation", row.id, ()).await?;
        }
        let events: Vec<Event<'_>> = rows.iter().map(Event::invitation).collect();
        hooks::emit_all(tx, &events).await?;
        let named = rows
            .into_iter()
            .map(|invitation::Model { id, email, .. }| Invited { id, email });
        Ok(named.collect())
    }
}

/// The cleaned addresses, or every reason why they cannot all be invited; and what expired on the way and still holds
/// its credits.
async fn clear(
    tx: &Tx,
    actor: &Actor,
    course: CourseId,
    typed: &[String],
) -> Result<(Vec<String>, Vec<invitation::Model>)> {
    let mut problems = Vec::new();
    let mut clean: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for text in typed {
        match input::email(text) {
            Err(_) => problems.push((text.clone(), AddressProblem::Malformed)),
            Ok(email) if !seen.insert(input::email_key(&email)) => problems.push((email, AddressProblem::Repeated)),
            Ok(email) => clean.push(email),
        }
    }
    let Settled { taken, over } = taken::settle(tx, actor.organization, course, &seen).await?;
    for email in &clean {
        let problem = match taken.get(&input::email_key(email)) {
            None | Some(Taken::Known) => continue,
            Some(Taken::Suspended) => AddressProblem::Suspended,
            Some(Taken::Enrolled) => AddressProblem::Enrolled,
            Some(Taken::Invited(by, at)) => already_invited(tx, actor, *by, *at).await?,
        };
        problems.push((email.clone(), problem));
    }
    if problems.is_empty() {
        Ok((clean, over))
    } else {
        Err(Refusal::Addresses(problems).into())
    }
}

/// Refuses an address that was enrolled, suspended or invited meanwhile. Answers what expired on the way and still holds
/// its credit: [`super::expire::give_back`] must follow in the same transaction.
pub(super) async fn require_free(
    tx: &Tx,
    actor: &Actor,
    course: CourseId,
    email: &str,
) -> Result<Vec<invitation::Model>> {
    let (_, over) = clear(tx, actor, course, &[email.to_owned()]).await?;
    Ok(over)
}

async fn already_invited(tx: &Tx, actor: &Actor, by: UserId, at: DateTime<Utc>) -> Result<AddressProblem> {
    let sender = users::find(tx, actor.organization, by).await?;
    let home = organizations::find(tx, actor.organization).await?;
    Ok(AddressProblem::AlreadyInvited(
        sender.name,
        organizations::local(&home, at),
    ))
}

/// What invitations sent together have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'a> {
    pub course: &'a course::Model,
    pub sender: &'a user::Model,
    pub message: &'a str,
    pub expires_at: DateTime<Utc>,
}

impl Offer<'_> {
    /// The row of one of them: sent for the first time.
    pub(super) fn row(&self, tx: &Tx, id: InvitationId, email: &str, source: AccountId) -> invitation::Model {
        invitation::Model {
            id,
            organization_id: self.course.organization_id,
            course_id: self.course.id,
            sender_id: self.sender.id,
            email: email.to_owned(),
            email_key: input::email_key(email),
            message: self.message.to_owned(),
            state: InvitationState::Pending,
            token_hash: token_hash(tx, id, 1),
            sends: 1,
            re_invites: 0,
            epoch: 1,
            source_id: source,
            hold_id: None,
            registration_id: None,
            undeliverable: false,
            last_sent_at: tx.now(),
            expires_at: self.expires_at,
            decided_at: None,
            remind_at: plan::next(tx.now(), self.expires_at, tx.now()),
            reminded_at: None,
            reminders_off: None,
            disowned_at: None,
            asked_at: None,
            digest_due: false,
            created_at: tx.now(),
            updated_at: tx.now(),
        }
    }
}

/// Puts the invitations into the database, all before an account is touched. An index decides ties with people who invite
/// the same addresses at this moment: whoever loses waits for the other, so everybody goes by addresses.
///
/// # Errors
/// `Addresses` naming the first that somebody else was quicker to invite.
async fn insert(tx: &Tx, actor: &Actor, rows: &[invitation::Model]) -> Result<()> {
    let mut rows: Vec<&invitation::Model> = rows.iter().collect();
    rows.sort_by(|one, other| one.email_key.cmp(&other.email_key));
    for row in rows {
        let all = sea_orm::ActiveModelTrait::reset_all(sea_orm::IntoActiveModel::into_active_model(row.clone()));
        if tx.insert_unless_taken(all).await? {
            continue;
        }
        let twin = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(row.course_id))
            .filter(invitation::Column::EmailKey.eq(&row.email_key))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .one(tx)
            .await?
            .ok_or(Refusal::Busy)?;
        let problem = already_invited(tx, actor, twin.sender_id, twin.last_sent_at).await?;
        return Err(Refusal::Addresses(vec![(row.email.clone(), problem)]).into());
    }
    Ok(())
}
