//! The content origin: what a launch token opens, and for how long.

mod commits;
mod files;
mod names;
mod player;

use crate::support::House;

/// The first learner presses *Launch*; answers the token.
async fn launch(house: &House) -> String {
    let lena = house.browser(house.learner(0)).await;
    let registration = house.registration().await.to_string();
    let answer = lena.post("/do/launch", &[("registration", &registration)]).await;
    let path = answer.is(303).header("location").to_owned();
    let token = path.strip_prefix("/learner/launch/").expect("the player's page");
    let page = lena.get(&path).await;
    let frame = format!("src=\"{}/p/{token}/\"", house.config.content_url);
    assert!(page.is(200).text().contains(&frame), "{page}");
    token.to_owned()
}

/// The same, and the player opens.
pub async fn play(house: &House) -> String {
    let token = launch(house).await;
    house.content().get(&format!("/p/{token}/")).await.is(200);
    token
}
