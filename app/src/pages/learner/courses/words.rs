//! What *My courses* says of an entry.

use lectern_contract::{
    attempts::{AttemptStanding, Attempts},
    registrations::Standing,
};

use crate::format;

/// Characters of a description that stand in the list.
const ONE_LINE: usize = 160;

/// What the button that opens the course says: a retake is gone on with, however well an earlier attempt ended.
pub fn invites_to(standing: Standing, attempts: Attempts, attempt: AttemptStanding) -> &'static str {
    if attempt.number > 0 && attempts.begins_new(attempt) {
        "Launch again"
    } else if attempt.number > 1 && !attempt.over {
        "Resume"
    } else {
        standing.invites_to()
    }
}

/// Which attempt it is, where that says something: from the second on, and where the course ends them.
pub fn attempt_words(attempts: Attempts, attempt: AttemptStanding) -> Option<String> {
    match (attempts.most, attempt.number) {
        (None, 0 | 1) => None,
        (Some(most), 0) => Some(format::plural(most.into(), "attempt", "attempts")),
        // Fewer than were made are allowed since.
        (Some(most), number) if number <= most => Some(format!("Attempt {number} of {most}")),
        (_, number) => Some(format!("Attempt {number}")),
    }
}

/// The first line of a description, cut where it is long.
pub fn one_line(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    match line.char_indices().nth(ONE_LINE) {
        None => line.to_owned(),
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lectern_contract::{
        attempts::NewAttempt,
        registrations::{Completion, Success},
    };

    use super::*;

    #[test]
    fn an_attempt_is_told_from_the_second_on_and_where_they_end() {
        let says = |most, number| {
            let attempts = Attempts {
                most,
                ..Attempts::default()
            };
            let standing = AttemptStanding { number, over: false };
            attempt_words(attempts, standing).unwrap_or_default()
        };
        assert_eq!([says(None, 0), says(None, 1)], ["", ""]);
        assert_eq!(says(None, 2), "Attempt 2");
        assert_eq!(says(Some(3), 0), "3 attempts");
        assert_eq!(says(Some(1), 0), "1 attempt");
        assert_eq!(says(Some(3), 2), "Attempt 2 of 3");
        assert_eq!(says(Some(2), 3), "Attempt 3", "fewer are allowed since");
    }

    #[test]
    fn a_retake_is_gone_on_with_and_one_that_begins_by_itself_is_said() {
        let passed = Standing {
            completion: Completion::Completed,
            success: Success::Passed,
            score: None,
            seconds: 0,
            first_launched: Some(DateTime::UNIX_EPOCH),
        };
        let says = |new, number, over| {
            let attempts = Attempts {
                new,
                most: Some(3),
                ..Attempts::default()
            };
            invites_to(passed, attempts, AttemptStanding { number, over })
        };
        assert_eq!(says(NewAttempt::No, 1, true), "Review");
        assert_eq!(says(NewAttempt::No, 2, false), "Resume");
        assert_eq!(says(NewAttempt::WhenOver, 2, false), "Resume");
        assert_eq!(says(NewAttempt::WhenOver, 2, true), "Launch again");
        assert_eq!(says(NewAttempt::Always, 2, false), "Launch again");
        assert_eq!(says(NewAttempt::Always, 3, true), "Review", "none is left");
    }

    #[test]
    fn long_descriptions_are_cut_between_characters() {
        assert_eq!(one_line(" \n First.\nSecond."), "First.");
        assert_eq!(one_line(""), "");
        let cut = one_line(&"ü".repeat(500));
        assert_eq!(cut.chars().count(), ONE_LINE + 1);
        assert!(cut.ends_with('…'));
    }
}
