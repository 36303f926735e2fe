//! A list that is being read is told from one whose reading was killed.

use chrono::TimeDelta;
use lectern_contract::{BatchId, batches::BatchState};
use lectern_domain::invitations::batch::{
    Given,
    receive::{Received, receive},
    sweep,
};
use lectern_entities::{batch, batch_row};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{addresses, upload};
use crate::support::House;

/// Waits until that many rows of lists were written.
async fn written(house: &House, rows: u64) {
    let count = async || batch_row::Entity::find().count(house.portal.reader()).await;
    while count().await.expect("counted") < rows {
        tokio::task::yield_now().await;
    }
}

async fn row(house: &House, id: BatchId) -> batch::Model {
    let row = batch::Entity::find_by_id(id).one(house.portal.reader()).await;
    row.expect("read").expect("it is there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_was_killed_makes_room_after_a_minute_and_one_that_goes_on_does_not() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let list = addresses(20_000);
    let went_on = async {
        written(&house, 500).await;
        house.clock.advance(TimeDelta::seconds(50));
        // One piece may have begun before the clock moved; the next did not.
        let count = batch_row::Entity::find().count(house.portal.reader()).await;
        written(&house, count.expect("counted") + 1_500).await;
    };
    tokio::select! {
        answer = receive(&house.portal, mara, course, upload(&list, Given::File)) => panic!("not killed: {answer:?}"),
        () = went_on => {}
    }
    let killed = batch::Entity::find().one(house.portal.reader()).await;
    let killed = killed.expect("read").expect("it was begun");
    assert_eq!(
        (killed.state, killed.updated_at),
        (BatchState::Reading, house.portal.now())
    );
    house.clock.advance(TimeDelta::seconds(59));
    let sweep = async || house.act(async |tx| sweep::sweep(tx).await).await.expect("swept");
    assert_eq!(sweep().await, 0, "it may be read still");
    assert_eq!(row(&house, killed.id).await.state, BatchState::Reading);
    let again = house.give_list(mara, course, &list).await.expect("known");
    assert_eq!(again, Received::Known(killed.id));
    house.clock.advance(TimeDelta::seconds(2));
    let new = house.given(mara, course, &list).await;
    assert_eq!(row(&house, killed.id).await.state, BatchState::Discarded);
    assert_eq!(house.batch(mara, new).await.rows(), 20_000);
    assert!(sweep().await > 0, "what was read of the first is removed");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_thrown_away_while_it_is_read_is_read_no_further() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    let list = addresses(20_000);
    let throw_away = async {
        written(&house, 500).await;
        let begun = batch::Entity::find().one(house.portal.reader()).await;
        let id = begun.expect("read").expect("it was begun").id;
        house.cancel_batch(mara, id).await.expect("thrown away")
    };
    let reading = receive(&house.portal, mara, course, upload(&list, Given::File));
    let (answer, state) = tokio::join!(reading, throw_away);
    assert_eq!(state, BatchState::Discarded);
    assert_eq!(
        crate::support::refusal(answer),
        lectern_contract::Refusal::BatchIs(BatchState::Discarded)
    );
    let rows = batch_row::Entity::find().count(house.portal.reader()).await;
    assert!(rows.expect("counted") < 20_000);
    house.close().await;
}
