//! The real binary as a child process on a port and a data folder of its own.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use super::{Try, http::Client, pause};

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where a portal lives.
#[derive(Clone, Debug)]
pub struct Home {
    pub folder: PathBuf,
    /// What `LECTERN_DATABASE_URL` says.
    pub database: String,
    pub port: u16,
}

impl Home {
    /// A home in `folder` on a free port.
    pub fn new(folder: &Path, database: String) -> Try<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        Ok(Self {
            folder: folder.to_owned(),
            database,
            port,
        })
    }

    /// Host and port of the portal's pages.
    pub fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Host and port of course content.
    pub fn content_host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A connection to the portal's pages.
    pub async fn visit(&self) -> Try<Client> {
        Client::open(self.port, self.host()).await
    }

    /// A connection to course content.
    pub async fn visit_content(&self) -> Try<Client> {
        Client::open(self.port, self.content_host()).await
    }

    fn command(&self, act: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LECTERN_")) {
            command.env_remove(name); // A developer's own settings are none of ours.
        }
        command
            .args(act)
            .current_dir(&self.folder)
            .env("LECTERN_LISTEN", self.content_host())
            .env("LECTERN_BASE_URL", format!("http://{}", self.host()))
            .env("LECTERN_CONTENT_URL", format!("http://{}", self.content_host()))
            .env("LECTERN_DATA_DIR", &self.folder)
            .env("LECTERN_DATABASE_URL", &self.database)
            .env("LECTERN_FLOOD_PER_SECOND", "0") // Everybody here comes from one address.
            .env("LECTERN_API_PER_MINUTE", "0") // And with one key.
            .stdin(Stdio::null());
        command
    }

    /// Runs another act of the binary to its end.
    pub fn run(&self, act: &[&str]) -> Try<Output> {
        Ok(self.command(act).output()?)
    }

    /// Starts the portal and waits for its first answer. Its log is `serve.log` in the folder, as an operator's
    /// would be kept.
    pub async fn serve(&self) -> Try<Served> {
        let began = Instant::now();
        let mut served = self.start()?;
        served.first_answer(self, "/sign-in", began).await?;
        Ok(served)
    }

    /// Starts the portal and does not wait.
    pub fn start(&self) -> Try<Served> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("serve.log"))?;
        let mut command = self.command(&["serve"]);
        command.stdout(Stdio::null()).stderr(log);
        Ok(Served::new(command.spawn()?))
    }
}

/// A running child; killed when it is dropped.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// From its start to its first answer.
    pub took: Duration,
}

impl Served {
    pub const fn new(child: Child) -> Self {
        Self {
            child,
            took: Duration::ZERO,
        }
    }

    /// Asks until it answers.
    pub async fn first_answer(&mut self, home: &Home, path: &str, began: Instant) -> Try<()> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the portal ended at its start: {status}").into());
            }
            if let Ok(mut client) = home.visit().await
                && client.get(path).await.is_ok_and(|answer| answer.status.is_success())
            {
                self.took = began.elapsed();
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                return Err("the portal did not answer within a minute".into());
            }
            pause(Duration::from_millis(1)).await;
        }
    }

    /// SIGKILL, as a power cut would; the data folder stays.
    pub fn kill(&mut self) -> Try<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Resident memory in bytes: now, and at its highest. None where the system does not tell (not Linux).
    pub fn memory(&self) -> Option<(u64, u64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().trim_end_matches(" kB").parse::<u64>().ok()
        };
        Some((of("VmRSS:")? * 1024, of("VmHWM:")? * 1024))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
