//! The audit log as an admin reads it: the newest first, quick also where it has a million rows. Every way to ask has
//! an index that gives its rows in the order they are shown.

use lectern_contract::{
    Role, UserId,
    audit::{AuditAct, AuditRow, AuditSubject},
    limits,
    paging::{LogQuery, Slice},
};
use lectern_entities::{audit, course, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{changes::changes, managers, programs, subjects::Subjects};
use crate::{
    accounts::{organizations, users},
    actor::Actor,
    fault::Result,
    invitations::log::names,
    keyset, search,
};

/// People and things that a search finds at most: each is asked for by itself, through its index.
pub(super) const FOUND: u64 = 20;

/// What an admin asks to see.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// One person's acts.
    pub actor: Option<UserId>,
    /// Acts in one role.
    pub role: Option<Role>,
    /// One kind of act.
    pub act: Option<AuditAct>,
    /// Acts on one kind of thing.
    pub kind: Option<AuditSubject>,
    /// Acts on one thing.
    pub subject: Option<Uuid>,
}

/// A window of the log, the newest first. A search finds people by name and address and courses by title, and shows
/// what they did and what was done to them, also as managers of a course; it also finds a network address and the id of
/// a thing, given whole, and an API key by its first characters. What programs did is found by their key and by where
/// they called from.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &LogQuery,
    filter: &AuditFilter,
) -> Result<Slice<AuditRow>> {
    window(db, actor, query, filter, limits::PAGE).await
}

/// The same with `size` rows at most.
pub(super) async fn window(
    db: &impl ConnectionTrait,
    actor: &Actor,
    query: &LogQuery,
    filter: &AuditFilter,
    size: u64,
) -> Result<Slice<AuditRow>> {
    actor.require(Role::Admin)?;
    let zone = organizations::find(db, actor.organization).await?.time_zone;
    let select = audit::Entity::find()
        .filter(audit::Column::OrganizationId.eq(actor.organization))
        .filter(keyset::period(audit::Column::Id, query, &zone))
        .filter(asked(filter, !query.search.trim().is_empty()));
    let slice = match query.search.trim() {
        "" => keyset::slice(db, select, audit::Column::Id, |row| row.id.0, query, size).await?,
        words => {
            let ids = found(db, actor, words, &select, query, size).await?;
            let these = audit::Entity::find().filter(audit::Column::Id.is_in(ids));
            keyset::slice(db, these, audit::Column::Id, |row| row.id.0, query, size).await?
        }
    };
    let rows = describe(db, actor, &slice.rows).await?;
    Ok(slice.with(rows))
}

/// The filter as a condition. Of its parts the one that leaves the fewest rows is asked through its index; the others
/// are written so that no index answers them, else the database might begin with the role that has most rows.
fn asked(filter: &AuditFilter, searched: bool) -> Condition {
    let words = [
        (audit::Column::Act, filter.act.map(AuditAct::as_str)),
        (audit::Column::SubjectKind, filter.kind.map(AuditSubject::as_str)),
        (audit::Column::Role, filter.role.map(Role::as_str)),
    ];
    let mut led = searched || filter.actor.is_some() || filter.subject.is_some();
    let mut all = Condition::all()
        .add_option(filter.actor.map(|actor| audit::Column::ActorId.eq(actor)))
        .add_option(filter.subject.map(|subject| audit::Column::SubjectId.eq(subject)));
    for (column, word) in words {
        let Some(word) = word else { continue };
        let plain = Expr::col((audit::Entity, column));
        all = all.add(if led {
            plain.if_null("").eq(word)
        } else {
            plain.eq(word)
        });
        led = true;
    }
    all
}

/// The ids of one window's rows that a search finds: each found person and thing gives a window of its own, in order,
/// and the window of all is the next of theirs.
async fn found(
    db: &impl ConnectionTrait,
    actor: &Actor,
    words: &str,
    select: &Select<audit::Entity>,
    query: &LogQuery,
    size: u64,
) -> Result<Vec<Uuid>> {
    let (people, things) = matches(db, actor, words).await?;
    let of_people = people.iter().map(|id| audit::Column::ActorId.eq(*id));
    let of_things = things.iter().chain(&people).map(|id| audit::Column::SubjectId.eq(*id));
    let mut ways: Vec<Condition> = of_people
        .chain(of_things)
        .map(|way| Condition::all().add(way))
        .collect();
    if words.parse::<std::net::IpAddr>().is_ok() {
        ways.push(Condition::all().add(audit::Column::Source.eq(words)));
    }
    ways.extend(managers::ways(&people));
    ways.extend(programs::ways(db, actor.organization, words).await?);
    let mut ids = Vec::new();
    for way in ways {
        let one = select.clone().filter(way).select_only().column(audit::Column::Id);
        let one = keyset::ordered(one, audit::Column::Id, query);
        let some: Vec<Uuid> = one.limit(size + 1).into_tuple().all(db).await?;
        ids.extend(some);
    }
    ids.sort_unstable();
    ids.dedup();
    let surplus = ids
        .len()
        .saturating_sub(usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1));
    match query.after {
        Some(_) => ids.truncate(ids.len() - surplus),
        None => drop(ids.drain(..surplus)),
    }
    Ok(ids)
}

/// People, and other things, that have these words.
async fn matches(db: &impl ConnectionTrait, actor: &Actor, words: &str) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    if let Ok(id) = words.parse::<Uuid>() {
        return Ok((vec![id], vec![]));
    }
    let (Some(named), Some(title)) = (users::matching(words), search::pattern(words)) else {
        return Ok((vec![], vec![]));
    };
    let people = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::OrganizationId.eq(actor.organization))
        .filter(named)
        .order_by_asc(user::Column::Name)
        .limit(FOUND);
    let titled = course::Entity::find()
        .select_only()
        .column(course::Column::Id)
        .filter(course::Column::OrganizationId.eq(actor.organization))
        .filter(course::Column::TitleKey.like(title))
        .order_by_asc(course::Column::Title)
        .limit(FOUND);
    Ok((people.into_tuple().all(db).await?, titled.into_tuple().all(db).await?))
}

async fn describe(db: &impl ConnectionTrait, actor: &Actor, rows: &[audit::Model]) -> Result<Vec<AuditRow>> {
    let people = names(db, rows.iter().filter_map(|row| row.actor_id)).await?;
    let subjects = Subjects::of(db, actor.organization, rows).await?;
    let mentioned = |id: Uuid| subjects.name(id);
    let line = |row: &audit::Model| {
        let kind = row.subject_kind.parse::<AuditSubject>();
        let (name, link) = subjects.describe(kind.as_ref().ok().copied(), row.subject_id);
        AuditRow {
            id: row.id,
            at: row.created_at,
            actor: row.actor_id.and_then(|id| Some((id, people.get(&id)?.clone()))),
            role: row.role,
            act: row
                .act
                .parse::<AuditAct>()
                .map_or_else(|_| row.act.clone(), |act| act.label().to_owned()),
            act_word: row.act.clone(),
            kind: kind.map_or_else(|_| row.subject_kind.clone(), |kind| kind.label().to_owned()),
            name,
            subject: row.subject_id,
            link,
            changes: changes(&row.act, row.before.as_ref(), row.after.as_ref(), &mentioned),
            source: row.source.clone(),
        }
    };
    Ok(rows.iter().map(line).collect())
}
