//! What the audit log must say of acts that change something: how it was, and how it is.

use lectern_entities::audit;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{DAWN, House};

/// The acts that change something there was: a state, a balance, what people typed.
const CHANGING: &str = "
    email.change organization.second_factor settings.change thresholds.set course.thresholds
    user.edit user.suspend user.restore user.delete
    course.upload course.edit course.attempts course.publish course.archive
    manager.add manager.remove manager.hand_over
    credits.grant credits.adjust credits.allocate credits.deallocate credits.assign credits.take_back credits.give
    credits.take_back_given
    request.approve request.decline request.withdraw
    plan.edit plan.archive
    subscription.change subscription.cancel subscription.resume subscription.freeze subscription.renew subscription.end
    order.paid order.cancel order.expired order.failed order.charged_back
    invitation.re_invite invitation.cancel invitation.accept invitation.decline invitation.expire
    invitation.disown invitation.undeliverable invitation.deliverable
    invitation.stop_reminders invitation.resume_reminders
    claim.approve claim.decline
    batch.send batch.done batch.cancel batch.stop
    registration.enroll registration.withdraw launch.time_out
    letter.send_again proof.end api_key.revoke
    webhook.edit webhook.pause webhook.resume webhook.delete webhook.gone webhook.send_again
";

/// The words of [`CHANGING`]. A test finds an act that is neither among them nor among those that change nothing.
pub fn changing() -> impl Iterator<Item = &'static str> {
    CHANGING.split_whitespace()
}

impl House {
    /// Whatever was changed in this house stands in the audit log with before and after.
    pub async fn said_before_and_after(&self) {
        let one_side = Condition::any()
            .add(audit::Column::Before.is_null())
            .add(audit::Column::After.is_null());
        let rows = audit::Entity::find()
            .filter(audit::Column::Act.is_in(changing()))
            .filter(audit::Column::CreatedAt.gte(DAWN))
            .filter(one_side)
            .all(self.portal.reader());
        let rows = rows.await.expect("the audit log can be read");
        assert_eq!(rows, [], "acts that change something say what it was and what it is");
    }
}
