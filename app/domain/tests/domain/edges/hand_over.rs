//! A manager leaves a course; a course is archived with credits on it.

use lectern_contract::{
    Refusal,
    invitations::InvitationState,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::{archive, hand_over, managers, view},
    credits::{accounts::Which, requests},
    registrations::lists,
};

use crate::support::{House, fresh_key, refusal};

const fn figures(free: i64, pending: u64, learners: u64) -> HandOverFigures {
    HandOverFigures {
        free,
        pending,
        learners,
    }
}

impl House {
    async fn hand_over(&self, from: &Actor, to: Successor, shown: HandOverFigures) -> Result<()> {
        let (course, from) = (self.forklift(), from.user);
        self.act(async |tx| hand_over::hand_over(tx, self.ada(), &fresh_key(), course, from, to, shown).await)
            .await
    }

    /// Mara has 3 free credits, invited Kai and Wil, and watches Lena, who accepted. Noor has 1 free credit.
    async fn busy() -> Self {
        let house = Self::open().await;
        house.endow(house.forklift(), house.mara().user, 6).await;
        house.endow(house.forklift(), house.noor().user, 1).await;
        let (mara, course) = (house.mara(), house.forklift());
        let lena = house
            .invite(mara, course, "lena@northwind.example")
            .await
            .expect("sent");
        house
            .accept(house.learner(0), &house.token(lena).await)
            .await
            .expect("accepted");
        for email in ["kai@contoso.example", "wil@contoso.example"] {
            house.invite(mara, course, email).await.expect("sent");
        }
        house.post().await;
        house
    }

    /// Free: the course, Mara, Noor; and what is held.
    async fn four(&self) -> [i64; 4] {
        let course = self.forklift();
        [
            self.credits(Which::Course(course)).await,
            self.free(course, self.mara()).await,
            self.free(course, self.noor()).await,
            self.held().await,
        ]
    }

