//! What an organization sets for itself: kept, obeyed, audited, and nobody else's.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    invitations::InvitationState,
    refusal::Field,
    settings::{Proration, RefundPolicy, Settings},
};
use lectern_domain::{
    Actor, Result, samples,
    settings::{self, SettingsForm},
};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::support::{House, refusal};

/// The form of a house that changed nothing yet.
pub fn form() -> SettingsForm {
    SettingsForm {
        invitation_days: "30".into(),
        refund_policy: RefundPolicy::BeforeFirstLaunch,
        refund_percent: "10".into(),
        refund_days: "14".into(),
        proration: Proration::Fair,
        managers_can_buy: false,
        grace_days: "30".into(),
        reminders: true,
    }
}

async fn change(house: &House, who: &Actor, form: &SettingsForm) -> Result<()> {
    house.act(async |tx| settings::change(tx, who, form).await).await
}

async fn settings_of(house: &House, who: &Actor) -> Settings {
    let found = settings::of(house.portal.reader(), who.organization).await;
    found.expect("every organization has settings")
}

async fn changes(house: &House) -> Vec<audit::Model> {
    let rows = audit::Entity::find().filter(audit::Column::Act.eq("settings.change"));
    rows.all(house.portal.reader()).await.expect("the audit log")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_kept_and_audited_with_what_was() {
    let house = House::open().await;
    change(&house, house.ada(), &form()).await.expect("nothing new");
    assert_eq!(changes(&house).await, [], "saving the same is no change");
    let new = SettingsForm {
        invitation_days: " 7 ".into(),
        refund_policy: RefundPolicy::WithinDays,
        managers_can_buy: true,
        reminders: false,
        ..form()
    };
    change(&house, house.ada(), &new).await.expect("changed");
    let kept = settings_of(&house, house.ada()).await;
    assert_eq!(
        (kept.invitation_days, kept.refund_policy),
        (7, RefundPolicy::WithinDays)
    );
    assert!(kept.managers_can_buy && !kept.reminders);
    let rows = changes(&house).await;
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    let value = |side: &Option<serde_json::Value>| side.as_ref().expect("both sides")["invitation_days"].clone();
    assert_eq!((value(&row.before), value(&row.after)), (30.into(), 7.into()));
    assert_eq!(row.actor_id, Some(house.ada().user));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_an_admins_and_of_one_organization() {
    let house = House::open().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for who in [house.mara(), house.learner(0)] {
        assert_eq!(refusal(change(&house, who, &form()).await), Refusal::NotFound);
        assert_eq!(
            refusal(settings::show(house.portal.reader(), who).await),
            Refusal::NotFound
        );
    }
    let theirs = SettingsForm {
        grace_days: "0".into(),
        ..form()
    };
    change(&house, &sol, &theirs).await.expect("their own");
    assert_eq!(settings_of(&house, &sol).await.grace_days, 0);
    assert_eq!(settings_of(&house, house.ada()).await.grace_days, 30);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_out_of_range_are_refused_beside_their_field_and_by_the_database() {
    let house = House::open().await;
    let with = |days: &str| SettingsForm {
        invitation_days: days.into(),
        ..form()
    };
    for days in ["0", "181", "-1", "1.5", "many", "99999999999"] {
        let answer = refusal(change(&house, house.ada(), &with(days)).await);
        assert_eq!(answer, Refusal::OutOfRange(Field::InvitationDays, 1, 180), "{days}");
    }
    let empty = refusal(change(&house, house.ada(), &with("  ")).await);
    assert_eq!(empty, Refusal::Missing(Field::InvitationDays));
    for days in ["1", "180"] {
        change(&house, house.ada(), &with(days)).await.expect(days);
    }
    for wrong in [
        "invitation_days = 181",
        "refund_policy = 'always'",
        "proration = 'up'",
        "grace_days = -1",
    ] {
        let sql = format!("update settings set {wrong}");
        let writer = &house.portal.databases().writer;
        writer.execute_unprepared(&sql).await.expect_err(wrong);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_live_as_long_as_the_setting_says_when_they_are_sent() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let short = SettingsForm {
        invitation_days: "3".into(),
        ..form()
    };
    change(&house, house.ada(), &short).await.expect("changed");
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await;
    let invited = invited.expect("sent");
    assert_eq!(
        house.invitation(invited).await.expires_at,
        house.portal.now() + TimeDelta::days(3)
    );
    change(&house, house.ada(), &form()).await.expect("changed back");
    house.clock.advance(TimeDelta::days(3));
    let token = house.token(invited).await;
    assert_eq!(
        refusal(house.accept(house.learner(0), &token).await),
        Refusal::InvitationIs(InvitationState::Expired),
        "a later change does not move the end that stands in the letter"
    );
    let long = SettingsForm {
        invitation_days: "180".into(),
        ..form()
    };
    change(&house, house.ada(), &long).await.expect("changed");
    house.re_invite(house.mara(), invited).await.expect("sent again");
    house.clock.advance(TimeDelta::days(180) - TimeDelta::seconds(1));
    let token = house.token(invited).await;
    house.accept(house.learner(0), &token).await.expect("still in time");
    house.close().await;
}
