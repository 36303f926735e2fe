//! Send: one credit is held for each address, all addresses or none.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use lectern_contract::{
    AccountId, CourseId, InvitationId, Refusal, Role, UserId,
    addresses::split,
    credits::AccountKind,
    invitations::{AddressProblem, InvitationState, SendOutcome},
    limits,
    people::UserState,
    refusal::Field,
    registrations::RegistrationState,
};
use lectern_entities::{course, invitation, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Held, expire, expiry, hold, lock_sources, token_hash};
use crate::{
    accounts::{input, users},
    actor::Actor,
    audit,
    courses::{self, managers},
    credits::accounts::{self, Which},
    fault::Result,
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
    let message = input::lines(&form.message, Field::Message, limits::MESSAGE)?;
    let typed = split(&form.addresses);
    if typed.is_empty() {
        return Err(Refusal::Missing(Field::Addresses).into());
    }
    if typed.len() > limits::INVITES_PER_FORM {
        return Err(Refusal::TooManyAddresses.into());
    }
    once(tx, actor, key, "invitation.send", (course, &form), async {
        // Not before: who sent these invitations and was taken off the course since gets the first answer (L10).
        if actor.role == Role::Manager {
            managers::keep_active(tx, actor.organization, course, actor.user).await?;
        }
        let course = courses::live(tx, actor.organization, course).await?;
        let sender = users::find(tx, actor.organization, actor.user).await?;
        let addresses = clear(tx, actor, course.id, &typed).await?;
        let purse = Purse::open(tx, actor, course.id, addresses.len()).await?;
        let offer = Offer {
            course: &course,
            sender: &sender,
            message: &message,
            expires_at: expiry(tx, actor.organization).await?,
        };
        for (place, email) in addresses.iter().enumerate() {
            invite(tx, actor, &offer, email, purse.source(place)).await?;
        }
        Ok(SendOutcome {
            sent: u32::try_from(addresses.len()).unwrap_or(u32::MAX),
        })
    })
    .await
}

/// Where the credits of one form come from: first `first` of them from one account, the rest from the other.
struct Purse {
    accounts: [AccountId; 2],
    first: usize,
}

impl Purse {
    async fn open(tx: &Tx, actor: &Actor, course: CourseId, needed: usize) -> Result<Self> {
        let organization = actor.organization;
        let whiches = Self::whiches(actor, course);
        let first_free = accounts::keep_balance(tx, organization, whiches[0]).await?.max(0);
        let other_free = match whiches[0] == whiches[1] {
            true => 0,
            false => accounts::balance(tx, organization, whiches[1]).await?.max(0),
        };
        let asked = i64::try_from(needed).unwrap_or(i64::MAX);
        if first_free + other_free < asked {
            return Err(Refusal::NotEnoughCredits {
                free: first_free + other_free,
                asked,
            }
            .into());
        }
        let open = [
            accounts::open(tx, organization, whiches[0]).await?,
            accounts::open(tx, organization, whiches[1]).await?,
        ];
        Ok(Self {
            accounts: open,
            first: usize::try_from(first_free).unwrap_or(usize::MAX),
        })
    }

    const fn whiches(actor: &Actor, course: CourseId) -> [Which; 2] {
        match actor.role {
            Role::Manager => [Which::Manager(course, actor.user); 2],
            _ => [Which::Course(course), Which::Own(AccountKind::Pool)],
        }
    }

