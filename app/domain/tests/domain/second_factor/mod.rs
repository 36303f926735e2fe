//! The second factor: what it asks for, what it refuses, and what only one of many gets.

mod admins;
mod renewal;
mod signing_in;
mod turning;

use chrono::{DateTime, Utc};
use lectern_contract::second_factor::SecondFactor;
use lectern_domain::{
    Actor, Portal, Result,
    accounts::{
        second_factor::{self, finish, finish::Half, set_up},
        sign_in::{self, Step},
    },
};

use crate::support::{House, PASSWORD};

const SESSION: &str = "the session that set it up";

/// The code of the app at an instant, worked out here from the secret as a person reads it.
pub fn code(secret: &str, at: DateTime<Utc>) -> String {
    let plain = secret.replace(' ', "");
    let secret = data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).expect("base32");
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .expect("a usual secret");
    totp.generate(u64::try_from(at.timestamp()).expect("after 1970"))
        .to_string()
}

/// Begins the set-up and answers the secret.
async fn begun(house: &House, who: &Actor) -> String {
    set_up::begin(&house.portal, who, PASSWORD, SESSION)
        .await
        .expect("begun");
    match second_factor::mine(&house.portal, who, SESSION).await.expect("shown") {
        SecondFactor::Pending(secret) => secret.text,
        other => panic!("not begun: {other:?}"),
    }
}

/// Sets it up; answers the secret and the recovery codes.
async fn turned_on(house: &House, who: &Actor) -> (String, Vec<String>) {
    let secret = begun(house, who).await;
    set_up::confirm(&house.portal, who, &code(&secret, house.portal.now()), SESSION)
        .await
        .expect("confirmed");
    match second_factor::mine(&house.portal, who, SESSION).await.expect("shown") {
        SecondFactor::Fresh(codes) => (secret, codes),
        other => panic!("no codes: {other:?}"),
    }
}

async fn half(portal: &Portal) -> Half {
    let step = sign_in::sign_in(portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    match step.expect("a right password") {
        Step::Code(half) => half,
        Step::In(_) => panic!("signed in without a code"),
    }
}

async fn finished(portal: &Portal, half: &Half, typed: &str) -> Result<()> {
    finish::finish(portal, half, typed, &"test".into()).await.map(drop)
}
