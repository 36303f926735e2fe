//! Every number opens its own rows: what lists show beside a course or a manager is what is found where it leads.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role, UserId,
    invitations::{Holding, InvitationState},
    letters::{LetterKind, LetterState},
    paging::Query,
    registrations::RegistrationState,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    Actor,
    courses::{hand_over, list as courses, managers},
    credits::{figures::figures, outlook, overview},
    invitations::log,
    letters::{
        outbox,
        post::{self, Setback},
    },
    registrations::lists,
    samples::LEARNERS,
};

use crate::support::{House, fresh_key, refusal};

const KAI: &str = "kai@contoso.example";

impl House {
    /// How many invitations to the first course somebody finds.
    async fn invitations(&self, who: &Actor, asked: log::Wanted) -> u64 {
        let page = log::list(&self.portal, who, self.forklift(), &Query::default(), asked).await;
        page.expect("the log").total
    }

    async fn holding(&self, who: &Actor, holding: Holding) -> u64 {
        let asked = log::Wanted {
            holding: Some(holding),
            ..log::Wanted::default()
        };
        self.invitations(who, asked).await
    }

    /// How many learners of the first course somebody finds.
    async fn learners(&self, who: &Actor, asked: lists::Wanted) -> u64 {
        let query = Query::default();
        let page = lists::learners(&self.portal, who, self.forklift(), &query, asked).await;
        page.expect("learners").total
    }

    /// The numbers of the first course and of its managers are their rows; answers (held, pending) of a manager.
    async fn numbers(&self, of: &Actor) -> (u64, u64) {
        let (db, ada, course) = (self.portal.reader(), self.ada(), self.forklift());
        let active = Some(RegistrationState::Active);
        let mut found = None;
        for row in managers::list(db, ada, course).await.expect("managers") {
            let asked = log::Wanted {
                sender: Some(row.user),
                holding: Some(Holding::Anybodys),
                state: None,
            };
            let watched = lists::Wanted {
                manager: Some(row.user),
                state: active,
                ..lists::Wanted::default()
            };
            let rows = (
                self.holding(ada, Holding::Of(row.user)).await,
                self.invitations(ada, asked).await,
                self.learners(ada, watched).await,
            );
            assert_eq!((row.held, row.pending, row.learners), rows, "{}", row.name);
            let one = managers::show(db, ada, course, row.user).await.expect("one manager");
            assert_eq!(one, row, "the same alone");
            self.own_numbers(row.user).await;
            if row.user == of.user {
                found = Some((row.held, row.pending));
            }
        }
        let board = overview::overview(db, ada).await.expect("a dashboard");
        let line = board.courses.iter().find(|row| row.course == course).expect("a line");
        let consumed = lists::Wanted {
            consumed: true,
            ..lists::Wanted::default()
        };
        let rows = (
            i64::try_from(self.holding(ada, Holding::Anybodys).await).expect("few"),
            i64::try_from(self.learners(ada, consumed).await).expect("few"),
        );
        assert_eq!((line.held, line.consumed), rows, "on the dashboard");
        let everybody = lists::Wanted {
            state: active,
            ..lists::Wanted::default()
        };
        let listed = courses::one(db, ada, course).await.expect("the course");
        assert_eq!(listed.learners, self.learners(ada, everybody).await);
        found.expect("they manage the course")
    }