    async fn pending_of(&self, email: &str) -> lectern_entities::invitation::Model {
        use lectern_entities::invitation;
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        let row = invitation::Entity::find()
            .filter(invitation::Column::EmailKey.eq(email))
            .filter(invitation::Column::State.eq(InvitationState::Pending))
            .one(self.portal.reader())
            .await;
        row.expect("read").expect("pending")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_manager_takes_over_credits_invitations_and_learners() {
    let house = House::busy().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    let asked = house
        .act(async |tx| requests::ask(tx, mara, &fresh_key(), course, 4, "More").await)
        .await
        .expect("asked");
    house.post().await;
    let view = hand_over::preview(house.portal.reader(), house.ada(), course, mara.user)
        .await
        .expect("a dry run");
    assert_eq!(view.figures, figures(3, 2, 1));
    assert_eq!(view.addresses, ["kai@contoso.example", "wil@contoso.example"]);
    assert_eq!((view.learners, view.requests), (vec!["Lena Holt".to_owned()], 1));
    assert_eq!(view.successors, [(noor.user, "Noor Haddad".to_owned())]);
    let kai = house.pending_of("kai@contoso.example").await;
    let token = house.token(kai.id).await;

    house
        .hand_over(mara, Successor::Manager(noor.user), view.figures)
        .await
        .expect("handed over");
    assert_eq!(house.four().await, [0, 0, 4, 2], "holds are kept");
    let watched = house.registration(house.learner(0).user, course).await;
    assert_eq!(watched.manager_id, Some(noor.user));
    assert!(
        !requests::list::show(house.portal.reader(), house.ada(), asked)
            .await
            .expect("read")
            .row
            .state
            .is_open()
    );
    let letters = house.post().await;
    let mut subjects: Vec<_> = letters
        .iter()
        .map(|letter| (letter.to.as_str(), letter.subject.clone()))
        .collect();
    subjects.sort();
    assert_eq!(subjects.len(), 2);
    assert!(subjects[0].0 == "mara@northwind.example" && subjects[0].1.starts_with("You no longer manage"));
    assert!(subjects[1].0 == "noor@northwind.example" && subjects[1].1.starts_with("You took over"));
    assert!(letters.iter().all(|letter| {
        letter
            .text
            .contains("1 learner, 2 pending invitations and 3 free credits")
    }));

    // A released hold returns to the new manager; the old letter's link still works, and its credit is Noor's.
    let wil = house.pending_of("wil@contoso.example").await;
    house.cancel(noor, wil.id).await.expect("hers now");
    assert_eq!(house.four().await, [0, 0, 5, 1]);
    house.verify().await;
    let who = house.guest(&token).await;
    assert_eq!((house.four().await, who), ([0, 0, 5, 0], Some(noor.user)));
    let gone = house.invite(mara, course, "zoe@contoso.example").await;
    assert_eq!(refusal(gone), Refusal::NotFound);
    house.close().await;
}

impl House {
    /// Somebody new accepts; answers who watches them.
    async fn guest(&self, token: &str) -> Option<lectern_contract::UserId> {
        use lectern_domain::invitations::accept;
        let password = crate::support::PASSWORD;
        let guest = accept::accept_new(&self.portal, token, "A Guest", password, password, "test").await;
        let guest = guest.expect("accepted").user;
        self.registration(guest, self.forklift()).await.manager_id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_course_takes_over_where_nobody_else_can() {
    let house = House::busy().await;
    let (mara, course) = (house.mara(), house.forklift());
    house
        .hand_over(mara, Successor::Course, figures(3, 2, 1))
        .await
        .expect("handed over");
    assert_eq!(house.four().await, [3, 0, 1, 2]);
    let kai = house.pending_of("kai@contoso.example").await;
    assert_eq!(kai.sender_id, house.ada().user);
    house.cancel(house.ada(), kai.id).await.expect("the admin's now");
    assert_eq!(house.four().await, [4, 0, 1, 1], "back to the course");
    assert_eq!(house.registration(house.learner(0).user, course).await.manager_id, None);
    let all = lists::learners(
        &house.portal,
        house.ada(),
        course,
        &lectern_contract::paging::Query::default(),
        lists::Wanted::default(),
    )
    .await;
    assert_eq!(all.expect("read").total, 1, "admins still see everybody");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_learners_credit_returns_to_the_course_once_its_manager_left() {
    let house = House::busy().await;
    house
        .hand_over(house.mara(), Successor::Manager(house.noor().user), figures(3, 2, 1))
        .await
        .expect("handed over");
    let lena = house.registration(house.learner(0).user, house.forklift()).await;
    assert!(house.withdraw(lena.id).await.expect("withdrawn"));
    assert_eq!(house.four().await, [1, 0, 4, 2], "its source is closed (rule 14, L8)");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_moves_than_was_shown_and_only_to_managers_of_the_course() {
    let house = House::busy().await;
    let (mara, noor) = (house.mara(), house.noor());
    let all = figures(3, 2, 1);
    for wrong in [figures(2, 2, 1), figures(3, 1, 1), figures(3, 2, 0)] {
        let answer = house.hand_over(mara, Successor::Manager(noor.user), wrong).await;
        assert_eq!(refusal(answer), Refusal::ChangedMeanwhile);
    }
    let to = |actor: &Actor| Successor::Manager(actor.user);
    assert_eq!(refusal(house.hand_over(mara, to(mara), all).await), Refusal::SamePerson);
    assert_eq!(
        refusal(house.hand_over(mara, to(house.learner(0)), all).await),
        Refusal::NotFound
    );
    assert_eq!(
        refusal(
            house
                .hand_over(house.learner(0), Successor::Course, figures(0, 0, 0))
                .await
        ),
        Refusal::NotFound
    );
    house
        .act(async |tx| administer::suspend(tx, house.ada(), noor.user).await)
        .await
        .expect("suspended");
    assert_eq!(
        refusal(house.hand_over(mara, to(noor), all).await),
        Refusal::UserSuspended
    );
    assert_eq!(house.four().await, [0, 3, 1, 2], "as before");

    // A suspended manager's things can be handed over, of course.
    house
        .hand_over(noor, to(mara), figures(1, 0, 0))
        .await
        .expect("handed over");
    assert_eq!(house.four().await, [0, 4, 0, 2]);
    let gone = house.hand_over(noor, to(mara), figures(0, 0, 0)).await;
    assert_eq!(refusal(gone), Refusal::NotFound);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_elsewhere_returns_there_after_a_hand_over() {
    let house = House::busy().await;
    let (mara, noor, course) = (house.mara(), house.noor(), house.forklift());
    house.grant(1).await.expect("granted");
    let kai = house.pending_of("kai@contoso.example").await;
    house.cancel(mara, kai.id).await.expect("canceled");
    house.clock.advance(chrono::TimeDelta::minutes(2));
    house
        .re_invite(house.ada(), kai.id)
        .await
        .expect("an admin pays from the pool");
    assert_eq!((house.pool().await, house.four().await), (0, [0, 4, 1, 2]));
    house
        .hand_over(mara, Successor::Manager(noor.user), figures(4, 2, 1))
        .await
        .expect("handed over");
    house.cancel(noor, kai.id).await.expect("Noor's");
    assert_eq!(
        (house.pool().await, house.four().await),
        (1, [0, 0, 5, 1]),
        "to the pool it came from"
    );
    assert_eq!(course, house.forklift());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_hand_over_twice_is_one_and_who_left_can_come_back() {
    let house = House::busy().await;
    let (mara, noor, course) = (house.mara().user, house.noor().user, house.forklift());
    for _ in 0..2 {
        house
            .act(async |tx| {
                hand_over::hand_over(
                    tx,
                    house.ada(),
                    "over",
                    course,
                    mara,
                    Successor::Manager(noor),
                    figures(3, 2, 1),
                )
                .await
            })
            .await
            .expect("the same answer");
    }
    house
        .act(async |tx| managers::add(tx, house.ada(), course, mara).await)
        .await
        .expect("back");
    assert_eq!(house.four().await, [0, 0, 4, 2]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_returns_everything_that_is_free() {
    let house = House::busy().await;
    house.grant(5).await.expect("granted");
    house.allocate(house.forklift(), 2).await.expect("allocated");
    let from_pool = house
        .invite(house.ada(), house.forklift(), "eve@contoso.example")
        .await
        .expect("from the course");
    assert_eq!(house.four().await, [1, 3, 1, 3]);
    let view = view::before_archive(house.portal.reader(), house.ada(), house.forklift())
        .await
        .expect("a dry run");
    let lines: Vec<_> = view
        .returning
        .iter()
        .map(|(name, _, credits)| (name.as_str(), *credits))
        .collect();
    assert!(
        lines.contains(&("The course", 2)) && lines.contains(&("Mara Lind", 5)) && lines.contains(&("Noor Haddad", 1)),
        "{lines:?}"
    );
    assert_eq!((lines.len(), view.returns()), (3, 8));
    let course = house.forklift();
    let early = house
        .act(async |tx| archive::archive_and_return(tx, house.ada(), &fresh_key(), course, 7).await)
        .await;
    assert_eq!(refusal(early), Refusal::ChangedMeanwhile);
    assert_eq!(
        house.invitation(from_pool).await.state,
        InvitationState::Pending,
        "nothing was done"
    );
    for _ in 0..2 {
        house
            .act(async |tx| archive::archive_and_return(tx, house.ada(), "archive", course, 8).await)
            .await
            .expect("archived, once");
    }
    assert_eq!((house.pool().await, house.four().await), (11, [0, 0, 0, 0]));
    assert_eq!(house.consumed().await, 1, "Lena keeps her place");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_keeps_its_credits_where_they_are_not_returned() {
    let house = House::busy().await;
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!((house.pool().await, house.four().await), (0, [0, 5, 1, 0]));
    house.close().await;
}
