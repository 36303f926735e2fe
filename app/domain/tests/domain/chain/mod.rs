//! The chain of ledger transactions, and the nightly proof that walks it.

mod links;
mod old;
mod proof;
mod tampered;

use lectern_domain::{
    Portal,
    credits::chain::{self, form},
};
use lectern_entities::{ledger_head, ledger_link, ledger_transaction};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::House;

/// The links of the house's company, in their order.
async fn links(house: &House) -> Vec<ledger_link::Model> {
    ledger_link::Entity::find()
        .filter(ledger_link::Column::OrganizationId.eq(house.ada().organization))
        .order_by_asc(ledger_link::Column::Number)
        .all(house.portal.reader())
        .await
        .expect("links can be read")
}

/// The end of the company's chain.
async fn head(house: &House) -> ledger_head::Model {
    let head = chain::head(house.portal.reader(), house.ada().organization).await;
    head.expect("the head can be read").expect("there is a head")
}

/// How many ledger transactions there are.
async fn transactions(portal: &Portal) -> usize {
    let count = ledger_transaction::Entity::find().count(portal.reader()).await;
    usize::try_from(count.expect("counted")).expect("a small number")
}

/// The links are numbered without gaps, each names the one before, and the head names the last.
async fn assert_whole(house: &House) {
    let links = links(house).await;
    let mut previous = form::NOTHING.to_owned();
    for (number, link) in (1..).zip(&links) {
        assert_eq!((link.number, &link.previous), (number, &previous));
        previous.clone_from(&link.hash);
    }
    let head = head(house).await;
    assert_eq!(
        (usize::try_from(head.number).expect("a number"), head.hash, head.behind),
        (links.len(), previous, false)
    );
    assert_eq!(links.len(), transactions(&house.portal).await, "a link for each");
    house.verify().await;
}
