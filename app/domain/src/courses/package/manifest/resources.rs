//! The resources of a manifest: pages that items open, and the files they need.

use std::collections::{BTreeSet, HashMap};

use roxmltree::Node;

use super::super::entries::Entries;
use super::super::{ScormType, Warning, names};
use super::href::{Target, join};
use super::xml::{attribute, children};

/// Missing files named one by one; the rest is counted.
const NAMED: usize = 50;

/// What an item can open.
#[derive(Debug)]
pub(super) struct Resource {
    /// Its page; `None` when the manifest names none.
    pub target: Option<Target>,
    pub scorm_type: ScormType,
}

/// All resources by identifier, and the listed files the package lacks.
#[derive(Debug, Default)]
pub(super) struct Resources {
    by_id: HashMap<String, Resource>,
    missing: BTreeSet<String>,
}

impl Resources {
    /// Reads the resources of the manifest and of manifests within it.
    pub fn read(root: Node<'_, '_>, entries: &Entries) -> Self {
        let mut resources = Self::default();
        resources.add_manifest(root, "", entries);
        resources
    }

    pub fn get(&self, id: &str) -> Option<&Resource> {
        self.by_id.get(id)
    }

    /// A warning for each missing file, the first ones by name.
    pub fn missing(&self, entries: &Entries) -> Vec<Warning> {
        let pages = self.by_id.values().filter_map(|resource| match &resource.target {
            Some(target @ Target::Inside { path, .. }) if target.find(entries).is_none() => Some(path),
            _ => None,
        });
        let all: BTreeSet<&String> = self.missing.iter().chain(pages).collect();
        let named = all.iter().take(NAMED).map(|path| Warning::FileMissing {
            path: names::shown(path),
        });
        let more = all.len().saturating_sub(NAMED);
        named
            .chain((more > 0).then_some(Warning::MoreFilesMissing { count: more }))
            .collect()
    }

    fn add_manifest(&mut self, manifest: Node<'_, '_>, base: &str, entries: &Entries) {
        let base = based(base, manifest);
        for list in children(manifest, "resources") {
            let base = based(&base, list);
            for resource in children(list, "resource") {
                self.add(resource, &base, entries);
            }
        }
        // Depth is bounded by the guard.
        for inner in children(manifest, "manifest") {
            self.add_manifest(inner, &base, entries);
        }
    }

    fn add(&mut self, node: Node<'_, '_>, base: &str, entries: &Entries) {
        let base = based(base, node);
        for file in children(node, "file").filter_map(|file| attribute(file, "href")) {
            let target = Target::resolve(&base, file);
            if let Target::Inside { path, .. } = &target
                && target.find(entries).is_none()
            {
                self.missing.insert(path.clone());
            }
        }
        let Some(id) = attribute(node, "identifier") else {
            return;
        };
        // An absent type is an asset: only a SCO has to find the run-time API.
        let is_sco = attribute(node, "scormtype").is_some_and(|kind| kind.eq_ignore_ascii_case("sco"));
        let resource = Resource {
            target: attribute(node, "href").map(|href| Target::resolve(&base, href)),
            scorm_type: if is_sco { ScormType::Sco } else { ScormType::Asset },
        };
        self.by_id.entry(id.to_owned()).or_insert(resource);
    }
}

/// The base below an element that may set one (`xml:base`).
fn based(base: &str, node: Node<'_, '_>) -> String {
    attribute(node, "base").map_or_else(|| base.to_owned(), |own| join(base, own))
}
