//! Which of a manifest's organizations is the course.

use roxmltree::Node;

use super::super::{Warning, names};
use super::xml::{attribute, child, children};

/// The default organization, or else the first one; `None` when there is none.
pub(super) fn chosen<'a, 'i>(root: Node<'a, 'i>, warnings: &mut Vec<Warning>) -> Option<Node<'a, 'i>> {
    let list = child(root, "organizations")?;
    let first = child(list, "organization")?;
    let Some(default) = attribute(list, "default") else {
        return Some(first);
    };
    let named = children(list, "organization").find(|one| attribute(*one, "identifier") == Some(default));
    if named.is_none() {
        warnings.push(Warning::OrganizationMissing {
            organization: names::shown(default),
        });
    }
    Some(named.unwrap_or(first))
}
