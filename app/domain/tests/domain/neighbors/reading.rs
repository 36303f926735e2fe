//! Nobody reads what is another company's.

use lectern_contract::{Role, credits::AdjustReason, paging::Query, people::UserFilter, statements::Period};
use lectern_domain::{
    Actor,
    accounts::users,
    courses::{edit, list, managers, view},
    credits::{adjust, overview, proof, statement},
    invitations::log,
    letters::outbox,
    registrations::lists,
};
use lectern_entities::{account, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{hidden, street};
use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn no_read_looks_across() {
    let (house, sol) = street().await;
    let (db, course, lena, all) = (
        house.portal.reader(),
        house.forklift(),
        house.learner(0).user,
        Query::default(),
    );
    no_account_is_seen(&house, &sol).await;
    let asked = house.act(async |tx| proof::ask::ask(tx, house.ada()).await).await;
    asked.expect("our proof");
    assert_eq!(proof::view::list(db, &sol).await.expect("their own proofs"), []);
    let letters = letter::Entity::find().filter(letter::Column::OrganizationId.eq(house.ada().organization));
    let letter = letters.one(db).await.expect("read").expect("letters were written").id;
    hidden("letter", outbox::show(db, &sol, letter).await);
    hidden(
        "send letter again",
        house.act(async |tx| outbox::send_again(tx, &sol, letter).await).await,
    );
    hidden("course", list::head(db, &sol, course).await);
    hidden("package", view::package(db, &sol, course).await);
    let now = house.portal.now();
    hidden("validity", edit::preview(db, &sol, course, "12", now).await);
    hidden("managers", managers::list(db, &sol, course).await);
    let (any, anybody) = (log::Wanted::default(), lists::Wanted::default());
    hidden("invitations", log::list(&house.portal, &sol, course, &all, any).await);
    hidden(
        "learners",
        lists::learners(&house.portal, &sol, course, &all, anybody).await,
    );
    hidden("profile", lists::of_user(db, &sol, lena).await);
    hidden("user", users::show(db, &sol, lena).await);

    let people = users::list(db, &sol, &all, &UserFilter::default())
        .await
        .expect("their own users");
    assert_eq!(people.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [sol.user]);
    assert_eq!(
        list::list(db, &sol, &all, None).await.expect("their own courses").total,
        0
    );
    assert_eq!(list::live_choices(db, &sol).await.expect("their own courses"), []);
    assert_eq!(
        outbox::list(db, &sol, &all, None)
            .await
            .expect("their own letters")
            .total,
        0
    );
    let board = overview::overview(db, &sol).await.expect("their own dashboard");
    assert_eq!(
        (board.pool, board.held, board.consumed, board.courses.len()),
        (0, 0, 0, 0)
    );
    assert_eq!(
        lists::my_courses(
            db,
            &Actor {
                role: Role::Learner,
                ..sol.clone()
            }
        )
        .await
        .expect("none")
        .len(),
        0
    );
    house.close().await;
}

/// Nothing of any account that is not theirs.
async fn no_account_is_seen(house: &House, sol: &Actor) {
    let db = house.portal.reader();
    for row in account::Entity::find()
        .all(db)
        .await
        .expect("read")
        .iter()
        .filter(|row| row.organization_id != sol.organization)
    {
        hidden("statement head", statement::head(db, sol, row.id).await);
        hidden("statement lines", statement::lines(db, sol, row.id, 1).await);
        let whole = Period::default();
        hidden("statement sheet", statement::sheet(db, sol, row.id, whole, 1).await);
        hidden(
            "statement file",
            statement::file::begin(&house.portal, sol, row.id, whole).await,
        );
        let reason = AdjustReason::Other;
        hidden("adjustment", adjust::preview(db, sol, row.id, 1, reason, "x").await);
    }
}