    /// What a manager sees of their own.
    async fn own_numbers(&self, user: UserId) {
        let who = Actor {
            user,
            role: Role::Manager,
            ..self.ada().clone()
        };
        let (db, course) = (self.portal.reader(), self.forklift());
        let rows = (
            self.holding(&who, Holding::Of(user)).await,
            self.learners(
                &who,
                lists::Wanted {
                    state: Some(RegistrationState::Active),
                    ..lists::Wanted::default()
                },
            )
            .await,
        );
        let shown = figures(db, &who, course).await.expect("figures");
        assert_eq!((shown.held, shown.learners), rows);
        let mine = courses::managed(db, &who).await.expect("courses");
        let mine = mine.iter().find(|row| row.id == course).expect("this one");
        assert_eq!((mine.held, mine.learners), rows);
        assert_eq!(mine.pending, self.holding(&who, Holding::Anybodys).await);
        let look = outlook::course(&self.portal, &who, course).await.expect("an outlook");
        assert_eq!(look.held, i64::try_from(rows.0).expect("few"));
        // Whom else they name, they see their own.
        assert_eq!(rows.0, self.holding(&who, Holding::Of(self.ada().user)).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn held_is_what_the_account_has_held_and_not_what_its_manager_sent() {
    let house = House::open().await;
    let (ada, mara, noor, course) = (house.ada(), house.mara(), house.noor(), house.forklift());
    house.endow(course, mara.user, 6).await;
    house.grant(2).await.expect("granted");
    let kai = house.invite(mara, course, KAI).await.expect("sent");
    house.invite(mara, course, "wil@contoso.example").await.expect("sent");
    assert_eq!(house.numbers(mara).await, (2, 2));

    house.cancel(mara, kai).await.expect("canceled");
    house.clock.advance(TimeDelta::minutes(2));
    house.re_invite(ada, kai).await.expect("the pool pays");
    assert_eq!(house.numbers(mara).await, (1, 2), "hers, but not her credit");
    // Mara is an admin, too, and invites as one.
    let both = Actor {
        role: Role::Admin,
        ..mara.clone()
    };
    house
        .invite(&both, course, "eve@contoso.example")
        .await
        .expect("the pool pays");
    assert_eq!(house.numbers(mara).await, (1, 3));

    let shown = HandOverFigures {
        free: 5,
        pending: 3,
        learners: 0,
    };
    let to = Successor::Manager(noor.user);
    house
        .act(async |tx| hand_over::hand_over(tx, ada, &fresh_key(), course, mara.user, to, shown).await)
        .await
        .expect("handed over");
    assert_eq!(house.numbers(noor).await, (1, 3), "origins stay");
    house.clock.advance(TimeDelta::days(31));
    assert_eq!(house.numbers(noor).await, (1, 3), "held until the job has ended them");
    let seen = log::Wanted {
        state: Some(InvitationState::Pending),
        ..log::Wanted::default()
    };
    assert_eq!(house.invitations(ada, seen).await, 0, "though nobody can accept them");
    house.expire().await;
    assert_eq!(house.numbers(noor).await, (0, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn learners_are_counted_and_listed_by_access_manager_and_credit() {
    let house = House::open().await;
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 3).await;
    house.grant(2).await.expect("granted");
    for (person, (_, email)) in LEARNERS.iter().enumerate().take(2) {
        let id = house.invite(mara, course, email).await.expect("sent");
        let token = house.token(id).await;
        house.accept(house.learner(person), &token).await.expect("accepted");
    }
    for person in 2..4 {
        house
            .enroll(house.learner(person).user, course)
            .await
            .expect("enrolled");
    }
    let of = async |person: usize| house.registration(house.learner(person).user, course).await.id;
    // One withdrawal of each gives the credit back, the other does not: that course was opened.
    house.play(house.learner(1), of(1).await).await;
    assert!(house.withdraw(of(0).await).await.expect("withdrawn"));
    assert!(!house.withdraw(of(1).await).await.expect("withdrawn"));
    assert!(house.withdraw(of(2).await).await.expect("withdrawn"));
    house.numbers(mara).await;
    let count = async |manager: Option<UserId>, state, consumed| {
        let asked = lists::Wanted {
            manager,
            state,
            consumed,
            due: None,
        };
        house.learners(ada, asked).await
    };
    let (hers, withdrawn) = (Some(mara.user), Some(RegistrationState::Withdrawn));
    assert_eq!(count(None, None, false).await, 4);
    assert_eq!(count(None, withdrawn, false).await, 3);
    assert_eq!(count(None, None, true).await, 2);
    assert_eq!(count(None, withdrawn, true).await, 1);
    assert_eq!(count(hers, None, false).await, 2);
    assert_eq!(count(hers, Some(RegistrationState::Active), false).await, 0);
    let nobody = lists::Wanted {
        manager: Some(house.noor().user),
        ..lists::Wanted::default()
    };
    assert_eq!(
        house.learners(mara, nobody).await,
        2,
        "she sees her own, whatever she asks"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitations_newest_letter_alone_says_where_it_is() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 1).await;
    house.post().await;
    let id = house.invite(mara, course, KAI).await.expect("sent");
    let stands = async || {
        let row = house.log(mara).await.remove(0);
        (row.letter_waits(), row.letter_failed())
    };
    assert_eq!(stands().await, (true, false), "it is in the outbox");
    let taken = post::take_due(&house.portal, 50).await.expect("the outbox opens");
    assert_eq!(stands().await, (true, false), "it is being sent");
    post::not_sent(&house.portal, &taken[0], "550 no such user", Setback::ForGood)
        .await
        .expect("noted");
    assert_eq!(stands().await, (false, true), "it will not leave any more");

    house.clock.advance(TimeDelta::minutes(2));
    house.re_invite(mara, id).await.expect("sent again");
    assert_eq!(stands().await, (true, false), "the second letter waits");
    house.post().await;
    assert_eq!(
        stands().await,
        (false, false),
        "it left; what became of the first one is past"
    );

    house.clock.advance(TimeDelta::days(3));
    house.remind().await;
    assert_eq!(house.letters(LetterKind::Reminder).await.len(), 1);
    assert_eq!(stands().await, (true, false), "a reminder has the same link and waits");
    house.post().await;
    assert_eq!(stands().await, (false, false));
    let first = house.letters(LetterKind::Invitation).await.remove(0);
    assert_eq!(first.state, LetterState::Failed);
    let again = house
        .act(async |tx| outbox::send_again(tx, house.ada(), first.id).await)
        .await;
    assert_eq!(refusal(again), Refusal::LetterOutdated, "its link is dead");
    assert_eq!(stands().await, (false, false));
    house.close().await;
}
