//! Every number opens its own rows: each one that leads to learners or invitations is followed, and what is found there
//! is counted. And what a page offers is not refused.

mod due;
mod offers;
mod opened;

use crate::support::{Answer, Browser, answer::unescaped};

/// Links of a page to learners and invitations, with the number that each one says.
fn numbers(page: &Answer) -> Vec<(String, u64)> {
    let text = page.text();
    let link = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let words = rest.split_once('>')?.1.split("</a>").next()?;
        let words: String = unescaped(words)
            .split('<')
            .map(|part| part.rsplit('>').next().unwrap_or_default())
            .collect();
        let digits: String = words
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let counts = href.contains("/learners?") || href.contains("holding=");
        Some((unescaped(href), digits.parse().ok()?)).filter(|_| counts)
    };
    text.split("href=\"").skip(1).filter_map(link).collect()
}

/// How many rows a list has in all: what its pager says.
fn rows(page: &Answer) -> u64 {
    let text = unescaped(&page.is(200).text());
    let Some((_, pager)) = text.split_once("class=\"pager\"") else {
        return 0;
    };
    let (_, of) = pager.split_once(" of ").expect("a pager says of how many");
    let digits: String = of.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

/// Follows every number of a page; answers the numbers.
async fn follow(who: &Browser, path: &str) -> Vec<u64> {
    let page = who.get(path).await;
    let found = numbers(page.is(200));
    for (href, number) in &found {
        let there = who.get(href).await;
        assert_eq!(rows(&there), *number, "{path} leads to {href}");
    }
    found.into_iter().map(|(_, number)| number).collect()
}
