//! Who is told, and what the clock leaves in the audit log.

use chrono::TimeDelta;
use lectern_contract::{invitations::InvitationState, letters::LetterKind};
use lectern_domain::{courses::edit, invitations::LIFE, invitations::cancel::cancel, runtime::sweep};
use lectern_entities::{audit, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::House;

/// Who got a letter of this kind.
async fn told(house: &House, kind: LetterKind) -> Vec<String> {
    let rows = letter::Entity::find().filter(letter::Column::Kind.eq(kind));
    let rows = rows.order_by_asc(letter::Column::Recipient).all(house.portal.reader());
    let rows = rows.await.expect("letters are read");
    rows.into_iter().map(|row| row.recipient).collect()
}

/// The audit rows of an act.
async fn noted(house: &House, act: &str) -> Vec<audit::Model> {
    let rows = audit::Entity::find().filter(audit::Column::Act.eq(act));
    rows.all(house.portal.reader()).await.expect("the audit log is read")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_invited_to_an_archived_course_is_told() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let mut ids = vec![];
    for email in ["kai@contoso.example", "ruth@contoso.example", "fay@contoso.example"] {
        ids.push(house.invite(house.mara(), house.forklift(), email).await.expect("sent"));
    }
    let token = house.token(ids[2]).await;
    house.decline(&token).await.expect("declined");
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        told(&house, LetterKind::Canceled).await,
        ["kai@contoso.example", "ruth@contoso.example"],
        "and not who declined before"
    );
    let rows = noted(&house, "invitation.cancel").await;
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter().all(|row| row.actor_id == Some(house.ada().user)),
        "{rows:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cancels_an_invitation_chooses_whether_to_tell() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    for (email, tell) in [("kai@contoso.example", true), ("ruth@contoso.example", false)] {
        let id = house.invite(house.mara(), house.forklift(), email).await.expect("sent");
        house
            .act(async |tx| cancel(tx, house.mara(), id, tell).await)
            .await
            .expect("canceled");
    }
    assert_eq!(told(&house, LetterKind::Canceled).await, ["kai@contoso.example"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_clock_ends_stands_in_the_audit_log_as_the_clocks() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let swept = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 1);
    let met = house
        .invite(house.mara(), house.forklift(), "ruth@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    // The sweeper is late: who invites the address again meets the invitation that is over.
    house.endow(house.forklift(), house.noor().user, 1).await;
    house
        .invite(house.noor(), house.forklift(), "ruth@contoso.example")
        .await
        .expect("sent anew");
    assert_eq!(house.invitation(met).await.state, InvitationState::Expired);
    let rows = noted(&house, "invitation.expire").await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    for (row, id) in rows.iter().zip([swept, met]) {
        assert_eq!(row.subject_id, Some(id.0));
        assert_eq!((row.actor_id, row.role, row.source.as_str()), (None, None, "clock"));
    }
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    assert_eq!(
        told(&house, LetterKind::Expired).await,
        ["mara@northwind.example"],
        "the sender is told of both, whoever found them"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_timed_out_stands_in_the_audit_log() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let registration = house.registration(house.learner(0).user, house.forklift()).await.id;
    house.play(house.learner(0), registration).await;
    house.clock.advance(TimeDelta::hours(25));
    let ended = house.act(async |tx| sweep::sweep(tx).await).await.expect("swept");
    assert_eq!(ended, 1);
    let rows = noted(&house, "launch.time_out").await;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].actor_id, rows[0].source.as_str()), (None, "clock"));
    assert_eq!(house.act(async |tx| sweep::sweep(tx).await).await.expect("swept"), 0);
    assert_eq!(noted(&house, "launch.time_out").await.len(), 1, "once");
    house.close().await;
}
