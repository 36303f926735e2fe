//! Start-up: two at once, an older binary, wrong settings, the secret key.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Barrier,
};

use lectern_domain::{accounts::setup, clock::SystemChance};
use lectern_migrations::{Migrator, MigratorTrait};
use lectern_server::{
    config::{Config, ConfigProblem},
    migrate::{self, MigrateProblem},
    secret,
    start::{self, StartProblem},
};
use sea_orm::ConnectionTrait;

use crate::support::{
    dump,
    house::{config_of, disconnect},
    place::Place,
};

/// A place for a portal that makes its own secret key.
async fn blank() -> (Place, Config) {
    let place = Place::blank().await;
    let mut config = config_of(&place);
    config.secret = String::new();
    (place, config)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_start_at_once_migrate_once() {
    let (place, config) = blank().await;
    let (first, second) = tokio::join!(start::portal(&config), start::portal(&config));
    let (first, second) = (first.expect("the first starts").0, second.expect("the second starts").0);
    let applied = dump::texts(first.reader(), "select version from seaql_migrations order by version").await;
    let steps: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    assert_eq!(applied, steps);
    assert!(migrate::is_current(second.databases()).await);
    assert_eq!(first.secret().setup(), second.secret().setup(), "they share one key");
    assert!(setup::is_due(&first).await.expect("the database answers"));
    for portal in [&first, &second] {
        disconnect(portal).await;
    }
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_binary_refuses_a_newer_database() {
    let (place, config) = blank().await;
    let (portal, _) = start::portal(&config).await.expect("it starts");
    let newer = "insert into seaql_migrations (version, applied_at) values ('m29990101_000001_later', 1)";
    portal
        .databases()
        .writer
        .execute_unprepared(newer)
        .await
        .expect("a row");
    assert!(!migrate::is_current(portal.databases()).await, "not ready either");
    disconnect(&portal).await;
    let problem = start::portal(&config).await.expect_err("refused");
    assert!(
        matches!(problem, StartProblem::Migrate(MigrateProblem::Newer)),
        "{problem:?}"
    );
    assert_eq!(
        problem.to_string(),
        "the database was made by a newer Lectern; start that version, or restore a backup from before it"
    );
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_changes_nothing() {
    let (place, config) = blank().await;
    let (portal, _) = start::portal(&config).await.expect("it starts");
    let (before, key) = (dump::dump(portal.reader()).await, portal.secret().setup());
    disconnect(&portal).await;
    let (portal, _) = start::portal(&config).await.expect("it starts again");
    assert_eq!(
        dump::changed(&before, &dump::dump(portal.reader()).await),
        Vec::<String>::new()
    );
    assert_eq!(portal.secret().setup(), key);
    disconnect(&portal).await;
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_start_says_why() {
    let (place, config) = blank().await;
    let broken = |set: fn(&mut Config)| {
        let mut config = config.clone();
        set(&mut config);
        config
    };
    for (config, words) in [
        (
            broken(|config| config.secret = "short".into()),
            "the secret key must be 64 hexadecimal digits",
        ),
        (broken(|config| config.storage_url = "nowhere".into()), "the file store"),
        (
            broken(|config| config.database_url = "sqlite:///no/such/folder/x.db".into()),
            "the database cannot be reached",
        ),
        (
            broken(|config| config.database_url = "mysql://localhost/x".into()),
            "the database cannot be reached",
        ),
    ] {
        let problem = start::portal(&config).await.expect_err(words).to_string();
        assert!(problem.contains(words), "{problem}");
    }
    place.remove().await;
}

fn read(file: Option<&Path>, variables: &[(&str, &str)]) -> Result<Config, ConfigProblem> {
    let pairs = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::read(file, pairs)
}

#[test]
fn the_file_is_read_and_variables_win() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, password) = (folder.path().join("lectern.toml"), folder.path().join("password"));
    std::fs::write(&password, "hush\n").expect("a file");
    let text = format!(
        "base_url = \"https://a.example\"\ncontent_url = \"https://b.example\"\n[smtp]\nhost = \"mail.example\"\nfrom = \"l@a.example\"\npassword_file = \"{}\"\n",
        password.display()
    );
    std::fs::write(&file, text).expect("a file");
    let config = read(Some(&file), &[("LECTERN_BASE_URL", "https://c.example")]).expect("good settings");
    assert_eq!(
        (config.base_url.as_str(), config.content_url.as_str()),
        ("https://c.example", "https://b.example")
    );
    assert_eq!(config.smtp.password, "hush");
    for (text, word) in [
        ("base_ulr = \"https://a.example\"", "base_ulr"),
        ("listen = 3000", "listen"),
        ("base_url = ", "lectern.toml"),
        ("smtp = 1", "smtp"),
        ("[smtp]\nhots = \"x\"", "hots"),
        ("content_url = \"http://localhost:3000/x\"", "content_url"),
    ] {
        std::fs::write(&file, text).expect("a file");
        let problem = read(Some(&file), &[]).expect_err(text).to_string();
        assert!(problem.contains(word), "{problem} names {word}");
    }
    let missing = folder.path().join("another.toml");
    let problem = read(Some(&missing), &[]).expect_err("named, and not there").to_string();
    assert!(problem.contains("another.toml cannot be read"), "{problem}");
}

/// Files below a folder, or the file itself, without what npm brings.
fn sources(path: PathBuf) -> Vec<PathBuf> {
    let Ok(inside) = std::fs::read_dir(&path) else {
        return vec![path];
    };
    let inside = inside.map(|entry| entry.expect("an entry").path());
    let ours = inside.filter(|path| !path.ends_with("node_modules"));
    ours.flat_map(sources).collect()
}

/// What the repository's tools call `LECTERN_…`.
fn names_of_tools() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rooms = [
        ".ci",
        "Makefile",
        "end2end",
        "frontend/build.mjs",
        "app/domain/tests",
        "server/benches",
        "server/build.rs",
    ];
    let files = rooms.into_iter().flat_map(|room| sources(root.join(room)));
    let texts = files.map(|file| String::from_utf8_lossy(&std::fs::read(file).expect("a file")).into_owned());
    let names = texts.flat_map(|text| {
        let after = text.split("LECTERN_").skip(1);
        let name = |rest: &str| {
            rest.split(|c: char| !c.is_ascii_uppercase() && c != '_')
                .next()
                .map(str::to_owned)
        };
        after.filter_map(name).collect::<Vec<_>>()
    });
    names
        .filter(|name| !name.is_empty())
        .map(|name| format!("LECTERN_{name}"))
        .collect()
}

#[test]
fn what_the_tools_export_does_not_keep_a_portal_from_its_start() {
    let names = names_of_tools();
    for known in [
        "LECTERN_WASM_PROFILE",
        "LECTERN_SHOTS",
        "LECTERN_TEST_SEEDS",
        "LECTERN_LISTEN",
    ] {
        assert!(names.contains(known), "{known} is not among {names:?}");
    }
    let unknown = |name: &str| {
        let read = read(None, &[(name, "1")]);
        read.is_err_and(|problem| problem.to_string().contains("unknown field"))
    };
    assert!(unknown("LECTERN_NO_SUCH"));
    for name in names {
        assert!(!unknown(&name), "{name} stops a portal that is started with it");
    }
}

#[test]
fn the_secret_key_is_made_once_and_for_its_owner_alone() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let gate = Barrier::new(8);
        let keys: Vec<String> = std::thread::scope(|scope| {
            let load = || {
                gate.wait();
                let key = secret::load("", folder.path(), &SystemChance);
                key.expect("a key").setup()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("no panic"))
                .collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]), "all processes share one key");
        let path = folder.path().join("secret.key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).expect("the key").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let left = std::fs::read_dir(folder.path()).expect("the folder").count();
        assert_eq!(left, 1, "nothing beside the key");
        std::fs::write(&path, "").expect("a damaged key");
        secret::load("", folder.path(), &SystemChance).expect_err("it is not replaced");
    }
}
