//! Server functions about users and their registrations.

use lectern_contract::{
    CourseId, Refusal, RegistrationId, Role, UserId, credits::CreditSource, notice::Notice, refusal::Field,
};
use lectern_domain::{
    accounts::{
        administer::{self, UserForm},
        password_link,
        second_factor::reset,
    },
    refused::{Attempt, watch},
    registrations::{enroll, withdraw},
};
use leptos::server;

use crate::{
    caller::{caller, caller_as, done},
    refusal::{Answer, Refused},
};

/// Creates a user.
#[server(prefix = "/do", endpoint = "create-user")]
pub async fn create_user(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] roles: Vec<Role>,
    key: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let user = administer::create(&tx, caller.actor(), &key, UserForm { name, email, roles }).await?;
    tx.commit().await?;
    done(&profile(user), Notice::UserCreated)
}

/// Makes a link to choose a first password, where no mail leaves.
#[server(prefix = "/do", endpoint = "make-password-link")]
pub async fn make_password_link(user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    password_link::make(&tx, caller.actor(), user).await?;
    tx.commit().await?;
    done(&format!("{}/link", profile(user)), Notice::PasswordLinkMade)
}

/// Changes a user's name, address and roles. `sure` says that who sends it has read what taking a role away will do.
#[server(prefix = "/do", endpoint = "edit-user")]
pub async fn edit_user(
    user: UserId,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] roles: Vec<Role>,
    #[server(default)] sure: Option<String>,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let form = UserForm { name, email, roles };
    administer::edit_if_sure(&tx, caller.actor(), user, form, sure.is_some()).await?;
    tx.commit().await?;
    done(&profile(user), Notice::Saved)
}

/// Keeps a user from signing in.
#[server(prefix = "/do", endpoint = "suspend-user")]
pub async fn suspend_user(user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    administer::suspend(&tx, caller.actor(), user).await?;
    tx.commit().await?;
    done(&profile(user), Notice::UserSuspended)
}

/// Lets a suspended user sign in again.
#[server(prefix = "/do", endpoint = "restore-user")]
pub async fn restore_user(user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    administer::restore(&tx, caller.actor(), user).await?;
    tx.commit().await?;
    done(&profile(user), Notice::UserRestored)
}

/// Deletes a user.
#[server(prefix = "/do", endpoint = "delete-user")]
pub async fn delete_user(user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    administer::delete(&tx, caller.actor(), user).await?;
    tx.commit().await?;
    done("/admin/users", Notice::UserDeleted)
}

/// Enrolls a user.
#[server(prefix = "/do", endpoint = "enroll-user")]
pub async fn enroll_user(user: UserId, #[server(default)] course: String, key: String) -> Result<(), Refused> {
    let (caller, course) = (caller_as(Role::Admin)?, chosen(&course)?);
    let attempt = Attempt::Enroll(caller.actor().clone(), user, course);
    let act = async {
        let tx = caller.portal.begin().await?;
        let source = enroll::enroll(&tx, caller.actor(), &key, user, course).await?;
        tx.commit().await.map(|()| source)
    };
    let source = watch(&caller.portal, attempt, act).await?;
    done(&profile(user), told(source))
}

/// Creates a learner and enrolls them, or does neither.
#[server(prefix = "/do", endpoint = "enroll-new-user")]
pub async fn enroll_new_user(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] course: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, course) = (caller_as(Role::Admin)?, chosen(&course)?);
    let attempt = Attempt::EnrollNew(caller.actor().clone(), email.clone(), course);
    let form = UserForm {
        name,
        email,
        roles: vec![Role::Learner],
    };
    let act = async {
        let tx = caller.portal.begin().await?;
        let enrolled = enroll::create_and_enroll(&tx, caller.actor(), &key, form, course).await?;
        tx.commit().await.map(|()| enrolled)
    };
    let (user, source) = watch(&caller.portal, attempt, act).await?;
    done(&profile(user), told(source))
}

/// Ends a registration. `user` says whose profile to go back to.
#[server(prefix = "/do", endpoint = "withdraw-registration")]
pub async fn withdraw_registration(registration: RegistrationId, user: UserId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let refunded = withdraw::withdraw(&tx, caller.actor(), &key, registration).await?;
    tx.commit().await?;
    done(
        &profile(user),
        if refunded {
            Notice::WithdrawnRefunded
        } else {
            Notice::Withdrawn
        },
    )
}

/// Takes a user's second factor away.
#[server(prefix = "/do", endpoint = "reset-second-factor")]
pub async fn reset_second_factor(user: UserId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    reset::reset(&tx, caller.actor(), user).await?;
    tx.commit().await?;
    done(&profile(user), Notice::SecondFactorReset)
}

fn profile(user: UserId) -> String {
    format!("/admin/users/{user}")
}

/// The course chosen from the list; its first line is none.
fn chosen(course: &str) -> Answer<CourseId> {
    course.parse().map_err(|_| Refused(Refusal::Missing(Field::Course)))
}

const fn told(source: CreditSource) -> Notice {
    match source {
        CreditSource::Course => Notice::EnrolledFromCourse,
        CreditSource::Pool => Notice::EnrolledFromPool,
        CreditSource::Earlier => Notice::EnrolledAgain,
    }
}
