//! Roles: a user may hold several and acts in one.

use crate::text_enum;

text_enum! {
    /// What a person may act as (`spec/README.md`, vocabulary).
    Role { Admin = "admin", Manager = "manager", Learner = "learner" }
}

impl Role {
    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Manager => "Manager",
            Self::Learner => "Learner",
        }
    }

    /// Where a person lands who starts to act in this role.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Admin => "/admin",
            Self::Manager => "/manager/courses",
            Self::Learner => "/learner/courses",
        }
    }
}
