//! Certificates: for what is completed, to those whose it is, with one number for ever.

use lectern_contract::{Refusal, RegistrationId};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    certificates::{confirm, issue, show},
    samples,
};
use lectern_entities::{audit, certificate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, refusal, rush, sort};

async fn issued(house: &House, who: &Actor, id: RegistrationId) -> Result<()> {
    house.act(async |tx| issue(tx, who, id).await).await
}

/// Lena completed the course with a credit of Mara's.
async fn completed() -> (House, RegistrationId) {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let id = house
        .invite(house.mara(), house.forklift(), samples::LEARNERS[0].1)
        .await
        .expect("invited");
    let token = house.token(id).await;
    let id = house.accept(house.learner(0), &token).await.expect("accepted");
    assert_eq!(
        refusal(issued(&house, house.learner(0), id).await),
        Refusal::NotFound,
        "not completed yet"
    );
    assert_eq!(house.pass(house.learner(0)).await, id);
    (house, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_course_gives_one_paper_and_its_number_is_confirmed_by_name_and_course() {
    let (house, id) = completed().await;
    let (lena, mara) = (house.learner(0), house.mara());
    assert_eq!(
        refusal(show(&house.portal, lena, id).await),
        Refusal::NotFound,
        "looking issues nothing"
    );
    issued(&house, mara, id).await.expect("her learner's");
    let paper = show(&house.portal, lena, id).await.expect("her own");
    assert_eq!(
        (paper.name.as_str(), paper.organization.as_str()),
        (samples::LEARNERS[0].0, samples::ORGANIZATION)
    );
    assert_eq!(paper.score, Some(0.88));
    issued(&house, lena, id).await.expect("again");
    issued(&house, house.ada(), id).await.expect("again");
    for who in [lena, mara, house.ada()] {
        assert_eq!(show(&house.portal, who, id).await.expect("theirs").number, paper.number);
    }
    let notes = audit::Entity::find().filter(audit::Column::Act.eq("certificate.issue"));
    assert_eq!(notes.count(house.portal.reader()).await.expect("counted"), 1);
    let typed = paper.number.to_lowercase().replace('-', " ");
    let confirmed = confirm(house.portal.reader(), &typed).await.expect("genuine");
    assert_eq!((confirmed.name, confirmed.course), (paper.name, paper.course));
    assert!(
        paper.address.ends_with(&paper.number.replace('-', "")),
        "{}",
        paper.address
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ones_own_does_not_exist() {
    let (house, id) = completed().await;
    issued(&house, house.learner(0), id).await.expect("issued");
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for who in [house.learner(1), house.noor(), &sol] {
        assert_eq!(refusal(issued(&house, who, id).await), Refusal::NotFound);
        assert_eq!(refusal(show(&house.portal, who, id).await), Refusal::NotFound);
    }
    for number in ["", "x", "AAAA-AAAA-AAAA-AAAA", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"] {
        assert_eq!(
            refusal(confirm(house.portal.reader(), number).await),
            Refusal::NotFound,
            "{number}"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_deleted_is_confirmed_no_more_and_nobody_changes_a_certificate() {
    let (house, id) = completed().await;
    issued(&house, house.learner(0), id).await.expect("issued");
    let number = show(&house.portal, house.ada(), id).await.expect("theirs").number;
    for statement in ["update certificate set number = 'X'", "delete from certificate"] {
        let writer = &house.portal.databases().writer;
        let error = writer.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    house
        .act(async |tx| administer::delete(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("deleted");
    assert_eq!(
        refusal(confirm(house.portal.reader(), &number).await),
        Refusal::NotFound
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_issue_it_at_once_one_number_comes() {
    let (house, id) = completed().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let lena = house.learner(0).clone();
    let act = |portal, _| {
        let lena = lena.clone();
        async move { crate::support::act_on(&portal, async |tx| issue(tx, &lena, id).await).await }
    };
    let (through, refused) = sort(rush(&portals, 8, act).await);
    assert_eq!((through.len(), refused), (8, vec![]));
    let all = certificate::Entity::find().count(house.portal.reader()).await;
    assert_eq!(all.expect("counted"), 1);
    house.close().await;
}
