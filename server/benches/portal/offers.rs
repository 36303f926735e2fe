//! Pending invitations in bulk, each with somebody signed in to accept it, and with its held credit in a whole ledger:
//! `lectern verify` finds nothing wrong with them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::Role;
use lectern_domain::{credits::chain::form::NOTHING, secrets};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use crate::{
    bulk::{Of, Rows},
    chained::link,
    common::Try,
    place::Place,
    world::{person, persons, sign_in},
};

/// An invitation with somebody signed in to accept it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The number of its organization; the ids of what is in it are made of it.
    pub organization: u64,
    pub number: u64,
    pub token: String,
    pub session: String,
}

impl Offer {
    pub fn email(&self) -> String {
        email(self.number)
    }

    /// The name of whom it is for.
    pub fn name(&self) -> String {
        self.email().split('@').next().unwrap_or_default().to_owned()
    }

    pub const fn user(&self) -> Uuid {
        Of::Person.id(self.number)
    }
}

fn email(number: u64) -> String {
    format!("invited-{number:08}@offers.example")
}

/// Organizations that were filled in, numbered; accounts of one: 0 external, 1 held, 2 consumed, 3 the manager's.
pub const fn account(organization: u64, which: u64) -> Uuid {
    Of::Account.id(organization * 4 + which)
}

/// What was filled in so far, so that the ledger stays whole: `lectern verify` may look at it.
#[derive(Debug, Default)]
pub struct Filled {
    people: u64,
    /// Balance and lines of each account.
    accounts: BTreeMap<Uuid, (i64, i64)>,
    postings: u64,
    adjustments: u64,
}

const TRANSACTION: &str =
    "id, organization_id, kind, idempotency_key, request_hash, reason, course_id, invitation_id, created_at";
const POSTING: &str =
    "id, organization_id, transaction_id, account_id, counter_account_id, line, amount, balance, created_at";
const INVITATION: &str = "id, organization_id, course_id, sender_id, email, email_key, message, state, token_hash, sends, \
     re_invites, epoch, source_id, undeliverable, last_sent_at, expires_at, created_at, updated_at";

impl Filled {
    /// `count` offers, over these organizations in turn, each with its held credit.
    pub async fn offers(&mut self, place: &Place, organizations: &[u64], count: u64) -> Try<Vec<Offer>> {
        let per = count.div_ceil(organizations.len() as u64);
        let mut ledger = Ledger::default();
        for organization in organizations {
            self.organization(place, *organization).await?;
            self.adjustments += 1;
            let key = Of::Transaction.id((1 << 40) + self.adjustments);
            let (external, manager) = (account(*organization, 0), account(*organization, 3));
            ledger.transaction(place, *organization, key, "adjust", None);
            self.moved(
                place,
                &mut ledger,
                (*organization, key),
                (external, manager),
                i64::try_from(per)?,
            );
        }
        let offers = self.people(place, organizations, count).await?;
        let mut invitations = Rows::of("invitation", INVITATION);
        for offer in &offers {
            invitations.add(invitation(place, offer));
            let hold = Of::Transaction.id(offer.number);
            ledger.transaction(place, offer.organization, hold, "hold", Some(offer.number));
            let way = (account(offer.organization, 3), account(offer.organization, 1));
            self.moved(place, &mut ledger, (offer.organization, hold), way, 1);
        }
        let db = place.writer();
        invitations.insert(db).await?;
        ledger.transactions.insert(db).await?;
        ledger.postings.insert(db).await?;
        self.balances(place).await?;
        link(place).await?;
        Ok(offers)
    }

    /// Learners with sessions.
    async fn people(&mut self, place: &Place, organizations: &[u64], count: u64) -> Try<Vec<Offer>> {
        let (mut users, mut roles) = (
            persons(),
            Rows::of("user_role", "id, organization_id, user_id, role, created_at"),
        );
        let (mut offers, now) = (Vec::new(), place.portal.now());
        for number in self.people..self.people + count {
            let organization = organizations[usize::try_from(number)? % organizations.len()];
            let (id, user) = (Of::Organization.id(organization), Of::Person.id(number));
            users.add(person(user, id, &email(number), now));
            roles.add(vec![
                Of::Role.id(10_000_000 + number).into(),
                id.into(),
                user.into(),
                "learner".into(),
                now.into(),
            ]);
            offers.push(Offer {
                organization,
                number,
                token: format!("offer-{number}-of-a-measurement"),
                session: String::new(),
            });
        }
        self.people += count;
        users.insert(place.writer()).await?;
        roles.insert(place.writer()).await?;
        for organization in organizations {
            let mut mine: Vec<&mut Offer> = offers
                .iter_mut()
                .filter(|offer| offer.organization == *organization)
                .collect();
            let people = mine.iter().map(|offer| (offer.user(), Role::Learner)).collect();
            let sessions = sign_in(place, Of::Organization.id(*organization), people).await?;
            for (offer, session) in mine.iter_mut().zip(sessions) {
                offer.session = session;
            }
        }
        Ok(offers)
    }

