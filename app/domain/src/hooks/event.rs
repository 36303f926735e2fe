//! What can happen, and how each event tells it. The names of fields are stable (see [`VERSION`]).
//!
//! [`VERSION`]: lectern_contract::hooks::VERSION

use std::collections::BTreeMap;

use lectern_contract::{
    AccountId, CourseId, OrderId, OrganizationId, RegistrationId, TransactionId, UserId, credits::AccountKind,
    hooks::HookEvent, invitations::InvitationState, registrations::Success, requests::RequestState,
};
use lectern_entities::{credit_request, invitation, registration};
use serde_json::{Value, json};

/// Something that happened in an act, for those who want to be told.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub(super) organization: OrganizationId,
    what: What<'a>,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Invitation(&'a invitation::Model),
    Created(Registered, bool),
    Completed(&'a registration::Model),
    Withdrawn(Registered, bool),
    Purchased(Income<'a>),
    Granted(Income<'a>),
    Low(LowBalance),
    Request(&'a credit_request::Model),
    Test,
}

/// A registration an event tells of.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// The registration.
    pub id: RegistrationId,
    /// Who learns.
    pub user: UserId,
    /// What.
    pub course: CourseId,
    /// Which time, from 1.
    pub cycle: i32,
    /// Whose learner they are; none where an admin enrolled them.
    pub manager: Option<UserId>,
}

impl From<&registration::Model> for Registered {
    fn from(row: &registration::Model) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            course: row.course_id,
            cycle: row.cycle,
            manager: row.manager_id,
        }
    }
}

/// Credits that came into the pool.
#[derive(Clone, Copy, Debug)]
pub struct Income<'a> {
    /// The ledger's transaction.
    pub transaction: TransactionId,
    /// Credits.
    pub amount: i64,
    /// Why, as the ledger has it.
    pub reason: &'a str,
    /// The order they were bought with.
    pub order: Option<OrderId>,
}

/// A balance that fell below its threshold (`spec/credits.md`, Low balance).
#[derive(Clone, Copy, Debug)]
pub struct LowBalance {
    /// The account.
    pub account: AccountId,
    /// Whether it is the pool's, a course's or a manager's.
    pub kind: AccountKind,
    /// The course; none for the pool.
    pub course: Option<CourseId>,
    /// The manager, where it is one's.
    pub manager: Option<UserId>,
    /// Credits that are free now.
    pub available: i64,
    /// The threshold in credits, as it was at this moment.
    pub threshold: i64,
}

impl<'a> Event<'a> {
    const fn new(organization: OrganizationId, what: What<'a>) -> Self {
        Self { organization, what }
    }

    /// An invitation came to its present state: pending is sent, or sent again.
    pub const fn invitation(row: &'a invitation::Model) -> Self {
        Self::new(row.organization_id, What::Invitation(row))
    }

    /// Somebody was enrolled; `returned` where they had been withdrawn before.
    pub const fn registration_created(organization: OrganizationId, about: Registered, returned: bool) -> Self {
        Self::new(organization, What::Created(about, returned))
    }

    /// Somebody completed a course for the first time in this cycle.
    pub const fn registration_completed(row: &'a registration::Model) -> Self {
        Self::new(row.organization_id, What::Completed(row))
    }

    /// Somebody was withdrawn; `refunded` where the credit went back.
    pub const fn registration_withdrawn(organization: OrganizationId, about: Registered, refunded: bool) -> Self {
        Self::new(organization, What::Withdrawn(about, refunded))
    }

    /// Bought credits came into the pool.
    pub const fn credits_purchased(organization: OrganizationId, income: Income<'a>) -> Self {
        Self::new(organization, What::Purchased(income))
    }

    /// Credits were granted to the pool, by a plan or by hand.
    pub const fn credits_granted(organization: OrganizationId, income: Income<'a>) -> Self {
        Self::new(organization, What::Granted(income))
    }

    /// A balance fell below its threshold.
    pub const fn balance_low(organization: OrganizationId, balance: LowBalance) -> Self {
        Self::new(organization, What::Low(balance))
    }

    /// A request for credits was made, answered by an admin, or withdrawn.
    pub const fn request(row: &'a credit_request::Model) -> Self {
        Self::new(row.organization_id, What::Request(row))
    }

    /// Somebody wants to see whether a webhook works.
    pub(super) const fn test(organization: OrganizationId) -> Self {
        Self::new(organization, What::Test)
    }

