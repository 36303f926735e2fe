//! Ids as types: an `InvitationId` cannot be handed to a function that wants a `CourseId`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every id can do: be made from a fresh UUID (v7, so that ids sort by age) and give it back.
pub trait Id: Copy + From<Uuid> + Into<Uuid> {}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl Id for $name {}

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// A company that sells or runs training; every row belongs to one.
    OrganizationId,
    /// What a company has set for itself.
    SettingsId,
    /// A person with a way to sign in.
    UserId,
    /// A row of the table that gives users their roles.
    UserRoleId,
    /// One signed-in browser.
    SessionId,
    /// A one-time link: password reset or change of address.
    TicketId,
    /// Something people are invited to and launch.
    CourseId,
    /// One uploaded package of a course.
    VersionId,
    /// The thresholds of one course.
    CourseThresholdId,
    /// The registration of a manager on a course.
    CourseManagerId,
    /// One learner × one course × one cycle.
    RegistrationId,
    /// A registration's run of one version.
    InstanceId,
    /// Run-time data of one item in an instance.
    InstanceItemId,
    /// One opening of the player.
    LaunchId,
    /// One raw commit from the player.
    CommitId,
    /// A ledger account.
    AccountId,
    /// A ledger transaction.
    TransactionId,
    /// A purchase of credits.
    OrderId,
    /// Something an organization can subscribe to.
    PlanId,
    /// An organization's subscription to a plan.
    SubscriptionId,
    /// Credits a plan granted at once.
    LotId,
    /// A manager's request for credits.
    RequestId,
    /// A line of an order's history.
    OrderEventId,
    /// What an organization's credits cost, and who sells them.
    PriceId,
    /// One version of the terms of purchase.
    TermsId,
    /// An invoice for an order.
    InvoiceId,
    /// A payment at a provider.
    PaymentId,
    /// A word from a payment provider, as it came.
    PaymentEventId,
    /// Money of a payment that went back: a refund or a dispute.
    MoneyBackId,
    /// One line of a ledger transaction.
    PostingId,
    /// An invitation of one address to one course.
    InvitationId,
    /// A list of addresses to be invited together.
    BatchId,
    /// Somebody's wish to accept an invitation that was sent to another address.
    ClaimId,
    /// A letter that came back.
    BounceId,
    /// A day on which somebody was told of their expired invitations.
    DigestId,
    /// A learner who was told that what they completed has to be taken again.
    DueLetterId,
    /// A letter in the outbox.
    LetterId,
    /// A row of the audit log.
    AuditId,
    /// A remembered answer to an act that carried an idempotency key.
    ReceiptId,
    /// A failed or successful try to prove who one is.
    AttemptId,
    /// A person's second factor.
    SecondFactorId,
    /// A code that stands in for the second factor once.
    RecoveryCodeId,
    /// An endpoint that is told of events.
    WebhookId,
    /// An event on its way to one endpoint.
    DeliveryId,
    /// One try to deliver.
    DeliveryAttemptId,
    /// A program's key to the JSON API.
    ApiKeyId,
    /// A key's calls in one minute.
    ApiWindowId,
    /// A link of the chain of ledger transactions.
    LinkId,
    /// The end of an organization's chain.
    HeadId,
    /// A nightly proof of the ledger.
    ProofId,
    /// A row of the log of refused acts.
    RefusedId,
    /// A reminder that a learner was sent.
    ReminderId,
    /// A certificate.
    CertificateId,
}
