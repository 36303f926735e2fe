//! Turned on and off: what counts from when, and who is shown what.

use lectern_contract::{Refusal, second_factor::SecondFactor};
use lectern_domain::accounts::{
    second_factor::{self, set_up},
    sign_in::{self, Step},
};

use super::{SESSION, begun, code, half, turned_on};
use crate::support::{House, PASSWORD, act_on, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn it_counts_from_its_first_right_code_on_and_is_shown_to_its_session_alone() {
    let house = House::open().await;
    let lena = house.learner(0);
    let wrong = set_up::begin(&house.portal, lena, "not hers", SESSION).await;
    assert_eq!(refusal(wrong), Refusal::WrongPassword);
    let secret = begun(&house, lena).await;
    let elsewhere = second_factor::mine(&house.portal, lena, "another session").await;
    assert_eq!(elsewhere.expect("shown"), SecondFactor::Off);
    let wrong = set_up::confirm(&house.portal, lena, "000000", SESSION).await;
    assert_eq!(refusal(wrong), Refusal::WrongCode);
    let signed_in = sign_in::sign_in(&house.portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    assert!(matches!(signed_in, Ok(Step::In(_))), "it does not count yet");
    let right = code(&secret, house.portal.now());
    let thief = set_up::confirm(&house.portal, lena, &right, "another session").await;
    assert_eq!(refusal(thief), Refusal::SecondFactorOff);
    set_up::confirm(&house.portal, lena, &right, SESSION).await.expect("on");
    half(&house.portal).await;
    let again = set_up::begin(&house.portal, lena, PASSWORD, SESSION).await;
    assert_eq!(refusal(again), Refusal::SecondFactorOn);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_knows_neither_the_secret_nor_the_codes() {
    let house = House::open().await;
    let lena = house.learner(0);
    let (secret, codes) = turned_on(&house, lena).await;
    assert_eq!(codes.len(), 10);
    let factor = lectern_entities::second_factor::Entity::load(&house).await;
    let hashes = lectern_entities::recovery_code::Entity::load(&house).await;
    let plain = secret.replace(' ', "");
    let raw = data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).expect("base32");
    for text in [
        plain,
        data_encoding::HEXLOWER.encode(&raw),
        data_encoding::BASE64URL_NOPAD.encode(&raw),
    ] {
        assert!(!factor.contains(&text), "{factor}");
    }
    for code in &codes {
        assert!(
            !hashes.contains(code) && !hashes.contains(&lectern_domain::secrets::hash(code)),
            "{hashes}"
        );
    }
    house
        .act(async |tx| set_up::keep_codes(tx, lena).await)
        .await
        .expect("kept");
    let state = second_factor::mine(&house.portal, lena, SESSION).await.expect("shown");
    assert!(
        matches!(state, SecondFactor::On { codes_left: 10, .. }),
        "shown once: {state:?}"
    );
    house.close().await;
}

trait Load {
    async fn load(house: &House) -> String;
}

impl<E: sea_orm::EntityTrait> Load for E {
    async fn load(house: &House) -> String {
        let rows = E::find().all(house.portal.reader()).await.expect("rows");
        assert!(!rows.is_empty());
        format!("{rows:?}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_it_off_asks_for_the_password() {
    let house = House::open().await;
    let lena = house.learner(0);
    turned_on(&house, lena).await;
    assert_eq!(
        refusal(set_up::turn_off(&house.portal, lena, "guess").await),
        Refusal::WrongPassword
    );
    set_up::turn_off(&house.portal, lena, PASSWORD).await.expect("off");
    assert_eq!(
        refusal(set_up::turn_off(&house.portal, lena, PASSWORD).await),
        Refusal::SecondFactorOff
    );
    let step = sign_in::sign_in(&house.portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    assert!(matches!(step, Ok(Step::In(_))));
    let on = act_on(&house.portal, async |tx| set_up::keep_codes(tx, lena).await).await;
    assert_eq!(refusal(on), Refusal::SecondFactorOff);
    house.close().await;
}
