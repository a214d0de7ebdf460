//! Two editions in, every difference between them out: what changed, what it means for users, and
//! which part of the version it asks to raise.
//!
//! original, capture or specification folder -> [`view`] -> [`diff`] -> Markdown or JSON. The same
//! differences make up `spec/<product>/CHANGES.md` ([`history`]) and what `regen` prints.

mod capture;
mod change;
mod diff;
mod folder;
mod history;
mod input;
mod markdown;
mod page;
mod permission;
mod rules;
mod summary;
mod terms;
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aliyun_rpc_spec::load::to_json;
use serde::Serialize;

pub(crate) use self::history::{changed, history};
pub(crate) use self::input::subject;
pub(crate) use self::summary::regeneration;

use self::change::Drift;
use self::terms::{Impact, Step};
use crate::files::Outcome;
use crate::stdout;

/// `cargo xtask drift`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The older edition: an original, a capture (spec/sources/ID.json) or a folder of
    /// specification files (spec/ecs).
    pub old: PathBuf,
    /// The newer one; an original and a capture can be compared.
    pub new: PathBuf,
    /// Print every change as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs the command: exit code 0 when nothing differs, 1 when something does. Originals are
/// imported in memory, with the error codes that `spec` knows.
pub(crate) fn run(args: &Args, spec: &Path) -> Outcome<ExitCode> {
    let (old, new) = input::read_both(&args.old, &args.new, spec)?;
    let drift = diff::diff(&old.view, &new.view);
    let text = if args.json {
        let comparison = Comparison::new(&old.label, &new.label, &drift);
        to_json("drift", &comparison).map_err(|problem| vec![problem])?
    } else {
        markdown::pull_request(&old.label, &new.label, &drift)
    };
    let printed = stdout::print(&text);
    Ok(if drift.changes.is_empty() { printed } else { ExitCode::from(1) })
}

/// The JSON form.
#[derive(Serialize)]
struct Comparison<'a> {
    old: &'a str,
    new: &'a str,
    counts: BTreeMap<&'static str, usize>,
    /// `major`, `minor`, `patch`, or null when nothing differs.
    semver: Option<Step>,
    #[serde(flatten)]
    drift: &'a Drift,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a str, new: &'a str, drift: &'a Drift) -> Self {
        let counts = Impact::ALL.iter().map(|impact| (impact.label(), drift.count(*impact)));
        Self { old, new, counts: counts.collect(), semver: drift.step(), drift }
    }
}
