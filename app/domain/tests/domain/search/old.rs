//! Rows from before the keys get theirs when the portal is brought up to date.

use lectern_domain::invitations::send::{self, SendForm};
use lectern_entities::{course, letter, refused, user};
use lectern_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QuerySelect};

use crate::support::{House, fresh_key};

/// What can be searched, each with its key.
async fn keys(house: &House) -> Vec<(String, String)> {
    let db = house.portal.reader();
    macro_rules! of {
        ($entity:ident, $text:ident, $key:ident) => {
            $entity::Entity::find()
                .select_only()
                .columns([$entity::Column::$text, $entity::Column::$key])
                .into_tuple::<(String, String)>()
                .all(db)
                .await
                .expect(stringify!($entity))
        };
    }
    let mut all = [
        of!(user, Name, NameKey),
        of!(course, Title, TitleKey),
        of!(letter, Subject, SearchKey),
        of!(refused, Address, AddressKey),
    ]
    .concat();
    all.sort();
    all
}

/// Makes the database as it was before the step, and before the next, which rewrote its trigger.
async fn forget(db: &impl ConnectionTrait) {
    let (on, never) = match db.get_database_backend() {
        DbBackend::Postgres => (" on refused", "execute function refuse_change()"),
        _ => ("", "begin select raise(abort, 'never'); end"),
    };
    for name in ["update", "rewrite", "count"] {
        let sql = format!("drop trigger refused_no_{name}{on}");
        db.execute_unprepared(&sql).await.expect(&sql);
    }
    // In the places of those that both steps take down.
    for name in ["update", "count"] {
        let sql =
            format!("create trigger refused_no_{name} before update on refused for each row when (false) {never}");
        db.execute_unprepared(&sql).await.expect(&sql);
    }
    for sql in [
        "alter table refused drop column address_key",
        "alter table letter drop column search_key",
        "drop index course_title",
        "alter table course drop column title_key",
        "create index course_title on course (organization_id, state, title, id)",
        "alter table users drop column name_key",
        "delete from seaql_migrations where version like '%_000028_search_keys' or version like '%_000029_erased'",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_old_are_found_like_those_of_today() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.named("Mesut Özil", "mesut@northwind.example").await;
    house.titled("Ölwechsel in Straße 5").await;
    house.no_address("Jürgen(at)Köln").await;
    house.endow(course, mara.user, 520).await;
    // More than the step reads at once.
    let guests: Vec<String> = (0..520)
        .map(|number| format!("Gäste-{number}@contoso.example"))
        .collect();
    let form = SendForm {
        addresses: guests.join(","),
        message: String::new(),
    };
    let sent = house.act(async |tx| send::send(tx, mara, &fresh_key(), course, form).await);
    sent.await.expect("sent");
    let today = keys(&house).await;
    for (text, key) in [
        ("Mesut Özil", "mesut özil"),
        ("Ölwechsel in Straße 5", "ölwechsel in strasse 5"),
        ("Jürgen(at)Köln", "jürgen(at)köln"),
        (
            "Mara Lind invites you to “Ölwechsel in Straße 5”",
            "gäste-7@contoso.example\nmara lind invites you to “ölwechsel in strasse 5”",
        ),
    ] {
        let pair = (text.to_owned(), key.to_owned());
        assert!(today.contains(&pair), "{pair:?}");
    }
    let db = &house.portal.databases().writer;
    forget(db).await;
    Migrator::up(db, None).await.expect("the step is applied");
    assert_eq!(keys(&house).await, today);
    assert_eq!(house.people("ÖZIL", None).await, ["Mesut Özil"]);
    for statement in [
        "update refused set times = times",
        "update refused set address_key = '', times = times + 1",
    ] {
        let error = db.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    house.close().await;
}