    const fn source(&self, place: usize) -> AccountId {
        if place < self.first {
            self.accounts[0]
        } else {
            self.accounts[1]
        }
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
    let taken = taken(tx, actor, course, seen).await?;
    for email in &clean {
        if let Some(problem) = taken.get(&input::email_key(email)) {
            problems.push((email.clone(), problem.clone()));
        }
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
    Ok(Purse::open(tx, actor, invitation.course_id, 1).await?.source(0))
}

/// Which of the addresses belong to learners of the course, to suspended users, or are invited already.
async fn taken(
    tx: &Tx,
    actor: &Actor,
    course: CourseId,
    keys: BTreeSet<String>,
) -> Result<BTreeMap<String, AddressProblem>> {
    let mut taken = BTreeMap::new();
    let known = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(actor.organization))
        .filter(user::Column::EmailKey.is_in(keys.iter().cloned()))
        .all(tx)
        .await?;
    let keys_of: BTreeMap<UserId, String> = known.iter().map(|user| (user.id, user.email_key.clone())).collect();
    for user in known.iter().filter(|user| user.state != UserState::Active) {
        taken.insert(user.email_key.clone(), AddressProblem::Suspended);
    }
    for twin in twins(tx, actor, course, keys).await? {
        let problem = already_invited(tx, actor, &twin).await?;
        taken.insert(twin.email_key, problem);
    }
    let registered = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course))
        .filter(registration::Column::UserId.is_in(keys_of.keys().copied()))
        .order_by_asc(registration::Column::Cycle)
        .all(tx)
        .await?;
    // The newest cycle counts: the last one of a person overwrites those before it.
    let newest: BTreeMap<UserId, RegistrationState> =
        registered.into_iter().map(|row| (row.user_id, row.state)).collect();
    for (user, _) in newest.iter().filter(|(_, state)| **state == RegistrationState::Active) {
        taken.insert(keys_of[user].clone(), AddressProblem::Enrolled);
    }
    Ok(taken)
}

/// Pending invitations of these addresses; those past their end expire here, because the sweeper may be late.
async fn twins(tx: &Tx, actor: &Actor, course: CourseId, keys: BTreeSet<String>) -> Result<Vec<invitation::Model>> {
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::EmailKey.is_in(keys))
        .order_by_asc(invitation::Column::Id);
    let pending = tx.keep(pending).all(tx).await?;
    let (over, pending): (Vec<_>, Vec<_>) = pending.into_iter().partition(|twin| twin.expires_at <= tx.now());
    let mut purse = Vec::new();
    for which in Purse::whiches(actor, course) {
        purse.push(accounts::open(tx, actor.organization, which).await?);
    }
    lock_sources(tx, actor.organization, &over, purse).await?;
    expire::end(tx, over).await?;
    Ok(pending)
}

async fn already_invited(tx: &Tx, actor: &Actor, twin: &invitation::Model) -> Result<AddressProblem> {
    let sender = users::find(tx, actor.organization, twin.sender_id).await?;
    Ok(AddressProblem::AlreadyInvited(sender.name, twin.last_sent_at))
}

/// What the invitations of one form have in common.
struct Offer<'a> {
    course: &'a course::Model,
    sender: &'a user::Model,
    message: &'a str,
    expires_at: DateTime<Utc>,
}

/// One invitation: its row, its held credit, its letter, its audit row.
async fn invite(tx: &Tx, actor: &Actor, offer: &Offer<'_>, email: &str, source: AccountId) -> Result<()> {
    let course = offer.course;
    let id: InvitationId = tx.new_id();
    let author = actor.author();
    let row = invitation::Model {
        id,
        organization_id: actor.organization,
        course_id: course.id,
        sender_id: actor.user,
        email: email.to_owned(),
        email_key: input::email_key(email),
        message: offer.message.to_owned(),
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
        expires_at: offer.expires_at,
        decided_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let all = sea_orm::ActiveModelTrait::reset_all(sea_orm::IntoActiveModel::into_active_model(row.clone()));
    if !tx.insert_unless_taken(all).await? {
        let twin = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(course.id))
            .filter(invitation::Column::EmailKey.eq(input::email_key(email)))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .one(tx)
            .await?
            .ok_or(Refusal::Busy)?;
        let problem = already_invited(tx, actor, &twin).await?;
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
    audit::note(tx, &author, "invitation.send", "invitation", id, ()).await
}
