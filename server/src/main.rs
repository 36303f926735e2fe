//! The `lectern` command.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use lectern_domain::{accounts::setup, credits::verify::verify, samples};
use lectern_server::{
    config::Config,
    log, serve,
    start::{self, StartProblem},
};

/// Lectern, a learning portal: invitations, courses, and credits that are never oversold.
///
/// Everything is kept in one data folder (`data`) unless `LECTERN_DATABASE_URL` or `LECTERN_STORAGE_URL` say
/// otherwise. Settings come from the configuration file and from LECTERN_* variables, which win.
#[derive(Debug, Parser)]
#[command(name = "lectern", version, after_help = SETTINGS)]
struct Command {
    /// The configuration file; without one, `lectern.toml` in this folder, if it is there.
    #[arg(long, env = "LECTERN_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    act: Act,
}

/// The settings that most portals need; the README lists them all.
const SETTINGS: &str = "\
Settings (in the file without LECTERN_ and written small; a secret by NAME_FILE, too):
  LECTERN_LISTEN         address and port to listen on [127.0.0.1:3000]
  LECTERN_BASE_URL       the portal's public address [http://localhost:3000]
  LECTERN_CONTENT_URL    the same server under another host name, for courses [http://127.0.0.1:3000]
  LECTERN_DATA_DIR       database, courses and outbox [data]
  LECTERN_DATABASE_URL   postgres://user:password@host/database [SQLite in the data folder]
  LECTERN_STORAGE_URL    s3://bucket/prefix, or file:// of a folder [the data folder]
  LECTERN_SMTP_HOST      the mail server; without it letters stay in the outbox
  LECTERN_SMTP_FROM      whom letters come from: Lectern <lectern@example.org>
  LECTERN_LOG            what is logged, such as info,lectern_server=debug [info]";

#[derive(Debug, Subcommand)]
enum Act {
    /// Run the portal until it is told to stop (SIGTERM, Ctrl-C); migrates the database first.
    Serve,
    /// Bring the database to this version's schema, then end.
    Migrate,
    /// Print the one-time link that sets up a new portal.
    SetupLink,
    /// Re-derive every balance and check the ledger's invariants; the exit code says whether all hold. Like every
    /// command it first migrates the database and links what is not linked yet.
    Verify,
    /// Load the demo: an organization, people and two courses. Asks for nothing; refuses a portal that is set up.
    Demo {
        /// The password of every person of the demo.
        #[arg(long)]
        password: String,
    },
}

fn main() -> ExitCode {
    let command = Command::parse();
    let workers = std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(run(command));
            // What still blocks a thread had its time; dropping the runtime would wait for it without limit.
            runtime.shutdown_background();
            done
        }
        Err(error) => Err(StartProblem::Io("the runtime cannot start", error)),
    };
    done.unwrap_or_else(|problem| {
        eprintln!("lectern: {problem}");
        ExitCode::FAILURE
    })
}

async fn run(command: Command) -> Result<ExitCode, StartProblem> {
    let config = Config::read(command.config.as_deref(), std::env::vars())?;
    log::start(&config.log)?;
    match command.act {
        Act::Serve => serve::serve(config).await?,
        Act::Migrate => {
            start::portal(&config).await?;
            println!("The database is up to date.");
        }
        Act::SetupLink => {
            let (portal, _) = start::portal(&config).await?;
            if !setup::is_due(&portal).await? {
                println!("This portal is set up already: {}", config.base_url);
                return Ok(ExitCode::FAILURE);
            }
            println!("{}", serve::setup_link(&portal));
        }
        Act::Verify => return check(&config).await,
        Act::Demo { password } => {
            let (portal, _) = start::portal(&config).await?;
            let admin = samples::found(&portal, &password).await?;
            samples::demo(&portal, &admin, &password).await?;
            println!(
                "The demo is loaded. Sign in at {} as {} with the password you gave.",
                config.base_url,
                samples::ADA.1
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(config: &Config) -> Result<ExitCode, StartProblem> {
    let (portal, _) = start::portal(config).await?;
    let report = verify(portal.reader()).await?;
    println!(
        "{} transactions on {} accounts were re-derived, and {} links of the chain walked.",
        report.transactions, report.accounts, report.links
    );
    for finding in &report.findings {
        println!("{}: {} {}", finding.rule, finding.rows, finding.says);
    }
    for broken in &report.breaks {
        println!("The chain breaks here first. {broken}.");
    }
    if report.findings.is_empty() {
        println!("All invariants hold.");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
