//! The portal's address and that of course content, as browsers write them.

use url::{Host, Url};

use super::ConfigProblem;

/// Writes both as a browser does in `Origin` (lower case, no port that goes without saying), and refuses two of one
/// host: cookies know no ports, so the portal's would reach the courses. Nor may content be where browsers do not find it,
/// as it is by default for a portal that others reach, or do not show it.
///
/// # Errors
/// A sentence naming the setting.
pub(super) fn check(base_url: &mut String, content_url: &mut String) -> Result<(), ConfigProblem> {
    let base = origin("base_url", base_url)?;
    let content = origin("content_url", content_url)?;
    if base.host() == content.host() {
        return Err(ConfigProblem(
            "content_url must name another host than base_url, not only another port: courses are kept apart from the portal by it."
                .into(),
        ));
    }
    if is_loopback(&content) && !is_loopback(&base) {
        return Err(ConfigProblem(format!(
            "content_url is “{content_url}”: that leads everybody to their own machine. It must lead to this server, as base_url does."
        )));
    }
    if base.scheme() == "https" && content.scheme() == "http" && !is_loopback(&content) {
        return Err(ConfigProblem(
            "content_url must begin with https:// as base_url does: browsers block courses without it in a page with it."
                .into(),
        ));
    }
    *base_url = base.origin().ascii_serialization();
    *content_url = content.origin().ascii_serialization();
    Ok(())
}

/// Whether an address leads every machine to itself.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

/// An address of scheme, host and perhaps port, and nothing else.
fn origin(key: &str, text: &str) -> Result<Url, ConfigProblem> {
    let bare = |url: &Url| {
        let web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let anonymous = url.username().is_empty() && url.password().is_none();
        web && anonymous && url.path() == "/" && url.query().is_none() && url.fragment().is_none()
    };
    let read = Url::parse(text.trim().trim_end_matches('/')).ok().filter(bare);
    read.ok_or_else(|| ConfigProblem(format!("{key} must look like https://learn.example.com, not “{text}”.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(base: &str, content: &str) -> Result<(String, String), String> {
        let (mut base, mut content) = (base.to_owned(), content.to_owned());
        check(&mut base, &mut content).map_err(|problem| problem.to_string())?;
        Ok((base, content))
    }

    #[test]
    fn addresses_are_written_as_browsers_write_them() {
        for (given, written) in [
            ("https://learn.example.com", "https://learn.example.com"),
            ("https://learn.example.com:443/", "https://learn.example.com"),
            ("HTTPS://Learn.Example.COM", "https://learn.example.com"),
            ("http://LOCALHOST:3000", "http://localhost:3000"),
            ("http://learn.example.com:80", "http://learn.example.com"),
            ("http://[0:0::1]:3000", "http://[::1]:3000"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
        ] {
            let read = checked(given, "https://content.example.net:443").expect(given);
            assert_eq!(read, (written.to_owned(), "https://content.example.net".to_owned()));
        }
    }

    #[test]
    fn courses_have_a_host_of_their_own() {
        for (base, content) in [
            ("http://localhost:3000", "http://localhost:3001"),
            ("http://localhost:3000", "http://LOCALHOST:3000"),
            ("https://x.example", "https://x.example:8443"),
            ("https://x.example", "http://X.example"),
            ("http://127.0.0.1:3000", "http://127.1:3001"),
        ] {
            let problem = checked(base, content).expect_err(content);
            assert!(problem.contains("content_url must name another host"), "{problem}");
        }
    }

    #[test]
    fn courses_are_where_browsers_find_and_show_them() {
        for content in [
            "http://127.0.0.1:3000",
            "http://127.8.9.1",
            "http://localhost:3000",
            "https://content.localhost",
            "http://[::1]:3000",
        ] {
            for base in ["https://learn.example.com", "http://learn.example.com"] {
                let problem = checked(base, content).expect_err(content);
                assert!(problem.contains("their own machine"), "{problem}");
            }
            checked("http://portal.localhost:3000", content).expect(content);
        }
        let problem = checked("https://learn.example.com", "http://content.example.net").expect_err("blocked");
        assert!(problem.contains("content_url must begin with https://"), "{problem}");
        checked("https://localhost:3443", "http://127.0.0.1:3000").expect("browsers trust their own machine");
        checked("http://learn.example.com", "http://content.example.net").expect("both without");
        checked("http://learn.example.com", "https://content.example.net").expect("shown all the same");
        checked("http://localhost:3000", "https://content.example.net").expect("elsewhere");
    }

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for odd in [
            "",
            "learn.example.com",
            "ftp://learn.example.com",
            "https://",
            "https://learn.example.com/portal",
            "https://ada:secret@learn.example.com",
            "https://ada@learn.example.com",
            "https://learn.example.com?x=1",
            "https://learn.example.com/#x",
            "https://learn.example.com:99999",
        ] {
            let problem = checked(odd, "https://content.example.net").expect_err(odd);
            assert!(problem.contains("base_url must look like"), "{problem}");
        }
    }
}
