//! Set-ups and admins, raced.

use lectern_contract::{Refusal, Role, UserId};
use lectern_domain::{
    Actor,
    accounts::{
        administer::{self, UserForm},
        organizations::OrganizationForm,
        setup::{self, AdminForm},
    },
    samples,
};
use lectern_entities::organization;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{House, PASSWORD, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn set_ups_at_once_make_one_organization() {
    let house = House::empty().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 6, |portal, number| async move {
        let form = OrganizationForm {
            name: format!("Company {number}"),
            time_zone: "Europe/Berlin".into(),
        };
        let admin = AdminForm {
            name: "Ada".into(),
            email: format!("ada{number}@learn.example"),
            password: PASSWORD.into(),
            repeat: PASSWORD.into(),
        };
        let token = portal.secret().setup();
        setup::set_up(&portal, &token, &form, &admin, "test").await
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::AlreadySetUp; 5]);
    let count = organization::Entity::find()
        .count(house.portal.reader())
        .await
        .expect("counted");
    assert_eq!(count, 1);
    house.close().await;
}

/// What one admin does to another.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Demote,
    Suspend,
    Delete,
}

async fn strike(
    tx: &lectern_domain::Tx,
    actor: &Actor,
    victim: UserId,
    email: &str,
    blow: Blow,
) -> lectern_domain::Result<()> {
    let form = UserForm {
        name: "Demoted".into(),
        email: email.into(),
        roles: vec![Role::Learner, Role::Manager],
    };
    match blow {
        Blow::Demote => administer::edit(tx, actor, victim, form).await,
        Blow::Suspend => administer::suspend(tx, actor, victim).await,
        Blow::Delete => administer::delete(tx, actor, victim).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_strike_one_another_at_once_leave_one() {
    for blow in [Blow::Demote, Blow::Suspend, Blow::Delete] {
        let house = House::open().await;
        let other = ("Alan Reyes", "alan@northwind.example");
        let alan = samples::person(&house.portal, house.ada(), other, &[Role::Admin], PASSWORD)
            .await
            .expect("hired");
        let alan = Actor {
            user: alan,
            ..house.ada().clone()
        };
        let portals = [house.portal.clone(), house.second_process().await];
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, alan) = (house.ada().clone(), alan.clone());
            async move {
                let tx = portal.begin().await?;
                match number {
                    0 => strike(&tx, &ada, alan.user, "alan@northwind.example", blow).await?,
                    _ => strike(&tx, &alan, ada.user, "ada@northwind.example", blow).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!((through.len(), refused), (1, vec![Refusal::LastAdmin]), "{blow:?}");
        house.close().await;
    }
}
