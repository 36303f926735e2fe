//! Who is made a manager of a course or taken off it is named in the log, and found there, as long as they have a name.

use chrono::TimeDelta;
use lectern_contract::{
    audit::{AuditAct, AuditRow},
    paging::LogQuery,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    Actor,
    accounts::administer,
    audit::{
        list::{AuditFilter, list},
        table::piece,
    },
    courses::{hand_over, managers},
    samples,
};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::states::said;
use crate::support::{House, fresh_key};

/// The rows of an act that a search finds.
pub(super) async fn found(house: &House, who: &Actor, search: &str, act: AuditAct) -> Vec<AuditRow> {
    let query = LogQuery {
        search: search.into(),
        ..LogQuery::default()
    };
    let log = list(house.portal.reader(), who, &query, &filter(act)).await;
    log.expect("the log").rows
}

fn filter(act: AuditAct) -> AuditFilter {
    AuditFilter {
        act: Some(act),
        ..AuditFilter::default()
    }
}

impl House {
    /// Noor is taken off the first course.
    async fn remove_noor(&self) {
        self.clock.advance(TimeDelta::seconds(1));
        self.act(async |tx| managers::remove(tx, self.ada(), self.forklift(), self.noor().user).await)
            .await
            .expect("removed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn their_name_and_address_find_who_did_it() {
    let house = House::open().await;
    house.remove_noor().await;
    assert_eq!(
        said(&house, AuditAct::ManagerRemove).await,
        ["manager: Noor Haddad", "state: active → removed"]
    );
    let id = house.noor().user.to_string();
    for search in ["noor", "HADDAD", samples::NOOR.1, id.as_str()] {
        let rows = found(&house, house.ada(), search, AuditAct::ManagerRemove).await;
        let [row] = rows.as_slice() else {
            panic!("{search}: {rows:?}")
        };
        assert_eq!(row.actor.as_ref().map(|(who, _)| *who), Some(house.ada().user));
        assert_eq!(row.subject, Some(house.forklift().0), "{search}");
    }
    for search in ["mara", "lena", "nobody at all"] {
        let rows = found(&house, house.ada(), search, AuditAct::ManagerRemove).await;
        assert_eq!(rows, [], "{search}");
    }
    house
        .act(async |tx| managers::add(tx, house.ada(), house.forklift(), house.noor().user).await)
        .await
        .expect("added again");
    assert_eq!(
        said(&house, AuditAct::ManagerAdd).await,
        ["manager: Noor Haddad", "state: removed → active"]
    );
    let added = found(&house, house.ada(), "noor", AuditAct::ManagerAdd).await;
    assert_eq!(added.len(), 2, "at first and again");
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    assert_eq!(found(&house, &sol, "noor", AuditAct::ManagerAdd).await, []);
    let (file, _) = piece(
        &house.portal,
        house.ada(),
        &LogQuery::default(),
        &filter(AuditAct::ManagerRemove),
    )
    .await
    .expect("a file");
    assert!(file.contains("manager: Noor Haddad; state: active → removed"), "{file}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_names_both_and_is_found_by_both() {
    let house = House::open().await;
    let (course, mara, noor) = (house.forklift(), house.mara().user, house.noor().user);
    house.endow(course, mara, 2).await;
    let shown = HandOverFigures {
        free: 2,
        ..HandOverFigures::default()
    };
    let to = Successor::Manager(noor);
    house
        .act(async |tx| hand_over::hand_over(tx, house.ada(), &fresh_key(), course, mara, to, shown).await)
        .await
        .expect("handed over");
    let expected = [
        "free: 2",
        "learners: 0",
        "manager: Mara Lind",
        "pending: 0",
        "state: active → removed",
        "to: Noor Haddad",
    ];
    assert_eq!(said(&house, AuditAct::ManagerHandOver).await, expected);
    for search in ["mara", "noor"] {
        let rows = found(&house, house.ada(), search, AuditAct::ManagerHandOver).await;
        assert_eq!(rows.len(), 1, "{search}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_deleted_is_not_named_any_more() {
    let house = House::open().await;
    house.remove_noor().await;
    house
        .act(async |tx| administer::delete(tx, house.ada(), house.noor().user).await)
        .await
        .expect("deleted");
    assert_eq!(
        said(&house, AuditAct::ManagerRemove).await,
        ["manager: Deleted user", "state: active → removed"]
    );
    assert_eq!(found(&house, house.ada(), "noor", AuditAct::ManagerRemove).await, []);
    let id = house.noor().user.to_string();
    assert_eq!(
        found(&house, house.ada(), &id, AuditAct::ManagerRemove).await.len(),
        1,
        "they are who they were"
    );
    let rows = audit::Entity::find().filter(audit::Column::SubjectKind.eq("course"));
    let rows = rows.all(house.portal.reader()).await.expect("read");
    let named = |row: &audit::Model| format!("{:?} {:?}", row.before, row.after).contains(samples::NOOR.0);
    assert!(rows.len() > 2 && !rows.iter().any(named), "no row keeps the name");
    house.close().await;
}
