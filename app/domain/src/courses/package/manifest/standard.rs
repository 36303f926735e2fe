//! Which standard, and which edition of it.

use roxmltree::Node;

use super::xml::{child, child_text};
use crate::runtime::cmi::Standard;

/// The standard by `schemaversion`; without a known one by namespaces; without those by the attributes' capitals.
///
/// Source: `spec/runtime.md` (real manifests); SCORM 1.2 CAM 2.3.2, SCORM 2004 CAM 3.4.1.
pub(super) fn of(root: Node<'_, '_>) -> (Standard, Option<String>) {
    let version = child(root, "metadata").and_then(|metadata| child_text(metadata, "schemaversion"));
    match version.as_deref().and_then(by_version) {
        Some(known) => known,
        None if looks_like_2004(root) => (Standard::Scorm2004, None),
        None => (Standard::Scorm12, None),
    }
}

fn by_version(version: &str) -> Option<(Standard, Option<String>)> {
    let version = version.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = version.to_ascii_lowercase();
    if lower == "1.2" || lower == "scorm 1.2" {
        return Some((Standard::Scorm12, None));
    }
    let edition = match () {
        () if lower.contains("2004 4th") => Some("2004 4th Edition"),
        () if lower.contains("2004 3rd") => Some("2004 3rd Edition"),
        () if lower.contains("2004 2nd") || lower.contains("cam 1.3") || lower == "1.3" => Some("2004 2nd Edition"),
        () => None,
    };
    let is_2004 = edition.is_some() || lower.contains("2004");
    is_2004.then(|| (Standard::Scorm2004, edition.map(str::to_owned)))
}

/// Namespaces are looked at on the root and the resources, where exporters put them; 2004 is a mark 1.2 never has.
fn looks_like_2004(root: Node<'_, '_>) -> bool {
    let places = [Some(root), child(root, "resources")];
    let has = |marks: &[&str]| {
        let mut namespaces = places.iter().flatten().flat_map(Node::namespaces);
        namespaces.any(|namespace| marks.iter().any(|mark| namespace.uri().contains(mark)))
    };
    let is_camel = |node: Node<'_, '_>| node.attributes().any(|attribute| attribute.name() == "scormType");
    has(&["adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsglobal.org/xsd/imsss"])
        || (!has(&["adlcp_rootv1p2", "imscp_rootv1p1p2"]) && root.descendants().any(is_camel))
}
