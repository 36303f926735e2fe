//! Finding elements and attributes by local name, without regard to case.

use roxmltree::Node;

/// The child elements of this name.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name().eq_ignore_ascii_case(name))
}

/// The first child element of this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// The attribute's value, without the space around it; `None` when empty.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let found = node
        .attributes()
        .find(|attribute| attribute.name().eq_ignore_ascii_case(name))?;
    Some(found.value().trim()).filter(|value| !value.is_empty())
}

/// A switch: `true`, `1`; `false`, `0`; anything else is the default.
pub(super) fn flag(node: Node<'_, '_>, name: &str, default: bool) -> bool {
    match attribute(node, name).map(str::to_ascii_lowercase).as_deref() {
        Some("true" | "1") => true,
        Some("false" | "0") => false,
        _ => default,
    }
}

/// A number within a range.
pub(super) fn number(text: &str, least: f64, most: f64) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite() && (least..=most).contains(number))
}

/// All text inside, without the space around it; `None` when empty.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    let all: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .collect();
    Some(all.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The text of the first child of this name.
pub(super) fn child_text(node: Node<'_, '_>, name: &'static str) -> Option<String> {
    child(node, name).and_then(text)
}
