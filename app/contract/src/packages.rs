//! Why a package was refused.

use serde::{Deserialize, Serialize};

use crate::sizes;

/// The reason a package cannot be taken, with what the sentence for it needs.
///
/// Source: `spec/runtime.md`, "Reading a package".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum PackageProblem {
    /// The upload is no zip, or its end is missing.
    NotAZip,
    /// One file inside cannot be unpacked, or its checksum is wrong.
    Damaged { path: String },
    /// An entry needs a password.
    Encrypted { path: String },
    /// A compression other than stored or deflated.
    UnsupportedCompression { path: String },
    /// A link, or another thing that is neither file nor folder.
    Link { path: String },
    /// A name that leaves the package, is absolute, or has control characters.
    UnsafePath { path: String },
    /// A name longer than the limit, in bytes.
    PathTooLong { path: String, limit: usize },
    /// Folders nested deeper than the limit.
    PathTooDeep { path: String, limit: usize },
    /// Two entries of the same name, where upper and lower case count as the same.
    Duplicate { path: String },
    /// Entries that share bytes of the archive.
    Overlapping,
    /// More files than the limit.
    TooManyFiles { limit: usize },
    /// More bytes than the limit, unpacked.
    TooLarge { limit: u64 },
    /// A file that grows more than the limit allows while it is unpacked.
    Bomb { path: String },
    /// The storage refused a file; the text is the kind of the i/o error.
    Storage { kind: String },
    /// No manifest and no index page.
    NothingToOpen,
    /// More than one `imsmanifest.xml` in the first level.
    TwoManifests,
    /// The manifest is one folder too deep.
    ManifestInFolder { folder: String },
    /// The manifest has no content.
    ManifestEmpty,
    /// The manifest is larger than the limit, in bytes, or holds more markup than a manifest can need.
    ManifestTooLarge { limit: u64 },
    /// Items or elements within one another beyond the limit.
    ManifestTooDeep { limit: usize },
    /// More items than the limit.
    TooManyItems { limit: usize },
    /// The manifest is not well-formed XML.
    ManifestMalformed { line: u32, column: u32 },
    /// The manifest has a document type definition.
    ManifestDtd,
    /// The XML is well-formed but its root is not `manifest`.
    NotAManifest { root: String },
    /// No item leads to a page in the package.
    NothingLaunchable,
    /// An item leads to a file the package does not have.
    LaunchFileMissing { item: String, path: String },
    /// A Tin Can (xAPI) package.
    TinCan,
    /// A cmi5 package.
    Cmi5,
}

impl std::fmt::Display for PackageProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for PackageProblem {}

impl PackageProblem {
    /// One plain-text sentence for the person who uploaded: what is wrong, and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotAZip => "This file is not a complete zip archive; please export the course again and upload the new file.".into(),
            Self::Damaged { path } => format!("“{path}” inside the package is damaged; please export the course again and upload the new file."),
            Self::Encrypted { path } => format!("“{path}” is protected by a password; please upload the package without a password."),
            Self::UnsupportedCompression { path } => format!("“{path}” is compressed in a way that is not supported; please zip the course with the usual “deflate” method."),
            Self::Link { path } => format!("“{path}” is a link instead of a file; please replace it with the file itself."),
            Self::UnsafePath { path } => format!("The name “{path}” points outside the package or has characters that are not allowed; please rename the file and zip the course again."),
            Self::PathTooLong { path, limit } => format!("The name “{path}” is longer than {limit} bytes; please shorten the names of its folders."),
            Self::PathTooDeep { path, limit } => format!("“{path}” is nested in more than {limit} folders; please use fewer levels."),
            Self::Duplicate { path } => format!("The package has “{path}” twice (upper and lower case count as the same name); please keep one of them."),
            Self::Overlapping => "Files in this zip share the same bytes, which no usual tool produces; please zip the course again.".into(),
            Self::TooManyFiles { limit } => format!("The package has more than {limit} files; please remove what the course does not need."),
            Self::TooLarge { limit } => format!("Unpacked, the files of this package are larger than {} together, which is the limit here; please make its media smaller.", sizes::bytes(*limit)),
            Self::Bomb { path } => format!("“{path}” grows far too much when it is unpacked, so the package was refused; please check the file and export the course again."),
            Self::Storage { kind } => format!("The files could not be stored ({kind}); please try again, and tell the administrator if it happens again."),
            Self::NothingToOpen => "The package has neither an imsmanifest.xml nor an index.html in its first level; please upload the zip your authoring tool exports for an LMS.".into(),
            Self::TwoManifests => "The package has more than one imsmanifest.xml in its first level; please keep only the one that belongs to the course.".into(),
            Self::ManifestInFolder { folder } => format!("imsmanifest.xml is inside the folder “{folder}”; please zip the contents of that folder, not the folder itself."),
            Self::ManifestEmpty => "imsmanifest.xml is empty; please export the course again from your authoring tool.".into(),
            Self::ManifestTooLarge { limit } => format!("imsmanifest.xml is larger than a manifest can be here ({}); please split the course.", sizes::bytes(*limit)),
            Self::ManifestTooDeep { limit } => format!("imsmanifest.xml is nested more than {limit} levels deep; please flatten the course's outline."),
            Self::TooManyItems { limit } => format!("The course outline has more than {limit} items; please split the course."),
            Self::ManifestMalformed { line, column } => format!("imsmanifest.xml is not valid XML (line {line}, column {column}); please correct it there or export the course again."),
            Self::ManifestDtd => "imsmanifest.xml contains a document type definition (DOCTYPE), which is not accepted for safety; please remove it.".into(),
            Self::NotAManifest { root } => format!("imsmanifest.xml starts with “{root}” instead of “manifest”, so it is not a course manifest; please export the course again."),
            Self::NothingLaunchable => "No item in imsmanifest.xml leads to a page in the package, so there is nothing to launch; please check the items and the href of their resources.".into(),
            Self::LaunchFileMissing { item, path } => format!("“{item}” should open “{path}”, but that file is not in the package; please add it or correct imsmanifest.xml."),
            Self::TinCan => "This is a Tin Can (xAPI) package, which is not supported yet; please export the course as SCORM 1.2 or SCORM 2004.".into(),
            Self::Cmi5 => "This is a cmi5 package, which is not supported yet; please export the course as SCORM 1.2 or SCORM 2004.".into(),
        }
    }
}
