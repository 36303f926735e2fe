//! The words of the run-time data that are stored and shown.

use std::fmt;
use std::str::FromStr;

pub use lectern_contract::{
    attempts::FailedMeans,
    courses::Standard,
    registrations::{Completion, Success},
};
use serde::{Deserialize, Serialize};

/// A text that is none of an enum's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a known word")]
pub struct UnknownWord;

/// Gives an enum its stored words: `as_str`, `FromStr` and `Display`. Serde's names are the same by test.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stored word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// How the content wants to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// The content said nothing.
    #[default]
    None,
    /// Done for this attempt.
    Normal,
    /// To be resumed where it was left.
    Suspend,
    /// The time was over.
    TimeOut,
    /// The learner wants to leave the course.
    Logout,
}
words!(Exit { None = "none", Normal = "normal", Suspend = "suspend", TimeOut = "time_out", Logout = "logout" });

/// The completion that goes with 1.2's `failed`, as the course says.
pub(super) const fn of_failed(means: FailedMeans) -> Completion {
    match means {
        FailedMeans::Completed => Completion::Completed,
        FailedMeans::Incomplete => Completion::Incomplete,
    }
}
