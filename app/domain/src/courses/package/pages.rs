//! A package without a manifest: plain web pages, or something else.

use std::io::{Read, Seek};

use super::archive::Archive;
use super::entries::{Entries, Entry, MANIFEST};
use super::manifest::{decode, text};
use super::unpack::beginning;
use super::{Item, Limits, Package, PackageProblem, ScormType, Warning, names};
use crate::runtime::cmi::Standard;

/// First pages, the likeliest first.
const INDEX: [&str; 8] = [
    "index.html",
    "index.htm",
    "index.xhtml",
    "default.html",
    "default.htm",
    "start.html",
    "story.html",
    "launch.html",
];

/// How much of an index page is read for its title, in bytes.
const TITLE_WITHIN: u64 = 64 << 10;

/// Reads a package without a manifest in its first level.
///
/// # Errors
/// `TinCan`, `Cmi5`, `ManifestInFolder`, or `NothingToOpen`; `Damaged` for an unreadable index page.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    entries: &Entries,
    limits: &Limits,
) -> Result<Package, PackageProblem> {
    let top = top_folder(entries);
    let within = |name: &str| entries.find(name).or_else(|| entries.find(&format!("{}/{name}", top?)));
    if within("cmi5.xml").is_some() {
        return Err(PackageProblem::Cmi5);
    }
    if within("tincan.xml").is_some() {
        return Err(PackageProblem::TinCan);
    }
    let folder = manifest_folder(entries);
    let at_root = INDEX.iter().find_map(|name| entries.find(name));
    let index = match (at_root, &folder) {
        (Some(index), _) => index,
        (None, Some(folder)) => {
            return Err(PackageProblem::ManifestInFolder {
                folder: names::shown(folder),
            });
        }
        (None, None) => INDEX
            .iter()
            .find_map(|name| within(name))
            .ok_or(PackageProblem::NothingToOpen)?,
    };
    let html = beginning(archive, index, TITLE_WITHIN, limits)?;
    let warnings = folder
        .iter()
        .map(|folder| Warning::ManifestIgnored {
            folder: names::shown(folder),
        })
        .collect();
    Ok(package(index, &html, warnings))
}

fn package(index: &Entry, html: &[u8], warnings: Vec<Warning>) -> Package {
    let title = title(&decode::decode(html).0).unwrap_or_else(|| text::UNTITLED.to_owned());
    let page = Item {
        id: "page".to_owned(),
        title: title.clone(),
        href: Some(super::manifest::href::escape_path(&index.path)),
        visible: true,
        scorm_type: ScormType::Asset,
        children: Vec::new(),
        launch_data: String::new(),
        mastery_score: None,
        max_time_allowed: None,
        time_limit_action: None,
        prerequisites: None,
        completion_threshold: None,
        sequencing: None,
    };
    Package {
        standard: Standard::Web,
        edition: None,
        title,
        description: None,
        items: vec![page],
        sequencing: None,
        warnings,
        files: 0,
        bytes: 0,
    }
}

/// The one folder everything is in.
fn top_folder(entries: &Entries) -> Option<&str> {
    let (first, _) = entries.files.first()?.path.split_once('/')?;
    let all = entries
        .files
        .iter()
        .all(|file| file.path.split_once('/').is_some_and(|(top, _)| top == first));
    all.then_some(first)
}

/// The folder of the manifest nearest to the root.
fn manifest_folder(entries: &Entries) -> Option<String> {
    let folders = entries.files.iter().filter_map(|file| {
        let (folder, name) = file.path.rsplit_once('/')?;
        name.eq_ignore_ascii_case(MANIFEST).then_some(folder)
    });
    folders
        .min_by_key(|folder| folder.matches('/').count())
        .map(str::to_owned)
}

/// The page's `title`, as plain text with the common entities resolved.
fn title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let plain = html[start..end]
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    text::line(&plain, text::TITLE)
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn the_title_of_a_page_is_text() {
        assert_eq!(
            title("<HTML><Title lang=en> Fire &amp;\n safety </TITLE>").as_deref(),
            Some("Fire & safety")
        );
        assert_eq!(title("<title></title>"), None);
        assert_eq!(title("<title>never closed"), None);
    }
}
