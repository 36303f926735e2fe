//! What good commits mean.

use super::super::{Completion, Exit, FailedMeans, Judging, Standard, Success};
use super::judged;

#[test]
fn scorm_12_status_is_two_fields() {
    use Completion::{Completed, Incomplete, Unknown};
    for (status, means, completion, success) in [
        ("passed", FailedMeans::Completed, Completed, Success::Passed),
        ("failed", FailedMeans::Completed, Completed, Success::Failed),
        ("failed", FailedMeans::Incomplete, Incomplete, Success::Failed),
        ("completed", FailedMeans::Completed, Completed, Success::Unknown),
        ("incomplete", FailedMeans::Completed, Incomplete, Success::Unknown),
        ("browsed", FailedMeans::Completed, Incomplete, Success::Unknown),
        ("not attempted", FailedMeans::Completed, Incomplete, Success::Unknown),
        ("", FailedMeans::Completed, Unknown, Success::Unknown),
    ] {
        let judging = Judging {
            failed_means: means,
            ..Judging::default()
        };
        let meant = judged(Standard::Scorm12, &[("cmi.core.lesson_status", status)], judging);
        assert_eq!((meant.completion, meant.success), (completion, success), "{status}");
    }
}

#[test]
fn scorm_12_scores_are_scaled() {
    for (raw, least, most, scaled) in [
        ("80", "", "", Some(0.8)),
        ("8", "0", "10", Some(0.8)),
        ("30", "20", "60", Some(0.25)),
        ("80", "0", "10", Some(0.8)),
        ("80", "50", "50", Some(0.8)),
        ("", "0", "10", None),
    ] {
        let score = [
            ("cmi.core.score.raw", raw),
            ("cmi.core.score.min", least),
            ("cmi.core.score.max", most),
        ];
        let meant = judged(Standard::Scorm12, &score, Judging::default());
        assert_eq!(meant.score_scaled, scaled, "{raw} in {least}–{most}");
    }
}

#[test]
fn scorm_2004_status_follows_the_thresholds() {
    use Completion::{Completed, Incomplete, Unknown};
    for (threshold, progress, status, completion) in [
        (None, "", "completed", Completed),
        (None, "1", "incomplete", Incomplete),
        (None, "", "not attempted", Incomplete),
        (None, "", "unknown", Unknown),
        (Some(0.5), "0.5", "incomplete", Completed),
        (Some(0.5), "0.4", "completed", Incomplete),
        (Some(0.5), "", "completed", Completed),
    ] {
        let judging = Judging {
            completion_threshold: threshold,
            ..Judging::default()
        };
        let elements = [("cmi.progress_measure", progress), ("cmi.completion_status", status)];
        assert_eq!(
            judged(Standard::Scorm2004, &elements, judging).completion,
            completion,
            "{threshold:?} {progress} {status}"
        );
    }
    for (passing, scaled, status, success) in [
        (None, "1", "failed", Success::Failed),
        (None, "", "passed", Success::Passed),
        (None, "", "", Success::Unknown),
        (Some(0.8), "0.8", "failed", Success::Passed),
        (Some(0.8), "0.7", "passed", Success::Failed),
        (Some(0.8), "", "passed", Success::Passed),
    ] {
        let judging = Judging {
            scaled_passing_score: passing,
            ..Judging::default()
        };
        let elements = [("cmi.score.scaled", scaled), ("cmi.success_status", status)];
        assert_eq!(
            judged(Standard::Scorm2004, &elements, judging).success,
            success,
            "{passing:?} {scaled} {status}"
        );
    }
}

#[test]
fn the_rest_is_read_too() {
    let elements = [
        ("cmi.session_time", "PT1M0.5S"),
        ("cmi.exit", "suspend"),
        ("cmi.score.raw", "5"),
        ("cmi.score.min", "-5"),
        ("cmi.score.max", "15"),
    ];
    let meant = judged(Standard::Scorm2004, &elements, Judging::default());
    assert_eq!((meant.session_time, meant.exit), (Some(6_050), Exit::Suspend));
    assert_eq!(
        (meant.score_raw, meant.score_scaled, meant.progress),
        (Some(5.0), Some(0.5), None)
    );
    let meant = judged(
        Standard::Scorm12,
        &[("cmi.core.exit", "time-out"), ("cmi.core.session_time", "00:01:00")],
        Judging::default(),
    );
    assert_eq!((meant.session_time, meant.exit), (Some(6_000), Exit::TimeOut));
}

#[test]
fn an_opened_page_is_complete_but_not_beside_run_time_data() {
    for standard in [Standard::Web, Standard::Scorm12, Standard::Scorm2004] {
        for (name, value, completion) in [
            ("lectern.opened", "true", Completion::Completed),
            ("lectern.finished", "true", Completion::Completed),
            ("lectern.opened", "false", Completion::Unknown),
        ] {
            assert_eq!(
                judged(standard, &[(name, value)], Judging::default()).completion,
                completion
            );
        }
    }
    let beside = [("lectern.opened", "true"), ("cmi.completion_status", "incomplete")];
    assert_eq!(
        judged(Standard::Scorm2004, &beside, Judging::default()).completion,
        Completion::Incomplete
    );
}
