//! What a page offers is not refused: suspended managers and archived courses.

use lectern_domain::{accounts::administer, courses::archive, credits};

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_offered_to_a_suspended_manager() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let course = house.forklift();
    let managers = format!("/admin/courses/{course}/managers");
    let assign = format!("{managers}/{}/assign", house.noor().user);
    let give = format!("/manager/courses/{course}/credits/give");
    ada.get(&managers).await.says(&assign);
    mara.get(&give).await.says("Noor Haddad (noor@northwind.example)");
    let noor = house.noor().user;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), noor).await)
        .await;
    ada.get(&managers)
        .await
        .hides(&assign)
        .says("Suspended: no credits can be assigned to them.");
    ada.get(&assign)
        .await
        .is(200)
        .says("No credits can be assigned")
        .hides("/do/assign-credits");
    mara.get(&give)
        .await
        .is(200)
        .hides("(noor@northwind.example)")
        .says("Noor Haddad is suspended and can be given nothing.");
    mara.get(&format!("/manager/courses/{course}/credits"))
        .await
        .hides("Give credits")
        .says("there is nobody to give credits to");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_requested_for_an_archived_course() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let credits = format!("/manager/courses/{}/credits", house.forklift());
    mara.get(&credits).await.says("Request Credits");
    let form = mara.get(&format!("{credits}/request")).await;
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await;
    mara.get(&credits)
        .await
        .is(200)
        .hides("Request Credits")
        .hides("/credits/request")
        .says("no credits can be requested for it");
    mara.get(&format!("{credits}/request"))
        .await
        .is(200)
        .says("Nothing to request")
        .hides("/do/request-credits");
    // Who had the form open already gets it back with what was typed.
    let typed = [("amount", "7"), ("note", "Seven new colleagues")];
    let refused = mara.fill(&form, "/do/request-credits", &typed).await;
    refused.is(409);
    assert_eq!(refused.value("amount"), "7");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_is_offered_no_credits() {
    let house = House::open().await;
    let course = house.forklift();
    let id = course.to_string();
    let ada = house.browser(house.ada()).await;
    let managers = format!("/admin/courses/{course}/managers");
    let assign = format!("{managers}/{}/assign", house.mara().user);
    let row = format!("name=\"course\" value=\"{course}\"");
    ada.get("/admin")
        .await
        .is(200)
        .says(&row)
        .hides("the course is archived");
    ada.get(&managers).await.is(200).hides("The course is archived");
    house
        .act(async |tx| archive::archive(tx, house.ada(), course).await)
        .await;
    // The pool has credits, and the domain gives the course none of them.
    let fields = [("course", id.as_str()), ("amount", "1"), ("key", "late")];
    house
        .unchanged("an allocation", ada.post("/do/allocate-credits", &fields))
        .await
        .is(409);
    let back = format!("/admin/credits/deallocate/{course}");
    ada.get("/admin")
        .await
        .is(200)
        .hides(&row)
        .says("data-state=\"archived\"")
        .says("Nothing: the course is archived")
        .says("Take back from managers")
        .says(&back);
    // What the course has can be assigned and returned.
    ada.get(&managers)
        .await
        .is(200)
        .says("no credits can be allocated to it")
        .says(&assign)
        .says(&back);
    house
        .act(async |tx| credits::deallocate(tx, house.ada(), "numbers/all", course, 4).await)
        .await;
    ada.get(&managers)
        .await
        .is(200)
        .says("gets none while it is archived")
        .hides(&assign)
        .hides(&back)
        .hides("Allocate some first");
    ada.get(&assign)
        .await
        .is(200)
        .says("Publish it again first.")
        .hides("Allocate Credits");
    ada.get("/admin")
        .await
        .is(200)
        .says("Nothing: the course is archived")
        .hides(&back);
    let [noor, mara] = [house.noor().user, house.mara().user];
    for (key, manager, amount) in [("numbers/noor", noor, 5), ("numbers/mara", mara, 10)] {
        house
            .act(async |tx| credits::take_back(tx, house.ada(), key, course, manager, amount).await)
            .await;
    }
    house
        .act(async |tx| credits::deallocate(tx, house.ada(), "numbers/rest", course, 15).await)
        .await;
    ada.get("/admin").await.is(200).hides("the course is archived");
    house.close().await;
}