    /// An organization with a course, a manager on it and its accounts, once.
    async fn organization(&mut self, place: &Place, number: u64) -> Try<()> {
        if self.accounts.contains_key(&account(number, 0)) {
            return Ok(());
        }
        let (db, now, id) = (place.writer(), place.portal.now(), Of::Organization.id(number));
        let (course, manager) = (Of::Course.id(1_000 + number), Of::Manager.id(1_000_000 + number));
        let mut rows = Rows::of("organization", "id, name, base_url, time_zone, created_at, updated_at");
        let zone = "Europe/Berlin";
        rows.add(vec![
            id.into(),
            "Measured".into(),
            place.portal.settings().base_url.clone().into(),
            zone.into(),
            now.into(),
            now.into(),
        ]);
        rows.insert(db).await?;
        let mut rows = persons();
        rows.add(person(manager, id, "manager@offers.example", now));
        rows.insert(db).await?;
        let mut rows = Rows::of(
            "course",
            "id, organization_id, title, description, state, standard, created_at, updated_at",
        );
        rows.add(vec![
            course.into(),
            id.into(),
            "Working safely".into(),
            "".into(),
            "published".into(),
            "scorm12".into(),
            now.into(),
            now.into(),
        ]);
        rows.insert(db).await?;
        let mut rows = Rows::of(
            "account",
            "id, organization_id, kind, course_id, user_id, balance, lines, created_at, updated_at",
        );
        for (which, kind) in ["external", "held", "consumed", "manager"].into_iter().enumerate() {
            let of = |id: Uuid| Value::Uuid((kind == "manager").then_some(id));
            let which = account(number, which as u64);
            rows.add(vec![
                which.into(),
                id.into(),
                kind.into(),
                of(course),
                of(manager),
                0_i64.into(),
                0_i64.into(),
                now.into(),
                now.into(),
            ]);
            self.accounts.insert(which, (0, 0));
        }
        rows.insert(db).await?;
        let mut rows = Rows::of(
            "ledger_head",
            "id, organization_id, number, hash, behind, created_at, updated_at",
        );
        rows.add(vec![
            id.into(),
            id.into(),
            0_i64.into(),
            NOTHING.into(),
            true.into(),
            now.into(),
            now.into(),
        ]);
        rows.insert(db).await
    }

    fn moved(&mut self, place: &Place, ledger: &mut Ledger, of: (u64, Uuid), (from, to): (Uuid, Uuid), amount: i64) {
        for (one, other, amount) in [(from, to, -amount), (to, from, amount)] {
            let (balance, line) = self.accounts.entry(one).or_default();
            (*balance, *line) = (*balance + amount, *line + 1);
            self.postings += 1;
            ledger.postings.add(vec![
                Of::Posting.id(self.postings).into(),
                Of::Organization.id(of.0).into(),
                of.1.into(),
                one.into(),
                other.into(),
                (*line).into(),
                amount.into(),
                (*balance).into(),
                place.portal.now().into(),
            ]);
        }
    }

    /// Writes the balances; what the acts did since is in the database and is added to.
    async fn balances(&self, place: &Place) -> Try<()> {
        let db = place.writer();
        let sql = "update account set balance = (select sum(amount) from posting where account_id = account.id),
             lines = (select count(*) from posting where account_id = account.id)
             where exists (select 1 from posting where account_id = account.id)";
        db.execute_raw(Statement::from_string(db.get_database_backend(), sql))
            .await?;
        Ok(())
    }
}

#[derive(Debug)]
struct Ledger {
    transactions: Rows,
    postings: Rows,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            transactions: Rows::of("ledger_transaction", TRANSACTION),
            postings: Rows::of("posting", POSTING),
        }
    }
}

impl Ledger {
    fn transaction(&mut self, place: &Place, organization: u64, id: Uuid, kind: &str, invitation: Option<u64>) {
        self.transactions.add(vec![
            id.into(),
            Of::Organization.id(organization).into(),
            kind.into(),
            format!("bench:{id}").into(),
            "-".into(),
            "".into(),
            Of::Course.id(1_000 + organization).into(),
            Value::Uuid(invitation.map(|number| Of::Invitation.id(number))),
            place.portal.now().into(),
        ]);
    }
}

fn invitation(place: &Place, offer: &Offer) -> Vec<Value> {
    let now = place.portal.now();
    vec![
        Of::Invitation.id(offer.number).into(),
        Of::Organization.id(offer.organization).into(),
        Of::Course.id(1_000 + offer.organization).into(),
        Of::Manager.id(1_000_000 + offer.organization).into(),
        offer.email().into(),
        offer.email().into(),
        "".into(),
        "pending".into(),
        secrets::hash(&offer.token).into(),
        1.into(),
        0.into(),
        1.into(),
        account(offer.organization, 3).into(),
        false.into(),
        now.into(),
        (now + TimeDelta::days(30)).into(),
        now.into(),
        now.into(),
    ]
}
