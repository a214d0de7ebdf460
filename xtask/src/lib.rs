//! `cargo xtask`: published page or metadata -> `import` -> `spec/sources/*.json` -> `regen` ->
//! `spec/<product>/*.json`, which the macros print.
//!
//! Exit codes: 0 clean, 1 stale or drift, 2 broken input.
//!
//! A library only so that fuzz targets reach the readers: [`facts`], [`sources`], [`curated`] and
//! [`specification`] are the commands from text to text, without the file system around them.

mod budget;
mod curated;
mod drift;
mod files;
mod import;
mod in_memory;
mod journal;
mod lock;
mod problems;
mod regen;
mod report;
mod sources;
mod stdout;
mod texts;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

pub use import::OriginalKind;
pub use in_memory::{curated, facts, sources, specification};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Imports the vendor's documents and regenerates spec/")]
struct Cli {
    /// Folder to use instead of the workspace's spec/, for trying things out.
    #[arg(long, global = true, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How long to wait for another run that writes to the same folder.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60)]
    lock_timeout: u32,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Capture the facts of published pages or metadata into spec/sources/.
    Import(import::Args),
    /// Merge all captures, apply spec/curated/ and write spec/<product>/.
    Regen(regen::Args),
    /// Compare two originals or captures, or two folders of specification files.
    Drift(drift::Args),
    /// Measure what the generated crate costs to build.
    Budget(budget::Args),
    /// Count what the specification holds; write nothing.
    Report(report::Args),
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    if let Some(code) = budget::as_compiler() {
        return code;
    }
    let Cli { spec, lock_timeout, command } = Cli::parse();
    let spec = spec.unwrap_or_else(|| files::root().join("spec"));
    let wait = Duration::from_secs(lock_timeout.into());
    let result = match command {
        Command::Import(args) => import::run(&args, &spec, wait),
        Command::Regen(args) => regen::run(&args, &spec, wait),
        Command::Drift(args) => drift::run(&args, &spec),
        Command::Budget(args) => budget::run(&args, &spec),
        Command::Report(args) => report::run(&args, &spec, wait),
    };
    result.unwrap_or_else(|problems| {
        for problem in &problems {
            eprintln!("error: {problem}");
        }
        eprintln!("{} problem(s); nothing was written", problems.len());
        ExitCode::from(2)
    })
}
