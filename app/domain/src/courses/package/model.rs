//! What a package is, once it has been read: stored as JSON with the course's version.

use serde::{Deserialize, Serialize};

use super::{Sequencing, Warning};
use crate::runtime::cmi::Standard;

/// A package that was read to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Package {
    /// Which rules the content follows.
    pub standard: Standard,
    /// The edition as the manifest names it, such as `2004 3rd Edition`; `None` for 1.2, the web, and unnamed ones.
    pub edition: Option<String>,
    /// The course's title as plain text; "Untitled course" where the package gives none.
    pub title: String,
    /// What the package says about itself, as plain text.
    pub description: Option<String>,
    /// The table of contents.
    pub items: Vec<Item>,
    /// Sequencing of the whole organization (2004).
    pub sequencing: Option<Sequencing>,
    /// What the uploader should know.
    pub warnings: Vec<Warning>,
    /// Number of files kept.
    pub files: u32,
    /// Their bytes, unpacked.
    pub bytes: u64,
}

impl Package {
    /// Every item, parents before their children.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        let mut waiting: Vec<&Item> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            let item = waiting.pop()?;
            waiting.extend(item.children.iter().rev());
            Some(item)
        })
    }
}

/// Whether an item talks to the run-time API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScormType {
    /// Talks to the run-time API.
    Sco,
    /// Is only shown; opening it completes it.
    Asset,
}

/// One line of the table of contents: a page to open, or a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The manifest's identifier, unique within the package.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The page: a path from the package's root plus query and fragment. In the path only `%`, `?` and `#` are
    /// percent-encoded. `None` for a folder.
    pub href: Option<String>,
    /// Whether the table of contents shows it.
    pub visible: bool,
    /// SCO or asset.
    pub scorm_type: ScormType,
    /// Items below.
    pub children: Vec<Item>,
    /// `cmi.launch_data`.
    pub launch_data: String,
    /// 1.2 mastery score, 0–100.
    pub mastery_score: Option<f64>,
    /// As the manifest writes it: `HHHH:MM:SS.SS` in 1.2, an ISO 8601 duration in 2004.
    pub max_time_allowed: Option<String>,
    /// One of the standard's four words, such as `exit,no message`.
    pub time_limit_action: Option<String>,
    /// 1.2 prerequisites in AICC script.
    pub prerequisites: Option<String>,
    /// 2004 progress measure from which the item is complete, 0–1.
    pub completion_threshold: Option<f64>,
    /// 2004 sequencing, merged with the shared rules it names.
    pub sequencing: Option<Sequencing>,
}

impl Item {
    /// The file in the package that `href` opens.
    #[must_use]
    pub fn file(&self) -> Option<String> {
        let href = self.href.as_deref()?;
        let path = href.split(['?', '#']).next().unwrap_or_default();
        Some(path.replace("%23", "#").replace("%3F", "?").replace("%25", "%"))
    }
}
