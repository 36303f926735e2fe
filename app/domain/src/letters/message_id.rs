//! The id under which a letter is known on the wire (RFC 5322, 3.6.4).

use lectern_contract::LetterId;

/// Unique by the letter, on this portal's host.
pub(super) fn message_id(letter: LetterId, base_url: &str) -> String {
    format!("<{letter}@{}>", host(base_url))
}

/// The host of an address, without its port. That of IPv6 stays in its brackets, as the id takes a literal.
fn host(address: &str) -> &str {
    let authority = address.rsplit('/').next().unwrap_or_default();
    let end = authority
        .find(']')
        .map_or_else(|| authority.find(':').unwrap_or(authority.len()), |bracket| bracket + 1);
    &authority[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_the_portals_whatever_its_form() {
        for (address, expected) in [
            ("https://learn.example.com", "learn.example.com"),
            ("http://localhost:3000", "localhost"),
            ("http://127.0.0.1:3000", "127.0.0.1"),
            ("http://[::1]:3000", "[::1]"),
            ("https://[2001:db8::7]", "[2001:db8::7]"),
        ] {
            assert_eq!(host(address), expected);
        }
        let id = LetterId(uuid::Uuid::from_u128(1));
        assert_eq!(message_id(id, "http://[::1]:3000"), format!("<{id}@[::1]>"));
    }
}
