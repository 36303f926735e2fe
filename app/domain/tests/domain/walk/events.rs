//! What was told in a walk is what was done in it: events are counted against the ledger, the audit log and the rows.

use std::collections::BTreeMap;

use lectern_contract::{credits::TransactionKind, hooks::HookEvent, registrations::Completion};
use lectern_entities::{audit, ledger_transaction, registration};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::act::Walker;

/// What was committed, by other witnesses than the events.
struct Witnesses {
    audit: BTreeMap<String, usize>,
    ledger: BTreeMap<TransactionKind, usize>,
    completed: usize,
}

impl Witnesses {
    async fn of(walker: &Walker, since: chrono::DateTime<chrono::Utc>) -> Self {
        let db = walker.house.portal.reader();
        let (mut acts, mut ledger) = (BTreeMap::new(), BTreeMap::new());
        let rows = audit::Entity::find().filter(audit::Column::CreatedAt.gte(since));
        for row in rows.all(db).await.expect("the audit log") {
            *acts.entry(row.act).or_default() += 1;
        }
        let rows = ledger_transaction::Entity::find().filter(ledger_transaction::Column::CreatedAt.gte(since));
        for row in rows.all(db).await.expect("the ledger") {
            *ledger.entry(row.kind).or_default() += 1;
        }
        let completed = registration::Entity::find().filter(registration::Column::Completion.eq(Completion::Completed));
        let completed = completed.count(db).await.expect("registrations");
        Self {
            audit: acts,
            ledger,
            completed: usize::try_from(completed).expect("a few"),
        }
    }

    fn acts(&self, names: &[&str]) -> usize {
        names.iter().filter_map(|name| self.audit.get(*name)).sum()
    }

    fn moved(&self, kind: TransactionKind) -> usize {
        self.ledger.get(&kind).copied().unwrap_or(0)
    }

    /// How often each event must have been told.
    fn expected(&self) -> Vec<(HookEvent, usize)> {
        use HookEvent as E;
        let accepted = self.acts(&["invitation.accept"]);
        vec![
            (
                E::InvitationSent,
                self.acts(&["invitation.send", "invitation.re_invite"]),
            ),
            (E::InvitationAccepted, accepted),
            (E::InvitationDeclined, self.acts(&["invitation.decline"])),
            (E::InvitationExpired, self.acts(&["invitation.expire"])),
            (E::InvitationCanceled, self.acts(&["invitation.cancel"])),
            (E::RegistrationCreated, accepted + self.acts(&["registration.enroll"])),
            (E::RegistrationCompleted, self.completed),
            (E::RegistrationWithdrawn, self.acts(&["registration.withdraw"])),
            (E::CreditsGranted, self.moved(TransactionKind::Grant)),
            (E::CreditsPurchased, self.moved(TransactionKind::Purchase)),
            (E::RequestCreated, self.acts(&["request.ask"])),
            (E::RequestAnswered, self.acts(&["request.approve", "request.decline"])),
            (E::RequestWithdrawn, self.acts(&["request.withdraw"])),
        ]
    }
}

/// Every committed act was told, and nothing else.
pub async fn compare(walker: &Walker, seed: u64) {
    let told = walker.house.kinds().await;
    let witnesses = Witnesses::of(walker, crate::support::DAWN).await;
    for (event, expected) in witnesses.expected() {
        let count = told.iter().filter(|one| **one == event).count();
        assert_eq!(count, expected, "seed {seed}: {event}");
    }
    assert!(told.len() > 20, "seed {seed}: few events prove little: {}", told.len());
}
