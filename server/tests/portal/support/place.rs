//! Where a test's portal lives: a data folder, and a database in it or in the cluster. One is peopled once per
//! process and copied per test.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::sync::Mutex;

/// A data folder, and the name of a database of its own in the cluster where there is one.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    cluster: Option<(String, String)>,
}

impl Place {
    /// An empty folder, and an empty database.
    pub async fn blank() -> Self {
        Self::made(|name| format!("create database {name}")).await
    }

    async fn made(sql: impl Fn(&str) -> String) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mut cluster = None;
        if let Some(server) = server() {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("lectern_portal_{}_{number}", std::process::id());
            run(&server, &sql(&name)).await;
            cluster = Some((server, name));
        }
        Self {
            folder: folder(),
            cluster,
        }
    }

    /// The same again; nobody may be connected to the original.
    pub async fn copy(&self) -> Self {
        /// PostgreSQL copies a template for one at a time.
        static ONE: Mutex<()> = Mutex::const_new(());
        let one = ONE.lock().await;
        let template = self.cluster.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
        let copy = Self::made(|name| format!("create database {name} template {template}")).await;
        drop(one);
        copy_folder(self.folder(), copy.folder());
        copy
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The setting of the database; empty for the one in the folder.
    pub fn database_url(&self) -> String {
        let Some((server, name)) = &self.cluster else {
            return String::new();
        };
        let (server, _) = server.rsplit_once('/').expect("a database's address has a path");
        format!("{server}/{name}")
    }

    /// Removes it all.
    pub async fn remove(self) {
        if let Some((server, name)) = &self.cluster {
            run(server, &format!("drop database {name} with (force)")).await;
        }
        self.folder.close().expect("the folder goes");
    }
}

/// The cluster to test on; none means SQLite.
fn server() -> Option<String> {
    std::env::var("LECTERN_TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

/// Memory where the machine lends it as files, so that tests do not wait for a disk.
fn folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a temporary folder")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("its type").is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// Every file below a folder, relative to it, in order.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("it is below").to_owned();
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

async fn run(url: &str, sql: &str) {
    let connection = Database::connect(url).await.expect("the cluster can be reached");
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("it closes");
}
