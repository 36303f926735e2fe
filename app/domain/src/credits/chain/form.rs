//! The bytes that a link hashes. Anybody can make them again with a few lines of any language: every field is
//! written as a *netstring* (its length in bytes in decimal, `:`, its bytes, `,`), an absent one as `-`.
//!
//! Version 1, in this order:
//! 1. `lectern-ledger-1`; the hash of the previous link (64 hexadecimal digits; 64 zeros before the first); this
//!    link's number;
//! 2. the transaction: id, organization, kind, idempotency key, request hash, actor, role, reason, course,
//!    invitation, registration, refunded transaction, order, instant;
//! 3. the number of its postings; then of each, by account (ids compare as bytes) and line: id, organization,
//!    transaction, account, counter account, line, amount, balance after it, instant.
//!
//! Ids are UUIDs in lower case with hyphens, numbers are decimal with `-` where negative, instants are microseconds
//! since 1970-01-01 UTC, words are as stored, text is UTF-8. A link's hash is the SHA-256 of it all, in lower case
//! hexadecimal. The form of a version never changes; a new column is a new version.

use std::fmt::Display;

use data_encoding::HEXLOWER;
use lectern_entities::{ledger_transaction, posting};
use sha2::{Digest, Sha256};

/// The version that new links are made in.
pub const VERSION: i32 = 1;

/// What stands before the first link.
pub const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Bytes as they grow, field by field.
struct Form(Vec<u8>);

impl Form {
    fn put(&mut self, field: impl Display) -> &mut Self {
        let text = field.to_string();
        self.0.extend_from_slice(text.len().to_string().as_bytes());
        self.0.push(b':');
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b',');
        self
    }

    fn put_if_any(&mut self, field: Option<impl Display>) -> &mut Self {
        if let Some(field) = field {
            return self.put(field);
        }
        self.0.push(b'-');
        self
    }
}

/// A transaction with its postings: the parts 2 and 3 of the form, which depend on nothing but itself.
pub(crate) fn content(row: &ledger_transaction::Model, postings: &[posting::Model]) -> Vec<u8> {
    let mut form = Form(Vec::with_capacity(1_024));
    form.put(row.id)
        .put(row.organization_id)
        .put(row.kind)
        .put(&row.idempotency_key)
        .put(&row.request_hash)
        .put_if_any(row.actor_id)
        .put_if_any(row.role)
        .put(&row.reason)
        .put_if_any(row.course_id)
        .put_if_any(row.invitation_id)
        .put_if_any(row.registration_id)
        .put_if_any(row.refunds_id)
        .put_if_any(row.order_id)
        .put(row.created_at.timestamp_micros());
    let mut postings: Vec<&posting::Model> = postings.iter().collect();
    postings.sort_by_key(|line| (line.account_id, line.line));
    form.put(postings.len());
    for line in postings {
        form.put(line.id)
            .put(line.organization_id)
            .put(line.transaction_id)
            .put(line.account_id)
            .put(line.counter_account_id)
            .put(line.line)
            .put(line.amount)
            .put(line.balance)
            .put(line.created_at.timestamp_micros());
    }
    form.0
}

/// The hash of a link: its place in the chain, and its transaction.
pub(crate) fn hash(previous: &str, number: i64, content: &[u8]) -> String {
    let mut form = Form(Vec::with_capacity(128));
    form.put("lectern-ledger-1").put(previous).put(number);
    let hash = Sha256::new().chain_update(&form.0).chain_update(content).finalize();
    HEXLOWER.encode(&hash)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lectern_contract::{Role, credits::TransactionKind};
    use uuid::Uuid;

    use super::*;

    fn example() -> (ledger_transaction::Model, [posting::Model; 2]) {
        let id = Uuid::from_u128;
        let at = DateTime::from_timestamp_micros(1_772_442_000_000_001).expect("an instant");
        let row = ledger_transaction::Model {
            id: id(1).into(),
            organization_id: id(2).into(),
            kind: TransactionKind::TakeBack,
            idempotency_key: "k".into(),
            request_hash: "h".into(),
            actor_id: Some(id(3).into()),
            role: Some(Role::Admin),
            reason: "für 1:,".into(),
            course_id: None,
            invitation_id: None,
            registration_id: None,
            refunds_id: None,
            order_id: None,
            created_at: at,
        };
        let line = |posting: u128, account: u128, counter: u128, amount: i64| posting::Model {
            id: id(posting).into(),
            organization_id: id(2).into(),
            transaction_id: id(1).into(),
            account_id: id(account).into(),
            counter_account_id: id(counter).into(),
            line: 4,
            amount,
            balance: amount - 2,
            created_at: at,
        };
        (row, [line(8, 6, 5, 7), line(9, 5, 6, -7)])
    }

    #[test]
    fn version_1_is_what_it_always_was() {
        let (row, lines) = example();
        let zeros = "00000000-0000-0000-0000-00000000000";
        let uuid = |n: u8| format!("36:{zeros}{n},");
        let at = "16:1772442000000001,";
        let line = |n, account, counter, amount: &str, balance: &str| {
            [
                uuid(n),
                uuid(2),
                uuid(1),
                uuid(account),
                uuid(counter),
                format!("1:4,{amount}{balance}{at}"),
            ]
            .concat()
        };
        let expected = [
            uuid(1),
            uuid(2),
            "9:take_back,1:k,1:h,".into(),
            uuid(3),
            format!("5:admin,8:für 1:,,-----{at}1:2,"),
            line(9, 5, 6, "2:-7,", "2:-9,"),
            line(8, 6, 5, "1:7,", "1:5,"),
        ]
        .concat();
        let content = content(&row, &lines);
        assert_eq!(String::from_utf8(content.clone()).expect("text"), expected);
        let whole = format!("16:lectern-ledger-1,64:{NOTHING},1:1,{expected}");
        assert_eq!(hash(NOTHING, 1, &content), crate::secrets::hash(&whole));
    }

    #[test]
    fn every_change_shows() {
        let (row, lines) = example();
        let before = content(&row, &lines);
        let [first, second] = lines.clone();
        assert_eq!(
            before,
            content(&row, &[second, first]),
            "postings have an order of their own"
        );
        let other = ledger_transaction::Model {
            role: None,
            ..row.clone()
        };
        assert_ne!(before, content(&other, &lines));
        let other = ledger_transaction::Model {
            idempotency_key: "kh".into(),
            request_hash: String::new(),
            ..row.clone()
        };
        assert_ne!(before, content(&other, &lines), "fields do not run together");
        assert_ne!(before, content(&row, &lines[..1]));
        assert_ne!(hash(NOTHING, 1, &before), hash(NOTHING, 2, &before));
    }
}
