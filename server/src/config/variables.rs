//! `LECTERN_*` variables and secret files, laid over what the file says.

use std::collections::BTreeMap;

use super::ConfigProblem;

/// Variables of Lectern's tools, not of the portal.
const OF_TOOLS: [&str; 12] = [
    "BIN",
    "CACHE",
    "PACKAGES",
    "SHOTS",
    "SITE_DIR",
    "TEST_DATABASE_URL",
    "TEST_SEEDS",
    "TOOLS",
    "WASM_PROFILE",
    "WHOLE_RUN",
    "CONFIG",
    "BENCH",
];
/// Keys that are yes or no.
const SWITCHES: [&str; 1] = ["allow_private"];
/// Keys that are numbers.
const NUMBERS: [&str; 6] = [
    "port",
    "upload_limit_mb",
    "unpacked_limit_mb",
    "per_second",
    "per_minute",
    "burst",
];
/// Groups of keys that are tables in the file.
const TABLES: [&str; 5] = ["smtp", "flood", "payment", "webhooks", "api"];
/// Keys whose value may be kept in a file instead: `…_file`.
const SECRETS: [&str; 6] = [
    "database_url",
    "secret",
    "password",
    "stripe_key",
    "stripe_webhook_secret",
    "bounce_secret",
];

/// Puts one variable into the table; others than `LECTERN_*` are none of ours.
pub(super) fn overlay(table: &mut toml::Table, name: &str, value: String) -> Result<(), ConfigProblem> {
    let Some(name) = name.strip_prefix("LECTERN_") else {
        return Ok(());
    };
    if OF_TOOLS.contains(&name) || name.starts_with("BENCH_") {
        return Ok(());
    }
    let key = name.to_lowercase();
    let group = |name| Some((name, key.strip_prefix(name)?.strip_prefix('_')?));
    let (table, key) = match TABLES.into_iter().find_map(group) {
        Some((name, inner)) => {
            let group = table.entry(name).or_insert_with(|| toml::Table::new().into());
            let group = group.as_table_mut();
            (
                group.ok_or_else(|| ConfigProblem(format!("{name} must be a table.")))?,
                inner,
            )
        }
        None => (table, key.as_str()),
    };
    let value = if NUMBERS.contains(&key) {
        let number: i64 = value
            .trim()
            .parse()
            .map_err(|_| ConfigProblem(format!("LECTERN_{name} must be a number, not “{value}”.")))?;
        number.into()
    } else if SWITCHES.contains(&key) {
        let on: bool = value
            .trim()
            .parse()
            .map_err(|_| ConfigProblem(format!("LECTERN_{name} must be true or false, not “{value}”.")))?;
        on.into()
    } else {
        value.into()
    };
    table.insert(key.to_owned(), value);
    Ok(())
}

/// Puts the contents of the files that `…_file` keys name in the places of the secrets.
pub(super) fn read_secret_files(table: &mut toml::Table) -> Result<(), ConfigProblem> {
    let mut found = BTreeMap::new();
    for key in SECRETS {
        if let Some(path) = table.remove(&format!("{key}_file")) {
            found.insert(key.to_owned(), secret_from(key, &path)?);
        }
    }
    table.extend(found);
    for name in TABLES {
        if let Some(inner) = table.get_mut(name).and_then(toml::Value::as_table_mut) {
            read_secret_files(inner)?;
        }
    }
    Ok(())
}

fn secret_from(key: &str, path: &toml::Value) -> Result<toml::Value, ConfigProblem> {
    let path = path.as_str().unwrap_or_default();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigProblem(format!("{key}_file: {path} cannot be read: {error}")))?;
    Ok(text.trim().into())
}
