//! Two editions in, every difference between them out: what changed, what it means for users, and
//! which part of the version it asks to raise.
//!
//! capture or specification folder -> [`view`] -> [`diff`] -> Markdown or JSON. The same
//! differences make up `spec/<product>/CHANGES.md` ([`history`]) and what `regen` prints.

mod capture;
mod change;
mod diff;
mod folder;
mod history;
mod input;
mod markdown;
mod rules;
mod summary;
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use aliyun_rpc_spec::load::to_json;
use serde::Serialize;

pub(crate) use self::history::history;
pub(crate) use self::input::subject;
pub(crate) use self::summary::regeneration;

use self::change::{Drift, Impact, Step};
use crate::files::Outcome;

/// `cargo xtask drift`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The older capture (spec/sources/ID.json) or folder of specification files (spec/ecs).
    pub old: PathBuf,
    /// The newer one, of the same kind.
    pub new: PathBuf,
    /// Print every change as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs the command: exit code 0 when nothing differs, 1 when something does.
pub(crate) fn run(args: &Args) -> Outcome<ExitCode> {
    let (old, new) = input::read_both(&args.old, &args.new)?;
    let drift = diff::diff(&old.view, &new.view);
    if args.json {
        let report = Report::new(&old.label, &new.label, &drift);
        print_out(&to_json("drift", &report).map_err(|problem| vec![problem])?);
    } else {
        print_out(&markdown::pull_request(&old.label, &new.label, &drift));
    }
    Ok(ExitCode::from(u8::from(!drift.changes.is_empty())))
}

/// Prints a long text; a reader that has seen enough and closed the pipe is no error.
pub(crate) fn print_out(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// The JSON form.
#[derive(Serialize)]
struct Report<'a> {
    old: &'a str,
    new: &'a str,
    counts: BTreeMap<&'static str, usize>,
    /// `major`, `minor`, `patch`, or null when nothing differs.
    semver: Option<Step>,
    #[serde(flatten)]
    drift: &'a Drift,
}

impl<'a> Report<'a> {
    fn new(old: &'a str, new: &'a str, drift: &'a Drift) -> Self {
        let counts = Impact::ALL.iter().map(|impact| (impact.label(), drift.count(*impact)));
        Self { old, new, counts: counts.collect(), semver: drift.step(), drift }
    }
}
