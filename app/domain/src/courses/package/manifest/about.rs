//! Title and description of a course.

use roxmltree::Node;

use super::super::Item;
use super::text::{self, line};
use super::xml::{child, child_text};

/// The organization's title, else that of the metadata, else the first item's.
pub(super) fn title(root: Node<'_, '_>, organization: Node<'_, '_>, items: &[Item]) -> String {
    child_text(organization, "title")
        .and_then(|title| line(&title, text::TITLE))
        .or_else(|| general(root, "title", text::TITLE))
        .or_else(|| items.first().map(|item| item.title.clone()))
        .unwrap_or_else(|| text::UNTITLED.to_owned())
}

/// The description in the metadata (LOM) of the manifest or of the organization.
pub(super) fn description(root: Node<'_, '_>, organization: Node<'_, '_>) -> Option<String> {
    general(root, "description", text::DESCRIPTION).or_else(|| general(organization, "description", text::DESCRIPTION))
}

/// A text of `lom/general`: its first `langstring` (1.2) or `string` (2004).
fn general(node: Node<'_, '_>, name: &'static str, most: usize) -> Option<String> {
    let metadata = child(node, "metadata")?;
    let lom = child(metadata, "lom").or_else(|| child(metadata, "record"))?;
    let found = child(child(lom, "general")?, name)?;
    let string = found.children().find(Node::is_element).unwrap_or(found);
    super::xml::text(string).and_then(|text| line(&text, most))
}
