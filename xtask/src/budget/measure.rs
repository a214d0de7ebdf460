//! One crate built again and again: seconds and memory of its own compiler run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use super::wrapper::LOG;
use crate::files::root;

/// What is built.
pub(crate) struct Build {
    package: String,
    manifest: PathBuf,
    features: Vec<String>,
}

impl Build {
    /// A package of this workspace.
    pub(crate) fn of(package: &str, features: &[&str]) -> Self {
        Self {
            package: package.to_owned(),
            manifest: root().join("Cargo.toml"),
            features: features.iter().map(|&word| word.to_owned()).collect(),
        }
    }

    /// A package with a manifest of its own.
    pub(crate) fn at(package: &str, manifest: PathBuf) -> Self {
        Self { package: package.to_owned(), manifest, features: Vec::new() }
    }
}

/// The figures of one build.
pub(crate) struct Row {
    pub name: &'static str,
    pub median: f64,
    pub least: f64,
    pub most: f64,
    pub peak_megabytes: Option<u64>,
    pub artefact_bytes: Option<u64>,
    /// Seconds and megabytes; 0 where there is no ceiling.
    pub ceiling: Option<(f64, u64)>,
}

impl Row {
    /// What is above the ceiling, in words.
    pub(crate) fn above(&self) -> Vec<String> {
        let Some((seconds, megabytes)) = self.ceiling else { return Vec::new() };
        let mut above = Vec::new();
        if self.median > seconds {
            above.push(format!("{} takes more than {seconds} s", self.name));
        }
        if megabytes > 0 && self.peak_megabytes.is_some_and(|peak| peak > megabytes) {
            above.push(format!("{} takes more than {megabytes} MB", self.name));
        }
        above
    }
}

/// Builds the leaf crate `runs` times after one run that builds what it depends on.
pub(crate) fn row(
    name: &'static str,
    build: &Build,
    command: &str,
    runs: usize,
    folder: &Path,
    ceiling: Option<(f64, u64)>,
) -> anyhow::Result<Row> {
    let log = folder.join("compiler.log");
    let mut seconds = Vec::new();
    let mut peaks = Vec::new();
    for run in 0..=runs.max(1) {
        cargo(build, &["clean", "--package", &build.package], folder, None)?;
        let _ = std::fs::remove_file(&log);
        cargo(build, &[command, "--package", &build.package], folder, Some(&log))?;
        let (elapsed, peak) = read(&log, &build.package)?;
        if run > 0 {
            seconds.push(elapsed);
            peaks.push(peak);
            eprintln!("{name}: run {run} of {runs}, {elapsed:.2} s");
        }
    }
    seconds.sort_by(f64::total_cmp);
    let peak = peaks.into_iter().max().filter(|peak| *peak > 0);
    Ok(Row {
        name,
        median: seconds.get(seconds.len() / 2).copied().unwrap_or_default(),
        least: seconds.first().copied().unwrap_or_default(),
        most: seconds.last().copied().unwrap_or_default(),
        peak_megabytes: peak.map(|kilobytes| kilobytes / 1024),
        artefact_bytes: artefact(folder, &build.package),
        ceiling,
    })
}

fn cargo(build: &Build, words: &[&str], folder: &Path, log: Option<&Path>) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(words[0]).arg("--quiet").arg("--manifest-path").arg(&build.manifest);
    command.args(&words[1..]).env("CARGO_TARGET_DIR", folder).env("CARGO_INCREMENTAL", "0");
    command.env_remove("RUSTFLAGS");
    // The same wrapper for all runs: cargo would build everything again for another one.
    command.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?);
    if let Some(log) = log {
        command.args(&build.features).env(LOG, log);
    } else {
        command.env(LOG, folder.join("unused.log"));
    }
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

fn read(log: &Path, package: &str) -> anyhow::Result<(f64, u64)> {
    let text = std::fs::read_to_string(log).context("the compiler was not run")?;
    let name = package.replace('-', "_");
    for line in text.lines() {
        let mut words = line.split(' ');
        if words.next() == Some(name.as_str())
            && let (Some(seconds), Some(peak)) = (words.next(), words.next())
        {
            return Ok((seconds.parse()?, peak.parse()?));
        }
    }
    bail!("{package} was not compiled in this run")
}

/// Size of the library that a build left behind; a check leaves none.
fn artefact(folder: &Path, package: &str) -> Option<u64> {
    let name = format!("lib{}.rlib", package.replace('-', "_"));
    std::fs::metadata(folder.join("debug").join(name)).ok().map(|file| file.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_judged_by_its_median_and_its_peak() {
        let row = |median, peak, ceiling| Row {
            name: "everything: check",
            median,
            least: 0.0,
            most: 99.0,
            peak_megabytes: Some(peak),
            artefact_bytes: None,
            ceiling,
        };
        let ceiling = Some((6.0, 500));
        assert!(row(6.0, 500, ceiling).above().is_empty());
        assert!(row(60.0, 5_000, None).above().is_empty());
        assert!(row(1.0, 5_000, Some((1.5, 0))).above().is_empty());
        let both =
            ["everything: check takes more than 6 s", "everything: check takes more than 500 MB"];
        assert_eq!(row(6.1, 501, ceiling).above(), both);
    }
}
