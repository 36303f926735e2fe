//! Stored words are the same everywhere.

use std::fmt::Debug;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{Completion, Exit, FailedMeans, Standard, Success};

fn agree<T>(all: &[T], word: fn(T) -> &'static str)
where
    T: Copy + Debug + PartialEq + FromStr + Serialize + DeserializeOwned,
{
    for value in all {
        let word = word(*value);
        assert_eq!(T::from_str(word).ok(), Some(*value));
        assert_eq!(serde_json::to_value(value).expect("JSON"), serde_json::json!(word));
        assert_eq!(
            serde_json::from_value::<T>(serde_json::json!(word)).expect("the same"),
            *value
        );
    }
    assert!(T::from_str("").is_err());
}

#[test]
fn words_serde_and_text_agree() {
    agree(Standard::ALL, Standard::as_str);
    agree(Completion::ALL, Completion::as_str);
    agree(Success::ALL, Success::as_str);
    agree(Exit::ALL, Exit::as_str);
    agree(FailedMeans::ALL, FailedMeans::as_str);
}
