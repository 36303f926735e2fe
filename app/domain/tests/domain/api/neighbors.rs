//! Another company's programs see nothing of ours.

use lectern_contract::{
    api::Slice,
    api_keys::{KeyLife, Scope},
    people::UserFilter,
};
use lectern_domain::{
    accounts::users,
    api_keys::{
        self,
        make::{self, KeyForm},
    },
    courses::list,
    credits::book,
    invitations,
    registrations::{self, slice::Wanted},
};

use crate::{
    neighbors::{hidden, roles, street},
    support::{PASSWORD, fresh_key},
};

#[tokio::test(flavor = "multi_thread")]
async fn programs_read_and_revoke_nothing_across() {
    let (house, sol) = street().await;
    let portal = &house.portal;
    let db = portal.reader();
    let part = Slice {
        before: None,
        limit: 200,
    };
    let lines = Slice {
        before: None,
        limit: 200,
    };
    let invited = invitations::slice::slice(portal, house.ada(), None, None, "", part).await;
    let invitation = invited.expect("ours")[0].row.id;
    let registered = registrations::slice::slice(db, house.ada(), Wanted::default(), part).await;
    let registration = registered.expect("ours")[0].id;
    let accounts = book::accounts(db, house.ada(), None, None, part).await.expect("ours");
    let account = accounts[0].id;
    let form = KeyForm {
        name: "Ours".into(),
        scopes: vec![Scope::UsersRead],
        life: KeyLife::Endless,
    };
    let key = make::make(portal, house.ada(), &fresh_key(), form, PASSWORD, "browser").await;
    let key = key.expect("made");
    for who in &roles(&sol) {
        hidden("an invitation", invitations::slice::one(portal, who, invitation).await);
        let course = Some(house.forklift());
        hidden(
            "a course's",
            invitations::slice::slice(portal, who, course, None, "", part).await,
        );
        hidden("a registration", registrations::slice::one(db, who, registration).await);
        for wanted in [
            Wanted {
                course,
                ..Wanted::default()
            },
            Wanted {
                user: Some(house.mara().user),
                ..Wanted::default()
            },
        ] {
            hidden(
                "registrations",
                registrations::slice::slice(db, who, wanted, part).await,
            );
        }
        hidden("a course", list::one(db, who, house.forklift()).await);
        hidden("an account", book::one(db, who, account).await);
        hidden("accounts", book::accounts(db, who, None, course, part).await);
        hidden("a statement", book::lines(db, who, account, lines).await);
        hidden("a key", api_keys::list::one(portal, who, key).await);
        hidden("its secret", api_keys::keep::look(portal, who, key, "browser").await);
        hidden(
            "to keep it",
            house.act(async |tx| api_keys::keep::keep(tx, who, key).await).await,
        );
        hidden(
            "to revoke it",
            house.act(async |tx| api_keys::revoke::revoke(tx, who, key).await).await,
        );
    }
    assert!(api_keys::list::list(portal, &sol).await.expect("theirs").is_empty());
    let theirs = users::slice(db, &sol, "", &UserFilter::default(), part)
        .await
        .expect("theirs");
    assert_eq!(theirs.iter().map(|row| row.id).collect::<Vec<_>>(), [sol.user]);
    assert!(list::slice(db, &sol, "", None, part).await.expect("theirs").is_empty());
    assert!(
        invitations::slice::slice(portal, &sol, None, None, "", part)
            .await
            .expect("theirs")
            .is_empty()
    );
    let none = registrations::slice::slice(db, &sol, Wanted::default(), part).await;
    assert!(none.expect("theirs").is_empty());
    let theirs = book::accounts(db, &sol, None, None, part).await.expect("theirs");
    assert!(theirs.iter().all(|row| accounts.iter().all(|ours| ours.id != row.id)));
    house.close().await;
}
