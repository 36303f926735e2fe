//! What becomes of an invitation is told to its sender, or to the admins where the sender cannot act on it any more.

use chrono::TimeDelta;
use lectern_contract::{Role, bounces::BounceKind, letters::LetterKind};
use lectern_domain::{
    Actor,
    accounts::administer,
    bounces::{self, Word},
    invitations::{claims, disown::disown},
};
use lectern_entities::invitation;
use sea_orm::EntityTrait;

use super::claims::OWN;
use crate::support::House;

const ADA: &str = "ada@northwind.example";
const KAI: &str = "kai@contoso.example";

impl House {
    /// A learner is invited and accepts; what the sender is told.
    async fn said(&self, sender: &Actor, learner: usize, email: &str) -> String {
        self.clock.advance(TimeDelta::seconds(1));
        let id = self.invite(sender, self.forklift(), email).await.expect("sent");
        let token = self.token(id).await;
        self.accept(self.learner(learner), &token).await.expect("accepted");
        self.newest(LetterKind::Accepted).await.2
    }

    /// To whom the newest letter of a kind goes, its subject, and what it says.
    pub async fn newest(&self, kind: LetterKind) -> (String, String, String) {
        let letter = self.letters(kind).await.pop().expect("a letter");
        (letter.recipient, letter.subject, letter.text)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_says_whose_credit_it_used() {
    let house = House::open().await;
    let (mara, ada, course) = (house.mara(), house.ada(), house.forklift());
    house.endow(course, mara.user, 2).await;
    let own = house.said(mara, 0, "lena@northwind.example").await;
    assert!(own.contains("One of your credits was used for it."), "{own}");
    house.grant(2).await.expect("granted");
    house.allocate(course, 1).await.expect("allocated");
    let courses = house.said(ada, 1, "omar@northwind.example").await;
    assert!(
        courses.contains("One of the course’s credits was used for it."),
        "{courses}"
    );
    let pools = house.said(ada, 2, "ines@northwind.example").await;
    assert!(pools.contains("One of the pool’s credits was used for it."), "{pools}");

    let tom = house.learner(3);
    house.grant(1).await.expect("granted");
    house.enroll(tom.user, course).await.expect("enrolled");
    let registration = house.registration(tom.user, course).await.id;
    house.play(tom, registration).await;
    assert!(
        !house.withdraw(registration).await.expect("withdrawn"),
        "launched: no refund"
    );
    let none = house.said(mara, 3, "tom@northwind.example").await;
    assert!(
        none.contains("No credit was used for it: an earlier one of theirs still counts"),
        "{none}"
    );
    assert!(!none.contains("your credits"), "{none}");
    assert_eq!(house.free(course, mara).await, 1, "and it is free again");
    house.close().await;
}

/// Five invitations of Mara, who then cannot act on them any more: all that happens to them is told to Ada, in words
/// that say whose they are.
async fn told_to_the_admin(house: House, whose: &str) {
    let course = house.forklift();
    let mut tokens = vec![];
    let sent = invitation::Entity::find().all(house.portal.reader()).await;
    for row in sent.expect("read") {
        tokens.push((row.email, house.token(row.id).await));
    }
    let token = |email: &str| {
        let found = tokens.iter().find(|(of, _)| of == email);
        found.expect("invited").1.clone()
    };
    house.claim(&token(KAI), None, OWN).await.expect("asked");
    house
        .accept(house.learner(0), &token("lena@northwind.example"))
        .await
        .expect("accepted");
    house.decline(&token("ruth@contoso.example")).await.expect("declined");
    let wrong = token("wil@contoso.example");
    house
        .act(async |tx| disown(tx, &wrong, "test").await)
        .await
        .expect("not for them");
    let back = Word {
        event_id: "e1",
        kind: BounceKind::Hard,
        message_id: None,
        address: Some("zoe@contoso.example"),
        reason: "no such user",
    };
    house.bounced(back).await;
    for kind in [
        LetterKind::Claimed,
        LetterKind::Accepted,
        LetterKind::Declined,
        LetterKind::Disowned,
    ] {
        let (to, _, text) = house.newest(kind).await;
        assert!(
            to == ADA && text.contains(&format!("{whose} invitation")),
            "{kind}: {to}: {text}"
        );
        assert_eq!(house.letters(kind).await.len(), 1, "{kind}: to nobody else");
    }
    let (.., accepted) = house.newest(LetterKind::Accepted).await;
    assert!(
        accepted.contains(&format!("One of {whose} credits was used for it.")),
        "{accepted}"
    );
    assert_eq!(house.told(LetterKind::Undeliverable).await, [ADA]);
    // And she can do what the letters ask for.
    let claims = claims::open(&house.portal, house.ada(), course).await;
    let claim = claims.expect("claims").remove(0).id;
    house.approve_claim(house.ada(), claim).await.expect("approved");
    house.close().await;
}

async fn five_sent() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 5).await;
    for email in [
        KAI,
        "lena@northwind.example",
        "ruth@contoso.example",
        "wil@contoso.example",
        "zoe@contoso.example",
    ] {
        house.invite(house.mara(), house.forklift(), email).await.expect("sent");
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_a_suspended_senders_invitations_is_told_to_the_admins() {
    let house = five_sent().await;
    house.suspend(house.mara()).await;
    told_to_the_admin(house, "Mara Lind’s").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_a_deleted_senders_invitations_is_told_to_the_admins() {
    let house = five_sent().await;
    house
        .act(async |tx| administer::delete(tx, house.ada(), house.mara().user).await)
        .await
        .expect("deleted");
    told_to_the_admin(house, "a deleted user’s").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_of_invitations_of_who_lost_the_role_is_told_to_the_admins() {
    let house = five_sent().await;
    house.leave_roles(house.mara(), &[Role::Learner]).await;
    told_to_the_admin(house, "Mara Lind’s").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_who_marks_a_suspended_senders_invitation_is_not_told_of_it() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let id = house.invite(house.mara(), house.forklift(), KAI).await.expect("sent");
    house.suspend(house.mara()).await;
    house
        .act(async |tx| bounces::mark(tx, house.ada(), id).await)
        .await
        .expect("marked");
    assert_eq!(
        house.told(LetterKind::Undeliverable).await,
        [""; 0],
        "she said so herself"
    );
    house.close().await;
}