    /// Its name.
    pub const fn kind(&self) -> HookEvent {
        match self.what {
            What::Invitation(row) => match row.state {
                InvitationState::Pending => HookEvent::InvitationSent,
                InvitationState::Accepted => HookEvent::InvitationAccepted,
                InvitationState::Declined => HookEvent::InvitationDeclined,
                InvitationState::Expired => HookEvent::InvitationExpired,
                InvitationState::Canceled => HookEvent::InvitationCanceled,
            },
            What::Created(..) => HookEvent::RegistrationCreated,
            What::Completed(_) => HookEvent::RegistrationCompleted,
            What::Withdrawn(..) => HookEvent::RegistrationWithdrawn,
            What::Purchased(_) => HookEvent::CreditsPurchased,
            What::Granted(_) => HookEvent::CreditsGranted,
            What::Low(_) => HookEvent::BalanceLow,
            What::Request(row) if row.state.is_open() => HookEvent::RequestCreated,
            What::Request(row) if matches!(row.state, RequestState::Withdrawn) => HookEvent::RequestWithdrawn,
            What::Request(_) => HookEvent::RequestAnswered,
            What::Test => HookEvent::Test,
        }
    }

    /// The courses and people it names.
    pub(super) fn names(&self) -> (Option<CourseId>, Vec<UserId>) {
        match self.what {
            What::Invitation(row) => (Some(row.course_id), vec![row.sender_id]),
            What::Created(about, _) | What::Withdrawn(about, _) => about.names(),
            What::Completed(row) => Registered::from(row).names(),
            What::Low(low) => (low.course, low.manager.into_iter().collect()),
            What::Request(row) => (Some(row.course_id), vec![row.manager_id]),
            What::Purchased(_) | What::Granted(_) | What::Test => (None, vec![]),
        }
    }

    /// What it tells.
    pub(super) fn data(&self, names: &Names) -> Value {
        match self.what {
            What::Invitation(row) => json!({
                "invitation": row.id, "state": row.state, "email": row.email,
                "course": names.course(row.course_id), "sender": names.user(row.sender_id),
                "sends": row.sends, "expires_at": row.expires_at, "registration": row.registration_id,
            }),
            What::Created(about, returned) => about.tells(names, &json!({ "returned": returned })),
            What::Completed(row) => Registered::from(row).tells(names, &outcome(row.success, row.score)),
            What::Withdrawn(about, refunded) => about.tells(names, &json!({ "refunded": refunded })),
            What::Purchased(income) | What::Granted(income) => json!({
                "transaction": income.transaction, "amount": income.amount, "reason": income.reason,
                "order": income.order,
            }),
            What::Low(low) => json!({
                "account": low.account, "of": low.kind,
                "course": low.course.map(|id| names.course(id)), "manager": low.manager.map(|id| names.user(id)),
                "available": low.available, "threshold": low.threshold,
            }),
            What::Request(row) => json!({
                "request": row.id, "state": row.state, "amount": row.amount, "assigned": row.assigned,
                "note": row.note, "answer": row.answer,
                "course": names.course(row.course_id), "manager": names.user(row.manager_id),
            }),
            What::Test => json!({ "message": "This webhook works." }),
        }
    }
}

fn outcome(success: Success, score: Option<f64>) -> Value {
    json!({ "success": success, "score": score })
}

impl Registered {
    fn names(&self) -> (Option<CourseId>, Vec<UserId>) {
        (Some(self.course), self.manager.into_iter().chain([self.user]).collect())
    }

    fn tells(&self, names: &Names, more: &Value) -> Value {
        let mut data = json!({
            "registration": self.id, "cycle": self.cycle, "user": names.user(self.user),
            "course": names.course(self.course), "manager": self.manager.map(|id| names.user(id)),
        });
        if let (Some(data), Some(more)) = (data.as_object_mut(), more.as_object()) {
            data.extend(more.clone());
        }
        data
    }
}

/// What the named courses and people are called.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Titles.
    pub courses: BTreeMap<CourseId, String>,
    /// Names and addresses.
    pub users: BTreeMap<UserId, (String, String)>,
}

impl Names {
    fn course(&self, id: CourseId) -> Value {
        json!({ "id": id, "title": self.courses.get(&id) })
    }

    fn user(&self, id: UserId) -> Value {
        let known = self.users.get(&id);
        json!({ "id": id, "name": known.map(|user| &user.0), "email": known.map(|user| &user.1) })
    }
}
