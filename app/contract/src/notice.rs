//! What a page says after an act succeeded: a closed enum, so that a forged one can say nothing new.

use serde::{Deserialize, Serialize};

/// The outcome of an act, shown once on the page the person lands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// Changes were kept.
    Saved,
    /// A user was created.
    UserCreated,
    /// A user was suspended.
    UserSuspended,
    /// A user was restored.
    UserRestored,
    /// A user was deleted.
    UserDeleted,
    /// A link to choose a first password was made.
    PasswordLinkMade,
    /// A user was enrolled with one of the course's credits.
    EnrolledFromCourse,
    /// A user was enrolled with a credit of the pool.
    EnrolledFromPool,
    /// A withdrawn user came back; their credit had stayed consumed.
    EnrolledAgain,
    /// A registration was withdrawn and its credit returned.
    WithdrawnRefunded,
    /// A registration was withdrawn; the credit stays consumed.
    Withdrawn,
    /// A package was read and waits to be published.
    CourseUploaded,
    /// A course was published.
    CoursePublished,
    /// A course was archived.
    CourseArchived,
    /// A manager was registered on a course.
    ManagerAdded,
    /// A manager was taken off a course.
    ManagerRemoved,
    /// A learner was reminded of a course.
    LearnerReminded,
    /// Credits came into the pool.
    Granted(i64),
    /// Credits went to a course.
    Allocated(i64),
    /// Credits went back to the pool.
    Deallocated(i64),
    /// Credits went to a manager.
    Assigned(i64),
    /// Credits came back from a manager.
    TakenBack(i64),
    /// Credits went to another manager of the course.
    Given(i64),
    /// Given credits came back from another manager.
    GivenTakenBack(i64),
    /// A request for credits is on its way to the admins.
    Requested(i64),
    /// A request was approved, fully or partly.
    RequestApproved(i64),
    /// A request was declined.
    RequestDeclined,
    /// A request was withdrawn.
    RequestWithdrawn,
    /// Cells of the grid were changed by this many movements.
    GridChanged(usize),
    /// A manager left a course and another took over.
    HandedOver,
    /// A course was archived and this many free credits returned to the pool.
    CourseArchivedReturned(i64),
    /// A balance was adjusted.
    Adjusted(i64),
    /// Invitations were sent.
    InvitationsSent(u32),
    /// A list of addresses was read; nothing is sent yet.
    BatchRead,
    /// The same list was uploaded before.
    BatchKnown,
    /// The addresses of a list were compared again with the portal's people and invitations.
    BatchChecked,
    /// A batch of this many invitations is being sent.
    BatchStarted(u32),
    /// The rest of a batch is not sent.
    BatchCanceled,
    /// A list was thrown away; nothing had been sent.
    BatchDiscarded,
    /// An invitation was sent again.
    ReInvited,
    /// An invitation was canceled.
    InvitationCanceled,
    /// An invitation was accepted.
    InvitationAccepted,
    /// An invitation was declined.
    InvitationDeclined,
    /// No more reminders of an invitation, by its sender.
    RemindersStopped,
    /// Reminders of an invitation go on.
    RemindersResumed,
    /// No more reminders of an invitation, by the invited person.
    NoMoreReminders,
    /// The sender was asked to let somebody accept with another address.
    ClaimSent,
    /// A claim was approved.
    ClaimApproved,
    /// A claim was declined.
    ClaimDeclined,
    /// Somebody said that an invitation is not for them.
    Disowned,
    /// The sender of an old invitation was asked for a new one, if there is one.
    AskedAgain,
    /// Letters to an address are known to come back.
    MarkedUndeliverable,
    /// Letters to an address arrive after all.
    MarkedDeliverable,
    /// The password was changed.
    PasswordChanged,
    /// A password was set by a link.
    PasswordSet,
    /// A link to confirm the new address is on its way.
    EmailChangeSent,
    /// The address was changed.
    EmailChanged,
    /// If the address is known, a letter is on its way.
    ResetSent,
    /// One other session was ended.
    SessionEnded,
    /// Other sessions were ended.
    SessionsEnded,
    /// The person was signed out.
    SignedOut,
    /// The letter will be tried again.
    LetterQueued,
    /// A plan was made.
    PlanCreated,
    /// A plan is not on offer any more.
    PlanArchived,
    /// A subscription began with this many credits.
    Subscribed(i64),
    /// The plan was changed at once; this many credits were granted.
    PlanUpgraded(i64),
    /// The plan changes with the next renewal.
    PlanChangesLater,
    /// The plan stays as it is.
    PlanStays,
    /// The subscription ends with its period.
    SubscriptionCanceled,
    /// The subscription lapsed at once.
    SubscriptionFrozen,
    /// The subscription renews by itself again.
    SubscriptionResumed,
    /// The subscription was renewed; this many credits were granted.
    SubscriptionRenewed(i64),
    /// The second factor counts from now on.
    SecondFactorOn,
    /// The recovery codes were kept and are not shown again.
    CodesKept,
    /// The second factor was turned off.
    SecondFactorOff,
    /// Somebody else's second factor was reset.
    SecondFactorReset,
    /// A proof of the ledger was asked for.
    ProofAsked,
    /// The demo was loaded.
    DemoLoaded,
    /// Credits were ordered and wait for their payment.
    Ordered(i64),
    /// A manager ordered credits for a course.
    OrderedForCourse(i64),
    /// An order of a manager was paid.
    OwnOrderPaid,
    /// An order was paid and its credits came.
    OrderPaid(i64),
    /// The provider has the payment of an order, and its credits came.
    PaymentFound,
    /// An order was canceled.
    OrderCanceled,
    /// The payment page at the provider is open.
    CheckoutOpened,
    /// The provider has no payment of the order yet.
    NotPaidYet,
    /// A webhook was made; its secret is shown.
    WebhookCreated,
    /// The secret was kept and is not shown again.
    WebhookSecretKept,
    /// A webhook has a new secret; the old one signs a day longer.
    WebhookRotated,
    /// A webhook is told nothing until it is resumed.
    WebhookPaused,
    /// A webhook is told of events again.
    WebhookResumed,
    /// A webhook was deleted.
    WebhookDeleted,
    /// A test is on its way to a webhook.
    WebhookTested,
    /// A delivery is sent again.
    DeliveryQueued,
    /// There are new recovery codes; the old ones died.
    CodesRenewed,
    /// A key's secret was kept and is not shown again.
    ApiKeyKept,
    /// A key works no more.
    ApiKeyRevoked,
}

