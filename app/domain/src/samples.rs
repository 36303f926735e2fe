//! A named cast: one company with an admin, two managers, learners and two courses. Tests and the demo share it,
//! so it is made by the acts people use, never by rows; passwords come from the caller.

use std::io;

use lectern_contract::{CourseId, OrganizationId, Role, UserId, letters::LinkPurpose};
use lectern_entities::ticket;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Actor, Portal, Result,
    accounts::{
        administer::{self, UserForm},
        organizations::{self, OrganizationForm},
        reset,
        setup::{self, AdminForm},
        users::{self, NewUser},
    },
    courses::{edit, managers, receive},
    credits,
    fault::Error,
    invitations::send::{self, SendForm},
};

pub mod packages;

/// Where the acts of the cast come from, in the audit log.
const SOURCE: &str = "samples";
/// The company.
pub const ORGANIZATION: &str = "Northwind Training";
/// Its admin.
pub const ADA: (&str, &str) = ("Ada Brandt", "ada@northwind.example");
/// A manager of both courses.
pub const MARA: (&str, &str) = ("Mara Lind", "mara@northwind.example");
/// A manager of the first course.
pub const NOOR: (&str, &str) = ("Noor Haddad", "noor@northwind.example");
/// Those who learn.
pub const LEARNERS: [(&str, &str); 4] = [
    ("Lena Holt", "lena@northwind.example"),
    ("Omar Sato", "omar@northwind.example"),
    ("Ines Duarte", "ines@northwind.example"),
    ("Tom Berg", "tom@northwind.example"),
];

/// Who and what there is.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Acts as admin.
    pub ada: Actor,
    /// Acts as manager of both courses.
    pub mara: Actor,
    /// Acts as manager of the first course.
    pub noor: Actor,
    /// Act as learners.
    pub learners: Vec<Actor>,
    /// Published, in the order of the packages.
    pub courses: [CourseId; 2],
}

/// Sets the portal up: the company and Ada, who acts as its admin.
///
/// # Errors
/// `AlreadySetUp`; problems of the password.
pub async fn found(portal: &Portal, password: &str) -> Result<Actor> {
    let form = OrganizationForm {
        name: ORGANIZATION.into(),
        time_zone: "Europe/Berlin".into(),
    };
    let admin = AdminForm {
        name: ADA.0.into(),
        email: ADA.1.into(),
        password: password.into(),
        repeat: password.into(),
    };
    let token = portal.secret().setup();
    let signed_in = setup::set_up(portal, &token, &form, &admin, SOURCE).await?;
    Ok(actor(signed_in.organization, signed_in.user, Role::Admin))
}

/// Loads the demo: the cast with both demo courses and something to do. `ada` is any admin; everybody of the
/// cast signs in with `password`.
///
/// # Errors
/// `EmailTaken` where the cast is there already; problems of the password; the file store's own.
pub async fn demo(portal: &Portal, ada: &Actor, password: &str) -> Result<()> {
    let packages = [
        packages::zipped("forklift-basics")?,
        packages::zipped("kitchen-hygiene")?,
    ];
    let cast = hire(portal, ada, password, packages).await?;
    begin(portal, &cast).await
}

