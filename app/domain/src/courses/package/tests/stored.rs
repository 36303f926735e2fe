//! What reaches the sink, and every form of zip that is fine.

use std::io::{self, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::{Discard, FileSink, Limits, PackageProblem, read_package};
use super::{Kept, zip, zip_with};

#[test]
fn files_arrive_once_with_plain_names_and_without_junk() {
    let bytes = zip(&[
        ("index.html", b"<p>"),
        ("shared/", b""),
        (r"shared\style.css", b"p{}"),
        ("__MACOSX/._index.html", b"x"),
        ("shared/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
    ]);
    let mut kept = Kept::default();
    let package = read_package(Cursor::new(bytes), &Limits::default(), &mut kept).expect("a package");
    assert_eq!(kept.0.keys().collect::<Vec<_>>(), ["index.html", "shared/style.css"]);
    assert_eq!((package.files, package.bytes), (2, 6));
}

#[test]
fn stored_zip64_and_streamed_entries_are_fine() {
    let files: &[(&str, &[u8])] = &[("index.html", b"<p>"), ("a.txt", b"some text, some text, some text")];
    let options = SimpleFileOptions::default();
    let mut streamed = ZipWriter::new_stream(Vec::new());
    for (name, content) in files {
        streamed.start_file(*name, options).expect("a file");
        streamed.write_all(content).expect("its content");
    }
    for bytes in [
        zip_with(files, options.compression_method(CompressionMethod::Stored)),
        zip_with(files, options.large_file(true)),
        streamed.finish().expect("a zip").into_inner(),
    ] {
        let mut kept = Kept::default();
        let package = read_package(Cursor::new(bytes), &Limits::default(), &mut kept).expect("a package");
        assert_eq!((package.files, package.bytes), (2, 34));
        assert_eq!(kept.0["a.txt"], files[1].1);
    }
}

#[test]
fn a_sink_that_fails_ends_the_reading() {
    struct Full;
    impl FileSink for Full {
        fn file(&mut self, _: &str, content: &mut dyn Read) -> io::Result<()> {
            content.read_exact(&mut [0; 1])?;
            Err(io::ErrorKind::StorageFull.into())
        }
    }
    let bytes = zip(&[("index.html", b"<p>")]);
    let problem = read_package(Cursor::new(bytes), &Limits::default(), &mut Full).expect_err("refused");
    assert_eq!(
        problem,
        PackageProblem::Storage {
            kind: "no storage space".into()
        }
    );
}

#[test]
fn a_sink_that_reads_nothing_does_not_hide_the_size() {
    struct Blind;
    impl FileSink for Blind {
        fn file(&mut self, _: &str, _: &mut dyn Read) -> io::Result<()> {
            Ok(())
        }
    }
    let bytes = zip(&[("index.html", b"<p>")]);
    assert_eq!(
        read_package(Cursor::new(bytes), &Limits::default(), &mut Blind)
            .expect("a package")
            .bytes,
        3
    );
}

#[test]
fn limits_are_kept() {
    let bytes = zip(&[("index.html", b"<p>"), ("a/b/c.txt", b"12345")]);
    let read = |limits: Limits| read_package(Cursor::new(&bytes), &limits, &mut Discard).expect_err("refused");
    let usual = Limits::default;
    assert_eq!(
        read(Limits { files: 1, ..usual() }),
        PackageProblem::TooManyFiles { limit: 1 }
    );
    assert_eq!(
        read(Limits {
            unpacked_bytes: 7,
            ..usual()
        }),
        PackageProblem::TooLarge { limit: 7 }
    );
    assert!(matches!(
        read(Limits { depth: 2, ..usual() }),
        PackageProblem::PathTooDeep { limit: 2, .. }
    ));
    assert!(matches!(
        read(Limits {
            name_bytes: 8,
            ..usual()
        }),
        PackageProblem::PathTooLong { .. }
    ));
}