fn credits(n: i64) -> String {
    if n == 1 {
        "1 credit".into()
    } else {
        format!("{n} credits")
    }
}

impl Notice {
    /// The sentence people read.
    #[allow(clippy::too_many_lines, reason = "a line for each notice")]
    pub fn sentence(self) -> String {
        match self {
            Self::Saved => "Saved.".into(),
            Self::UserCreated => "The user was created.".into(),
            Self::UserSuspended => "The user is suspended and signed out everywhere.".into(),
            Self::UserRestored => "The user can sign in again.".into(),
            Self::UserDeleted => "The user was deleted; what was counted stays counted, without a name.".into(),
            Self::PasswordLinkMade => "There is a new link. It works once, for one day.".into(),
            Self::EnrolledFromCourse => "Enrolled. One credit was taken from the course’s credits.".into(),
            Self::EnrolledFromPool => "Enrolled. One credit was taken from the pool.".into(),
            Self::EnrolledAgain => {
                "Enrolled again. The credit consumed before still counts; no other was taken.".into()
            }
            Self::WithdrawnRefunded => "Withdrawn. The credit went back to where it came from.".into(),
            Self::Withdrawn => "Withdrawn. By the refund policy no credit came back.".into(),
            Self::CourseUploaded => "The package was read. Look it over, then publish it.".into(),
            Self::CoursePublished => "The course is published. People can be invited to it.".into(),
            Self::CourseArchived => "The course is archived. Nobody new can be enrolled.".into(),
            Self::ManagerAdded => "The manager is registered on this course.".into(),
            Self::ManagerRemoved => "The manager no longer manages this course.".into(),
            Self::LearnerReminded => "The reminder is on its way.".into(),
            Self::Granted(n) => format!("{} added to the pool.", credits(n)),
            Self::Allocated(n) => format!("{} allocated to the course.", credits(n)),
            Self::Deallocated(n) => format!("{} returned to the pool.", credits(n)),
            Self::Assigned(n) => format!("{} assigned to the manager.", credits(n)),
            Self::TakenBack(n) => format!("{} taken back from the manager.", credits(n)),
            Self::Given(n) => format!("{} given. You can take back what is not used of it.", credits(n)),
            Self::GivenTakenBack(n) => format!("{} taken back.", credits(n)),
            Self::Requested(n) => format!("{} requested. The admins were told.", credits(n)),
            Self::RequestApproved(n) => format!("Approved: {} assigned to the manager.", credits(n)),
            Self::RequestDeclined => "The request was declined; the manager was told.".into(),
            Self::RequestWithdrawn => "The request was withdrawn.".into(),
            Self::GridChanged(1) => "Done: 1 movement.".into(),
            Self::GridChanged(n) => format!("Done: {n} movements."),
            Self::HandedOver => "Handed over. The manager no longer manages this course.".into(),
            Self::CourseArchivedReturned(n) => {
                format!("The course is archived; {} returned to the pool.", credits(n))
            }
            Self::Adjusted(n) => {
                let sign = if n < 0 { "−" } else { "+" };
                format!("The balance was adjusted by {sign}{}.", n.unsigned_abs())
            }
            Self::InvitationsSent(1) => "1 invitation sent; 1 credit is held for it.".into(),
            Self::InvitationsSent(n) => {
                format!("{n} invitations sent; {n} credits are held for them.")
            }
            Self::BatchRead => "The list was read. Look it over; nothing is sent yet.".into(),
            Self::BatchKnown => "You gave the same list before. This is it; nothing was added.".into(),
            Self::BatchChecked => "Every address was checked again.".into(),
            Self::BatchStarted(1) => "1 invitation is being sent; 1 credit is put aside for it.".into(),
            Self::BatchStarted(n) => {
                format!("{n} invitations are being sent; {n} credits are put aside for them.")
            }
            Self::BatchCanceled => "The rest is not sent; its credits are free again.".into(),
            Self::BatchDiscarded => "The list was thrown away. Nothing was sent.".into(),
            Self::ReInvited => "The invitation was sent again with a new link.".into(),
            Self::InvitationCanceled => "The invitation was canceled; its credit is free again.".into(),
            Self::InvitationAccepted => "Welcome. You are enrolled.".into(),
            Self::InvitationDeclined => "You declined the invitation. Nothing else happens.".into(),
            Self::RemindersStopped => "No more reminders of this invitation are sent.".into(),
            Self::RemindersResumed => "Reminders of this invitation are sent again.".into(),
            Self::NoMoreReminders => "You get no more reminders of this invitation.".into(),
            Self::ClaimSent => "The sender was asked. The answer comes by e-mail.".into(),
            Self::ClaimApproved => {
                "The invitation was moved to the new address; a letter with a new link is on its way.".into()
            }
            Self::ClaimDeclined => "The claim was declined; a letter says so.".into(),
            Self::Disowned => "The sender was told. You need not do anything more.".into(),
            Self::AskedAgain => "If there is somebody to ask for a new invitation, they were asked.".into(),
            Self::MarkedUndeliverable => "Marked as undeliverable. No reminders are sent.".into(),
            Self::MarkedDeliverable => "The mark was taken away.".into(),
            Self::PasswordChanged => "Your password was changed; your other sessions were ended.".into(),
            Self::PasswordSet => "Your password is set. Sign in with it.".into(),
            Self::EmailChangeSent => "We sent a link to the new address. Open it to finish the change.".into(),
            Self::EmailChanged => "Your e-mail address was changed.".into(),
            Self::ResetSent => "If this address has an account here, a letter with a link is on its way.".into(),
            Self::SessionEnded => "That session was ended.".into(),
            Self::SessionsEnded => "Your other sessions were ended.".into(),
            Self::SignedOut => "You are signed out.".into(),
            Self::LetterQueued => "The letter will be sent again shortly.".into(),
            Self::PlanCreated => "The plan is on offer.".into(),
            Self::PlanArchived => "The plan is archived. Whoever has it keeps it.".into(),
            Self::Subscribed(n) => format!("Subscribed. {} granted to the pool.", credits(n)),
            Self::PlanUpgraded(n) => format!(
                "The plan was changed. {} granted for the rest of the period.",
                credits(n)
            ),
            Self::PlanChangesLater => "The plan changes with the next renewal.".into(),
            Self::PlanStays => "The plan stays as it is.".into(),
            Self::SubscriptionCanceled => "Canceled. The plan runs until the end of its period.".into(),
            Self::SubscriptionFrozen => "The plan has ended. Its credits are frozen until it is renewed.".into(),
            Self::SubscriptionResumed => "The plan renews by itself again.".into(),
            Self::SubscriptionRenewed(n) => format!("Renewed. Credits can be spent again; {} granted.", credits(n)),
            Self::SecondFactorOn => "Your second factor is on. Keep the recovery codes now.".into(),
            Self::CodesKept => "The recovery codes are not shown again.".into(),
            Self::SecondFactorOff => "Your second factor is off.".into(),
            Self::SecondFactorReset => "The second factor was reset; a letter tells the person.".into(),
            Self::ProofAsked => "A proof has begun. Load this page again in a minute to read its result.".into(),
            Self::DemoLoaded => "The demo was loaded.".into(),
            Self::Ordered(n) => format!(
                "{} ordered. They come into the pool when the payment is here.",
                credits(n)
            ),
            Self::OrderedForCourse(n) => format!("{} ordered. They are yours when the payment is here.", credits(n)),
            Self::OrderPaid(1) => "The order is paid: 1 credit came into the pool.".into(),
            Self::OrderPaid(n) => format!("The order is paid: {n} credits came into the pool."),
            Self::OwnOrderPaid => "The order is paid; its page says where the credits went.".into(),
            Self::PaymentFound => "The order is paid; its credits came.".into(),
            Self::OrderCanceled => "The order was canceled.".into(),
            Self::CheckoutOpened => "The payment page is ready.".into(),
            Self::NotPaidYet => "The payment provider has no payment for this order yet.".into(),
            Self::WebhookCreated => "The webhook is set up. Keep its signing secret now.".into(),
            Self::WebhookSecretKept => "The signing secret is not shown again.".into(),
            Self::WebhookRotated => {
                "There is a new signing secret. Keep it now; the old one signs for 24 hours more.".into()
            }
            Self::WebhookPaused => "The webhook is paused. It is told nothing until it is resumed.".into(),
            Self::WebhookResumed => "The webhook is active again.".into(),
            Self::WebhookDeleted => "The webhook was deleted.".into(),
            Self::WebhookTested => "A test is on its way. Load the page again to see what became of it.".into(),
            Self::DeliveryQueued => "The delivery is sent again. Load the page again to see what became of it.".into(),
            Self::CodesRenewed => "There are new recovery codes; the old ones no longer work. Keep them now.".into(),
            Self::ApiKeyKept => "The key works. Its secret is not shown again.".into(),
            Self::ApiKeyRevoked => "The key is revoked. Programs that use it are refused.".into(),
        }
    }
}
