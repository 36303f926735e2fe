//! The two smallest packages worth learning from.

use std::{
    fs::File,
    io::{Cursor, Seek, SeekFrom, Write},
};

use lectern_contract::courses::Standard;
use zip::{ZipWriter, write::SimpleFileOptions};

/// The identifier of the first item of both packages.
pub const SCO: &str = "first";

/// A SCORM 1.2 package with one page.
pub fn scorm12() -> File {
    archive(&format!(
        r#"<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
        <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
        <organizations default="O"><organization identifier="O"><title>Forklift Basics</title>
        <item identifier="{SCO}" identifierref="R"><title>Driving</title></item></organization></organizations>
        <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>"#
    ))
}

/// A SCORM 2004 package with two pages; the first is passed by a measure of 0.8.
pub fn scorm2004() -> File {
    archive(&format!(
        r#"<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
        <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
        <organizations default="O"><organization identifier="O"><title>Fire Safety</title>
        <item identifier="{SCO}" identifierref="R"><title>Alarm</title>
          <imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="P" satisfiedByMeasure="true">
            <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing></item>
        <item identifier="second" identifierref="R"><title>Escape</title></item></organization></organizations>
        <resources><resource identifier="R" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>"#
    ))
}

/// A package of SCORM with two pages, of which the table of contents shows only the first.
pub fn half_hidden(standard: Standard) -> File {
    let (edition, xmlns, adlcp, kind) = if standard == Standard::Scorm2004 {
        (
            "2004 4th Edition",
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.adlnet.org/xsd/adlcp_v1p3",
            "scormType",
        )
    } else {
        (
            "1.2",
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2",
            "scormtype",
        )
    };
    archive(&format!(
        r#"<manifest xmlns="{xmlns}" xmlns:adlcp="{adlcp}">
        <metadata><schema>ADL SCORM</schema><schemaversion>{edition}</schemaversion></metadata>
        <organizations default="O"><organization identifier="O"><title>Half Hidden</title>
        <item identifier="{SCO}" identifierref="R"><title>Shown</title></item>
        <item identifier="second" identifierref="R" isvisible="false"><title>Not shown</title></item></organization></organizations>
        <resources><resource identifier="R" type="webcontent" adlcp:{kind}="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>"#
    ))
}

fn archive(manifest: &str) -> File {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("imsmanifest.xml", manifest),
        ("index.html", "<!doctype html><title>A page</title>"),
    ] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a file in memory");
        writer.write_all(content.as_bytes()).expect("memory takes it");
    }
    let bytes = writer.finish().expect("memory takes it").into_inner();
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(&bytes).expect("room for a small file");
    file.seek(SeekFrom::Start(0)).expect("a file can be rewound");
    file
}
