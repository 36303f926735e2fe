//! Names become addresses in one place, where those that nothing is sent to are refused. The connection is made to
//! the very addresses that were looked at, so a name that leads elsewhere a moment later changes nothing.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use async_trait::async_trait;
use lectern_domain::hooks::address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Who knows the addresses of names.
#[async_trait]
pub trait Book: Send + Sync + 'static {
    /// The addresses of a host.
    ///
    /// # Errors
    /// Where there are none, or nobody could be asked.
    async fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The machine's own resolver.
#[derive(Clone, Copy, Debug)]
pub struct System;

#[async_trait]
impl Book for System {
    async fn look_up(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// The name has no address.
#[derive(Debug, thiserror::Error)]
#[error("the host name has no address")]
pub struct Unresolved;

/// One of its addresses is not of the public network. One is enough: who mixes them means no good.
#[derive(Debug, thiserror::Error)]
#[error("the address is not public")]
pub struct Forbidden;

/// Resolves, and refuses.
pub struct Guard {
    /// Who is asked.
    pub book: Arc<dyn Book>,
    /// Whether private addresses are taken.
    pub allow_private: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (book, allow_private) = (self.book.clone(), self.allow_private);
        Box::pin(async move {
            let found = book.look_up(name.as_str()).await.map_err(|_| Unresolved)?;
            if found.is_empty() {
                return Err(Unresolved.into());
            }
            if !allow_private && !found.iter().all(|ip| is_public(*ip)) {
                return Err(Forbidden.into());
            }
            // Port 0 stands for the address's own.
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}
