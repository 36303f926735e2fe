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
    Held, expiry, hold,
    purse::{self, Purse},
    remind::plan,
    taken::{self, Taken},
    token_hash,
};
use crate::{
    accounts::{input, users},
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
        let addresses = clear(tx, actor, course.id, &self.typed).await?;
        let purse = Purse::open(tx, actor, course.id).await?;
        purse.require(addresses.len())?;
        let offer = Offer {
            course: &course,
            sender: &sender,
            message: &self.message,
            expires_at: expiry(tx, actor.organization).await?,
        };
        let mut rows = Vec::with_capacity(addresses.len());
        for (place, email) in addresses.iter().enumerate() {
            rows.push(invite(tx, actor, &offer, email, purse.source(place)).await?);
        }
        let events: Vec<Event<'_>> = rows.iter().map(Event::invitation).collect();
        hooks::emit_all(tx, &events).await?;
        let named = rows
            .into_iter()
            .map(|invitation::Model { id, email, .. }| Invited { id, email });
        Ok(named.collect())
    }
}

/// The cleaned addresses, or every reason why they cannot all be invited.
async fn clear(tx: &Tx, actor: &Actor, course: CourseId, typed: &[String]) -> Result<Vec<String>> {
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
    let purse = purse::accounts(tx, actor, course).await?;
    let taken = taken::settle(tx, actor.organization, course, &seen, purse).await?;
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
        Ok(clean)
    } else {
        Err(Refusal::Addresses(problems).into())
    }
}

/// Refuses an address that was enrolled, suspended or invited meanwhile.
pub(super) async fn require_free(tx: &Tx, actor: &Actor, course: CourseId, email: &str) -> Result<()> {
    clear(tx, actor, course, &[email.to_owned()]).await.map(drop)
}

/// Where the credit of a single invitation comes from: the one who sends it again pays.
pub(super) async fn source(tx: &Tx, actor: &Actor, invitation: &invitation::Model) -> Result<AccountId> {
    let purse = Purse::open(tx, actor, invitation.course_id).await?;
    purse.require(1)?;
    Ok(purse.source(0))
}

async fn already_invited(tx: &Tx, actor: &Actor, by: UserId, at: DateTime<Utc>) -> Result<AddressProblem> {
    let sender = users::find(tx, actor.organization, by).await?;
    Ok(AddressProblem::AlreadyInvited(sender.name, at))
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

/// One invitation: its row, its held credit, its letter, its audit row.
async fn invite(
    tx: &Tx,
    actor: &Actor,
    offer: &Offer<'_>,
    email: &str,
    source: AccountId,
) -> Result<invitation::Model> {
    let course = offer.course;
    let id: InvitationId = tx.new_id();
    let author = actor.author();
    let row = offer.row(tx, id, email, source);
    let all = sea_orm::ActiveModelTrait::reset_all(sea_orm::IntoActiveModel::into_active_model(row.clone()));
    if !tx.insert_unless_taken(all).await? {
        let twin = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(course.id))
            .filter(invitation::Column::EmailKey.eq(input::email_key(email)))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .one(tx)
            .await?
            .ok_or(Refusal::Busy)?;
        let problem = already_invited(tx, actor, twin.sender_id, twin.last_sent_at).await?;
        return Err(Refusal::Addresses(vec![(email.to_owned(), problem)]).into());
    }
    hold(
        tx,
        &author,
        &Held {
            id,
            course: course.id,
            source,
            epoch: 1,
        },
    )
    .await?;
    letters::invitation(tx, &row, course, offer.sender).await?;
    audit::note(tx, &author, "invitation.send", "invitation", id, ()).await?;
    Ok(row)
}
