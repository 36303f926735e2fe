//! Builds the site's files (wasm, scripts, styles) into the binary, each with its content hash
//! and a gzipped twin, packed slowly once because it is sent often. Without a site, as in a plain
//! `cargo test`, the table is empty.

#![allow(clippy::unnecessary_debug_formatting, reason = "paths become string literals")]

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use zopfli::{Format, Options};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let site = site_folder(&out);
    // A path that is missing would make every build a new one.
    fs::create_dir_all(&site).expect("the site's folder can be made");
    println!("cargo::rerun-if-env-changed=LECTERN_SITE_DIR");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", site.display());

    let mut names = Vec::new();
    collect(&site, &site, &mut names);
    names.sort();

    let copies = out.join("assets");
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir_all(&copies).expect("OUT_DIR can be written");
    let mut table = String::from("&[\n");
    for name in &names {
        table.push_str(&entry(&site, name, &copies));
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR can be written");
}

/// `LECTERN_SITE_DIR`, or `site` in the target folder that this very build writes into.
fn site_folder(out: &Path) -> PathBuf {
    if let Some(named) = env::var_os("LECTERN_SITE_DIR") {
        return PathBuf::from(named);
    }
    // Cargo marks its target folder, unless the folder was there before; else it lies four above OUT_DIR.
    let marked = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    marked.or_else(|| out.ancestors().nth(4)).unwrap_or(out).join("site")
}

/// Names of all files under `folder`, relative to `site`, with forward slashes.
fn collect(site: &Path, folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the site's folder can be read") {
        let path = entry.expect("the site's folder can be read").path();
        if path.is_dir() {
            collect(site, &path, names);
        } else if let Some(name) = path.strip_prefix(site).ok().and_then(Path::to_str)
            && !name.starts_with('.')
        {
            names.push(name.replace('\\', "/"));
        }
    }
}

/// One row of the table; the bytes are copied first, so that they cannot change under the hash.
fn entry(site: &Path, name: &str, copies: &Path) -> String {
    let bytes = fs::read(site.join(name)).expect("a site file can be read");
    let hash = Sha256::digest(&bytes)
        .iter()
        .take(8)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    let raw = copies.join(&hash);
    fs::write(&raw, &bytes).expect("OUT_DIR can be written");

    let mut packed = Vec::new();
    zopfli::compress(Options::default(), Format::Gzip, bytes.as_slice(), &mut packed).expect("memory can be written");
    let gzip = if packed.len() < bytes.len() {
        let path = copies.join(format!("{hash}.gz"));
        fs::write(&path, packed).expect("OUT_DIR can be written");
        format!("Some(include_bytes!({path:?}))")
    } else {
        "None".to_owned()
    };
    format!("    Asset {{ name: {name:?}, hash: {hash:?}, bytes: include_bytes!({raw:?}), gzip: {gzip} }},\n")
}
