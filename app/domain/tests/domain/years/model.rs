//! The reference model of a subscription: plain numbers, a calendar of its own, no database.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Berlin;
use lectern_contract::plans::Billing;
use lectern_domain::invitations::LIFE;

use crate::support::dice::Dice;

/// The plans of a walk: name, credits a year, billing.
pub const PLANS: [(&str, i64, Billing); 4] = [
    ("Small", 100, Billing::Monthly),
    ("Large", 500, Billing::Monthly),
    ("Year", 77, Billing::Yearly),
    ("Great year", 190, Billing::Yearly),
];
/// The setting, unless somebody changes it.
const GRACE: TimeDelta = TimeDelta::days(30);

#[derive(Clone, Copy, Debug)]
pub enum Act {
    Grant(i64),
    Allocate(i64),
    Deallocate(i64),
    Enroll(usize),
    /// By an admin; an enrollment ends the invitation, and so does another one that comes after its time.
    Invite(usize),
    Withdraw(usize),
    Subscribe(usize),
    Change(usize),
    Cancel(bool),
    Resume,
    Renew,
}

impl Act {
    /// Throws the dice. What is drawn need not be allowed.
    pub fn draw(dice: &mut Dice) -> Self {
        let (person, plan) = (dice.below(4), dice.below(PLANS.len()));
        match dice.below(48) {
            0 => Self::Grant(dice.amount(5)),
            1..5 => Self::Allocate(dice.amount(60)),
            5..7 => Self::Deallocate(dice.amount(30)),
            7..17 => Self::Enroll(person),
            17..23 => Self::Withdraw(person),
            23..28 => Self::Subscribe(plan),
            28..33 => Self::Change(plan),
            33 => Self::Cancel(true),
            34 | 35 => Self::Cancel(false),
            36 => Self::Resume,
            40.. => Self::Invite(person),
            _ => Self::Renew,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Active,
    Canceled,
    Frozen,
}

#[derive(Clone, Debug)]
struct Live {
    stage: Stage,
    plan: usize,
    next: Option<usize>,
    anchor: DateTime<Utc>,
    /// Periods since the anchor.
    count: u32,
    began: DateTime<Utc>,
    due: DateTime<Utc>,
}

/// Who paid for a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payer {
    Plan,
    Other,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub now: DateTime<Utc>,
    pub pool: i64,
    pub course: i64,
    /// Free credits by where they came from.
    pub plan: i64,
    pub other: i64,
    pub expired: i64,
    /// Everything that came from outside.
    pub came: i64,
    live: Option<Live>,
    /// People who are enrolled: who paid, and from the course or the pool.
    enrolled: BTreeMap<usize, (Payer, bool)>,
    /// The same of people who are invited, and until when.
    invited: BTreeMap<usize, (Payer, bool, DateTime<Utc>)>,
}

impl Model {
    pub const fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            pool: 0,
            course: 0,
            plan: 0,
            other: 0,
            expired: 0,
            came: 0,
            live: None,
            enrolled: BTreeMap::new(),
            invited: BTreeMap::new(),
        }
    }

    pub fn consumed(&self) -> i64 {
        i64::try_from(self.enrolled.len()).expect("a few people")
    }

    pub fn held(&self) -> i64 {
        i64::try_from(self.invited.len()).expect("a few people")
    }

    pub const fn is_live(&self) -> bool {
        self.live.is_some()
    }

    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.live.as_ref().map(|live| live.due)
    }

    /// By the clock, though no job ran.
    pub fn is_frozen(&self) -> bool {
        self.live.as_ref().is_some_and(|live| match live.stage {
            Stage::Active => false,
            Stage::Canceled => live.due <= self.now,
            Stage::Frozen => true,
        })
    }

    /// What the job does.
    pub fn catch_up(&mut self) {
        while let Some(mut live) = self.live.take() {
            if live.due > self.now {
                self.live = Some(live);
                return;
            }
            match live.stage {
                Stage::Active => {
                    live.count += 1;
                    live.began = live.due;
                    if let Some(next) = live.next.take() {
                        if PLANS[next].2 != PLANS[live.plan].2 {
                            (live.anchor, live.count) = (live.due, 0);
                        }
                        live.plan = next;
                    }
                    self.begin(live);
                }
                Stage::Canceled => {
                    live.stage = Stage::Frozen;
                    live.due += GRACE;
                    self.live = Some(live);
                }
                Stage::Frozen => self.expire(),
            }
        }
    }

    fn begin(&mut self, mut live: Live) {
        let months = if PLANS[live.plan].2 == Billing::Yearly { 12 } else { 1 };
        live.due = month_after(live.anchor, (live.count + 1) * months);
        self.grant(period(live.plan, live.count));
        self.live = Some(live);
    }

    fn grant(&mut self, amount: i64) {
        self.plan += amount;
        self.pool += amount;
        self.came += amount;
    }

    fn expire(&mut self) {
        let from_pool = self.plan.min(self.pool);
        self.pool -= from_pool;
        self.course -= self.plan - from_pool;
        self.expired += self.plan;
        self.plan = 0;
        let enrolled = self.enrolled.values_mut().map(|(payer, _)| payer);
        for payer in enrolled.chain(self.invited.values_mut().map(|(payer, ..)| payer)) {
            *payer = Payer::Other;
        }
    }

    /// Does the act, if it is allowed; says whether it is.
    pub fn apply(&mut self, act: Act) -> bool {
        let before = self.clone();
        let allowed = self.allows(act);
        if !allowed {
            *self = before;
        }
        allowed
    }

    fn allows(&mut self, act: Act) -> bool {
        match act {
            Act::Grant(amount) => {
                (self.pool, self.other, self.came) = (self.pool + amount, self.other + amount, self.came + amount);
                true
            }
            Act::Allocate(amount) => {
                (self.pool, self.course) = (self.pool - amount, self.course + amount);
                self.pool >= 0 && !self.is_frozen()
            }
            Act::Deallocate(amount) => {
                (self.pool, self.course) = (self.pool + amount, self.course - amount);
                self.course >= 0
            }
            Act::Enroll(person) => self.enroll(person),
            Act::Invite(person) => self.invite(person),
            Act::Withdraw(person) => self.withdraw(person),
            Act::Subscribe(plan) => {
                self.catch_up();
                let free = self.live.is_none();
                let live = Live {
                    stage: Stage::Active,
                    plan,
                    next: None,
                    anchor: self.now,
                    count: 0,
                    began: self.now,
                    due: self.now,
                };
                if free {
                    self.begin(live);
                }
                free
            }
            Act::Change(plan) => self.change(plan),
            Act::Cancel(now) => self.cancel(now),
            Act::Resume => self.step(Stage::Canceled, |live, _| live.stage = Stage::Active),
            Act::Renew => {
                let renewed = self.step(Stage::Frozen, |live, now| {
                    (live.stage, live.anchor, live.count, live.began) = (Stage::Active, now, 0, now);
                });
                if renewed && let Some(live) = self.live.take() {
                    self.begin(live);
                }
                renewed
            }
        }
    }

    /// An act on a subscription in one stage.
    fn step(&mut self, stage: Stage, act: impl FnOnce(&mut Live, DateTime<Utc>)) -> bool {
        self.catch_up();
        let now = self.now;
        match self.live.as_mut().filter(|live| live.stage == stage) {
            Some(live) => {
                act(live, now);
                true
            }
            None => false,
        }
    }

    fn change(&mut self, plan: usize) -> bool {
        let mut more = 0;
        let done = self.step(Stage::Active, |live, now| {
            let (old, new) = (PLANS[live.plan], PLANS[plan]);
            if plan == live.plan {
                live.next = None;
            } else if new.2 == old.2 && new.1 > old.1 {
                let whole = period(plan, live.count) - period(live.plan, live.count);
                let micros = |span: TimeDelta| i128::from(span.num_microseconds().expect("short"));
                let part = i128::from(whole) * micros(live.due - now) / micros(live.due - live.began);
                more = i64::try_from(part).expect("small");
                (live.plan, live.next) = (plan, None);
            } else {
                live.next = Some(plan);
            }
        });
        self.grant(more);
        done
    }

    fn cancel(&mut self, at_once: bool) -> bool {
        let freeze = |live: &mut Live, now: DateTime<Utc>| {
            live.next = None;
            live.stage = if at_once { Stage::Frozen } else { Stage::Canceled };
            if at_once {
                live.due = now + GRACE;
            }
        };
        self.step(Stage::Active, freeze) || at_once && self.step(Stage::Canceled, freeze)
    }

    fn enroll(&mut self, person: usize) -> bool {
        if self.enrolled.contains_key(&person) {
            return false;
        }
        self.release(person);
        let Some(paid) = self.spend() else { return false };
        self.enrolled.insert(person, paid);
        !self.is_frozen()
    }

    fn invite(&mut self, person: usize) -> bool {
        let waits = self.invited.get(&person).is_some_and(|(.., until)| *until > self.now);
        if waits || self.enrolled.contains_key(&person) {
            return false;
        }
        self.release(person);
        let Some((payer, from_course)) = self.spend() else {
            return false;
        };
        self.invited.insert(person, (payer, from_course, self.now + LIFE));
        !self.is_frozen()
    }

    /// The sweeper's round.
    pub fn sweep(&mut self) {
        let over = |until: &DateTime<Utc>| *until <= self.now;
        let over: Vec<usize> = self
            .invited
            .iter()
            .filter(|(_, (.., until))| over(until))
            .map(|(person, _)| *person)
            .collect();
        for person in over {
            self.release(person);
        }
    }

    /// One credit goes: of the course, else of the pool; the plan's first.
    fn spend(&mut self) -> Option<(Payer, bool)> {
        let from_course = self.course > 0;
        let free = if from_course { &mut self.course } else { &mut self.pool };
        if *free <= 0 {
            return None;
        }
        *free -= 1;
        let payer = if self.plan > 0 { Payer::Plan } else { Payer::Other };
        self.move_free(payer, -1);
        Some((payer, from_course))
    }

    fn release(&mut self, person: usize) {
        if let Some((payer, to_course, _)) = self.invited.remove(&person) {
            self.comes_back(payer, to_course);
        }
    }

    fn withdraw(&mut self, person: usize) -> bool {
        let Some((payer, to_course)) = self.enrolled.remove(&person) else {
            return false;
        };
        self.comes_back(payer, to_course);
        true
    }

    fn comes_back(&mut self, payer: Payer, to_course: bool) {
        *(if to_course { &mut self.course } else { &mut self.pool }) += 1;
        self.move_free(payer, 1);
    }

    const fn move_free(&mut self, payer: Payer, by: i64) {
        match payer {
            Payer::Plan => self.plan += by,
            Payer::Other => self.other += by,
        }
    }
}

/// What a period grants: by hand, as the rule is written.
fn period(plan: usize, count: u32) -> i64 {
    let (_, credits, billing) = PLANS[plan];
    if billing == Billing::Yearly {
        return credits;
    }
    let upto = |k: i64| credits * k / 12;
    let k = i64::from(count % 12) + 1;
    upto(k) - upto(k - 1)
}

/// The same local day and hour, months later, counted by hand.
fn month_after(anchor: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    let local = anchor.with_timezone(&Berlin).naive_local();
    let month = local.year() * 12 + i32::try_from(local.month0() + months).expect("a few years");
    let (year, month) = (
        month.div_euclid(12),
        u32::try_from(month.rem_euclid(12)).expect("a month") + 1,
    );
    let day = (1..=local.day())
        .rev()
        .find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    let moved = day.expect("every month has a first").and_time(local.time());
    let found = Berlin.from_local_datetime(&moved).earliest();
    let found = found.or_else(|| Berlin.from_local_datetime(&(moved + TimeDelta::hours(1))).earliest());
    found.expect("an hour later the clock is there").to_utc()
}
