//! Who can act as a course's manager, and who can be made one.

use lectern_contract::{
    OrganizationId, Refusal, Role, UserId, UserRoleId,
    courses::{MANAGER_CHOICES, ManagerRow},
    people::UserState,
};
use lectern_domain::{
    Result, Tx,
    courses::{choices::choices, managers},
};
use lectern_entities::{user, user_role};
use sea_orm::ActiveValue::Set;

use crate::support::{House, refusal};

async fn noor(house: &House) -> ManagerRow {
    let (db, ada, course, noor) = (house.portal.reader(), house.ada(), house.forklift(), house.noor().user);
    let one = managers::show(db, ada, course, noor).await.expect("one manager");
    let all = managers::list(db, ada, course).await.expect("managers");
    let listed = all.into_iter().find(|row| row.user == noor);
    assert_eq!(listed.as_ref(), Some(&one), "the same in the list");
    one
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_is_able_while_they_hold_the_role_and_are_not_suspended() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 1).await;
    house.grant(2).await.expect("granted");
    house.allocate(course, 2).await.expect("allocated");
    assert!(noor(&house).await.able);
    house.leave_roles(house.noor(), &[Role::Learner]).await;
    let row = noor(&house).await;
    assert_eq!((row.state, row.able), (UserState::Active, false));
    let given = house.assign(course, row.user, 1).await;
    assert_eq!(refusal(given), Refusal::NotAManager);
    house.leave_roles(house.noor(), &[Role::Manager]).await;
    assert!(noor(&house).await.able);
    house.assign(course, row.user, 1).await.expect("assigned");
    house.suspend(house.noor()).await;
    assert!(!noor(&house).await.able);
    house.close().await;
}

/// A manager without a way to sign in.
async fn manager(tx: &Tx, organization: OrganizationId, name: &str) -> Result<()> {
    let id: UserId = tx.new_id();
    let email = format!("{name}@contoso.example");
    tx.insert(user::ActiveModel {
        id: Set(id),
        organization_id: Set(organization),
        name: Set(name.into()),
        name_key: Set(name.into()),
        email_key: Set(email.clone()),
        email: Set(email),
        state: Set(UserState::Active),
        password_hash: Set(None),
        last_sign_in_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    tx.insert(user_role::ActiveModel {
        id: Set(tx.new_id::<UserRoleId>()),
        organization_id: Set(organization),
        user_id: Set(id),
        role: Set(Role::Manager),
        created_at: Set(tx.now()),
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_more_managers_than_a_page_offers_each_is_found() {
    let house = House::open().await;
    let (ada, db, course) = (house.ada(), house.portal.reader(), house.forklift());
    let offered = async |search: &str| choices(db, ada, course, search).await.expect("choices");
    let none = offered("").await;
    assert_eq!((none.people, none.more), (vec![], false), "both manage it already");
    house
        .act(async |tx| {
            for number in 0..MANAGER_CHOICES {
                manager(tx, ada.organization, &format!("a{number:04}")).await?;
            }
            Ok(())
        })
        .await
        .expect("hired");
    let all = offered("").await;
    assert_eq!((all.people.len(), all.more), (MANAGER_CHOICES, false));
    house
        .act(async |tx| manager(tx, ada.organization, "zoe").await)
        .await
        .expect("hired");
    let first = offered("").await;
    assert_eq!((first.people.len(), first.more), (MANAGER_CHOICES, true));
    assert!(first.people.iter().all(|(_, name, _)| name != "zoe"));
    for search in ["ZOE", "zoe@contoso"] {
        let found = offered(search).await;
        let names: Vec<&str> = found.people.iter().map(|(_, name, _)| name.as_str()).collect();
        assert_eq!((names, found.more), (vec!["zoe"], false), "{search}");
    }
    assert!(offered("nobody").await.people.is_empty());
    house.close().await;
}
