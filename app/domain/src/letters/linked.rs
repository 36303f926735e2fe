//! Addresses of this portal in a paragraph, as links in the HTML part. The text part keeps them as they are.

use super::paper::escape;

/// How a link in a paragraph looks.
const STYLE: &str = "color:#1f4b6e";
/// What ends a sentence, or stands around an address, is not part of it.
const AROUND: [char; 10] = ['.', ',', ';', ':', '!', '?', ')', '”', '’', '"'];

/// A paragraph as HTML in which the addresses below `base` are links; all else is text, also other addresses: who names
/// a course does not choose where a letter leads.
pub(super) fn linked(line: &str, base: &str) -> String {
    let mut html = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(base).filter(|_| !base.is_empty()) {
        let (before, found) = rest.split_at(at);
        let end = found.find(char::is_whitespace).unwrap_or(found.len());
        let address = found[..end].trim_end_matches(AROUND);
        // Another host or port may begin as ours does.
        let ours = address
            .strip_prefix(base)
            .is_some_and(|path| path.is_empty() || path.starts_with('/'));
        let shown = escape(address);
        html.push_str(&escape(before));
        if ours {
            html.extend(["<a href=\"", &shown, "\" style=\"", STYLE, "\">", &shown, "</a>"]);
        } else {
            html.push_str(&shown);
        }
        rest = &found[address.len()..];
    }
    html.push_str(&escape(rest));
    html
}

#[cfg(test)]
mod tests {
    use super::linked;

    const BASE: &str = "https://learn.example.com";

    #[test]
    fn our_own_addresses_are_links_and_the_sentence_goes_on() {
        let link = |address: &str| format!("<a href=\"{address}\" style=\"color:#1f4b6e\">{address}</a>");
        let home = link(BASE);
        assert_eq!(
            linked("Sign in at https://learn.example.com with a@b.c.", BASE),
            format!("Sign in at {home} with a@b.c.")
        );
        let plans = link("https://learn.example.com/admin/plans");
        assert_eq!(
            linked(
                "<b> https://learn.example.com/admin/plans. Then https://learn.example.com",
                BASE
            ),
            format!("&lt;b&gt; {plans}. Then {home}")
        );
    }

    #[test]
    fn other_addresses_are_text() {
        for line in [
            "https://evil.example/https",
            "https://learn.example.com.evil.example/x",
            "https://learn.example.com@evil.example/x",
            "https://learn.example.com:8443/x",
            "http://learn.example.com/x",
            "no address at all",
        ] {
            assert_eq!(linked(line, BASE), line);
        }
        let plain = "https://learn.example.com/x";
        assert_eq!(linked(plain, ""), plain);
    }

    #[test]
    fn nothing_gets_out_of_the_address() {
        let html = linked("https://learn.example.com/\"><script>alert(1)</script>", BASE);
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches('"').count(), 4, "{html}");
    }
}
