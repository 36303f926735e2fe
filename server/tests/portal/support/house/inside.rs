//! What a test does in its house, and what it looks at there.

use lectern_contract::{InvitationId, RegistrationId, letters::LetterRow, paging::Query};
use lectern_domain::{
    Result, Tx,
    invitations::log,
    letters::{outbox, post},
    registrations::lists,
};
use sea_orm::ConnectionTrait;

use super::House;
use crate::support::{
    dump::{self, Dump},
    place::files_below,
};

impl House {
    /// Does one act in a transaction of its own.
    pub async fn act<T>(&self, act: impl AsyncFnOnce(&Tx) -> Result<T>) -> T {
        let tx = self.portal.begin().await.expect("a transaction");
        let answer = act(&tx).await.expect("the act");
        tx.commit().await.expect("a commit");
        answer
    }

    /// The first learner's registration.
    pub async fn registration(&self) -> RegistrationId {
        let courses = lists::my_courses(self.portal.reader(), self.learner(0)).await;
        courses.expect("their courses")[0].registration
    }

    /// The newest invitation to the first course.
    pub async fn invitation(&self) -> InvitationId {
        let page = log::list(
            &self.portal,
            self.mara(),
            self.forklift(),
            &Query::default(),
            log::Wanted::default(),
        )
        .await;
        page.expect("the log").rows[0].id
    }

    /// The newest letter as Admin → Outbox has it.
    pub async fn letter_to(&self, recipient: &str) -> LetterRow {
        let query = Query {
            search: recipient.into(),
            page: 1,
        };
        let page = outbox::list(self.portal.reader(), self.ada(), &query, None).await;
        page.expect("the outbox").rows.swap_remove(0)
    }

    /// The token of the newest link of this kind (`invitation`, `password`, `email`) sent to somebody. Takes every
    /// letter that is due; those of one instant have no order, so the clock moves before a second one is asked for.
    pub async fn link(&self, kind: &str, to: &str) -> String {
        let letters = post::take_due(&self.portal, 100).await.expect("the outbox opens");
        let letter = letters
            .iter()
            .filter(|letter| letter.to == to && letter.text.contains(&format!("/{kind}/")))
            .max_by_key(|letter| letter.id)
            .unwrap_or_else(|| panic!("no {kind} letter to {to} among {}", letters.len()));
        let (_, rest) = letter.text.split_once(&format!("/{kind}/")).expect("a link");
        rest.chars().take_while(|c| !c.is_whitespace()).collect()
    }

    /// Everything in the database.
    pub async fn dump(&self) -> Dump {
        dump::dump(self.portal.reader()).await
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        dump::texts(self.portal.reader(), sql).await
    }

    /// Does something to the database behind the portal's back.
    pub async fn sabotage(&self, sql: &str) {
        self.portal.databases().writer.execute_unprepared(sql).await.expect(sql);
    }

    /// Runs an act and fails where it changed a row.
    pub async fn unchanged<T>(&self, what: &str, act: impl Future<Output = T>) -> T {
        let before = self.dump().await;
        let answer = act.await;
        let mut changed = dump::changed(&before, &self.dump().await);
        // That somebody was refused is written down; that is all a refused act leaves.
        changed.retain(|table| table != "refused");
        assert!(changed.is_empty(), "{what} changed {changed:?}");
        answer
    }

    /// Files of courses on disk.
    pub fn files(&self) -> Vec<String> {
        files_below(&self.place.as_ref().expect("an open house").folder().join("files"))
    }
}