/// Hires the managers and learners and publishes the two packages as courses. `ada` is any admin.
///
/// # Errors
/// `EmailTaken` where the cast is there already; `Package`; problems of the password.
pub async fn hire(
    portal: &Portal,
    ada: &Actor,
    password: &str,
    packages: [impl io::Read + io::Seek + Send + 'static; 2],
) -> Result<Cast> {
    let mara = person(portal, ada, MARA, &[Role::Manager, Role::Learner], password).await?;
    let noor = person(portal, ada, NOOR, &[Role::Manager], password).await?;
    let mut learners = Vec::with_capacity(LEARNERS.len());
    for learner in LEARNERS {
        let id = person(portal, ada, learner, &[Role::Learner], password).await?;
        learners.push(actor(ada.organization, id, Role::Learner));
    }
    let [first, second] = packages;
    let courses = [publish(portal, ada, first).await?, publish(portal, ada, second).await?];
    let tx = portal.begin().await?;
    for (course, manager) in [(courses[0], mara), (courses[1], mara), (courses[0], noor)] {
        managers::add(&tx, ada, course, manager).await?;
    }
    tx.commit().await?;
    Ok(Cast {
        mara: actor(ada.organization, mara, Role::Manager),
        noor: actor(ada.organization, noor, Role::Manager),
        ada: ada.clone(),
        learners,
        courses,
    })
}

/// Gives the cast something to do: credits in the pool, on the courses and with the managers, and two
/// invitations on their way.
///
/// # Errors
/// As the acts themselves.
pub async fn begin(portal: &Portal, cast: &Cast) -> Result<()> {
    let tx = portal.begin().await?;
    credits::grant(&tx, &cast.ada, "samples/grant", 100, "Starter package").await?;
    for (place, course) in cast.courses.iter().enumerate() {
        credits::allocate(&tx, &cast.ada, &format!("samples/allocate/{place}"), *course, 20).await?;
        let key = format!("samples/assign/mara/{place}");
        credits::assign(&tx, &cast.ada, &key, *course, cast.mara.user, 10).await?;
    }
    credits::assign(
        &tx,
        &cast.ada,
        "samples/assign/noor",
        cast.courses[0],
        cast.noor.user,
        5,
    )
    .await?;
    let form = SendForm {
        addresses: "kai@contoso.example, Ruth Adeyemi <ruth@contoso.example>".into(),
        message: "Please finish this before your first shift.".into(),
    };
    send::send(&tx, &cast.mara, "samples/send", cast.courses[0], form).await?;
    tx.commit().await
}

/// A second company in the same database, and its admin: proves that nothing crosses.
///
/// # Errors
/// The database's own.
pub async fn neighbor(portal: &Portal) -> Result<Actor> {
    let form = OrganizationForm {
        name: "Southwind Academy".into(),
        time_zone: "Pacific/Kiritimati".into(),
    };
    let tx = portal.begin().await?;
    let organization = organizations::create(&tx, &form).await?;
    let new = NewUser {
        organization,
        name: "Sol Abara",
        email: "sol@southwind.example",
        password_hash: None,
        roles: &[Role::Admin],
    };
    let id = users::insert(&tx, new).await?;
    tx.commit().await?;
    Ok(actor(organization, id, Role::Admin))
}

/// A user of the company, made by an admin, who then chose a password through the letter's link.
///
/// # Errors
/// `EmailTaken`; problems of the password.
pub async fn person(
    portal: &Portal,
    ada: &Actor,
    (name, email): (&str, &str),
    roles: &[Role],
    password: &str,
) -> Result<UserId> {
    let form = UserForm {
        name: name.into(),
        email: email.into(),
        roles: roles.to_vec(),
    };
    let tx = portal.begin().await?;
    let id = administer::create(&tx, ada, &format!("samples/{email}"), form).await?;
    tx.commit().await?;
    let newest = ticket::Entity::find()
        .filter(ticket::Column::UserId.eq(id))
        .order_by_desc(ticket::Column::Id)
        .one(portal.reader())
        .await?
        .ok_or_else(|| Error::fault("a new user without a link"))?;
    let token = portal.secret().link(LinkPurpose::PasswordReset, newest.id.0, 1);
    reset::choose_password(portal, &token, password, password, SOURCE).await?;
    Ok(id)
}

async fn publish(portal: &Portal, ada: &Actor, package: impl io::Read + io::Seek + Send + 'static) -> Result<CourseId> {
    let course = receive::receive(portal, ada, package).await?;
    let tx = portal.begin().await?;
    edit::publish(&tx, ada, course).await?;
    tx.commit().await?;
    Ok(course)
}

fn actor(organization: OrganizationId, user: UserId, role: Role) -> Actor {
    Actor {
        organization,
        user,
        role,
        source: SOURCE.into(),
    }
}
