//! What the model cannot know: the ids that the database gave.

use lectern_contract::{invitations::InvitationState, requests::RequestState};
use lectern_entities::{credit_order, credit_request, invitation, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Act, PEOPLE, Walker};
use crate::walk::model::Model;

impl Walker {
    /// Takes over the ids that the database gave.
    pub async fn learn(&self, model: &mut Model, act: &Act, done: bool) {
        let db = self.house.portal.reader();
        self.learn_batch(model).await;
        let course = match act {
            Act::Send(_, course, _) if done => Some(*course),
            Act::Start(number, _) if done => Some(model.batches[*number].course),
            _ => None,
        };
        if let Some(course) = course {
            for row in model.invitations.iter_mut().filter(|row| row.id.is_none()) {
                let found = invitation::Entity::find()
                    .filter(invitation::Column::CourseId.eq(self.course(course)))
                    .filter(invitation::Column::EmailKey.eq(PEOPLE[row.person]))
                    .filter(invitation::Column::State.eq(InvitationState::Pending));
                row.id = found
                    .one(db)
                    .await
                    .expect("invitations can be read")
                    .map(|found| found.id);
            }
        }
        for row in model.requests.iter_mut().filter(|row| row.id.is_none()) {
            let found = credit_request::Entity::find()
                .filter(credit_request::Column::CourseId.eq(self.course(row.course)))
                .filter(credit_request::Column::ManagerId.eq(self.manager(row.manager).user))
                .filter(credit_request::Column::State.eq(RequestState::Open));
            row.id = found.one(db).await.expect("requests can be read").map(|found| found.id);
        }
        for (number, row) in model.orders.iter_mut().enumerate().filter(|(_, row)| row.id.is_none()) {
            let nth = i64::try_from(number).expect("few orders") + 1;
            let found = credit_order::Entity::find().filter(credit_order::Column::Number.eq(nth));
            row.id = found.one(db).await.expect("orders can be read").map(|found| found.id);
        }
        for ((person, course), row) in model.registrations.iter_mut().filter(|(_, row)| row.id.is_none()) {
            let user = self.user(*person).await.expect("who is registered has an account");
            let found = registration::Entity::find()
                .filter(registration::Column::UserId.eq(user))
                .filter(registration::Column::CourseId.eq(self.course(*course)))
                .order_by_desc(registration::Column::Cycle);
            row.id = found
                .one(db)
                .await
                .expect("registrations can be read")
                .map(|found| found.id);
        }
    }
}
