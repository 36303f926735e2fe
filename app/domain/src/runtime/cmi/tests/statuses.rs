//! What never falls, and what a course makes of its items.

use super::super::{Checked, Completion, CourseStatus, ItemStatus, Success, is_over, roll_up};

fn item(completion: Completion, success: Success, score_scaled: Option<f64>) -> ItemStatus {
    ItemStatus {
        tracked: true,
        completion,
        success,
        score_scaled,
        ended: false,
    }
}

#[test]
fn completion_and_success_never_fall() {
    for (worse, better) in Completion::ALL.iter().zip(&Completion::ALL[1..]) {
        assert_eq!((worse.better(*better), better.better(*worse)), (*better, *better));
    }
    for (worse, better) in Success::ALL.iter().zip(&Success::ALL[1..]) {
        assert_eq!((worse.better(*better), better.better(*worse)), (*better, *better));
    }
    let done = item(Completion::Completed, Success::Passed, Some(0.9));
    let commit = Checked {
        completion: Completion::Incomplete,
        success: Success::Failed,
        score_scaled: Some(0.2),
        ..Checked::default()
    };
    assert_eq!(
        done.merge(&commit),
        item(Completion::Completed, Success::Passed, Some(0.2))
    );
    assert_eq!(done.merge(&Checked::default()), done);
}

#[test]
fn a_course_is_the_sum_of_its_items() {
    use Completion::{Completed, Incomplete, Unknown};
    let none = Success::Unknown;
    let untracked = ItemStatus {
        tracked: false,
        ..item(Incomplete, Success::Failed, Some(0.0))
    };
    let course = |completion, success, score_scaled, progress| CourseStatus {
        completion,
        success,
        score_scaled,
        progress,
    };
    for (items, status) in [
        (vec![], course(Unknown, none, None, 0.0)),
        (vec![item(Unknown, none, None); 2], course(Unknown, none, None, 0.0)),
        (
            vec![item(Completed, none, None), item(Unknown, none, None)],
            course(Incomplete, none, None, 0.5),
        ),
        (
            vec![
                item(Completed, Success::Passed, Some(1.0)),
                item(Completed, none, None),
                untracked,
            ],
            course(Completed, Success::Passed, Some(1.0), 1.0),
        ),
        (
            vec![
                item(Completed, Success::Passed, Some(1.0)),
                item(Completed, Success::Failed, Some(0.5)),
            ],
            course(Completed, Success::Failed, Some(0.75), 1.0),
        ),
        (vec![item(Incomplete, none, None)], course(Incomplete, none, None, 0.0)),
        (
            vec![item(Incomplete, Success::Passed, None)],
            course(Incomplete, Success::Passed, None, 0.0),
        ),
        (
            vec![item(Completed, Success::Passed, None), item(Unknown, none, None)],
            course(Incomplete, none, None, 0.5),
        ),
    ] {
        assert_eq!(roll_up(&items), status);
    }
}

#[test]
fn an_attempt_is_over_when_an_item_failed_or_none_is_left() {
    use Completion::{Completed, Incomplete, Unknown};
    let open = item(Unknown, Success::Unknown, None);
    let untracked = ItemStatus { tracked: false, ..open };
    let done = item(Completed, Success::Unknown, None);
    let passed = item(Incomplete, Success::Passed, Some(1.0));
    let so_far = item(Incomplete, Success::Failed, Some(0.1));
    let failed = item(Completed, Success::Failed, Some(0.1));
    let given_up = ItemStatus { ended: true, ..so_far };
    for (items, over) in [
        (vec![], false),
        (vec![untracked], false),
        (vec![open], false),
        (vec![item(Incomplete, Success::Unknown, Some(0.5))], false),
        (vec![done], true),
        (vec![passed], true),
        (vec![so_far], false),
        (vec![failed], true),
        (vec![given_up], true),
        (vec![passed, open], false),
        (vec![failed, open], true),
        (vec![done, passed, untracked], true),
        (vec![done, open], false),
    ] {
        assert_eq!(is_over(&items), over, "{items:?}");
    }
}
