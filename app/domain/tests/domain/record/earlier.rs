//! Rows that earlier versions wrote hold bare values and ids. Nobody can change them; they read as newer ones do.

use chrono::TimeDelta;
use lectern_contract::{CourseId, audit::AuditAct};
use lectern_domain::samples;
use lectern_entities::{audit, course};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use super::{managers::found, states::said};
use crate::support::{DAWN, House};

/// A row as it was written before there were houses.
async fn earlier(house: &House, act: AuditAct, after: Value) {
    let written = house
        .act(async |tx| {
            tx.insert(audit::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(house.ada().organization),
                actor_id: Set(Some(house.ada().user)),
                role: Set(Some(house.ada().role)),
                act: Set(act.to_string()),
                subject_kind: Set("course".into()),
                subject_id: Set(Some(house.forklift().0)),
                before: Set(None),
                after: Set(Some(after)),
                source: Set("192.0.2.7".into()),
                created_at: Set(DAWN - TimeDelta::days(1)),
            })
            .await
        })
        .await;
    written.expect("written");
}

/// The version of a course's package.
async fn version(house: &House, id: CourseId) -> String {
    let row = course::Entity::find_by_id(id).one(house.portal.reader()).await;
    let row = row.expect("read").expect("a course");
    row.version_id.expect("a version").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn bare_values_have_names_and_ids_are_names() {
    let house = House::open().await;
    let (noor, mara) = (house.noor().user, house.mara().user);
    house.clock.advance(TimeDelta::seconds(1));
    earlier(&house, AuditAct::ManagerRemove, json!(noor)).await;
    assert_eq!(said(&house, AuditAct::ManagerRemove).await, ["manager: Noor Haddad"]);
    for (search, rows) in [(samples::NOOR.0, 1), (samples::MARA.0, 0)] {
        let all = found(&house, house.ada(), search, AuditAct::ManagerRemove).await;
        assert_eq!(all.len(), rows, "{search}");
    }
    earlier(
        &house,
        AuditAct::ManagerHandOver,
        json!([mara, { "Manager": noor }, { "free": 1, "pending": 0, "learners": 2 }]),
    )
    .await;
    assert_eq!(
        said(&house, AuditAct::ManagerHandOver).await,
        [
            "figures: free: 1, learners: 2, pending: 0",
            "manager: Mara Lind",
            "to: Manager: Noor Haddad"
        ]
    );
    let uploaded = version(&house, house.forklift()).await;
    earlier(&house, AuditAct::CourseUpload, json!(uploaded)).await;
    assert_eq!(said(&house, AuditAct::CourseUpload).await, ["version: 1"]);
    earlier(&house, AuditAct::OrderPaid, json!([7, 25, "pi_1", null])).await;
    assert_eq!(
        said(&house, AuditAct::OrderPaid).await,
        ["credits: 25", "number: 7", "payment: pi_1"]
    );
    earlier(&house, AuditAct::CreditsAssign, json!(5)).await;
    assert_eq!(said(&house, AuditAct::CreditsAssign).await, ["credits: 5"]);
    house.close().await;
}
