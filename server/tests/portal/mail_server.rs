//! The way to the mail server: under TLS and with an account, and what is said where there is no way.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;
use lectern_contract::letters::LetterState;
use lectern_server::{
    config::{Smtp, SmtpTls},
    post_office::{self, Transport},
};
use tempfile::TempDir;

use crate::support::{
    House,
    smtp::{
        MailServer, Mood,
        door::{ACCOUNT, Authority, Door},
    },
};

const KAI: &str = "kai@contoso.example";

/// What a portal is told that has an account there and believes this authority.
fn settings(server: &MailServer, believes: &Authority, folder: &TempDir) -> Smtp {
    let ca_file = folder.path().join("authority.pem");
    std::fs::write(&ca_file, believes.pem()).expect("a file");
    let (username, password) = ACCOUNT;
    Smtp {
        ca_file,
        username: username.into(),
        password: password.into(),
        ..server.settings()
    }
}

/// Sends what is due by these settings; answers what became of Kai's letter.
async fn sent_by(house: &House, smtp: &Smtp) -> (LetterState, String) {
    let transport = Arc::new(Transport::new(smtp).expect("good settings"));
    post_office::round(&house.portal, &transport).await.expect("a round");
    let letter = house.letter_to(KAI).await;
    (letter.state, letter.error.unwrap_or_default())
}

/// The letter waits, and Admin → Outbox says why; with these settings it leaves after all.
async fn waits_until(house: &House, before: (LetterState, String), word: &str, good: &Smtp) {
    let (state, why) = before;
    assert_eq!(state, LetterState::Waiting, "{why}");
    assert!(why.contains(word), "{why} says {word}");
    let ada = house.browser(house.ada()).await;
    let letter = house.letter_to(KAI).await.id;
    let page = ada.get(&format!("/admin/outbox/{letter}")).await;
    page.is(200).says("Why it did not leave").says(word);
    house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(sent_by(house, good).await, (LetterState::Sent, String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_leave_under_tls_with_an_account() {
    let (authority, folder) = (Authority::new("Northwind"), TempDir::new().expect("a folder"));
    for tls in [SmtpTls::Tls, SmtpTls::Starttls] {
        for asks in ["PLAIN", "LOGIN"] {
            let server = MailServer::behind(Door::guarded(tls, &authority, asks), Mood::Takes).await;
            let smtp = settings(&server, &authority, &folder);
            let house = House::open_with(|config| config.smtp = smtp.clone()).await;
            let became = sent_by(&house, &smtp).await;
            assert_eq!(became, (LetterState::Sent, String::new()), "{tls:?} {asks}");
            server.has_received(KAI).await;
            house.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_nobody_vouches_for_gets_nothing() {
    let (authority, folder) = (Authority::new("Northwind"), TempDir::new().expect("a folder"));
    for tls in [SmtpTls::Tls, SmtpTls::Starttls] {
        let server = MailServer::behind(Door::guarded(tls, &authority, "PLAIN"), Mood::Takes).await;
        let good = settings(&server, &authority, &folder);
        let elsewhere = TempDir::new().expect("a folder");
        let another = settings(&server, &Authority::new("Contoso"), &elsewhere);
        let well_known = Smtp {
            ca_file: PathBuf::new(),
            ..good.clone()
        };
        for wrong in [another, well_known] {
            let house = House::open_with(|config| config.smtp = good.clone()).await;
            let before = sent_by(&house, &wrong).await;
            assert!(server.received().iter().all(|letter| letter.to != [KAI]), "{tls:?}");
            waits_until(&house, before, "invalid peer certificate: UnknownIssuer", &good).await;
            house.close().await;
            server.forget();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_under_another_name_gets_nothing() {
    let (authority, folder) = (Authority::new("Northwind"), TempDir::new().expect("a folder"));
    let guarded = Door::guarded(SmtpTls::Tls, &authority, "PLAIN");
    let other = Door {
        acceptor: Some(authority.vouches_for("mail.contoso.example")),
        ..Door::guarded(SmtpTls::Tls, &authority, "PLAIN")
    };
    let server = MailServer::behind(other, Mood::Takes).await;
    let right = MailServer::behind(guarded, Mood::Takes).await;
    let good = settings(&right, &authority, &folder);
    let house = House::open_with(|config| config.smtp = good.clone()).await;
    let before = sent_by(&house, &settings(&server, &authority, &folder)).await;
    assert!(server.received().is_empty());
    waits_until(&house, before, "certificate not valid for name", &good).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_fails_no_letter() {
    let (authority, folder) = (Authority::new("Northwind"), TempDir::new().expect("a folder"));
    for asks in ["PLAIN", "LOGIN"] {
        let server = MailServer::behind(Door::guarded(SmtpTls::Tls, &authority, asks), Mood::Takes).await;
        let good = settings(&server, &authority, &folder);
        let house = House::open_with(|config| config.smtp = good.clone()).await;
        let wrong = Smtp {
            password: "of last year".into(),
            ..good.clone()
        };
        let before = sent_by(&house, &wrong).await;
        assert!(server.received().is_empty(), "{asks}");
        assert_eq!(house.texts("select id from bounce").await, [""; 0], "{asks}");
        waits_until(&house, before, "5.7.8 wrong name or password", &good).await;
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_in_the_clear_where_tls_was_asked_for() {
    let (authority, folder) = (Authority::new("Northwind"), TempDir::new().expect("a folder"));
    let without = Door {
        acceptor: None,
        asks: None,
        ..Door::guarded(SmtpTls::Starttls, &authority, "PLAIN")
    };
    let server = MailServer::behind(without, Mood::Takes).await;
    let right = MailServer::behind(Door::guarded(SmtpTls::Starttls, &authority, "PLAIN"), Mood::Takes).await;
    let good = settings(&right, &authority, &folder);
    let house = House::open_with(|config| config.smtp = good.clone()).await;
    let before = sent_by(&house, &settings(&server, &authority, &folder)).await;
    assert!(server.received().is_empty());
    waits_until(&house, before, "STARTTLS is not supported", &good).await;
    house.close().await;
}

#[test]
fn a_file_without_an_authority_is_refused_with_its_name() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("authority.pem");
    let wrong = |text: Option<&str>, tls: SmtpTls| {
        if let Some(text) = text {
            std::fs::write(&file, text).expect("a file");
        }
        let smtp = Smtp {
            host: "mail.example".into(),
            from: "Lectern <lectern@northwind.example>".into(),
            ca_file: file.clone(),
            tls,
            ..Smtp::default()
        };
        Transport::new(&smtp).expect_err("refused").to_string()
    };
    for tls in [SmtpTls::Starttls, SmtpTls::Tls] {
        std::fs::remove_file(&file).ok();
        let pem = |inside: &str| format!("-----BEGIN CERTIFICATE-----\n{inside}\n-----END CERTIFICATE-----\n");
        for (text, word) in [
            (None, "authority.pem cannot be read"),
            (Some(String::new()), "authority.pem holds no certificate"),
            (Some("Northwind".to_owned()), "authority.pem holds no certificate"),
            (Some(pem("%%%")), "authority.pem is not PEM"),
            (Some(pem("Tm9ydGh3aW5k")), "smtp_ca_file"),
        ] {
            let problem = wrong(text.as_deref(), tls);
            assert!(problem.contains(word) && problem.contains("smtp_ca_file"), "{problem}");
        }
    }
}
