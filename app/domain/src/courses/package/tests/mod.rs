//! Packages good, odd and hostile.

mod bombs;
mod hostile;
mod hostile_xml;
mod manifests;
mod mutations;
mod pages;
mod shape;
mod stored;
mod third_party;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{FileSink, Limits, Package, PackageProblem, read_package};

/// Keeps files in memory.
#[derive(Debug, Default)]
struct Kept(BTreeMap<String, Vec<u8>>);

impl FileSink for Kept {
    fn file(&mut self, path: &str, content: &mut dyn Read) -> io::Result<()> {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        self.0.insert(path.to_owned(), bytes);
        Ok(())
    }
}

/// A zip of these files, deflated.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(files, SimpleFileOptions::default())
}

fn zip_with(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        if name.ends_with('/') {
            writer.add_directory(*name, options).expect("a folder");
        } else {
            writer.start_file(*name, options).expect("a file");
            writer.write_all(content).expect("its content");
        }
    }
    writer.finish().expect("a zip").into_inner()
}

fn read(bytes: &[u8]) -> Result<Package, PackageProblem> {
    read_package(Cursor::new(bytes), &Limits::default(), &mut Kept::default())
}

/// Reads these files as a package.
fn read_files(files: &[(&str, &[u8])]) -> Result<Package, PackageProblem> {
    read(&zip(files))
}

/// Reads a manifest beside an `index.html` and an `a b.html`.
fn read_manifest(manifest: impl AsRef<[u8]>) -> Result<Package, PackageProblem> {
    read_files(&[
        ("imsmanifest.xml", manifest.as_ref()),
        ("index.html", b"<p>"),
        ("pages/a b.html", b"<p>"),
    ])
}

/// A 1.2 manifest around these items and one SCO, `R`, that opens `index.html`.
fn manifest(items: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
        <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
        <organizations default="O"><organization identifier="O"><title>Course</title>{items}</organization></organizations>
        <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>"#
    )
}

/// The plainest item.
const ITEM: &str = r#"<item identifier="I" identifierref="R"><title>One</title></item>"#;
