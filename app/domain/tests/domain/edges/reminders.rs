//! Reminders at their edges: when, how often, and whose word stops them.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InvitationId, Refusal,
    invitations::{InvitationState, RemindersOff},
    letters::LetterKind,
    refusal::InvitationProblem,
};
use lectern_domain::{
    Result,
    accounts::administer,
    invitations::{LIFE, remind},
    settings::{self, SettingsForm},
};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::settings::form;
use crate::support::{House, refusal};

const KAI: &str = "kai@contoso.example";
const HOUR: TimeDelta = TimeDelta::hours(1);

/// A house in which Kai was just invited, for so many days.
async fn invited(days: &str) -> (House, InvitationId) {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let form = SettingsForm {
        invitation_days: days.into(),
        ..form()
    };
    let changed = house
        .act(async |tx| settings::change(tx, house.ada(), &form).await)
        .await;
    changed.expect("set");
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    (house, id)
}

async fn reminders(house: &House) -> usize {
    house.letters(LetterKind::Reminder).await.len()
}

/// Hours after the first letter at which reminders leave, with a job every hour.
async fn hours(house: &House, days: i64) -> Vec<i64> {
    let mut found = vec![];
    for hour in 1..=days * 24 {
        house.clock.advance(HOUR);
        let before = reminders(house).await;
        house.remind().await;
        found.extend((before..reminders(house).await).map(|_| hour));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn short_invitations_are_reminded_of_as_their_days_allow() {
    for (days, expected) in [
        (1, vec![]),
        (2, vec![]),
        (3, vec![24]),
        (5, vec![72]),
        (6, vec![72, 96]),
        (9, vec![72, 168]),
    ] {
        let (house, _) = invited(&days.to_string()).await;
        assert_eq!(hours(&house, days + 1).await, expected, "{days} days");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_has_the_same_link_and_end_and_stands_in_the_log() {
    let (house, id) = invited("30").await;
    let before = house.invitation(id).await;
    let sent = house.post().await;
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    house.remind().await;
    let letters = house.post().await;
    let reminder = letters
        .iter()
        .find(|letter| letter.subject.starts_with("Reminder"))
        .expect("one");
    assert_eq!((letters.len(), reminder.to.as_str()), (1, KAI));
    let token = house.token(id).await;
    let link = format!("/invitation/{token}");
    assert!(
        sent.iter().any(|letter| letter.text.contains(&link)),
        "the first letter's link"
    );
    for part in [&reminder.text, &reminder.html] {
        assert!(
            part.contains(&link) && part.contains(&format!("{link}/reminders")),
            "{part}"
        );
    }
    let after = house.invitation(id).await;
    assert_eq!(
        (after.token_hash, after.expires_at),
        (before.token_hash, before.expires_at)
    );
    assert_eq!((after.last_sent_at, after.re_invites), (before.last_sent_at, 0));
    assert_eq!(house.log(house.mara()).await[0].reminded, Some(house.portal.now()));
    let noted = audit::Entity::find().filter(audit::Column::Act.eq("invitation.remind"));
    assert_eq!(noted.count(house.portal.reader()).await.expect("counted"), 1);
    let guest = lectern_domain::invitations::accept::accept_new(
        &house.portal,
        &token,
        "Kai",
        "a-longer-lantern",
        "a-longer-lantern",
        "test",
    );
    guest.await.expect("accepted by the link of both letters");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_days_without_the_job_only_the_latest_due_one_is_sent() {
    let (house, _) = invited("30").await;
    house.clock.advance(TimeDelta::days(20));
    house.remind().await;
    assert_eq!(reminders(&house).await, 1, "for day 7, and not for day 3");
    house.clock.advance(TimeDelta::days(9));
    house.remind().await;
    assert_eq!(reminders(&house).await, 2, "the last call");
    house.clock.advance(TimeDelta::days(1));
    house.remind().await;
    assert_eq!(reminders(&house).await, 2, "nothing after its end");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_reminder_and_the_next_do_not_fall_on_one_day() {
    let (house, _) = invited("6").await;
    // 09:05 UTC: due on day 3 and on day 4. The job comes back 6 hours before the second is due.
    house.clock.advance(TimeDelta::days(3) + TimeDelta::hours(18));
    house.remind().await;
    assert_eq!(reminders(&house).await, 1);
    let first = house.portal.now();
    house.clock.advance(TimeDelta::hours(6));
    house.remind().await;
    let zone = chrono_tz::Europe::Berlin;
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    assert_eq!(day(first), day(house.portal.now()), "still the same day in Berlin");
    assert_eq!(reminders(&house).await, 1, "put off");
    for _ in 0..24 {
        house.clock.advance(HOUR);
        house.remind().await;
    }
    let letters = house.letters(LetterKind::Reminder).await;
    assert_eq!(letters.len(), 2, "sent on the next day");
    assert_ne!(day(letters[0].created_at), day(letters[1].created_at));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_re_invite_begins_the_reminders_anew() {
    let (house, id) = invited("30").await;
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    house
        .re_invite(house.mara(), id)
        .await
        .expect("a reminder is no re-invite");
    assert_eq!(house.invitation(id).await.reminded_at, None);
    house.clock.advance(TimeDelta::days(3) - HOUR);
    house.remind().await;
    assert_eq!(reminders(&house).await, 1);
    house.clock.advance(HOUR);
    house.remind().await;
    assert_eq!(reminders(&house).await, 2, "three days after the last letter");
    house.clock.advance(LIFE);
    house.expire().await;
    house
        .re_invite(house.mara(), id)
        .await
        .expect("sent again after its end");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(reminders(&house).await, 3, "a new epoch");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_may_send_no_reminders() {
    let (house, _) = invited("30").await;
    let set = async |reminders| {
        let form = SettingsForm { reminders, ..form() };
        house
            .act(async |tx| settings::change(tx, house.ada(), &form).await)
            .await
            .expect("set");
    };
    set(false).await;
    house.clock.advance(TimeDelta::days(4));
    house.remind().await;
    assert_eq!(reminders(&house).await, 0);
    set(true).await;
    house.remind().await;
    assert_eq!(reminders(&house).await, 0, "what was not sent is not sent later");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(reminders(&house).await, 1, "day 7 is");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_stops_reminders_and_resumes_them() {
    let (house, id) = invited("30").await;
    let stop = async |who| house.act(async |tx| remind::stop(tx, who, id).await).await;
    let resume = async |who| house.act(async |tx| remind::resume(tx, who, id).await).await;
    for stranger in [house.noor(), house.learner(0)] {
        assert_eq!(refusal(stop(stranger).await), Refusal::NotFound);
        assert_eq!(refusal(resume(stranger).await), Refusal::NotFound);
    }
    stop(house.mara()).await.expect("stopped");
    stop(house.ada()).await.expect("stopped already");
    house.clock.advance(TimeDelta::days(4));
    house.remind().await;
    assert_eq!(reminders(&house).await, 0);
    resume(house.mara()).await.expect("resumed");
    house.remind().await;
    assert_eq!(reminders(&house).await, 0, "day 3 is over");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(reminders(&house).await, 1);
    house.cancel(house.mara(), id).await.expect("canceled");
    assert_eq!(
        refusal(stop(house.mara()).await),
        Refusal::InvitationIs(InvitationState::Canceled)
    );
    house.close().await;
}

async fn refuse(house: &House, token: &str) -> Result<()> {
    house
        .act(async |tx| remind::stop_by_link(tx, token, "test").await)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invited_persons_word_stands() {
    let (house, id) = invited("30").await;
    let old = house.token(id).await;
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    house.re_invite(house.mara(), id).await.expect("sent again");
    assert!(
        remind::may_stop(&house.portal, &old).await.expect("looked"),
        "an older letter's link, too"
    );
    refuse(&house, &old).await.expect("by that");
    refuse(&house, &house.token(id).await)
        .await
        .expect("once more changes nothing");
    assert_eq!(house.invitation(id).await.reminders_off, Some(RemindersOff::Recipient));
    let resume = house.act(async |tx| remind::resume(tx, house.mara(), id).await).await;
    assert_eq!(
        refusal(resume),
        Refusal::Invitation(InvitationProblem::RecipientStopped)
    );
    house.clock.advance(TimeDelta::days(8));
    house.remind().await;
    assert_eq!(reminders(&house).await, 1, "none after that");
    assert_eq!(refusal(refuse(&house, &"x".repeat(32)).await), Refusal::NotFound);
    house.clock.advance(LIFE);
    assert_eq!(
        refusal(refuse(&house, &old).await),
        Refusal::InvitationIs(InvitationState::Expired)
    );
    assert!(!remind::may_stop(&house.portal, &old).await.expect("looked"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_is_not_reminded() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let lena = house.learner(0).user;
    let suspended = house
        .act(async |tx| administer::suspend(tx, house.ada(), lena).await)
        .await;
    suspended.expect("suspended");
    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(reminders(&house).await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_of_before_reminders_are_taken_up_by_the_next_round() {
    let (house, id) = invited("30").await;
    house.clock.advance(TimeDelta::days(1));
    // As the migration leaves them.
    let old = "update invitation set remind_at = last_sent_at";
    house
        .portal
        .databases()
        .writer
        .execute_unprepared(old)
        .await
        .expect("as of old");
    house.remind().await;
    let row = house.invitation(id).await;
    assert_eq!(reminders(&house).await, 0, "nothing is due yet");
    assert_eq!(row.remind_at, Some(row.last_sent_at + TimeDelta::days(3)));
    house.close().await;
}
