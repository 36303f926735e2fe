//! The audit log's words: every act that is written down, and what its page shows (`spec/README.md`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AuditId, CourseId, Role, UserId};

/// Declares the acts: the stored word and the words people read.
macro_rules! acts {
    ($($variant:ident = $text:literal, $words:literal;)+) => {
        crate::text_enum! {
            /// Everything that is written into the audit log. A test finds an act of the code that is missing here.
            AuditAct { $($variant = $text),+ }
        }

        impl AuditAct {
            /// The words people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }
        }
    };
}

acts! {
    SignIn = "session.sign_in", "Signed in";
    SessionEnd = "session.end", "Ended a session";
    SessionEndOthers = "session.end_others", "Ended the other sessions";
    PasswordChange = "password.change", "Changed the password";
    PasswordReset = "password.reset", "Chose a new password by a link";
    EmailAsk = "email.ask", "Asked for another address";
    EmailChange = "email.change", "Changed the address";
    SecondFactorOn = "second_factor.on", "Turned the second factor on";
    SecondFactorOff = "second_factor.off", "Turned the second factor off";
    SecondFactorReset = "second_factor.reset", "Reset a second factor";
    SecondFactorRecover = "second_factor.recover", "Used a recovery code";
    OrganizationCreate = "organization.create", "Set the portal up";
    OrganizationSecondFactor = "organization.second_factor", "Changed whether admins need a second factor";
    SettingsChange = "settings.change", "Changed the settings";
    UserCreate = "user.create", "Created a user";
    UserEdit = "user.edit", "Edited a user";
    UserSuspend = "user.suspend", "Suspended a user";
    UserRestore = "user.restore", "Restored a user";
    UserDelete = "user.delete", "Deleted a user";
    UserMakeLink = "user.make_link", "Made a link to a first password";
    UserCopyLink = "user.copy_link", "Looked at the link to a first password";
    CourseUpload = "course.upload", "Uploaded a package";
    CourseEdit = "course.edit", "Edited a course";
    CourseAttempts = "course.attempts", "Changed a course’s attempts";
    CoursePublish = "course.publish", "Published a course";
    CourseArchive = "course.archive", "Archived a course";
    ManagerAdd = "manager.add", "Registered a manager";
    ManagerRemove = "manager.remove", "Removed a manager";
    ManagerHandOver = "manager.hand_over", "Handed a manager’s course over";
    CreditsGrant = "credits.grant", "Granted credits";
    CreditsAdjust = "credits.adjust", "Adjusted a balance";
    CreditsAllocate = "credits.allocate", "Allocated credits";
    CreditsDeallocate = "credits.deallocate", "Returned credits to the pool";
    CreditsAssign = "credits.assign", "Assigned credits";
    CreditsTakeBack = "credits.take_back", "Took credits back";
    CreditsGive = "credits.give", "Gave credits";
    CreditsTakeBackGiven = "credits.take_back_given", "Took given credits back";
    RequestAsk = "request.ask", "Requested credits";
    RequestApprove = "request.approve", "Approved a request";
    RequestDecline = "request.decline", "Declined a request";
    RequestWithdraw = "request.withdraw", "Withdrew a request";
    PlanCreate = "plan.create", "Created a plan";
    PlanEdit = "plan.edit", "Edited a plan";
    PlanArchive = "plan.archive", "Archived a plan";
    SubscriptionBegin = "subscription.begin", "Subscribed";
    SubscriptionChange = "subscription.change", "Changed the plan";
    SubscriptionPeriod = "subscription.period", "Began a period of the plan";
    SubscriptionCancel = "subscription.cancel", "Canceled the subscription";
    SubscriptionResume = "subscription.resume", "Resumed the subscription";
    SubscriptionFreeze = "subscription.freeze", "Froze the credits";
    SubscriptionRenew = "subscription.renew", "Renewed the subscription";
    SubscriptionEnd = "subscription.end", "Ended the subscription";
    PriceSave = "price.save", "Changed price and terms";
    OrderPlace = "order.place", "Ordered credits";
    OrderPaid = "order.paid", "Booked a payment";
    OrderCancel = "order.cancel", "Canceled an order";
    OrderExpired = "order.expired", "Let an order expire";
    OrderFailed = "order.failed", "Noted that a payment failed";
    OrderChargedBack = "order.charged_back", "Booked a chargeback";
    InvitationSend = "invitation.send", "Sent an invitation";
    InvitationReInvite = "invitation.re_invite", "Sent an invitation again";
    InvitationCancel = "invitation.cancel", "Canceled an invitation";
    InvitationAccept = "invitation.accept", "Accepted an invitation";
    InvitationDecline = "invitation.decline", "Declined an invitation";
    InvitationExpire = "invitation.expire", "Let an invitation expire";
    InvitationCopyLink = "invitation.copy_link", "Looked at an invitation’s link";
    BatchRead = "batch.read", "Gave a list of addresses";
    BatchSend = "batch.send", "Began to send a list";
    BatchDone = "batch.done", "Sent a list to its end";
    BatchCancel = "batch.cancel", "Canceled a list";
    BatchStop = "batch.stop", "Stopped a list";
    RegistrationEnroll = "registration.enroll", "Enrolled a user";
    RegistrationWithdraw = "registration.withdraw", "Withdrew a learner";
    RegistrationRemind = "registration.remind", "Reminded a learner";
    RegistrationFallsDue = "registration.falls_due", "Told a learner that a completion falls due";
    CertificateIssue = "certificate.issue", "Issued a certificate";
    Launch = "launch", "Launched a course";
    LaunchTimeOut = "launch.time_out", "Ended a launch nobody used";
    LetterSendAgain = "letter.send_again", "Sent a letter again";
    LetterCameBack = "letter.came_back", "Said that a letter came back";
    InvitationRemind = "invitation.remind", "Reminded an invited person";
    InvitationStopReminders = "invitation.stop_reminders", "Stopped an invitation’s reminders";
    InvitationResumeReminders = "invitation.resume_reminders", "Resumed an invitation’s reminders";
    InvitationDisown = "invitation.disown", "Said that an invitation is not for them";
    InvitationAskAgain = "invitation.ask_again", "Asked for a new invitation";
    InvitationUndeliverable = "invitation.undeliverable", "Marked an invitation as undeliverable";
    InvitationDeliverable = "invitation.deliverable", "Marked an invitation as deliverable";
    ClaimAsk = "claim.ask", "Claimed an invitation";
    ClaimApprove = "claim.approve", "Approved a claim";
    ClaimDecline = "claim.decline", "Declined a claim";
    ThresholdsSet = "thresholds.set", "Set thresholds";
    CourseThresholds = "course.thresholds", "Set a course’s thresholds";
    SecondFactorRenewCodes = "second_factor.renew_codes", "Made new recovery codes";
    ProofAsk = "proof.ask", "Asked for a proof of the ledger";
    ProofEnd = "proof.end", "Proved the ledger";
    ApiKeyMake = "api_key.make", "Made an API key";
    ApiKeyRevoke = "api_key.revoke", "Revoked an API key";
    WebhookCreate = "webhook.create", "Set a webhook up";
    WebhookEdit = "webhook.edit", "Edited a webhook";
    WebhookPause = "webhook.pause", "Paused a webhook";
    WebhookResume = "webhook.resume", "Resumed a webhook";
    WebhookRotate = "webhook.rotate", "Made a webhook’s secret new";
    WebhookDelete = "webhook.delete", "Deleted a webhook";
    WebhookTest = "webhook.test", "Tested a webhook";
    WebhookGone = "webhook.gone", "Paused a webhook that is gone";
    WebhookSendAgain = "webhook.send_again", "Sent an event again";
}

