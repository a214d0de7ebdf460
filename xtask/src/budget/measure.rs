//! One crate built again and again: seconds and memory of its own compiler run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use super::wrapper::LOG;
use crate::files::root;

/// The text of a source file in a run, by the number of the run.
type Edition = fn(usize) -> String;

/// What is built.
pub(crate) struct Build {
    package: String,
    manifest: PathBuf,
    features: Vec<String>,
    /// A source file and its text in each run, which then is incremental.
    edited: Option<(PathBuf, Edition)>,
}

impl Build {
    /// A package of this workspace.
    pub(crate) fn of(package: &str, features: &[&str]) -> Self {
        Self {
            package: package.to_owned(),
            manifest: root().join("Cargo.toml"),
            features: features.iter().map(|&word| word.to_owned()).collect(),
            edited: None,
        }
    }

    /// A package with a manifest of its own.
    pub(crate) fn at(package: &str, manifest: PathBuf) -> Self {
        Self { package: package.to_owned(), manifest, features: Vec::new(), edited: None }
    }

    /// Builds it again after each edit of this file, as a user does, instead of from the start.
    pub(crate) fn edited(mut self, file: PathBuf, text: Edition) -> Self {
        self.edited = Some((file, text));
        self
    }

    /// Makes this run build the crate.
    fn prepare(&self, run: usize, folder: &Path) -> anyhow::Result<()> {
        match &self.edited {
            None => cargo(self, &["clean", "--package", &self.package], folder, None),
            Some((file, text)) => {
                std::fs::write(file, text(run)).with_context(|| file.display().to_string())
            }
        }
    }
}

/// Seconds that the yardstick takes on the machine for which the ceilings in seconds were set.
const REFERENCE: f64 = 1.18;

/// How many times slower than that machine this one is; at least 1.
pub(crate) fn slowness(yardstick: f64) -> f64 {
    (yardstick / REFERENCE).max(1.0)
}

/// The figures of one build.
#[derive(Clone)]
pub(crate) struct Row {
    pub name: String,
    pub median: f64,
    pub least: f64,
    pub most: f64,
    pub peak_megabytes: Option<u64>,
    pub artefact_bytes: Option<u64>,
    /// Seconds and megabytes; 0 where there is no ceiling.
    pub ceiling: Option<(f64, u64)>,
}

impl Row {
    /// What is above the ceiling, in words. On a machine that is slower than the one for which the
    /// ceilings were set, they are as many times higher.
    pub(crate) fn above(&self, slowness: f64) -> Vec<String> {
        let Some((seconds, megabytes)) = self.ceiling else { return Vec::new() };
        let mut above = Vec::new();
        if self.median > seconds * slowness {
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
    name: &str,
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
        build.prepare(run, folder)?;
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
        name: name.to_owned(),
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
    let incremental = if build.edited.is_some() { "1" } else { "0" };
    command.args(&words[1..]).env("CARGO_TARGET_DIR", folder).env("CARGO_INCREMENTAL", incremental);
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
            name: "everything: check".to_owned(),
            median,
            least: 0.0,
            most: 99.0,
            peak_megabytes: Some(peak),
            artefact_bytes: None,
            ceiling,
        };
        let ceiling = Some((6.0, 500));
        assert!(row(6.0, 500, ceiling).above(1.0).is_empty());
        assert!(row(60.0, 5_000, None).above(1.0).is_empty());
        assert!(row(1.0, 5_000, Some((1.5, 0))).above(1.0).is_empty());
        let both =
            ["everything: check takes more than 6 s", "everything: check takes more than 500 MB"];
        assert_eq!(row(6.1, 501, ceiling).above(1.0), both);
    }

    #[test]
    fn ceilings_in_seconds_grow_with_a_slow_machine_and_never_shrink() {
        assert_eq!(slowness(0.59), 1.0);
        assert_eq!(slowness(2.36), 2.0);
        let row = |median| Row {
            name: "everything: check".to_owned(),
            median,
            least: 0.0,
            most: 99.0,
            peak_megabytes: Some(501),
            artefact_bytes: None,
            ceiling: Some((6.0, 500)),
        };
        assert_eq!(row(12.0).above(2.0), ["everything: check takes more than 500 MB"]);
        assert_eq!(row(12.1).above(2.0).len(), 2);
    }
}
