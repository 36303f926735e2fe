//! Letters that came back.

use crate::text_enum;

text_enum! {
    /// How a letter came back.
    BounceKind {
        /// For good: there is no such mailbox.
        Hard = "hard",
        /// For now: the mailbox is full, the server is away. It changes nothing.
        Soft = "soft",
    }
}

text_enum! {
    /// Who says that a letter came back.
    BounceSource {
        /// The mail service, by the webhook or by refusing the letter.
        Hook = "hook",
        /// A manager or an admin.
        Hand = "hand",
    }
}
