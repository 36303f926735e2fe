//! Each setting, changed, changes what is said.

use super::*;

const FACTS: Facts = Facts {
    settings: Settings {
        invitation_days: 30,
        refund_policy: RefundPolicy::BeforeFirstLaunch,
        refund_percent: 10,
        refund_days: 14,
        proration: Proration::Fair,
        managers_can_buy: false,
        grace_days: 30,
        reminders: true,
    },
    mail: true,
};

fn text(topics: &[Topic]) -> String {
    let says = topics.iter().flat_map(|topic| topic.says.clone());
    says.collect::<Vec<_>>().join("\n")
}

/// Each change of one setting, the words that come, and whether learners read of it, too.
fn changes() -> Vec<(&'static str, Settings, &'static str, bool)> {
    let now = FACTS.settings;
    let policy = |refund_policy| Settings { refund_policy, ..now };
    vec![
        (
            "invitation_days",
            Settings {
                invitation_days: 1,
                ..now
            },
            "1 day",
            true,
        ),
        ("never", policy(RefundPolicy::Never), "stays", true),
        (
            "below progress",
            Settings {
                refund_percent: 25,
                ..policy(RefundPolicy::BelowProgress)
            },
            "25 %",
            true,
        ),
        (
            "within days",
            Settings {
                refund_days: 21,
                ..policy(RefundPolicy::WithinDays)
            },
            "within 21 days",
            true,
        ),
        (
            "proration",
            Settings {
                proration: Proration::Floor,
                ..now
            },
            "rounded down",
            false,
        ),
        (
            "managers_can_buy",
            Settings {
                managers_can_buy: true,
                ..now
            },
            "or buy them yourself",
            false,
        ),
        ("no grace", Settings { grace_days: 0, ..now }, "without a grace", false),
        (
            "grace",
            Settings { grace_days: 45, ..now },
            "within 45 days frees",
            false,
        ),
        (
            "reminders",
            Settings {
                reminders: false,
                ..now
            },
            "reminded of an invitation by itself",
            false,
        ),
    ]
}

#[test]
fn every_setting_changes_what_managers_read() {
    let before = text(&for_managers(&FACTS));
    for (what, settings, words, _) in changes() {
        let after = text(&for_managers(&Facts { settings, ..FACTS }));
        assert_ne!(before, after, "{what}");
        assert!(after.contains(words), "{what}: {after}");
    }
}

#[test]
fn learners_read_what_concerns_them() {
    let before = text(&for_learners(&FACTS));
    for (what, settings, words, concerns) in changes() {
        let after = text(&for_learners(&Facts { settings, ..FACTS }));
        if concerns {
            assert_ne!(before, after, "{what}");
            assert!(after.contains(words), "{what}: {after}");
        } else if what != "reminders" {
            assert_eq!(before, after, "{what}");
        }
        for figure in ["credit", "plan", "buy", "frozen"] {
            assert!(!after.contains(figure), "{what} tells learners of a {figure}");
        }
    }
}

#[test]
fn a_figure_of_a_policy_that_is_not_in_force_is_not_told() {
    let other = Settings {
        refund_percent: 77,
        refund_days: 88,
        ..FACTS.settings
    };
    let facts = Facts {
        settings: other,
        ..FACTS
    };
    assert_eq!(text(&for_managers(&facts)), text(&for_managers(&FACTS)));
    assert_eq!(text(&for_learners(&facts)), text(&for_learners(&FACTS)));
}

#[test]
fn without_mail_nobody_is_promised_a_letter() {
    let quiet = Facts { mail: false, ..FACTS };
    assert!(text(&for_managers(&quiet)).contains("sends no mail"));
    assert!(!text(&for_learners(&quiet)).contains("e-mail"));
}

#[test]
fn an_earlier_certificate_is_promised_no_longer_than_it_says() {
    let said = text(&for_learners(&FACTS));
    assert!(
        said.contains("Your earlier certificate stays beside the course"),
        "{said}"
    );
    assert!(said.contains("valid until the day that stands on it"), "{said}");
}

#[test]
fn topics_have_addresses_of_their_own() {
    for topics in [for_managers(&FACTS), for_learners(&FACTS)] {
        let mut ids: Vec<_> = topics.iter().map(|topic| topic.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), topics.len());
        assert!(topics.iter().all(|topic| !topic.says.is_empty()));
    }
}
