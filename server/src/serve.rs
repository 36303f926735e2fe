//! Runs the portal until it is told to stop; what is in flight is finished within thirty seconds.

use std::time::Duration;

use lectern_domain::{Portal, accounts::setup};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    connect,
    disk::Incoming,
    jobs, post_office, router,
    start::{self, StartProblem},
    times::Times,
};

/// How long a stop waits for what is in flight.
const FAREWELL: Duration = Duration::from_secs(30);

/// Starts everything and waits for the signal to stop.
///
/// # Errors
/// A sentence of what is in the way.
pub async fn serve(config: Config) -> Result<(), StartProblem> {
    let (portal, storage) = start::portal(&config).await?;
    Incoming::of(&config.data_dir)
        .empty()
        .map_err(|error| StartProblem::Io("the folder for uploads cannot be read", error))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| StartProblem::Io("the address cannot be listened on", error))?;
    let stop = CancellationToken::new();
    let jobs = jobs::start(&portal, &stop);
    let batches = jobs::batches::start(&portal, &stop);
    let checkpoints = jobs::checkpoints::start(portal.databases(), &stop);
    let hooks = jobs::hooks::start(&portal, &stop);
    let proofs = jobs::proofs::start(&portal, &stop);
    let post = post_office::start(&config.smtp, &portal, &stop)?;
    let service = router::build(&config, &portal, &storage);
    announce(&config, &portal).await?;
    let server = tokio::spawn(connect::answer(listener, service, Times::default().head, stop.clone()));
    told_to_stop().await;
    tracing::info!("stopping");
    stop.cancel();
    let all = async { tokio::join!(server, jobs, batches, checkpoints, hooks, proofs, post) };
    if tokio::time::timeout(FAREWELL, all).await.is_err() {
        tracing::warn!("some requests were still open after thirty seconds");
    }
    Ok(())
}

async fn announce(config: &Config, portal: &Portal) -> Result<(), StartProblem> {
    println!("Lectern is at {}", config.base_url);
    if setup::is_due(portal).await? {
        println!("Set it up once at {}", setup_link(portal));
    }
    Ok(())
}

/// The one-time link of a portal without an organization.
pub fn setup_link(portal: &Portal) -> String {
    format!("{}/setup?token={}", portal.settings().base_url, portal.secret().setup())
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
