//! What stands in the field of addresses: chips, and what is still being typed.

use std::collections::HashSet;

use lectern_contract::addresses::{bare, is_address, key, split};
use leptos::prelude::*;

/// One chip: an address, or a text that is none and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Tells it apart from every chip before it.
    pub number: u32,
    /// What is sent: the address, or what was typed.
    pub text: String,
    /// Whether it is an address.
    pub fits: bool,
}

/// The chips and the draft.
#[derive(Clone, Copy, Debug)]
pub struct Typed {
    /// The chips in their order.
    pub chips: RwSignal<Vec<Chip>>,
    /// What is still being typed.
    pub draft: RwSignal<String>,
}

impl Typed {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            chips: RwSignal::new(Vec::new()),
            draft: RwSignal::new(String::new()),
        }
    }

    /// Makes a chip of every address in the text; one that is there already is passed over.
    pub fn take(self, text: &str) {
        self.chips.update(|chips| add(chips, text));
    }

    /// Makes chips of what was finished by typing on; answers the rest, which is the draft.
    pub fn type_on(self, text: &str) -> String {
        let (done, rest) = finished(text);
        let rest = rest.trim_start().to_owned();
        if !done.is_empty() {
            self.take(done);
        }
        self.draft.set(rest.clone());
        rest
    }

    /// Makes a chip of the draft.
    pub fn finish(self) {
        self.take(&self.draft.get_untracked());
        self.draft.set(String::new());
    }

    /// Takes a pasted or dropped text where it holds whole addresses; answers whether it did. A part of an
    /// address is left to the browser.
    pub fn insert(self, text: &str) -> bool {
        let draft = self.draft.get_untracked();
        let apart = draft.is_empty() || is_address(&bare(&draft));
        let whole = apart && is_address(&bare(text));
        let several = text.contains([',', ';', '\n', '\r', '\t']) || split(text).len() > 1;
        if whole || several {
            let between = if apart { "\n" } else { "" };
            self.take(&format!("{draft}{between}{text}"));
            self.draft.set(String::new());
        }
        whole || several
    }

    /// Takes a chip away.
    pub fn remove(self, number: u32) {
        self.chips.update(|chips| chips.retain(|chip| chip.number != number));
    }

    /// Takes the last chip away.
    pub fn remove_last(self) {
        self.chips.update(|chips| drop(chips.pop()));
    }

    /// What the form sends: an address a line, the draft last.
    pub fn text(self) -> String {
        let mut lines: Vec<String> = self.chips.get().into_iter().map(|chip| chip.text).collect();
        lines.push(self.draft.get());
        lines.join("\n")
    }

    /// The count below the field; the draft counts as soon as it is an address.
    pub fn summary(self) -> String {
        let drafted = usize::from(is_address(&bare(&self.draft.get())));
        let (fit, other) = self.chips.with(|chips| {
            let fit = chips.iter().filter(|chip| chip.fits).count();
            (fit, chips.len() - fit)
        });
        summary(fit + drafted, other)
    }
}

fn add(chips: &mut Vec<Chip>, text: &str) {
    let mut known: HashSet<String> = chips.iter().map(|chip| key(&chip.text)).collect();
    for part in split(text) {
        let address = bare(&part);
        let fits = is_address(&address);
        let text = if fits { address } else { part };
        if known.insert(key(&text)) {
            let number = chips.last().map_or(0, |chip| chip.number + 1);
            chips.push(Chip { number, text, fits });
        }
    }
}

/// What typing has finished, and the rest: a comma or semicolon ends an address, and so does a space after
/// something with an @ that is not an open `Name <a@b.c>`.
fn finished(text: &str) -> (&str, &str) {
    let trimmed = text.trim_end();
    let closed = !trimmed.contains('<') || trimmed.ends_with('>');
    if trimmed.len() < text.len() && trimmed.contains('@') && closed {
        return (text, "");
    }
    match text.rfind([',', ';']) {
        Some(at) => (&text[..=at], &text[at + 1..]),
        None => ("", text),
    }
}

fn summary(fit: usize, other: usize) -> String {
    let addresses = match fit {
        0 if other == 0 => return String::new(),
        1 => "1 address, 1 credit".to_owned(),
        n => format!("{n} addresses, {n} credits"),
    };
    match other {
        0 => addresses,
        1 => format!("{addresses}; 1 is not an address"),
        n => format!("{addresses}; {n} are not addresses"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chips_of(text: &str) -> Vec<(String, bool)> {
        let mut chips = Vec::new();
        add(&mut chips, text);
        chips.into_iter().map(|chip| (chip.text, chip.fits)).collect()
    }

    #[test]
    fn pasted_addresses_become_chips_once_each() {
        let expected = [("a@b.cd", true), ("e@f.gh", true), ("no", false)].map(|(text, fits)| (text.to_owned(), fits));
        assert_eq!(chips_of("Ada <a@b.cd>; e@f.gh\nA@B.cd, no,, no"), expected);
    }

    #[test]
    fn typing_ends_an_address_at_a_separator_and_at_a_space_behind_an_at() {
        assert_eq!(finished("a@b.cd"), ("", "a@b.cd"));
        assert_eq!(finished("a@b.cd,"), ("a@b.cd,", ""));
        assert_eq!(finished("a@b.cd "), ("a@b.cd ", ""));
        assert_eq!(finished("a@b.cd; e@"), ("a@b.cd;", " e@"));
        assert_eq!(finished("Ada "), ("", "Ada "));
        assert_eq!(finished("Ada <a@b.cd "), ("", "Ada <a@b.cd "));
        assert_eq!(finished("Ada <a@b.cd> "), ("Ada <a@b.cd> ", ""));
    }

    #[test]
    fn the_count_names_addresses_credits_and_what_is_no_address() {
        assert_eq!(summary(0, 0), "");
        assert_eq!(summary(1, 0), "1 address, 1 credit");
        assert_eq!(summary(4, 1), "4 addresses, 4 credits; 1 is not an address");
    }
}
