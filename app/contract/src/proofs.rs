//! The nightly proof of the ledger: what it looked at, and what it found (`spec/credits.md`, Invariants).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{TransactionId, text_enum};

text_enum! {
    /// Where a proof stands.
    ProofState { Running = "running", Held = "held", Broken = "broken" }
}

impl ProofState {
    /// The words people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Held => "All hold",
            Self::Broken => "Broken",
        }
    }
}

text_enum! {
    /// An invariant of the ledger (`spec/credits.md`, Invariants).
    Rule {
        L1 = "L1", L2 = "L2", L3 = "L3", L4 = "L4", L5 = "L5", L6 = "L6",
        L7 = "L7", L8 = "L8", L9 = "L9", L10 = "L10", L11 = "L11", L12 = "L12",
    }
}

impl Rule {
    /// What it says, in plain words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::L1 => "Every movement takes as many credits from one account as it puts into another.",
            Self::L2 => "All balances together make zero: no credit comes from nowhere or goes there.",
            Self::L3 => "Every balance is the sum of its statement’s lines, and every line’s balance the sum so far.",
            Self::L4 => "No account is below zero, but for a pool that a chargeback overdrew.",
            Self::L5 => "All credits there are came in by a grant, a purchase or an adjustment.",
            Self::L6 => "Every pending invitation holds one credit, and nothing else does.",
            Self::L7 => "Every consumed credit belongs to one registration that was not refunded.",
            Self::L8 => "A refund gives back what was consumed, once, to where it came from.",
            Self::L9 => {
                "Nothing was changed, removed, slipped in or reordered: every movement is linked to the one before it."
            }
            Self::L10 => "A repeated request did nothing a second time: no key was used by two movements.",
            Self::L11 => "Taking back left the credits that invitations hold alone.",
            Self::L12 => "Every movement stands in the audit log, written at the same instant.",
        }
    }

    /// What its figure counts.
    pub const fn counts(self) -> &'static str {
        match self {
            Self::L1 | Self::L12 => "movements",
            Self::L2 | Self::L4 => "accounts",
            Self::L3 => "lines",
            Self::L5 => "credits from outside",
            Self::L6 => "credits held",
            Self::L7 => "credits consumed",
            Self::L8 => "refunds",
            Self::L9 => "links",
            Self::L10 => "keys",
            Self::L11 => "take-backs",
        }
    }
}

/// What a proof found about one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFigure {
    /// The rule.
    pub rule: Rule,
    /// How many of what it [`Rule::counts`] were looked at.
    pub checked: i64,
    /// Rows that break it.
    pub broken: i64,
}

/// Where a chain of ledger transactions breaks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainBreak {
    /// The number of the link, from 1; none where a transaction has no link.
    pub number: Option<i64>,
    /// The transaction, if one is named.
    pub transaction: Option<TransactionId>,
    /// What differs.
    pub what: ChainFault,
}

text_enum! {
    /// What is wrong with a link.
    ChainFault {
        LinkMissing = "link_missing", Order = "order", TransactionMissing = "transaction_missing",
        Hash = "hash", Unlinked = "unlinked", Head = "head", Anchor = "anchor", Version = "version",
    }
}

impl ChainFault {
    /// What it means, in plain words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::LinkMissing => "the link is missing",
            Self::Order => "the link does not follow on the one before it",
            Self::TransactionMissing => "its transaction is missing",
            Self::Hash => "its transaction is not the one that was linked: the hash differs",
            Self::Unlinked => "the transaction is in no link",
            Self::Head => "the end of the chain is not where it was noted",
            Self::Anchor => "the link is not the one that an earlier proof saw",
            Self::Version => "the link was made in a form that this version does not know",
        }
    }
}

impl std::fmt::Display for ChainBreak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.number, self.transaction) {
            (Some(number), Some(transaction)) => write!(f, "Link {number}, transaction {transaction}: ")?,
            (Some(number), None) => write!(f, "Link {number}: ")?,
            (None, Some(transaction)) => write!(f, "Transaction {transaction}: ")?,
            (None, None) => {}
        }
        f.write_str(self.what.says())
    }
}

/// One nightly proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProofRun {
    /// When it began.
    pub began: DateTime<Utc>,
    /// When it ended; none while it runs.
    pub ended: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: ProofState,
    /// Links walked.
    pub links: i64,
    /// The hash of the last link walked.
    pub hash: String,
    /// Each rule with its figure, as far as it was looked at.
    pub figures: Vec<RuleFigure>,
    /// Where the chain breaks first.
    pub first_break: Option<ChainBreak>,
}
