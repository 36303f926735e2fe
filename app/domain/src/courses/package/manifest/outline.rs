//! The table of contents: items within items, each with the page it opens.

use std::collections::HashSet;

use roxmltree::Node;

use super::super::entries::Entries;
use super::super::{Item, Limits, PackageProblem, ScormType, Sequencing, Warning, names};
use super::href::{Target, escape_path, with_parameters};
use super::resources::Resources;
use super::rules::Collections;
use super::settings::{self, Settings};
use super::text::{self, line};
use super::xml::{attribute, child, child_text, children, flag};
use crate::runtime::cmi::Standard;

/// Warnings about items that are said one by one; the rest is counted.
const SAID: usize = 100;
/// Characters of an item's `parameters`.
const PARAMETERS: usize = 2_048;

/// Builds items and collects what they get wrong.
pub(super) struct Outline<'a, 'i> {
    standard: Standard,
    resources: &'a Resources,
    collections: Collections<'a, 'i>,
    entries: &'a Entries,
    limits: &'a Limits,
    ids: HashSet<String>,
    count: usize,
    warnings: Vec<Warning>,
    unsaid: usize,
}

impl<'a, 'i> Outline<'a, 'i> {
    pub fn new(
        standard: Standard,
        resources: &'a Resources,
        collections: Collections<'a, 'i>,
        entries: &'a Entries,
        limits: &'a Limits,
    ) -> Self {
        Self {
            standard,
            resources,
            collections,
            entries,
            limits,
            ids: HashSet::new(),
            count: 0,
            warnings: Vec::new(),
            unsaid: 0,
        }
    }

    /// What the items got wrong.
    pub fn warnings(self) -> Vec<Warning> {
        let more = (self.unsaid > 0).then_some(Warning::More { count: self.unsaid });
        self.warnings.into_iter().chain(more).collect()
    }

    /// The items below an organization or item.
    ///
    /// # Errors
    /// `ManifestTooDeep`, `TooManyItems`, `ManifestTooLarge`, `LaunchFileMissing`.
    pub fn items(&mut self, parent: Node<'a, 'i>, level: usize) -> Result<Vec<Item>, PackageProblem> {
        children(parent, "item").map(|node| self.item(node, level)).collect()
    }

    fn item(&mut self, node: Node<'a, 'i>, level: usize) -> Result<Item, PackageProblem> {
        if level > self.limits.item_depth {
            return Err(PackageProblem::ManifestTooDeep {
                limit: self.limits.item_depth,
            });
        }
        self.count += 1;
        if self.count > self.limits.items {
            return Err(PackageProblem::TooManyItems {
                limit: self.limits.items,
            });
        }
        let title = child_text(node, "title").and_then(|title| line(&title, text::TITLE));
        let title = title.unwrap_or_else(|| format!("Item {}", self.count));
        let id = self.unique_id(node);
        let (href, scorm_type) = self.page(node, &title)?;
        let sequencing = self.sequencing(node, &title)?;
        let Settings {
            launch_data,
            mastery_score,
            max_time_allowed,
            time_limit_action,
            prerequisites,
            completion_threshold,
        } = settings::of(node, self.standard, &title, &mut self.warnings);
        self.unsaid += self.warnings.drain(SAID.min(self.warnings.len())..).count();
        Ok(Item {
            id,
            href,
            visible: flag(node, "isvisible", true),
            scorm_type,
            children: self.items(node, level + 1)?,
            launch_data,
            mastery_score,
            max_time_allowed,
            time_limit_action,
            prerequisites,
            completion_threshold,
            sequencing,
            title,
        })
    }

    /// The sequencing of an organization or item; only 2004 has any.
    ///
    /// # Errors
    /// `ManifestTooLarge` when shared rules are repeated beyond measure.
    pub fn sequencing(&mut self, node: Node<'a, 'i>, title: &str) -> Result<Option<Sequencing>, PackageProblem> {
        match child(node, "sequencing") {
            Some(found) if self.standard == Standard::Scorm2004 => {
                self.collections.sequencing(found, title, &mut self.warnings).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The page an item opens, or `None` for a folder.
    fn page(&mut self, node: Node<'_, '_>, title: &str) -> Result<(Option<String>, ScormType), PackageProblem> {
        const FOLDER: (Option<String>, ScormType) = (None, ScormType::Asset);
        let Some(reference) = attribute(node, "identifierref") else {
            return Ok(FOLDER);
        };
        let (item, resource) = (title.to_owned(), names::shown(reference));
        let Some(found) = self.resources.get(reference) else {
            self.warnings.push(Warning::ResourceMissing { item, resource });
            return Ok(FOLDER);
        };
        let Some(target) = &found.target else {
            self.warnings.push(Warning::ResourceWithoutPage { item, resource });
            return Ok(FOLDER);
        };
        let (path, tail) = match target {
            Target::Inside { path, tail, .. } => (path, tail),
            Target::External(href) => {
                self.warnings.push(Warning::ExternalLink {
                    item,
                    href: names::shown(href),
                });
                return Ok(FOLDER);
            }
            Target::Nowhere(href) => {
                return Err(PackageProblem::LaunchFileMissing {
                    item,
                    path: names::shown(href),
                });
            }
        };
        let Some(entry) = target.find(self.entries) else {
            return Err(PackageProblem::LaunchFileMissing {
                item,
                path: names::shown(path),
            });
        };
        if names::folded(path) == names::folded(&entry.path) && *path != entry.path {
            let warning = Warning::OtherCase {
                listed: names::shown(path),
                found: names::shown(&entry.path),
            };
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        let tail = with_parameters(tail, self.parameters(node, title));
        Ok((Some(escape_path(&entry.path) + &tail), found.scorm_type))
    }

    fn parameters<'n>(&mut self, node: Node<'n, '_>, title: &str) -> &'n str {
        let parameters = attribute(node, "parameters").unwrap_or_default();
        if parameters.len() <= PARAMETERS {
            return parameters;
        }
        self.warnings.push(settings::ignored(title, "parameters", parameters));
        ""
    }

    /// The identifier, or a new one where it is missing or taken.
    fn unique_id(&mut self, node: Node<'_, '_>) -> String {
        let wanted = attribute(node, "identifier").map_or_else(|| format!("item-{}", self.count), str::to_owned);
        if self.ids.insert(wanted.clone()) {
            return wanted;
        }
        // The count is new for each item, so this ends at once but for names made to clash.
        let mut made = format!("{wanted}-{}", self.count);
        while !self.ids.insert(made.clone()) {
            made.push('x');
        }
        self.warnings.push(Warning::ItemRenamed {
            item: names::shown(&wanted),
            identifier: names::shown(&made),
        });
        made
    }
}
