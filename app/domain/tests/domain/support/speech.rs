//! Short words for what tests do all the time. Each act has a key of its own.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    sync::atomic::{AtomicU64, Ordering},
};

use lectern_contract::{
    CourseId, InvitationId, Refusal, RegistrationId, Role, UserId,
    credits::{AccountKind, CreditSource},
    invitations::InvitationState,
    letters::LinkPurpose,
};
use lectern_domain::{
    Actor, Error, Result,
    accounts::administer::{self, UserForm},
    credits::{self, accounts::Which},
    invitations::{
        accept, cancel, decline, expire, re_invite,
        send::{self, SendForm},
    },
    registrations::{enroll, withdraw},
    runtime::{commit::Commit, launch, open},
};
use lectern_entities::{invitation, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::House;

/// What was refused; anything else fails the test.
pub fn refusal<T: Debug>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}

/// A key that was never used.
pub fn fresh_key() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("test/{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A commit of these elements to the first item.
pub fn commit_of(sequence: i64, elements: &[(&str, &str)]) -> Commit {
    Commit {
        sequence,
        item: super::SCO.into(),
        session: 1,
        elements: elements
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect::<BTreeMap<_, _>>(),
        terminated: false,
        sequencing: None,
        current: None,
        partial: false,
    }
}

impl House {
    /// Puts credits into the pool.
    pub async fn grant(&self, amount: i64) -> Result<()> {
        self.act(async |tx| credits::grant(tx, self.ada(), &fresh_key(), amount, "For a test").await)
            .await
    }

    /// Pool → course.
    pub async fn allocate(&self, course: CourseId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::allocate(tx, self.ada(), &fresh_key(), course, amount).await)
            .await
    }

    /// Course → pool.
    pub async fn deallocate(&self, course: CourseId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::deallocate(tx, self.ada(), &fresh_key(), course, amount).await)
            .await
    }

    /// Course → manager.
    pub async fn assign(&self, course: CourseId, manager: UserId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::assign(tx, self.ada(), &fresh_key(), course, manager, amount).await)
            .await
    }

    /// Manager → course.
    pub async fn take_back(&self, course: CourseId, manager: UserId, amount: i64) -> Result<()> {
        self.act(async |tx| credits::take_back(tx, self.ada(), &fresh_key(), course, manager, amount).await)
            .await
    }

    /// Gives a manager credits on a course, from nothing.
    pub async fn endow(&self, course: CourseId, manager: UserId, amount: i64) {
        self.grant(amount).await.expect("an admin grants");
        self.allocate(course, amount).await.expect("an admin allocates");
        self.assign(course, manager, amount).await.expect("an admin assigns");
    }

    /// The credits of an account.
    pub async fn credits(&self, which: Which) -> i64 {
        let balance = credits::accounts::balance(self.portal.reader(), self.ada().organization, which).await;
        balance.expect("a balance can be read")
    }

    /// The credits in the pool.
    pub async fn pool(&self) -> i64 {
        self.credits(Which::Own(AccountKind::Pool)).await
    }

    /// The credits held by invitations.
    pub async fn held(&self) -> i64 {
        self.credits(Which::Own(AccountKind::Held)).await
    }

    /// The credits consumed.
    pub async fn consumed(&self) -> i64 {
        self.credits(Which::Own(AccountKind::Consumed)).await
    }

    /// The free credits of a manager on a course.
    pub async fn free(&self, course: CourseId, manager: &Actor) -> i64 {
        self.credits(Which::Manager(course, manager.user)).await
    }

    /// Invites one address; answers its invitation.
    pub async fn invite(&self, sender: &Actor, course: CourseId, email: &str) -> Result<InvitationId> {
        let form = SendForm {
            addresses: email.into(),
            message: String::new(),
        };
        self.act(async |tx| send::send(tx, sender, &fresh_key(), course, form).await)
            .await?;
        let newest = invitation::Entity::find()
            .filter(invitation::Column::CourseId.eq(course))
            .filter(invitation::Column::EmailKey.eq(email))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .order_by_desc(invitation::Column::Id);
        let row = newest.one(self.portal.reader()).await.expect("invitations can be read");
        Ok(row.expect("the invitation was sent").id)
    }

    /// An invitation's row.
    pub async fn invitation(&self, id: InvitationId) -> invitation::Model {
        let row = invitation::Entity::find_by_id(id)
            .one(self.portal.reader())
            .await
            .expect("invitations can be read");
        row.expect("the invitation is there")
    }

    /// The token in an invitation's newest letter.
    pub async fn token(&self, id: InvitationId) -> String {
        let sends = self.invitation(id).await.sends;
        self.portal.secret().link(LinkPurpose::Invitation, id.0, sends)
    }

    /// Accepts as somebody who is signed in.
    pub async fn accept(&self, who: &Actor, token: &str) -> Result<RegistrationId> {
        self.act(async |tx| accept::accept(tx, who, token).await).await
    }

    /// Declines through the link.
    pub async fn decline(&self, token: &str) -> Result<()> {
        self.act(async |tx| decline::decline(tx, token, "test").await).await
    }

    /// Cancels, and tells the invited address.
    pub async fn cancel(&self, who: &Actor, id: InvitationId) -> Result<()> {
        self.act(async |tx| cancel::cancel(tx, who, id, true).await).await
    }

    /// Sends again.
    pub async fn re_invite(&self, who: &Actor, id: InvitationId) -> Result<()> {
        self.act(async |tx| re_invite::re_invite(tx, who, &fresh_key(), id).await)
            .await
    }

    /// The sweeper's round.
    pub async fn expire(&self) -> usize {
        self.act(async |tx| expire::expire(tx, 500).await)
            .await
            .expect("the sweeper sweeps")
    }

    /// An admin suspends a user.
    pub async fn suspend(&self, who: &Actor) {
        let done = self.act(async |tx| administer::suspend(tx, self.ada(), who.user).await);
        done.await.expect("an admin suspends");
    }

    /// An admin leaves a user these roles and no others.
    pub async fn leave_roles(&self, who: &Actor, roles: &[Role]) {
        let row = user::Entity::find_by_id(who.user).one(self.portal.reader()).await;
        let row = row.expect("users can be read").expect("a user");
        let form = UserForm {
            name: row.name,
            email: row.email,
            roles: roles.to_vec(),
        };
        let done = self.act(async |tx| administer::edit(tx, self.ada(), who.user, form).await);
        done.await.expect("an admin edits");
    }

    /// An admin enrolls.
    pub async fn enroll(&self, user: UserId, course: CourseId) -> Result<CreditSource> {
        self.act(async |tx| enroll::enroll(tx, self.ada(), &fresh_key(), user, course).await)
            .await
    }

    /// An admin withdraws; whether the credit came back.
    pub async fn withdraw(&self, id: RegistrationId) -> Result<bool> {
        self.act(async |tx| withdraw::withdraw(tx, self.ada(), &fresh_key(), id).await)
            .await
    }

    /// The registration of a learner on a course.
    pub async fn registration(&self, user: UserId, course: CourseId) -> registration::Model {
        self.registration_if_any(user, course)
            .await
            .expect("they are registered")
    }

    /// The newest registration of a learner on a course, if there is one.
    pub async fn registration_if_any(&self, user: UserId, course: CourseId) -> Option<registration::Model> {
        let found = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user))
            .filter(registration::Column::CourseId.eq(course))
            .order_by_desc(registration::Column::Cycle)
            .one(self.portal.reader())
            .await;
        found.expect("registrations can be read")
    }

    /// Presses *Launch*; answers the launch token.
    pub async fn launch(&self, learner: &Actor, id: RegistrationId) -> Result<String> {
        self.act(async |tx| launch::launch(tx, learner, id).await).await
    }

    /// Presses *Launch* and lets the player open.
    pub async fn play(&self, learner: &Actor, id: RegistrationId) -> String {
        let token = self.launch(learner, id).await.expect("a learner launches");
        self.open_player(&token).await.expect("the player opens");
        token
    }

    /// The player opens with this token.
    pub async fn open_player(&self, token: &str) -> Result<serde_json::Value> {
        open::open(&self.portal, token, "https://learn.northwind.example").await
    }

    /// The player commits.
    pub async fn commit(&self, token: &str, commit: Commit) -> lectern_domain::runtime::commit::Outcome {
        let answer = lectern_domain::runtime::commit::commit(&self.portal, token, commit, "{}").await;
        answer.expect("a commit is answered")
    }
}
