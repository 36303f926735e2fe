//! The acts of a walk, and how they are done on the portal.

mod admin;
mod compare;
mod draw;
mod invitations;
mod learn;
mod orders;
mod registrations;
mod walker;

use lectern_contract::{
    RegistrationId, batches::Shortage, orders::MoneyBackState, requests::CreditPlan, settings::RefundPolicy,
    sharing::HandOverFigures,
};

pub use walker::Walker;

use super::model::{Course, Manager, Person, Purse, Sender};

/// The people of a walk: four learners, Mara (who may learn, too), and three who have no account yet.
pub const PEOPLE: [&str; 8] = [
    "lena@northwind.example",
    "omar@northwind.example",
    "ines@northwind.example",
    "tom@northwind.example",
    "mara@northwind.example",
    "kai@contoso.example",
    "ruth@contoso.example",
    "wil@contoso.example",
];
/// Those of them who have an account from the beginning and no other role.
const LEARNERS: usize = 4;

/// One step.
#[derive(Clone, Debug)]
pub enum Act {
    Grant(i64),
    Adjust(Purse, i64),
    Allocate(Course, i64),
    Deallocate(Course, i64),
    Assign(Course, Manager, i64),
    TakeBack(Course, Manager, i64),
    Send(Sender, Course, Vec<Person>),
    GiveList(Sender, Course, Vec<Person>),
    /// A list's number in the model.
    Start(usize, Shortage),
    /// An invitation's number in the model.
    ReInvite(Sender, usize),
    Cancel(Sender, usize),
    Decline(usize),
    Accept(usize),
    /// Somebody claims it for an address, and the sender approves.
    Claim(Sender, usize, Person),
    /// The job's round.
    Remind,
    /// Seconds.
    Wait(i64),
    Expire,
    Enroll(Person, Course),
    /// With the registration it is of: said again, it is of the same, though a new cycle may have begun.
    Withdraw(Person, Course, RegistrationId),
    Launch(Person, Course),
    /// Begins another attempt, and says nothing in it.
    StartOver(Person, Course),
    /// Passes the first course.
    Pass(Person),
    /// Reports so many percent of the second course's first page, below 100.
    Read(Person, usize),
    /// Sets when a withdrawal gives the credit back.
    Policy(RefundPolicy),
    Suspend(Person),
    Restore(Person),
    Archive(Course),
    Publish(Course),
    AddManager(Course, Manager),
    RemoveManager(Course, Manager),
    /// To the other manager.
    Give(Course, Manager, i64),
    /// From the other manager.
    TakeBackGiven(Course, Manager, i64),
    Ask(Course, Manager, i64),
    /// A request's number in the model, and the credits the dry run named.
    Approve(usize, CreditPlan),
    /// A request that an admin declines.
    Refuse(usize),
    /// A request that its manager withdraws.
    Unask(usize),
    /// To the other manager, or else to the course; with what the dry run showed.
    HandOver(Course, Manager, bool, HandOverFigures),
    /// With the number that the dry run said would return.
    ArchiveAndReturn(Course, i64),
    /// So many credits are ordered at Stripe, at EUR 1.00 without tax.
    Order(i64),
    /// Stripe says that an order, by its number in the model, was paid.
    Pay(usize),
    /// Stripe says that so many credits' worth of an order's money was refunded in all.
    Refund(usize, i64),
    /// Stripe says how an order's dispute stands, which is about so many credits' worth of its money.
    Dispute(usize, i64, MoneyBackState),
}

impl Act {
    /// Whether it carries a key: who did it may repeat it, whatever has changed.
    pub const fn is_repeatable(&self) -> bool {
        matches!(
            self,
            Self::Grant(_)
                | Self::Adjust(..)
                | Self::Allocate(..)
                | Self::Deallocate(..)
                | Self::Assign(..)
                | Self::TakeBack(..)
                | Self::Send(..)
                | Self::Start(..)
                | Self::ReInvite(..)
                | Self::Enroll(..)
                | Self::Withdraw(..)
                | Self::Approve(..)
                | Self::Refuse(_)
                | Self::Give(..)
                | Self::TakeBackGiven(..)
                | Self::Ask(..)
                | Self::Unask(_)
                | Self::HandOver(..)
                | Self::ArchiveAndReturn(..)
                | Self::Order(_)
        )
    }
}
