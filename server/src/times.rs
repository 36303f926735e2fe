//! How long the portal waits for whom.

use std::time::Duration;

/// Waiting times. A silent or slow client holds nothing for longer.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// For the head of a request, and for the next request on an open connection.
    pub head: Duration,
    /// For a page or an act, with the body that it comes from. Uploads and workbooks may take longer.
    pub answer: Duration,
    /// For the next piece of an upload.
    pub piece: Duration,
    /// For the rest of a body that is refused already: most networks bring a course in it, and nobody stays for long.
    pub rest: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            piece: Duration::from_mins(1),
            rest: Duration::from_secs(30),
        }
    }
}
