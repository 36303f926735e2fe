//! Claims and reminders in a walk: whoever claims is approved at once, in one transaction, so that a refusal leaves
//! nothing behind.

use lectern_contract::{claims::ClaimState, invitations::InvitationState, limits};
use lectern_domain::{
    Result,
    invitations::{
        claims::{self, Claimant},
        remind,
    },
};
use lectern_entities::claim;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    act::{PEOPLE, Walker},
    model::{Model, Person, Sender},
};

impl Model {
    /// An invitation moves to another person's address; its credit stays where it is.
    pub(super) fn claim(&mut self, sender: Sender, number: usize, person: Person) -> bool {
        let row = self.invitations[number].clone();
        let open = row.state == InvitationState::Pending && row.expires > self.now && self.live[row.course];
        let fits = row.person != person && row.claims < limits::CLAIMS;
        if !open || !fits || !self.may(sender, number) || !self.is_free(row.course, person) {
            return false;
        }
        let now = self.now;
        let row = &mut self.invitations[number];
        (row.person, row.last_sent, row.claims) = (person, now, row.claims + 1);
        true
    }
}

impl Walker {
    /// Somebody with the link claims it, and it is approved.
    pub(super) async fn claim(
        &self,
        model: &Model,
        (sender, number, person): (Sender, usize, Person),
        key: &str,
    ) -> Result<String> {
        let id = model.invitations[number].id.expect("learned when it was sent");
        let (token, sender) = (self.house.token(id).await, self.sender(sender));
        let claimant = Claimant {
            actor: None,
            name: "A Guest",
            email: PEOPLE[person],
        };
        let done = self.house.act(async |tx| {
            claims::ask(tx, &token, claimant, "walk").await?;
            let open = claim::Entity::find()
                .filter(claim::Column::InvitationId.eq(id))
                .filter(claim::Column::State.eq(ClaimState::Open));
            let claim = open.one(tx).await?.expect("it was made");
            claims::approve(tx, sender, key, claim.id).await
        });
        done.await.map(|()| String::new())
    }

    /// A round of the job.
    pub(super) async fn remind(&self) -> Result<String> {
        let done = self.house.act(async |tx| remind::remind(tx, 500).await);
        done.await.map(|_| String::new())
    }
}
