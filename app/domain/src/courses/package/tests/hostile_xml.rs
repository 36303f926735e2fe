//! Manifests made to harm.

use super::super::PackageProblem;
use super::{ITEM, manifest, read_manifest};

#[test]
fn hostile_xml_is_refused_quickly() {
    let deep = manifest(&format!(
        "{}{}",
        r#"<item identifierref="R">"#.repeat(100_000),
        "</item>".repeat(100_000)
    ));
    assert_eq!(read_manifest(deep), Err(PackageProblem::ManifestTooDeep { limit: 32 }));
    let deeper = manifest(&format!("{}{}", "<item>".repeat(33), "</item>".repeat(33)));
    assert_eq!(
        read_manifest(deeper),
        Err(PackageProblem::ManifestTooDeep { limit: 32 })
    );
    let laughs =
        r#"<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><manifest>&b;</manifest>"#;
    assert_eq!(read_manifest(laughs), Err(PackageProblem::ManifestDtd));
    assert_eq!(
        read_manifest(manifest(&ITEM.repeat(10_001))),
        Err(PackageProblem::TooManyItems { limit: 10_000 })
    );
    let attributes = (0..600_000).map(|n| format!(" a{n}=''")).collect::<Vec<_>>().concat();
    assert!(matches!(
        read_manifest(format!("<manifest{attributes}/>")),
        Err(PackageProblem::ManifestTooLarge { .. })
    ));
    let namespaces = (0..50_000)
        .map(|n| format!("<a xmlns:n{n}=''/>"))
        .collect::<Vec<_>>()
        .concat();
    assert!(matches!(
        read_manifest(format!("<manifest>{namespaces}</manifest>")),
        Err(PackageProblem::ManifestTooLarge { .. })
    ));
    let large = manifest(&format!("<!--{}-->", "x".repeat(9 << 20)));
    assert_eq!(
        read_manifest(large),
        Err(PackageProblem::ManifestTooLarge { limit: 8 << 20 })
    );
}

#[test]
fn shared_rules_do_not_multiply_without_end() {
    let rules = format!(
        "<objectives>{}</objectives>",
        r#"<objective objectiveID="x"/>"#.repeat(20_000)
    );
    let item = r#"<item identifierref="R"><sequencing IDRef="S"/></item>"#.repeat(5_000);
    let text = manifest(&item).replace(">1.2<", ">2004 4th Edition<").replace(
        "</manifest>",
        &format!(r#"<sequencingCollection><sequencing ID="S">{rules}</sequencing></sequencingCollection></manifest>"#),
    );
    assert!(matches!(
        read_manifest(text),
        Err(PackageProblem::ManifestTooLarge { .. })
    ));
}