crate::text_enum! {
    /// The kinds of things that acts are done to.
    AuditSubject {
        User = "user", Course = "course", Invitation = "invitation", Registration = "registration",
        Batch = "batch", Transaction = "transaction", Order = "order", Request = "request", Plan = "plan",
        Subscription = "subscription", Letter = "letter", Launch = "launch", Organization = "organization",
        Claim = "claim", Proof = "proof", ApiKey = "api_key", Webhook = "webhook", Delivery = "delivery",
    }
}

impl AuditSubject {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Course => "Course",
            Self::Invitation => "Invitation",
            Self::Registration => "Registration",
            Self::Batch => "List of addresses",
            Self::Transaction => "Movement of credits",
            Self::Order => "Order",
            Self::Request => "Request",
            Self::Plan => "Plan",
            Self::Subscription => "Subscription",
            Self::Letter => "Letter",
            Self::Launch => "Launch",
            Self::Organization => "Organization",
            Self::Claim => "Claim",
            Self::Proof => "Proof",
            Self::ApiKey => "API key",
            Self::Webhook => "Webhook",
            Self::Delivery => "Event told",
        }
    }
}

/// Where a row's thing is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum AuditLink {
    /// A user's profile.
    User(UserId),
    /// A course.
    Course(CourseId),
    /// The invitations of a course to one address.
    Invitation(CourseId, String),
    /// A page below the admin's area that is named by its noun and the thing's id.
    Page(&'static str, uuid::Uuid),
    /// A page below the admin's area that needs no id.
    Area(&'static str),
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What changed; empty where the thing itself is the value.
    pub what: String,
    /// How it was; none where only the new value was noted.
    pub before: Option<String>,
    /// How it is; none where it is gone.
    pub after: Option<String>,
}

/// A line of Admin → Audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// The row.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name and id; none for the portal itself and for strangers.
    pub actor: Option<(UserId, String)>,
    /// In which role.
    pub role: Option<Role>,
    /// What was done, in words.
    pub act: String,
    /// The stored word of it.
    pub act_word: String,
    /// The kind of thing, in words.
    pub kind: String,
    /// The thing's name, empty where it has none or is gone.
    pub name: String,
    /// The thing's id.
    pub subject: Option<uuid::Uuid>,
    /// Where it is shown; none where it is gone.
    pub link: Option<AuditLink>,
    /// Before and after.
    pub changes: Vec<Change>,
    /// From where: a network address, or the part of the portal that did it.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_acts_read_the_same() {
        let mut words: Vec<_> = AuditAct::ALL.iter().map(|act| act.label()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), AuditAct::ALL.len());
    }
}
