//! Short words for tests about an invitation's later life.

use chrono::TimeDelta;
use lectern_contract::{
    ClaimId, InvitationId, claims::ClaimState, invitations::InvitationRow, letters::LetterKind, paging::Query,
};
use lectern_domain::{
    Actor, Result,
    bounces::{self, Heard, Word},
    invitations::{
        claims::{self, Claimant},
        digest, log, remind,
    },
    registrations::falls_due,
};
use lectern_entities::{claim, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{House, fresh_key};

impl House {
    /// The job's reminders, until none is due.
    pub async fn remind(&self) {
        while self
            .act(async |tx| remind::remind(tx, 100).await)
            .await
            .expect("a round")
            > 0
        {}
    }

    /// The job's letters about completions that fall due, until nobody is left to be told.
    pub async fn fall_due(&self) {
        for course in falls_due::waiting(&self.portal).await.expect("looked") {
            while self
                .act(async |tx| falls_due::tell(tx, course, 100).await)
                .await
                .expect("a round")
                > 0
            {}
        }
    }

    /// The job's digests; answers how many letters.
    pub async fn digest(&self) -> usize {
        let organization = self.ada().organization;
        let written = self.act(async |tx| digest::digest(tx, organization).await).await;
        written.expect("the morning's letters")
    }

    /// Claims as somebody with the link alone, or as an account; a second later, so that claims have an order.
    pub async fn claim(&self, token: &str, actor: Option<&Actor>, email: &str) -> Result<()> {
        let claimant = Claimant {
            actor,
            name: "Somebody Else",
            email,
        };
        self.clock.advance(TimeDelta::seconds(1));
        self.act(async |tx| claims::ask(tx, token, claimant, "test").await)
            .await
    }

    /// The newest claim of an invitation.
    pub async fn claim_of(&self, id: InvitationId) -> claim::Model {
        let newest = claim::Entity::find()
            .filter(claim::Column::InvitationId.eq(id))
            .order_by_desc(claim::Column::Id);
        let row = newest.one(self.portal.reader()).await.expect("claims can be read");
        row.expect("it was claimed")
    }

    /// How many claims are in a state.
    pub async fn claims(&self, state: ClaimState) -> usize {
        let rows = claim::Entity::find().filter(claim::Column::State.eq(state));
        rows.all(self.portal.reader()).await.expect("claims can be read").len()
    }

    /// Approves a claim.
    pub async fn approve_claim(&self, who: &Actor, id: ClaimId) -> Result<()> {
        self.act(async |tx| claims::approve(tx, who, &fresh_key(), id).await)
            .await
    }

    /// Declines a claim.
    pub async fn decline_claim(&self, who: &Actor, id: ClaimId) -> Result<()> {
        self.act(async |tx| claims::decline(tx, who, id).await).await
    }

    /// The mail service says something.
    pub async fn bounced(&self, word: Word<'_>) -> Heard {
        self.act(async |tx| bounces::hear(tx, word).await)
            .await
            .expect("a word is heard")
    }

    /// The log of the first course's invitations, as its manager or an admin sees it, newest first.
    pub async fn log(&self, who: &Actor) -> Vec<InvitationRow> {
        let query = Query::default();
        let list = log::list(&self.portal, who, self.forklift(), &query, log::Wanted::default()).await;
        list.expect("the log").rows
    }

    /// The letters of a kind, oldest first.
    pub async fn letters(&self, kind: LetterKind) -> Vec<letter::Model> {
        let rows = letter::Entity::find().filter(letter::Column::Kind.eq(kind));
        let rows = rows.order_by_asc(letter::Column::Id).all(self.portal.reader());
        rows.await.expect("letters can be read")
    }

    /// Who got letters of a kind, in the order of the alphabet.
    pub async fn told(&self, kind: LetterKind) -> Vec<String> {
        let letters = self.letters(kind).await;
        let mut told: Vec<String> = letters.into_iter().map(|letter| letter.recipient).collect();
        told.sort();
        told
    }
}
