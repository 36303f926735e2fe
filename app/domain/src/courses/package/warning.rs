//! What a package gets wrong without being refused.

use serde::{Deserialize, Serialize};

/// Something the person who uploads should know before publishing; the package works without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// A file the manifest lists is not in the package.
    FileMissing { path: String },
    /// More missing files than are named one by one.
    MoreFilesMissing { count: usize },
    /// The manifest writes a launch file's name in another case than the package.
    OtherCase { listed: String, found: String },
    /// More about items than is said one by one.
    More { count: usize },
    /// An item leads to another host, or to an address that is no page of the package.
    ExternalLink { item: String, href: String },
    /// An item names a resource the manifest does not have.
    ResourceMissing { item: String, resource: String },
    /// An item's resource has no page to open.
    ResourceWithoutPage { item: String, resource: String },
    /// Two items share an identifier; the later one got a new one.
    ItemRenamed { item: String, identifier: String },
    /// The manifest's default organization does not exist; the first was taken.
    OrganizationMissing { organization: String },
    /// Shared sequencing rules an item names do not exist.
    SequencingMissing { item: String, reference: String },
    /// A setting of an item has a value its standard does not know; it is left out.
    ValueIgnored {
        item: String,
        setting: String,
        value: String,
    },
    /// The manifest is not written in the encoding it declares.
    Encoding,
    /// A manifest in a subfolder of a plain web package is not used.
    ManifestIgnored { folder: String },
}

impl Warning {
    /// One plain-text sentence: what was found, and what it means.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::FileMissing { path } => format!(
                "The manifest lists “{path}”, but the package does not contain it; please check that the course still works."
            ),
            Self::MoreFilesMissing { count } => format!(
                "{count} more files are listed in the manifest but missing from the package; please check that the course still works."
            ),
            Self::More { count } => format!(
                "There are {count} more warnings about items; please correct the first ones and upload the package again."
            ),
            Self::OtherCase { listed, found } => format!(
                "The manifest says “{listed}” but the file is called “{found}”; it was matched, yet links inside the course may need the same correction."
            ),
            Self::ExternalLink { item, href } => format!(
                "“{item}” leads to “{href}” on another website; it cannot be launched here, so please include the page in the package."
            ),
            Self::ResourceMissing { item, resource } => format!(
                "“{item}” refers to the resource “{resource}”, which the manifest does not have; it is shown as a folder."
            ),
            Self::ResourceWithoutPage { item, resource } => {
                format!("The resource “{resource}” of “{item}” names no page to open; it is shown as a folder.")
            }
            Self::ItemRenamed { item, identifier } => {
                format!("More than one item is called “{item}” in the manifest; the later one is now “{identifier}”.")
            }
            Self::OrganizationMissing { organization } => {
                format!("The manifest's default organization “{organization}” does not exist; the first one is used.")
            }
            Self::SequencingMissing { item, reference } => format!(
                "“{item}” refers to the sequencing rules “{reference}”, which the manifest does not have; it runs without them."
            ),
            Self::ValueIgnored { item, setting, value } => format!(
                "“{item}” has the value “{value}” for {setting}, which its standard does not allow; it is left out."
            ),
            Self::Encoding => {
                "The manifest is not written in the encoding it declares; please check titles with special characters."
                    .into()
            }
            Self::ManifestIgnored { folder } => format!(
                "The package opens its own index page; the imsmanifest.xml in “{folder}” is not used, so scores are not recorded."
            ),
        }
    }
}
