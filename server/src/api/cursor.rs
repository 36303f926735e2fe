//! Lists that are read part by part. A cursor is the last row's place in its list; nothing inserted since moves it.

use std::{fmt::Display, str::FromStr};

use axum::{Json, http::Uri};
use data_encoding::BASE64URL_NOPAD;
use lectern_app::caller::form_fields;
use lectern_contract::{Refusal, api::Slice, limits, refusal::ApiProblem};
use lectern_domain::Result as DomainResult;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    ask::Caller,
    problem::{Answer, Refused},
    wire::Part,
};

/// Hexadecimal digits of the mark that ties a cursor to its list.
const MARK: usize = 16;

/// A list that is asked for: its address without the two parameters that say which part.
#[derive(Debug)]
pub struct List<'a> {
    caller: &'a Caller,
    path: String,
    filters: Vec<String>,
    limit: u64,
    cursor: Option<&'a str>,
}

impl<'a> List<'a> {
    /// The list at this address.
    ///
    /// # Errors
    /// `BadParameter` for a limit that is none.
    pub fn new(caller: &'a Caller, uri: &Uri, limit: Option<u64>, cursor: Option<&'a str>) -> Answer<Self> {
        let limit = limit.unwrap_or(limits::SLICE);
        if !(1..=limits::SLICE_MAX).contains(&limit) {
            return Err(Refusal::Api(ApiProblem::BadParameter).into());
        }
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = form_fields(uri.query().unwrap_or_default()).into_iter();
        let filters = pairs.filter(|(name, _)| !matches!(name.as_str(), "limit" | "cursor"));
        let mut filters: Vec<String> = filters
            .map(|(name, value)| format!("{}={}", encode(&name), encode(&value)))
            .collect();
        filters.sort();
        Ok(Self {
            caller,
            path: uri.path().to_owned(),
            filters,
            limit,
            cursor,
        })
    }

    /// Reads a part and says where the next one is. One row more than asked for tells whether there is one.
    ///
    /// # Errors
    /// `BadCursor`; what `load` refuses.
    pub async fn part<K, R, T>(
        self,
        load: impl AsyncFnOnce(Slice<K>) -> DomainResult<Vec<R>>,
        place: impl Fn(&R) -> K,
    ) -> Answer<Json<Part<T>>>
    where
        K: Display + FromStr,
        T: From<R>,
    {
        let before = match self.cursor {
            None => None,
            Some(cursor) => Some(self.read(cursor)?),
        };
        let limit = self.limit + 1;
        let mut rows = load(Slice { before, limit }).await?;
        let whole = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let next = (rows.len() > whole).then(|| {
            rows.truncate(whole);
            rows.last().map(|last| self.link(&place(last).to_string()))
        });
        Ok(Json(Part {
            items: rows.into_iter().map(T::from).collect(),
            next: next.flatten(),
        }))
    }

    fn link(&self, place: &str) -> String {
        let cursor = BASE64URL_NOPAD.encode(format!("{}{place}", self.mark(place)).as_bytes());
        let mut pairs = self.filters.clone();
        pairs.extend([format!("limit={}", self.limit), format!("cursor={cursor}")]);
        format!("{}?{}", self.path, pairs.join("&"))
    }

    fn read<K: FromStr>(&self, cursor: &str) -> Answer<K> {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let place = text.as_deref().and_then(|text| {
            let (mark, place) = text.split_at_checked(MARK)?;
            (mark == self.mark(place)).then_some(place)
        });
        let place = place.and_then(|place| place.parse().ok());
        place.ok_or_else(|| Refused::from(Refusal::Api(ApiProblem::BadCursor)))
    }

    /// Ties a place to the organization, the list and its filters.
    fn mark(&self, place: &str) -> String {
        let list = format!("{}?{}\n{place}", self.path, self.filters.join("&"));
        let owner = self.caller.actor().organization.0;
        let mut mark = self.caller.portal.secret().keyed_hash("cursor", owner, &list);
        mark.truncate(MARK);
        mark
    }
}
