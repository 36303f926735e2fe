//! How one comes in to the mail server: in the clear or under TLS, as anybody or with an account.

use std::{fmt, io::Result, sync::Arc};

use data_encoding::BASE64;
use lectern_server::config::SmtpTls;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// The account that is let in.
pub const ACCOUNT: (&str, &str) = ("lectern", "a mailbox of its own");

/// A mail server's door.
pub struct Door {
    /// How clients are told to come.
    pub tls: SmtpTls,
    /// What secures the connection; without it nothing does, whatever clients are told.
    pub acceptor: Option<TlsAcceptor>,
    /// How [`ACCOUNT`] proves itself: `PLAIN` or `LOGIN`. Without it everybody is let in.
    pub asks: Option<&'static str>,
}

impl Door {
    /// In the clear, for everybody.
    pub const OPEN: Self = Self {
        tls: SmtpTls::None,
        acceptor: None,
        asks: None,
    };

    /// Secured by a certificate of this authority, for [`ACCOUNT`] alone.
    pub fn guarded(tls: SmtpTls, authority: &Authority, asks: &'static str) -> Self {
        Self {
            tls,
            acceptor: Some(authority.vouches_for("127.0.0.1")),
            asks: Some(asks),
        }
    }

    pub(super) async fn secure(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>> {
        let acceptor = self.acceptor.as_ref().expect("only who offers TLS is asked for it");
        acceptor.accept(stream).await
    }

    pub(super) fn offers_tls(&self, is_safe: bool) -> bool {
        self.tls == SmtpTls::Starttls && self.acceptor.is_some() && !is_safe
    }

    /// Whether everybody is in who is here.
    pub(super) fn is_open(&self, is_safe: bool) -> bool {
        self.asks.is_none() && !self.offers_tls(is_safe)
    }

    /// The answer to EHLO.
    pub(super) fn greeting(&self, is_safe: bool) -> String {
        let mut lines = vec!["mail.test".to_owned()];
        if self.offers_tls(is_safe) {
            lines.push("STARTTLS".into());
        } else if let Some(asks) = self.asks {
            lines.push(format!("AUTH {asks}"));
        }
        // The last line has a space where the others have a hyphen.
        match lines.as_slice() {
            [] => String::new(),
            [only] => format!("250 {only}"),
            [before @ .., last] => format!("250-{}\r\n250 {last}", before.join("\r\n250-")),
        }
    }

    /// Hears who one is; nobody is heard in the clear where there is another way.
    pub(super) async fn lets_in<S>(&self, said: &str, stream: &mut BufReader<S>, is_safe: bool) -> Result<bool>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (name, password) = ACCOUNT;
        let is_asked = self.asks.is_some_and(|asks| said.starts_with(&format!("AUTH {asks}")));
        if !is_asked || self.offers_tls(is_safe) {
            return Ok(false);
        }
        if let Some(proof) = said.strip_prefix("AUTH PLAIN ") {
            return Ok(proof == BASE64.encode(format!("\0{name}\0{password}").as_bytes()));
        }
        let mut is_right = true;
        for (question, answer) in [("Username:", name), ("Password:", password)] {
            let line = format!("334 {}\r\n", BASE64.encode(question.as_bytes()));
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await?;
            let mut told = String::new();
            stream.read_line(&mut told).await?;
            is_right &= told.trim_end() == BASE64.encode(answer.as_bytes());
        }
        Ok(is_right)
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Door({:?}, {:?})", self.tls, self.asks)
    }
}

/// An authority of a test's own, as a company has one.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// One that nobody has heard of yet.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    }

    /// Its certificate, for those who are to believe it.
    pub fn pem(&self) -> String {
        let lines = BASE64.encode(self.0.der());
        format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
    }

    /// What a server of this name proves itself with.
    pub fn vouches_for(&self, server: &str) -> TlsAcceptor {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([server.to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a certificate and its key");
        TlsAcceptor::from(Arc::new(config))
    }
}
