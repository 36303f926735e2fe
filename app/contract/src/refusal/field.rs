//! The fields of forms.

use serde::{Deserialize, Serialize};

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
    /// The time zone.
    TimeZone,
    /// A course's title.
    Title,
    /// A course's description.
    Description,
    /// How many months a completion is valid.
    ValidityMonths,
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
    /// A price.
    Price,
    /// What one credit more costs.
    CreditPrice,
    /// A currency chosen from a list.
    Currency,
    /// How often a plan is paid.
    Billing,
    /// A setting: how long invitations live.
    InvitationDays,
    /// A setting: when a withdrawal refunds.
    RefundPolicy,
    /// A setting: the progress of a refund policy.
    RefundPercent,
    /// A setting: the days of a refund policy.
    RefundDays,
    /// A setting: how a monthly grant is counted.
    Proration,
    /// A setting: how long a lapsed plan's credits wait.
    GraceDays,
    /// A code of the second factor.
    Code,
    /// A tax rate.
    Tax,
    /// What a tax is called.
    TaxLabel,
    /// The seller's name.
    Seller,
    /// The seller's address.
    SellerAddress,
    /// The buyer's address.
    BuyerAddress,
    /// How to pay an invoice.
    PaymentNote,
    /// The terms of purchase.
    Terms,
    /// The tick that accepts them.
    Accept,
    /// A webhook's address.
    Url,
    /// The events a webhook is told of.
    Events,
    /// What a key may do.
    Scopes,
    /// How long a key works.
    Life,
    /// How many attempts a registration has.
    MaxAttempts,
    /// When a new attempt begins.
    NewAttempt,
    /// Which attempt's score counts.
    Counts,
    /// What `failed` says about completion in SCORM 1.2.
    FailedMeans,
    /// When the pool is low.
    LowPool,
    /// When a course’s unassigned credits are low.
    LowCourse,
    /// When a manager’s credits are low.
    LowManagers,
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
            Self::TimeZone => "time_zone",
            Self::Title | Self::Organization => "title",
            Self::Description => "description",
            Self::ValidityMonths => "validity_months",
            Self::Amount => "amount",
            Self::Note => "note",
            Self::Reason => "reason",
            Self::Addresses => "addresses",
            Self::Message => "message",
            Self::Roles => "roles",
            Self::Course => "course",
            Self::User => "user",
            Self::File => "file",
            Self::Price => "price",
            Self::CreditPrice => "credit_price",
            Self::Currency => "currency",
            Self::Billing => "billing",
            Self::InvitationDays => "invitation_days",
            Self::RefundPolicy => "refund_policy",
            Self::RefundPercent => "refund_percent",
            Self::RefundDays => "refund_days",
            Self::Proration => "proration",
            Self::GraceDays => "grace_days",
            Self::Code => "code",
            Self::Tax => "tax",
            Self::TaxLabel => "tax_label",
            Self::Seller => "seller",
            Self::SellerAddress => "seller_address",
            Self::BuyerAddress => "buyer_address",
            Self::PaymentNote => "payment_note",
            Self::Terms => "terms",
            Self::Accept => "accept",
            Self::Url => "url",
            Self::Events => "events",
            Self::Scopes => "scopes",
            Self::Life => "life",
            Self::MaxAttempts => "max_attempts",
            Self::NewAttempt => "new_attempt",
            Self::Counts => "counts",
            Self::FailedMeans => "failed_means",
            Self::LowPool => "low_pool",
            Self::LowCourse => "low_course",
            Self::LowManagers => "low_managers",
        }
    }

    /// The words for it inside a sentence.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Organization => "the organization’s name",
            Self::Email => "an e-mail address",
            Self::Password => "a password",
            Self::Repeat => "the password once more",
            Self::Current => "your current password",
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
            Self::Price | Self::CreditPrice => "a price",
            Self::Currency => "a currency",
            Self::InvitationDays | Self::RefundDays | Self::GraceDays => "a number of days",
            Self::ValidityMonths => "a number of months",
            Self::MaxAttempts => "a number of attempts",
            Self::RefundPercent => "a percentage",
            Self::Billing
            | Self::RefundPolicy
            | Self::Proration
            | Self::Life
            | Self::NewAttempt
            | Self::Counts
            | Self::FailedMeans => "one of the choices",
            Self::Code => "the code",
            Self::Tax => "a tax rate",
            Self::TaxLabel => "the tax’s name",
            Self::Seller => "the seller’s name",
            Self::SellerAddress => "the seller’s address",
            Self::BuyerAddress => "the buyer’s address",
            Self::PaymentNote => "a note how to pay",
            Self::Terms => "the terms of purchase",
            Self::Accept => "your acceptance",
            Self::Url => "an address such as https://example.com/hook",
            Self::Events => "at least one event",
            Self::Scopes => "at least one scope",
            Self::LowPool | Self::LowCourse | Self::LowManagers => "a number or a percentage",
        }
    }
}
