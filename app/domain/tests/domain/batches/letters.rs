//! Letters of batches after they were sent.

use chrono::TimeDelta;
use lectern_contract::{LetterId, batches::Shortage, letters::LetterView};
use lectern_domain::letters::outbox;
use lectern_entities::{invitation, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::addresses;
use crate::support::House;

async fn shown(house: &House, id: LetterId) -> LetterView {
    let view = outbox::show(house.portal.reader(), house.ada(), id).await;
    view.expect("an admin looks")
}

/// The letters of an address, oldest first.
async fn letters_to(house: &House, who: &str) -> Vec<letter::Model> {
    let rows = letter::Entity::find()
        .filter(letter::Column::Recipient.eq(who))
        .order_by_asc(letter::Column::CreatedAt);
    rows.all(house.portal.reader()).await.expect("letters are read")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_letter_names_the_end_it_named_though_the_invitation_was_sent_again() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    let batch = house.given(mara, course, &addresses(2)).await;
    house.start(mara, batch, Shortage::All).await.expect("started");
    house.run().await;
    let (who, other) = ("person-00000@contoso.example", "person-00001@contoso.example");
    let posted = house.post().await;
    let sent = posted.iter().find(|letter| letter.to == who).expect("it left");
    let before = shown(&house, sent.id).await;
    assert!(before.text.contains("can be accepted until"), "{}", before.text);

    house.clock.advance(TimeDelta::days(5));
    let invited = invitation::Entity::find()
        .filter(invitation::Column::EmailKey.eq(who))
        .one(house.portal.reader())
        .await;
    let invited = invited.expect("read").expect("invited").id;
    house.re_invite(mara, invited).await.expect("sent again");
    let after = shown(&house, sent.id).await;
    assert_eq!(
        (&after.text, &after.html),
        (&before.text, &before.html),
        "what was sent"
    );
    let both = letters_to(&house, who).await;
    assert_eq!(both.len(), 2);
    let newer = shown(&house, both[1].id).await;
    assert_ne!(newer.text, before.text, "the new one names the new end");
    let shared = letters_to(&house, other).await.remove(0);
    assert_eq!(
        (shared.batch_id, shared.text.as_str()),
        (Some(batch), ""),
        "others share on"
    );

    house.clock.advance(TimeDelta::minutes(1));
    house.re_invite(mara, invited).await.expect("and again");
    assert_eq!(shown(&house, sent.id).await.text, before.text);
    house.close().await;
}
