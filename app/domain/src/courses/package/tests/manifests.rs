//! What real manifests do.

use super::super::{PackageProblem, ScormType, Warning};
use super::{ITEM, manifest, read_files, read_manifest};
use crate::runtime::cmi::Standard;

#[test]
fn encodings_of_real_manifests_are_read() {
    let text = manifest(&ITEM.replace("One", "Größe"));
    let windows: Vec<u8> = text
        .replace(r#"version="1.0""#, r#"version="1.0" encoding="windows-1252""#)
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a Latin character"))
        .collect();
    let undeclared: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a Latin character"))
        .collect();
    let utf16: Vec<u8> = format!("\u{FEFF}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = format!("\u{FEFF}{text}").into_bytes();
    for (bytes, warnings) in [(windows, 0), (utf16, 0), (marked, 0), (undeclared, 1)] {
        let package = read_manifest(bytes).expect("a package");
        assert_eq!(package.items[0].title, "Größe");
        assert_eq!(package.warnings.len(), warnings);
    }
}

#[test]
fn the_standard_is_recognized() {
    let plain = manifest(ITEM);
    let version = |version: &str| plain.replace(">1.2<", &format!(">{version}<"));
    let none = plain.replace("<schemaversion>1.2</schemaversion>", "");
    for (text, standard, edition) in [
        (plain.clone(), Standard::Scorm12, None),
        (version("CAM 1.3"), Standard::Scorm2004, Some("2004 2nd Edition")),
        (
            version("2004 3rd Edition"),
            Standard::Scorm2004,
            Some("2004 3rd Edition"),
        ),
        (
            version("2004  4th edition "),
            Standard::Scorm2004,
            Some("2004 4th Edition"),
        ),
        (none.clone(), Standard::Scorm12, None),
        (none.replace("adlcp_rootv1p2", "adlcp_v1p3"), Standard::Scorm2004, None),
        (
            none.replace("imscp_rootv1p1p2", "x")
                .replace("adlcp_rootv1p2", "y")
                .replace("scormtype", "scormType"),
            Standard::Scorm2004,
            None,
        ),
    ] {
        let package = read_manifest(&text).expect("a package");
        assert_eq!(
            (package.standard, package.edition.as_deref()),
            (standard, edition),
            "{text}"
        );
    }
}

#[test]
fn pages_are_found_through_bases_and_encodings() {
    let resource = r#"<resource identifier="R" xml:base="b%20c/../" adlcp:scormType="SCO" href="A%20b.html?x=1#top"/>"#;
    let text = manifest(&ITEM.replace("identifierref", r#"parameters="&amp;y=2" identifierref"#));
    let start = text.find("<resource ").expect("resources");
    let text = format!("{}{resource}</resources></manifest>", &text[..start])
        .replace("<resources>", r#"<resources xml:base="pages/">"#);
    let package = read_manifest(text).expect("a package");
    assert_eq!(package.items[0].href.as_deref(), Some("pages/a b.html?x=1&y=2#top"));
    assert_eq!(package.items[0].file().as_deref(), Some("pages/a b.html"));
    assert_eq!(package.items[0].scorm_type, ScormType::Sco);
    assert!(
        matches!(&package.warnings[..], [Warning::OtherCase { .. }]),
        "{:?}",
        package.warnings
    );
}

#[test]
fn names_with_address_characters_survive() {
    let text = manifest(ITEM).replace("index.html", "50%25%20%23done%3F.html");
    let package = read_files(&[("imsmanifest.xml", text.as_bytes()), ("50% #done?.html", b"")]).expect("a package");
    assert_eq!(package.items[0].href.as_deref(), Some("50%25 %23done%3F.html"));
    assert_eq!(package.items[0].file().as_deref(), Some("50% #done?.html"));
    assert_eq!(package.warnings, []);
}

#[test]
fn settings_of_items_are_read_or_left_out_with_a_warning() {
    let settings = "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>Exit, no message</adlcp:timelimitaction><adlcp:datafromlms> x=1 </adlcp:datafromlms>
        <adlcp:prerequisites type='aicc_script'>A&amp;B</adlcp:prerequisites><adlcp:completionThreshold>0.5</adlcp:completionThreshold>";
    let item = |settings: &str| manifest(&ITEM.replace("</item>", &format!("{settings}</item>")));
    let package = read_manifest(item(settings)).expect("a package");
    let one = &package.items[0];
    assert_eq!((one.mastery_score, one.completion_threshold), (Some(80.0), Some(0.5)));
    assert_eq!(
        (one.max_time_allowed.as_deref(), one.time_limit_action.as_deref()),
        (Some("00:30:00"), Some("exit,no message"))
    );
    assert_eq!(
        (one.launch_data.as_str(), one.prerequisites.as_deref()),
        ("x=1", Some("A&B"))
    );
    let odd = "<adlcp:masteryscore>NaN</adlcp:masteryscore><adlcp:maxtimeallowed>soon</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>explode</adlcp:timelimitaction><adlcp:completionThreshold>7</adlcp:completionThreshold>";
    let package = read_manifest(item(odd)).expect("a package");
    assert_eq!(package.warnings.len(), 4);
    let attributes = r#"<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.7"/>"#;
    assert_eq!(
        read_manifest(item(attributes)).expect("a package").items[0].completion_threshold,
        Some(0.7)
    );
}

#[test]
fn outlines_keep_folders_shared_pages_and_hidden_items() {
    let items = r#"<item identifier="F"><title> A  folder </title><item identifier="I" identifierref="R" isvisible="false"/>
        <item identifier="I" identifierref="R"><title>&lt;b&gt;Two</title></item></item><item identifier="X" identifierref="none"/>"#;
    let package = read_manifest(manifest(items).replace(r#"default="O""#, r#"default="Q""#)).expect("a package");
    assert_eq!(package.items[0].title, "A folder");
    assert_eq!(package.items[0].href, None);
    let inner = &package.items[0].children;
    assert_eq!(
        (inner[0].visible, inner[1].visible, inner[1].title.as_str()),
        (false, true, "<b>Two")
    );
    assert_ne!(inner[0].id, inner[1].id);
    assert_eq!(
        package.all_items().map(|item| item.id.as_str()).collect::<Vec<_>>(),
        ["F", "I", inner[1].id.as_str(), "X"]
    );
    assert!(
        package
            .warnings
            .iter()
            .any(|warning| matches!(warning, Warning::OrganizationMissing { .. }))
    );
    assert!(
        package
            .warnings
            .iter()
            .any(|warning| matches!(warning, Warning::ItemRenamed { .. }))
    );
    assert!(
        package
            .warnings
            .iter()
            .any(|warning| matches!(warning, Warning::ResourceMissing { .. }))
    );
}

#[test]
fn what_leads_elsewhere_is_not_launched() {
    let external = |href: &str| manifest(ITEM).replace(r#"href="index.html""#, &format!(r#"href="{href}""#));
    for href in ["https://example.org/", "//example.org/", "javascript:alert(1)"] {
        assert_eq!(
            read_manifest(external(href)),
            Err(PackageProblem::NothingLaunchable),
            "{href}"
        );
    }
    for href in ["../index.html", "%2e%2e/x", "none.html"] {
        assert!(
            matches!(
                read_manifest(external(href)),
                Err(PackageProblem::LaunchFileMissing { .. })
            ),
            "{href}"
        );
    }
    let mixed = manifest(&format!(r#"{ITEM}<item identifier="W" identifierref="E"/>"#)).replace(
        "</resources>",
        r#"<resource identifier="E" href="http://example.org/"/></resources>"#,
    );
    let package = read_manifest(mixed).expect("a package");
    assert_eq!(package.items[1].href, None);
    assert!(matches!(&package.warnings[..], [Warning::ExternalLink { .. }]));
}

#[test]
fn missing_files_are_named_up_to_a_point() {
    let files = (0..80)
        .map(|n| format!(r#"<file href="missing/{n}.js"/>"#))
        .collect::<Vec<_>>()
        .concat();
    let package =
        read_manifest(manifest(ITEM).replace("</resource>", &format!("{files}</resource>"))).expect("a package");
    assert_eq!(package.warnings.len(), 51);
    assert_eq!(package.warnings[50], Warning::MoreFilesMissing { count: 30 });
}

#[test]
fn warnings_about_items_are_said_up_to_a_point() {
    let items = r#"<item identifier="X" identifierref="none"/>"#.repeat(500);
    let package = read_manifest(manifest(&format!("{ITEM}{items}"))).expect("a package");
    assert_eq!(package.warnings.len(), 101);
    assert_eq!(package.warnings[100], Warning::More { count: 899 });
}

#[test]
fn a_description_comes_from_the_metadata() {
    let lom = "<lom><general><description><langstring xml:lang='en'>All about\n golf</langstring></description></general></lom></metadata>";
    let package = read_manifest(manifest(ITEM).replace("</metadata>", lom)).expect("a package");
    assert_eq!(package.description.as_deref(), Some("All about golf"));
}

#[test]
fn broken_manifests_are_refused_each_in_its_way() {
    let refused = |text: &str| read_manifest(text).expect_err("refused");
    assert_eq!(refused(""), PackageProblem::ManifestEmpty);
    assert_eq!(refused("<?xml version='1.0'?>\n"), PackageProblem::ManifestEmpty);
    assert_eq!(refused("<html/>"), PackageProblem::NotAManifest { root: "html".into() });
    assert_eq!(refused("<manifest/>"), PackageProblem::NothingLaunchable);
    assert_eq!(refused(&manifest("")), PackageProblem::NothingLaunchable);
    assert_eq!(
        refused("<manifest>\n<a></b></manifest>"),
        PackageProblem::ManifestMalformed { line: 2, column: 4 }
    );
    assert!(matches!(
        refused("<manifest>\n\n<a>"),
        PackageProblem::ManifestMalformed { line: 3, .. }
    ));
}
