//! How credits work, in plain words, by the settings in force (`spec/README.md`: a policy page generated from the
//! active settings). Every sentence stands here, and each is chosen by what it speaks of: a page made of them cannot
//! say what the portal does not do.

use crate::{
    limits,
    settings::{Proration, RefundPolicy, Settings},
};

/// One part of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its address on the page.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its sentences, one paragraph each.
    pub says: Vec<String>,
}

/// What the explanation needs to know besides the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The settings in force.
    pub settings: Settings,
    /// Whether letters leave by mail.
    pub mail: bool,
}

fn topic<const N: usize>(id: &'static str, title: &'static str, says: [Option<String>; N]) -> Topic {
    Topic {
        id,
        title,
        says: says.into_iter().flatten().collect(),
    }
}

fn days(n: i32) -> String {
    if n == 1 { "1 day".into() } else { format!("{n} days") }
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "it stands beside sentences that some settings leave out"
)]
fn say(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

/// For managers: when a credit is held, taken, returned and expires.
pub fn for_managers(facts: &Facts) -> Vec<Topic> {
    let settings = &facts.settings;
    vec![
        topic(
            "one",
            "One credit, one enrollment",
            [
                say("One credit enrolls one person in one course. Every course costs exactly one."),
                say("Being a course’s manager costs nothing. If you learn a course yourself, that takes a credit as for anybody."),
            ],
        ),
        topic(
            "held",
            "When a credit is held",
            [
                say("Sending an invitation holds one credit. It cannot be spent on somebody else while the invitation is pending."),
                say(format!(
                    "An invitation can be accepted for {}. Sending it again begins that time anew; it can be sent again {} times.",
                    days(settings.invitation_days),
                    limits::RE_INVITES
                )),
                say(reminders(facts)),
            ],
        ),
        topic(
            "taken",
            "When it is taken",
            [
                say("When the invited person accepts, the held credit is taken and they are enrolled."),
                say("Opening the course, coming back to it, and starting it over take nothing more."),
                say("Who has completed a course and is enrolled in it anew begins another cycle, which takes another credit."),
            ],
        ),
        topic(
            "returned",
            "When it comes back",
            [
                say("When an invitation is canceled, declined or not accepted in time, its credit returns at once to where it was held from."),
                say(refund(settings)),
                (settings.refund_policy != RefundPolicy::Never)
                    .then(|| "It returns once, to the account it came from; if you do not manage the course any more, to the course.".to_owned()),
            ],
        ),
        topic("expires", "When it expires", expiry(settings)),
        topic("more", "How to get more", [say(more(settings)), say("Another manager of the same course can give you some of theirs. Whoever gave or assigned you credits can take back what is neither held nor taken.")]),
    ]
}

fn reminders(facts: &Facts) -> String {
    match (facts.settings.reminders, facts.mail) {
        (true, true) => "Who has not answered is reminded by e-mail while the invitation is pending.".into(),
        (true, false) => "Reminders are on, but this portal sends no mail: their letters wait in the outbox.".into(),
        (false, _) => "Nobody is reminded of an invitation by itself; send it again where you want to.".into(),
    }
}

fn refund(settings: &Settings) -> String {
    match settings.refund_policy {
        RefundPolicy::Never => "When a learner is withdrawn, the credit stays taken.".into(),
        RefundPolicy::BeforeFirstLaunch => {
            "When a learner is withdrawn who never opened the course, the credit returns; once it was opened, it stays taken.".into()
        }
        RefundPolicy::BelowProgress => format!(
            "When a learner is withdrawn whose progress is below {} %, the credit returns; from there on it stays taken.",
            settings.refund_percent
        ),
        RefundPolicy::WithinDays => format!(
            "When a learner is withdrawn within {} of the enrollment, the credit returns; after that it stays taken.",
            days(settings.refund_days)
        ),
    }
}

fn expiry(settings: &Settings) -> [Option<String>; 3] {
    let grants = match settings.proration {
        Proration::Fair => {
            "A plan paid monthly grants a twelfth of its yearly number each month, rounded so that the twelve grants make the whole number."
        }
        Proration::Floor => "A plan paid monthly grants a twelfth of its yearly number each month, rounded down.",
    };
    let lapse = match settings.grace_days {
        0 => "Unused credits of a plan roll over as long as the plan lives. When it lapses, those that are not held or taken expire without a grace.".to_owned(),
        n => format!(
            "Unused credits of a plan roll over as long as the plan lives. When it lapses, credits are frozen: nothing new can be invited or enrolled. Renewing within {} frees them; after that those of the plan expire.",
            days(n)
        ),
    };
    [
        say(grants),
        say(lapse),
        say("Credits that were bought do not expire. Who is enrolled goes on learning in any case."),
    ]
}

fn more(settings: &Settings) -> String {
    if settings.managers_can_buy {
        "Request credits from the admins, or buy them yourself.".into()
    } else {
        "Request credits from the admins; only they can buy.".into()
    }
}

/// For learners: what it means for them, without the company's figures.
pub fn for_learners(facts: &Facts) -> Vec<Topic> {
    let settings = &facts.settings;
    let leaving = match settings.refund_policy {
        RefundPolicy::Never => "If you are taken off a course, its place stays used.",
        RefundPolicy::BeforeFirstLaunch => {
            "If you do not want a course, say so before you open it the first time: then its place can go to somebody else. After that it stays used."
        }
        RefundPolicy::BelowProgress => {
            "If you do not want a course, say so early: while you have hardly begun, its place can go to somebody else. After that it stays used."
        }
        RefundPolicy::WithinDays => {
            "If you do not want a course, say so soon after you were enrolled: then its place can go to somebody else. After that it stays used."
        }
    };
    let limit = match settings.refund_policy {
        RefundPolicy::BelowProgress => Some(format!(
            "Hardly begun means: less than {} % of it.",
            settings.refund_percent
        )),
        RefundPolicy::WithinDays => Some(format!("Soon means: within {}.", days(settings.refund_days))),
        RefundPolicy::Never | RefundPolicy::BeforeFirstLaunch => None,
    };
    vec![
        topic(
            "cost",
            "What it costs you",
            [
                say("Nothing. Whoever invited or enrolled you has a place in the course for you."),
                say(format!(
                    "An invitation waits {} for you. After that, ask for a new one.",
                    days(settings.invitation_days)
                )),
                say(if settings.reminders && facts.mail {
                    "You may be reminded by e-mail of an invitation, of a course you have not finished, or of one you have to take again."
                } else {
                    "Whoever invited you may remind you of a course you have not finished."
                }),
            ],
        ),
        topic(
            "again",
            "Opening it again",
            [
                say(
                    "Open the course as often as you like; it goes on where you left it, unless the course begins anew by itself or closes after its last attempt.",
                ),
                say(
                    "Once it is completed, passed or failed you may start over, as often as the course allows. That uses no other place, and what you completed or passed stays.",
                ),
            ],
        ),
        topic(
            "leaving",
            "Leaving a course",
            [
                say("Whoever enrolled you can have you taken off a course; what you have learned stays on record."),
                say(leaving),
                limit,
            ],
        ),
        topic(
            "anew",
            "Once it is completed",
            [
                say("A completed course gives you a certificate, which you find beside it."),
                say(
                    "If you have to prove again later what you know, you are enrolled anew. That is another cycle with another place. Your earlier certificate stays beside the course: it is valid until the day that stands on it, and where none does, for ever.",
                ),
            ],
        ),
    ]
}

#[cfg(test)]
mod tests;
