//! How long and how large input may be: one number for the field, the check and the sentence.

use std::ops::RangeInclusive;

/// Characters of a person's or organization's name.
pub const NAME: usize = 120;
/// Characters of an e-mail address (RFC 5321 path limit).
pub const EMAIL: usize = 254;
/// Characters of a password, at least and at most.
pub const PASSWORD_MIN: usize = 8;
/// Passwords up to this many characters are taken untruncated.
pub const PASSWORD_MAX: usize = 128;
/// Characters of a course title.
pub const TITLE: usize = 200;
/// Characters of a course description.
pub const DESCRIPTION: usize = 4_000;
/// Characters of an invitation's own message.
pub const MESSAGE: usize = 2_000;
/// Characters of a reason or note in the ledger.
pub const NOTE: usize = 500;
/// Addresses one invitation form takes.
pub const INVITES_PER_FORM: usize = 1_000;
/// The highest price, in minor units.
pub const PRICE: i64 = 100_000_000_000;
/// Addresses one batch takes.
pub const BATCH_ROWS: u32 = 100_000;
/// Megabytes of a batch's list, pasted or as a file.
pub const BATCH_MEGABYTES: u64 = 16;
/// Characters kept of the name of an uploaded list.
pub const FILE_NAME: usize = 120;
/// Credits moved by one act.
pub const CREDITS_PER_ACT: i64 = 1_000_000;
/// Credits bought with one order.
pub const CREDITS_PER_ORDER: i64 = 100_000;
/// Minor units of one credit's price, at most.
pub const CREDIT_PRICE: i64 = 10_000_000;
/// Characters of an address on an invoice, and of the note how to pay it.
pub const INVOICE_ADDRESS: usize = 500;
/// Lines of the same: an invoice is one page.
pub const INVOICE_ADDRESS_LINES: usize = 8;
/// Characters of the tax's name.
pub const TAX_LABEL: usize = 30;
/// Characters of the terms of purchase.
pub const TERMS: usize = 50_000;
/// Characters of a webhook's address.
pub const URL: usize = 1_000;
/// Webhooks of one organization.
pub const WEBHOOKS: u64 = 10;
/// Characters of a search.
pub const SEARCH: usize = 200;
/// Rows on one page of a list.
pub const PAGE: u64 = 50;
/// Months a completion may be valid.
pub const VALIDITY_MONTHS: RangeInclusive<i32> = 1..=120;
/// Attempts a registration may have, where a course ends them.
pub const ATTEMPTS: RangeInclusive<i32> = 1..=100;
/// Days an invitation may be accepted (`spec/credits.md`, state machine).
pub const INVITATION_DAYS: RangeInclusive<i32> = 1..=180;
/// Percent of progress below which a withdrawal refunds, where the policy says so.
pub const REFUND_PERCENT: RangeInclusive<i32> = 1..=100;
/// Days after the enrollment within which a withdrawal refunds, where the policy says so.
pub const REFUND_DAYS: RangeInclusive<i32> = 1..=365;
/// Days a lapsed subscription's credits wait frozen before they expire.
pub const GRACE_DAYS: RangeInclusive<i32> = 0..=365;
/// Characters of an idempotency key that a program may send.
pub const IDEMPOTENCY_KEY: usize = 120;
/// Rows of one answer of the JSON API, unless asked for otherwise, and at most.
pub const SLICE: u64 = 50;
/// Rows of one answer of the JSON API at most.
pub const SLICE_MAX: u64 = 200;
/// How often one learner may be reminded of one course in all.
pub const REMINDERS: u64 = 10;
/// How often one invitation may be re-sent in all (`spec/credits.md`, state machine).
pub const RE_INVITES: i32 = 10;
/// How many may claim one invitation in all; each claim is a letter to its sender.
pub const CLAIMS: u64 = 5;
/// Characters kept of why a letter came back.
pub const BOUNCE_REASON: usize = 300;
