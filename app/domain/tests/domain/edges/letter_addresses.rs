//! Letters that name the portal's address lead there.

use lectern_contract::letters::LetterKind;

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn the_address_in_a_letter_is_a_link_in_its_html_and_stays_in_its_text() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let letter = house.letters(LetterKind::Enrolled).await.remove(0);
    let link = "<a href=\"https://learn.northwind.example\"";
    assert!(letter.html.contains(link), "{}", letter.html);
    assert!(
        letter
            .text
            .contains("Sign in at https://learn.northwind.example to begin."),
        "{}",
        letter.text
    );
    house.close().await;
}
