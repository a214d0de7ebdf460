//! What each feature of the client costs alone.

use std::path::Path;

use anyhow::Context as _;

use super::measure::{self, Build, Row};
use crate::files::root;

/// The yardstick, the crate without features, and one row for each feature alone.
pub(crate) fn rows(yardstick: &Row, runs: usize, folder: &Path) -> anyhow::Result<Vec<Row>> {
    let path = root().join("crates").join("ecs").join("Cargo.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut rows = vec![yardstick.clone()];
    let none = Build::of("aliyun-ecs", &["--no-default-features"]);
    rows.push(measure::row("no feature", &none, "check", runs, folder, None)?);
    for name in names(&text)? {
        let build = Build::of("aliyun-ecs", &["--no-default-features", "--features", &name]);
        rows.push(measure::row(&name, &build, "check", runs, folder, None)?);
    }
    Ok(rows)
}

/// The features of a manifest.
fn names(manifest: &str) -> anyhow::Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse()?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let features = features.context("the manifest has no features")?;
    Ok(features.keys().filter(|name| *name != "default").cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_but_the_default_ones_is_named() {
        let names = names("[features]\ndefault = [\"a\"]\na = []\nb = [\"a\"]\n");
        assert_eq!(names.expect("a manifest"), ["a", "b"]);
    }
}
