//! Connections: HTTP/1.1, each on a task of its own, none of them silent for long.
//!
//! The listener speaks in the clear, so browsers and proxies ask for nothing newer; the other half of HTTP/2 would need
//! limits of its own.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// After the system gave no connection: it may have none left for the moment.
const REST: Duration = Duration::from_secs(1);

/// Answers whoever connects until it is told to stop, and then what is in flight. Whoever needs longer than `head` for
/// the head of a request is hung up on.
pub async fn answer(listener: TcpListener, service: Router, head: Duration, stop: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    let open = GracefulShutdown::new();
    while let Some((stream, peer)) = stop.run_until_cancelled(next(&listener)).await {
        let service = service.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(Body::new)
        });
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    open.shutdown().await;
}

/// The next connection. One that broke off before it was taken is no reason to rest.
#[expect(
    clippy::disallowed_methods,
    reason = "what is waited for is the system, which has no connections left"
)]
async fn next(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    loop {
        match listener.accept().await {
            Ok(connection) => return connection,
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) => {}
            Err(error) => {
                tracing::error!(%error, "no connection could be taken");
                tokio::time::sleep(REST).await;
            }
        }
    }
}
