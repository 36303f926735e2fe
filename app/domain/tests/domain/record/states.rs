//! What the lines of the log say of acts that turn something from one state into another.

use chrono::TimeDelta;
use lectern_contract::{
    RequestId,
    audit::{AuditAct, Change},
    requests::CreditPlan,
};
use lectern_domain::{accounts::administer, courses::edit, credits::requests, invitations::LIFE};

use super::changes::changed;
use crate::support::{House, fresh_key};

/// What the newest line of an act says, as its page does. What is done next is newer.
pub(super) async fn said(house: &House, act: AuditAct) -> Vec<String> {
    let parts = changed(house, act).await;
    house.clock.advance(TimeDelta::seconds(1));
    parts.iter().map(in_words).collect()
}

fn in_words(part: &Change) -> String {
    let after = part.after.as_deref().unwrap_or("nothing");
    match &part.before {
        Some(before) => format!("{}: {before} → {after}", part.what),
        None => format!("{}: {after}", part.what),
    }
}

/// Mara asks for three credits of the first course.
async fn ask(house: &House) -> RequestId {
    let asked = house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 3, "A shift").await)
        .await;
    asked.expect("asked")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_says_how_it_was_decided_and_which_credits_moved() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.allocate(house.forklift(), 1).await.expect("allocated");
    let id = ask(&house).await;
    assert_eq!(
        said(&house, AuditAct::RequestAsk).await,
        ["credits: 3", "note: A shift"]
    );
    let plan = CreditPlan {
        from_course: 1,
        from_pool: 2,
    };
    house
        .act(async |tx| requests::approve(tx, house.ada(), &fresh_key(), id, plan, "").await)
        .await
        .expect("approved");
    assert_eq!(
        said(&house, AuditAct::RequestApprove).await,
        ["from course: 1", "from pool: 2", "state: open → approved"]
    );
    assert_eq!(
        said(&house, AuditAct::CreditsAllocate).await,
        [
            "credits: 2",
            "from: Pool",
            "from has: 2 → 0",
            "to: Forklift Basics",
            "to has: 1 → 3"
        ]
    );
    let id = ask(&house).await;
    house
        .act(async |tx| requests::decline(tx, house.ada(), &fresh_key(), id, "Not now").await)
        .await
        .expect("declined");
    assert_eq!(
        said(&house, AuditAct::RequestDecline).await,
        ["answer: Not now", "state: open → declined"]
    );
    let id = ask(&house).await;
    house
        .act(async |tx| requests::withdraw(tx, house.mara(), &fresh_key(), id).await)
        .await
        .expect("withdrawn");
    assert_eq!(
        said(&house, AuditAct::RequestWithdraw).await,
        ["state: open → withdrawn"]
    );
    ask(&house).await;
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        said(&house, AuditAct::RequestWithdraw).await,
        ["state: open → withdrawn"],
        "with the course"
    );
    assert_eq!(
        said(&house, AuditAct::CourseArchive).await,
        ["state: published → archived"]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_says_how_it_ended() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 4).await;
    let invited = async |email: &str| house.invite(mara, course, email).await.expect("sent");
    let lena = invited("lena@northwind.example").await;
    let token = house.token(lena).await;
    house.accept(house.learner(0), &token).await.expect("accepted");
    assert_eq!(
        said(&house, AuditAct::InvitationAccept).await,
        ["registration: Lena Holt, Forklift Basics", "state: pending → accepted"]
    );
    let token = house.token(invited("kai@contoso.example").await).await;
    house.decline(&token).await.expect("declined");
    assert_eq!(
        said(&house, AuditAct::InvitationDecline).await,
        ["state: pending → declined"]
    );
    let ruth = invited("ruth@contoso.example").await;
    let token = house.token(ruth).await;
    house
        .claim(&token, None, "ruth@fabrikam.example")
        .await
        .expect("claimed");
    assert_eq!(
        said(&house, AuditAct::ClaimAsk).await,
        ["email: ruth@fabrikam.example", "invitation: ruth@contoso.example"]
    );
    let claim = house.claim_of(ruth).await.id;
    house.approve_claim(mara, claim).await.expect("approved");
    assert_eq!(
        said(&house, AuditAct::ClaimApprove).await,
        [
            "claim: open → approved",
            "email: ruth@contoso.example → ruth@fabrikam.example"
        ]
    );
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 1);
    assert_eq!(
        said(&house, AuditAct::InvitationExpire).await,
        ["state: pending → expired"]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_says_that_it_came_back_and_a_user_that_they_did() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    let (lena, course) = (house.learner(0), house.forklift());
    house.enroll(lena.user, course).await.expect("enrolled");
    assert_eq!(
        said(&house, AuditAct::RegistrationEnroll).await,
        ["source: Pool", "state: nothing → active"]
    );
    let id = house.registration(lena.user, course).await.id;
    house.withdraw(id).await.expect("withdrawn");
    house.clock.advance(TimeDelta::seconds(1));
    house.enroll(lena.user, course).await.expect("enrolled anew");
    assert_eq!(
        said(&house, AuditAct::RegistrationEnroll).await,
        ["source: Pool", "state: withdrawn → active"]
    );
    house.suspend(lena).await;
    assert_eq!(said(&house, AuditAct::UserSuspend).await, ["state: active → suspended"]);
    house
        .act(async |tx| administer::restore(tx, house.ada(), lena.user).await)
        .await
        .expect("restored");
    assert_eq!(said(&house, AuditAct::UserRestore).await, ["state: suspended → active"]);
    house.close().await;
}
