//! After each step, the portal is asked what the model says.

use std::collections::BTreeMap;

use lectern_contract::{InvitationId, RequestId, invitations::InvitationState, requests::RequestState};
use lectern_domain::credits;
use lectern_entities::{account, credit_request, invitation, registration};
use sea_orm::EntityTrait;

use super::Walker;
use crate::walk::model::{Model, Purse};

impl Walker {
    /// The portal's numbers are the model's, and its ledger is whole.
    pub async fn compare(&self, model: &Model, context: impl Fn() -> String) {
        let db = self.house.portal.reader();
        let accounts = account::Entity::find().all(db).await.expect("accounts can be read");
        let mut balances: BTreeMap<Purse, i64> = accounts
            .iter()
            .filter_map(|row| Some((self.purse(row)?, row.balance)))
            .collect();
        balances.retain(|_, balance| *balance != 0);
        let mut expected = model.purses.clone();
        expected.retain(|_, balance| *balance != 0);
        assert_eq!(balances, expected, "{}", context());
        let report = credits::verify::verify(db).await.expect("the ledger can be read");
        assert_eq!(report.findings, [], "{}", context());
        let states = invitation::Entity::find()
            .all(db)
            .await
            .expect("invitations can be read");
        for row in states.iter().filter(|row| row.state == InvitationState::Pending) {
            let known = model
                .invitations
                .iter()
                .find(|known| known.id == Some(row.id))
                .expect("known");
            let sender = self.sender(known.sender).user;
            let origin = accounts.iter().find(|account| account.id == row.source_id);
            let origin = origin.and_then(|account| self.purse(account));
            assert_eq!((row.sender_id, origin), (sender, Some(known.source)), "{}", context());
        }
        let watched = registration::Entity::find()
            .all(db)
            .await
            .expect("registrations can be read");
        // The model knows the newest cycle of each; those before it are over.
        let over = |row: &registration::Model| {
            let same = |other: &&registration::Model| (other.user_id, other.course_id) == (row.user_id, row.course_id);
            watched.iter().filter(same).any(|other| other.cycle > row.cycle)
        };
        for row in watched.iter().filter(|row| !over(row)) {
            let known = model
                .registrations
                .values()
                .find(|known| known.id == Some(row.id))
                .expect("known");
            let manager = known.manager.map(|sender| self.sender(sender).user);
            assert_eq!(row.manager_id, manager, "{}", context());
        }
        let states: BTreeMap<InvitationId, InvitationState> = states.iter().map(|row| (row.id, row.state)).collect();
        let expected = model
            .invitations
            .iter()
            .map(|row| (row.id.expect("learned"), row.state))
            .collect();
        assert_eq!(states, expected, "{}", context());
        let states = credit_request::Entity::find()
            .all(db)
            .await
            .expect("requests can be read");
        let states: BTreeMap<RequestId, RequestState> = states.iter().map(|row| (row.id, row.state)).collect();
        let expected = model
            .requests
            .iter()
            .map(|row| (row.id.expect("learned"), row.state))
            .collect();
        assert_eq!(states, expected, "{}", context());
        self.compare_orders(model, context).await;
    }
}
