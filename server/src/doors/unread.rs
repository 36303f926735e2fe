//! What is left of a body when its answer is known already: a form that is refused at its door, a file that is too large.
//! A browser sends first and listens then; hung up on meanwhile, it tells of a broken connection, and the sentence that
//! the portal had for the person is lost. So the rest is taken first, and thrown away.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use futures::{
    StreamExt,
    stream::{self, Fuse},
};
use tokio::{sync::Mutex, time::timeout};

/// How much of a rest is taken; whoever has more is hung up on.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Its bytes.
    pub bytes: u64,
    /// How long all of it may take.
    pub whole: Duration,
    /// How long its next piece may.
    pub piece: Duration,
}

type Rest = Arc<Mutex<Fuse<BodyDataStream>>>;

/// Answers when the body was read, by whoever answers or here.
pub async fn take(State(bounds): State<Bounds>, request: Request, next: Next) -> Response {
    // Who asks before sending is told by the answer not to.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let rest: Rest = Arc::new(Mutex::new(body.into_data_stream().fuse()));
    let body = Body::from_stream(stream::unfold(rest.clone(), piece).fuse());
    let response = next.run(Request::from_parts(parts, body)).await;
    // Whoever is slow has nothing of ours meanwhile but the connection.
    let _ = timeout(bounds.whole, throw_away(&rest, bounds)).await;
    response
}

async fn piece(rest: Rest) -> Option<(Result<Bytes, axum::Error>, Rest)> {
    let piece = rest.lock().await.next().await?;
    Some((piece, rest))
}

async fn throw_away(rest: &Rest, bounds: Bounds) {
    let mut rest = rest.lock().await;
    let mut left = bounds.bytes;
    while let Ok(Some(Ok(piece))) = timeout(bounds.piece, rest.next()).await {
        match left.checked_sub(piece.len() as u64) {
            Some(less) => left = less,
            None => return,
        }
    }
}
