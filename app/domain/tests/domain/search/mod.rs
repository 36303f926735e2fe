//! What people look for is found in every script and case, on both databases.

mod old;
mod people;
mod things;

use lectern_contract::{
    Role, UserId,
    paging::{LogQuery, Query},
    people::{UserFilter, UserState},
};
use lectern_domain::{
    accounts::{
        administer::{self, UserForm},
        users,
    },
    courses::edit::{self, Words},
    invitations::send::{self, SendForm},
    refused::{Attempt, watch},
};

use crate::support::{House, fresh_key, refusal};

fn words(search: &str) -> Query {
    Query {
        search: search.into(),
        page: 1,
    }
}

fn log_words(search: &str) -> LogQuery {
    LogQuery {
        search: search.into(),
        ..LogQuery::default()
    }
}

impl House {
    /// An admin makes a learner, who has no password yet.
    async fn named(&self, name: &str, email: &str) -> UserId {
        let form = UserForm {
            name: name.into(),
            email: email.into(),
            roles: vec![Role::Learner],
        };
        let made = self.act(async |tx| administer::create(tx, self.ada(), &fresh_key(), form).await);
        made.await.expect("an admin makes a user")
    }

    /// An admin gives a user another name.
    async fn renamed(&self, id: UserId, name: &str) {
        let db = self.portal.reader();
        let row = users::find(db, self.ada().organization, id).await.expect("a user");
        let form = UserForm {
            name: name.into(),
            email: row.email,
            roles: users::roles(db, id).await.expect("roles"),
        };
        let edited = self.act(async |tx| administer::edit(tx, self.ada(), id, form).await);
        edited.await.expect("an admin edits");
    }

    /// An admin gives the first course another title.
    async fn titled(&self, title: &str) {
        let words = Words {
            title,
            ..Words::default()
        };
        let edited = self.act(async |tx| edit::edit(tx, self.ada(), self.forklift(), words).await);
        edited.await.expect("an admin edits");
    }

    /// Mara invites what is no address, and is refused.
    async fn no_address(&self, typed: &str) {
        let (mara, course) = (self.mara(), self.forklift());
        let form = SendForm {
            addresses: typed.into(),
            message: String::new(),
        };
        let act = self.act(async |tx| send::send(tx, mara, &fresh_key(), course, form).await.map(drop));
        let attempt = Attempt::Invite(mara.clone(), course, typed.into());
        refusal(watch(&self.portal, attempt, act).await);
    }

    /// The names of those that an admin finds.
    async fn people(&self, search: &str, state: Option<UserState>) -> Vec<String> {
        let filter = UserFilter { role: None, state };
        let found = users::list(self.portal.reader(), self.ada(), &words(search), &filter).await;
        let rows = found.expect("an admin looks for people").rows;
        rows.into_iter().map(|row| row.name).collect()
    }
}
