//! People, by name and address.

use lectern_contract::{Role, orders::Provider, people::UserState};
use lectern_domain::{
    Actor,
    accounts::administer,
    invitations::accept,
    orders::list as orders,
    registrations::lists::{self, Wanted},
};

use super::words;
use crate::support::{House, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn admins_find_people_by_the_names_they_have_now() {
    let house = House::open().await;
    let mesut = house.named("Mesut Özil", "mesut@northwind.example").await;
    house.named("Иван Петров", "ivan@northwind.example").await;
    for (name, searches) in [
        ("Mesut Özil", ["özil", "ÖZIL", "O\u{308}ZIL", " mesut ö "]),
        ("Иван Петров", ["иван", "ИВАН", "ПЕТР", "Иван Петров"]),
        ("Mara Lind", ["mara l", "LIND", "mara@", "MARA@NORTHWIND"]),
    ] {
        for search in searches {
            assert_eq!(house.people(search, None).await, [name], "{search}");
        }
    }
    for nobody in ["ozil", "иванов", "%", "_", "\\"] {
        assert!(house.people(nobody, None).await.is_empty(), "{nobody}");
    }
    house.renamed(mesut, "Zoë Ångström").await;
    assert!(house.people("özil", None).await.is_empty());
    assert_eq!(house.people("ZOË Å", None).await, ["Zoë Ångström"]);
    let deleted = house.act(async |tx| administer::delete(tx, house.ada(), mesut).await);
    deleted.await.expect("deleted");
    let gone = Some(UserState::Deleted);
    assert!(house.people("zoë", gone).await.is_empty(), "nobody finds them by name");
    assert_eq!(house.people("DELETED USER", gone).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_finds_learners_by_the_names_they_gave_on_the_way_in() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 3).await;
    let mesut = house.named("Mesut Özil", "mesut@northwind.example").await;
    house.named("Somebody", "ivan@contoso.example").await;
    let token = async |email: &str| {
        let id = house.invite(mara, course, email).await.expect("invited");
        house.token(id).await
    };
    let mesut = Actor {
        user: mesut,
        role: Role::Learner,
        ..mara.clone()
    };
    let of_mesut = token("mesut@northwind.example").await;
    house.accept(&mesut, &of_mesut).await.expect("accepted");
    for (name, email) in [
        ("Иван Петров", "ivan@contoso.example"),
        ("Ζωή Παππάς", "zoe@contoso.example"),
    ] {
        let theirs = token(email).await;
        let accepted = accept::accept_new(&house.portal, &theirs, name, PASSWORD, PASSWORD, "test").await;
        accepted.expect("accepted");
    }
    let found = async |search: &str| {
        let page = lists::learners(&house.portal, mara, course, &words(search), Wanted::default()).await;
        let page = page.expect("theirs");
        let names: Vec<String> = page.rows.into_iter().map(|row| row.name).collect();
        (names, page.total)
    };
    for (name, searches) in [
        ("Mesut Özil", ["özil", "ÖZIL", "MESUT@"]),
        ("Иван Петров", ["иван", "ИВАН", "Ivan@"]),
        ("Ζωή Παππάς", ["παππάς", "ΠΑΠΠΆΣ", "ΠΑΠΠΆ"]),
    ] {
        for search in searches {
            assert_eq!(found(search).await, (vec![name.to_owned()], 1), "{search}");
        }
    }
    assert_eq!(found("somebody").await, (vec![], 0), "the name from before is gone");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_found_by_a_buyer_of_any_name() {
    let house = House::open().await;
    house.renamed(house.ada().user, "Özlem Brandt").await;
    house.open_shop().await;
    let order = house.order(1, Provider::Invoice).await;
    for (search, expected) in [("özlem", vec![order]), ("ÖZLEM B", vec![order]), ("ozlem", vec![])] {
        let page = orders::list(house.portal.reader(), house.ada(), &words(search), None).await;
        let found: Vec<_> = page.expect("orders").rows.into_iter().map(|row| row.id).collect();
        assert_eq!(found, expected, "{search}");
    }
    house.close().await;
}
