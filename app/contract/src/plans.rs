//! Plans and the subscription to one: what grants credits by the calendar (`spec/credits.md` 1, 4, 5).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    PlanId, SubscriptionId,
    money::{Currency, Money},
    settings::Proration,
    text_enum,
};

text_enum! {
    /// How often a plan is paid and grants.
    Billing {
        /// Once a year: the whole number up front.
        Yearly = "yearly",
        /// Each month: a twelfth part.
        Monthly = "monthly",
    }
}

impl Billing {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yearly => "Yearly",
            Self::Monthly => "Monthly",
        }
    }

    /// Months of one period.
    pub const fn months(self) -> u32 {
        match self {
            Self::Yearly => 12,
            Self::Monthly => 1,
        }
    }

    /// What a price is paid for.
    pub const fn each(self) -> &'static str {
        match self {
            Self::Yearly => "a year",
            Self::Monthly => "a month",
        }
    }
}

text_enum! {
    /// Whether a plan can be subscribed to.
    PlanState { Active = "active", Archived = "archived" }
}

text_enum! {
    /// Where a subscription stands.
    SubscriptionState {
        /// It renews by itself.
        Active = "active",
        /// It runs until its period ends, then it lapses.
        Canceled = "canceled",
        /// It lapsed: credits are seen and not spent until it is renewed or the grace is over.
        Frozen = "frozen",
        /// Its unused credits expired.
        Ended = "ended",
    }
}

impl SubscriptionState {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Canceled => "Canceled",
            Self::Frozen => "Frozen",
            Self::Ended => "Ended",
        }
    }
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which.
    pub id: PlanId,
    /// Its name.
    pub name: String,
    /// Credits a year.
    pub credits: i64,
    /// How often it is paid and grants.
    pub billing: Billing,
    /// What one period costs.
    pub price: Money,
    /// What one credit more costs, à la carte, for who has the plan.
    pub credit_price: Money,
    /// Whether it can be subscribed to.
    pub state: PlanState,
}

/// A number of credits a plan grants, and why it is that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Credits.
    pub amount: i64,
    /// Credits of the whole year.
    pub of: i64,
    /// For a monthly plan: which of the twelve parts.
    pub part: Option<i64>,
    /// How the parts are counted.
    pub proration: Proration,
}

impl Share {
    /// Why the number is what it is.
    pub fn why(&self) -> String {
        let Self {
            amount,
            of,
            part,
            proration,
        } = *self;
        match (part, proration) {
            (None, _) => format!("the whole year’s {of} credits up front"),
            (Some(k), Proration::Fair) => format!(
                "part {k} of 12 of {of} a year, rounded so that twelve parts make {of}: {} − {} = {amount}",
                of * k / 12,
                of * (k - 1) / 12
            ),
            (Some(k), Proration::Floor) => {
                format!("part {k} of 12 of {of} a year, each a twelfth rounded down: {amount}")
            }
        }
    }
}

/// What happens next to a subscription, by the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// It renews and grants.
    Grant(Share),
    /// It lapses: credits are frozen.
    Freeze,
    /// This many unused credits of the plan expire.
    Expire(i64),
}

/// The organization's subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Which.
    pub id: SubscriptionId,
    /// The plan's.
    pub plan: PlanId,
    /// The plan's name.
    pub name: String,
    /// Credits a year, as they were when this plan was begun.
    pub credits: i64,
    /// How often it grants.
    pub billing: Billing,
    /// Where it stands.
    pub state: SubscriptionState,
    /// The period it is in, from 1.
    pub period: i32,
    /// When that began.
    pub since: DateTime<Utc>,
    /// The plan that comes with the next renewal, if it is another.
    pub next_plan: Option<String>,
    /// What happens next, and when.
    pub next: Option<(DateTime<Utc>, Next)>,
}

/// What Admin → Plans shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The subscription that is not ended, if there is one.
    pub subscription: Option<Subscription>,
    /// Plans, those on offer first.
    pub plans: Vec<Plan>,
    /// The currency of purchases, once they are possible. A plan's price of one credit more counts in this one only.
    pub purchases: Option<Currency>,
}

/// What choosing a plan would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// A subscription begins: its first grant at once, the next at this instant.
    Begin(Share, DateTime<Utc>),
    /// An upgrade: this many credits at once, for the rest of the period; the full number from the next renewal on.
    Now {
        /// Credits granted at once.
        amount: i64,
        /// What the new plan grants more in a whole period like this one.
        more: i64,
        /// The next renewal.
        until: DateTime<Utc>,
    },
    /// A downgrade, or a change of billing: with the next renewal.
    AtRenewal(DateTime<Utc>),
    /// Nothing: it is the plan in force; a change that waits is dropped.
    Keep,
}

/// A plan with what choosing it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The plan.
    pub plan: Plan,
    /// What would happen; none where the subscription's state does not allow a choice.
    pub effect: Option<Effect>,
}

/// Why nothing can be spent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Until when renewing frees the credits.
    pub until: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_how_it_was_counted() {
        let fair = Share {
            amount: 42,
            of: 500,
            part: Some(2),
            proration: Proration::Fair,
        };
        assert!(fair.why().ends_with("83 − 41 = 42"), "{}", fair.why());
        let floor = Share {
            amount: 41,
            proration: Proration::Floor,
            ..fair
        };
        assert!(floor.why().contains("a twelfth rounded down: 41"), "{}", floor.why());
    }
}
