//! Invitations at their edges.

mod accepting;
mod again;
mod ending;
mod sending;

use lectern_contract::{InvitationId, letters::LetterKind};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::House;

/// A house in which Mara has one credit of the first course, and an invitation to this address holds it.
async fn invited(email: &str) -> (House, InvitationId) {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    (house, invited)
}

async fn letters(house: &House, kind: LetterKind) -> u64 {
    let rows = letter::Entity::find().filter(letter::Column::Kind.eq(kind));
    rows.count(house.portal.reader()).await.expect("letters are counted")
}
