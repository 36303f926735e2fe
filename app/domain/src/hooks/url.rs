//! Which addresses a webhook may have. Checked when it is set up, and again before each attempt.

use lectern_contract::{
    Refusal, limits,
    refusal::{Field, WebhookProblem},
};
use url::{Host, Url};

use super::address::is_public;

/// A webhook's address as it is kept: `https` only, without user name, password or fragment, and not literally on
/// this machine or in a private network. Where the operator allows private ones (tests, a machine at home) they are
/// taken, and plain `http` to this very machine too.
///
/// # Errors
/// `Missing`, `TooLong`, `Malformed`; [`WebhookProblem::NotHttps`], `Credentials`, `Private`.
pub fn clean(text: &str, allow_private: bool) -> Result<Url, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Missing(Field::Url));
    }
    if text.chars().count() > limits::URL {
        return Err(Refusal::TooLong(Field::Url, limits::URL));
    }
    let malformed = || Refusal::Malformed(Field::Url);
    // Parsers drop line breaks and tabs silently; people should see what they typed.
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(malformed());
    }
    let mut url = Url::parse(text).map_err(|_| malformed())?;
    let host = url.host().ok_or_else(malformed)?;
    let (here, private) = (is_here(&host), is_private(&host));
    match url.scheme() {
        "https" => {}
        "http" if allow_private && here => {}
        _ => return Err(Refusal::Webhook(WebhookProblem::NotHttps)),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Webhook(WebhookProblem::Credentials));
    }
    if private && !allow_private {
        return Err(Refusal::Webhook(WebhookProblem::Private));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Whether this host is literally this machine.
fn is_here(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

/// Whether it is literally one that nothing is sent to. What a name leads to is seen when it is resolved.
fn is_private(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(_) => is_here(host),
        Host::Ipv4(ip) => !is_public((*ip).into()),
        Host::Ipv6(ip) => !is_public((*ip).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, allow_private: bool) -> Option<Refusal> {
        clean(text, allow_private).err()
    }

    #[test]
    fn plain_https_addresses_are_taken_as_they_are() {
        for (text, kept) in [
            ("https://hooks.example.com/a?b=c", "https://hooks.example.com/a?b=c"),
            (
                "  https://hooks.example.com:8443/a#part ",
                "https://hooks.example.com:8443/a",
            ),
            ("HTTPS://Hooks.Example.COM", "https://hooks.example.com/"),
            ("https://93.184.215.14/", "https://93.184.215.14/"),
        ] {
            assert_eq!(clean(text, false).expect(text).as_str(), kept);
        }
    }

    #[test]
    fn anything_else_is_refused_by_its_reason() {
        let of = |problem| Some(Refusal::Webhook(problem));
        let malformed = Some(Refusal::Malformed(Field::Url));
        for (text, expected) in [
            ("", Some(Refusal::Missing(Field::Url))),
            ("hooks.example.com", malformed.clone()),
            ("https://", malformed.clone()),
            ("https://a b.example", malformed.clone()),
            ("https://hooks.exa\nmple.com/", malformed.clone()),
            ("mailto:a@example.com", malformed.clone()),
            ("http://hooks.example.com/", of(WebhookProblem::NotHttps)),
            ("ftp://hooks.example.com/", of(WebhookProblem::NotHttps)),
            ("file://host/etc", of(WebhookProblem::NotHttps)),
            ("https://user@hooks.example.com/", of(WebhookProblem::Credentials)),
            ("https://:secret@hooks.example.com/", of(WebhookProblem::Credentials)),
            ("https://localhost/", of(WebhookProblem::Private)),
            ("https://LOCALHOST./", of(WebhookProblem::Private)),
            ("https://a.localhost/", of(WebhookProblem::Private)),
            ("https://127.0.0.1/", of(WebhookProblem::Private)),
            ("https://2130706433/", of(WebhookProblem::Private)),
            ("https://0x7f.1/", of(WebhookProblem::Private)),
            ("https://127.1/", of(WebhookProblem::Private)),
            ("https://169.254.169.254/latest/meta-data", of(WebhookProblem::Private)),
            ("https://[::1]/", of(WebhookProblem::Private)),
            ("https://[::ffff:10.0.0.1]/", of(WebhookProblem::Private)),
            ("https://[fe80::1]/", of(WebhookProblem::Private)),
        ] {
            assert_eq!(problem(text, false), expected, "{text}");
        }
        let long = format!("https://hooks.example.com/{}", "x".repeat(limits::URL));
        assert_eq!(problem(&long, false), Some(Refusal::TooLong(Field::Url, limits::URL)));
    }

    #[test]
    fn private_ones_are_for_operators_who_allow_them() {
        for text in [
            "http://127.0.0.1:9000/",
            "http://localhost:9000/",
            "http://[::1]/",
            "https://10.0.0.1/",
        ] {
            assert_eq!(problem(text, true), None, "{text}");
        }
        let not_https = Some(Refusal::Webhook(WebhookProblem::NotHttps));
        for text in ["http://10.0.0.1/", "http://hooks.example.com/"] {
            assert_eq!(problem(text, true), not_https, "{text}");
        }
    }
}
