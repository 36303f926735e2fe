//! Users whom an admin created: how they get in where no mail leaves, and what they are not before they have a password.

use std::sync::Arc;

use chrono::TimeDelta;
use lectern_contract::{Refusal, Role, UserId, people::PasswordLink};
use lectern_domain::{
    Actor, Portal,
    accounts::{
        administer::{self, UserForm},
        password_link, reset, sign_in,
    },
    courses::shelf::NoShelf,
    portal::Settings,
    secrets::SecretKey,
};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{House, PASSWORD, SeededChance, act_on, fresh_key, refusal};

const ALAN: &str = "alan@northwind.example";

/// The house where no mail leaves.
fn without_mail(house: &House) -> Portal {
    let settings = Settings {
        mail: false,
        ..house.portal.settings().clone()
    };
    Portal::new(
        house.portal.databases().clone(),
        house.clock.clone(),
        Arc::new(SeededChance::new(900)),
        SecretKey::new([7; 32]),
        Arc::new(NoShelf),
        settings,
    )
}

impl House {
    /// Somebody new, who has not chosen a password.
    async fn hired(&self, roles: &[Role]) -> UserId {
        let form = UserForm {
            name: "Alan Reyes".into(),
            email: ALAN.into(),
            roles: roles.to_vec(),
        };
        let made = self.act(async |tx| administer::create(tx, self.ada(), &fresh_key(), form).await);
        made.await.expect("created")
    }

    /// How often something was done about a user.
    async fn done_to(&self, user: UserId, act: &str) -> usize {
        let rows = audit::Entity::find()
            .filter(audit::Column::SubjectId.eq(user.0))
            .filter(audit::Column::Act.eq(act));
        rows.all(self.portal.reader()).await.expect("the log").len()
    }
}

async fn looked(portal: &Portal, who: &Actor, user: UserId) -> lectern_domain::Result<PasswordLink> {
    act_on(portal, async |tx| password_link::look(tx, who, user).await).await
}

async fn made(portal: &Portal, who: &Actor, user: UserId) -> lectern_domain::Result<()> {
    act_on(portal, async |tx| password_link::make(tx, who, user).await).await
}

/// The token of the link that the page shows.
async fn copied(portal: &Portal, who: &Actor, user: UserId) -> String {
    match looked(portal, who, user).await.expect("looked at") {
        PasswordLink::Open { address, .. } => {
            let token = address.strip_prefix("https://learn.northwind.example/password/");
            token.expect("a link to choose a password").to_owned()
        }
        other => panic!("no link: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_mail_an_admin_hands_over_the_link_to_a_first_password() {
    let house = House::open().await;
    let (portal, ada, alan) = (without_mail(&house), house.ada(), house.hired(&[Role::Learner]).await);
    assert!(password_link::is_offered(&portal, ada, alan).await.expect("said"));
    let first = copied(&portal, ada, alan).await;
    assert_eq!(copied(&portal, ada, alan).await, first, "looking makes no other");
    house.clock.advance(TimeDelta::hours(25));
    let over = looked(&portal, ada, alan).await;
    assert_eq!(over.expect("looked at"), PasswordLink::Over);
    made(&portal, ada, alan).await.expect("made");
    let second = copied(&portal, ada, alan).await;
    let stale = reset::choose_password(&portal, &first, PASSWORD, PASSWORD, "test").await;
    assert_eq!(refusal(stale), Refusal::StaleLink);
    reset::choose_password(&portal, &second, PASSWORD, PASSWORD, "test")
        .await
        .expect("chosen");
    let there = sign_in::sign_in(&portal, ALAN, PASSWORD, &"test".into()).await;
    assert!(matches!(there.expect("let in"), sign_in::Step::In(who) if who.user == alan));

    // Who has a password is handed no link to a first one, and every look is written down.
    let again = looked(&portal, ada, alan).await;
    assert_eq!(again.expect("looked at"), PasswordLink::Chosen);
    assert_eq!(refusal(made(&portal, ada, alan).await), Refusal::PasswordChosen);
    assert!(!password_link::is_offered(&portal, ada, alan).await.expect("said"));
    assert_eq!(
        (
            house.done_to(alan, "user.copy_link").await,
            house.done_to(alan, "user.make_link").await
        ),
        (3, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_handed_to_nobody_else_and_not_where_mail_leaves() {
    let house = House::open().await;
    let (portal, ada, alan) = (without_mail(&house), house.ada(), house.hired(&[Role::Learner]).await);
    assert!(!password_link::is_offered(&house.portal, ada, alan).await.expect("said"));
    assert_eq!(refusal(looked(&house.portal, ada, alan).await), Refusal::MailWorks);
    assert_eq!(refusal(made(&house.portal, ada, alan).await), Refusal::MailWorks);
    for who in [house.mara(), house.learner(0)] {
        assert_eq!(refusal(looked(&portal, who, alan).await), Refusal::NotFound);
        assert_eq!(refusal(made(&portal, who, alan).await), Refusal::NotFound);
        assert_eq!(
            refusal(password_link::is_offered(&portal, who, alan).await),
            Refusal::NotFound
        );
    }
    let gone = Actor {
        user: alan,
        ..house.learner(0).clone()
    };
    house.suspend(&gone).await;
    assert_eq!(refusal(looked(&portal, ada, alan).await), Refusal::UserSuspended);
    assert_eq!(refusal(made(&portal, ada, alan).await), Refusal::UserSuspended);
    assert_eq!(house.done_to(alan, "user.copy_link").await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_without_a_password_does_not_keep_the_portal_in_hands() {
    let house = House::open().await;
    let (portal, ada, alan) = (without_mail(&house), house.ada(), house.hired(&[Role::Admin]).await);
    let demoted = || UserForm {
        name: "Ada Brandt".into(),
        email: "ada@northwind.example".into(),
        roles: vec![Role::Learner],
    };
    let suspended = house.act(async |tx| administer::suspend(tx, ada, ada.user).await);
    assert_eq!(refusal(suspended.await), Refusal::LastAdmin);
    let deleted = house.act(async |tx| administer::delete(tx, ada, ada.user).await);
    assert_eq!(refusal(deleted.await), Refusal::LastAdmin);
    let edited = house.act(async |tx| administer::edit(tx, ada, ada.user, demoted()).await);
    assert_eq!(refusal(edited.await), Refusal::LastAdmin);

    let token = copied(&portal, ada, alan).await;
    reset::choose_password(&portal, &token, PASSWORD, PASSWORD, "test")
        .await
        .expect("chosen");
    house
        .act(async |tx| administer::edit(tx, ada, ada.user, demoted()).await)
        .await
        .expect("there is another who can sign in");
    house.close().await;
}
