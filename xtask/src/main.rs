//! `cargo xtask`: published page or metadata -> `import` -> `spec/sources/*.json` -> `regen` ->
//! `spec/<product>/*.json`, which the macros print.
//!
//! Exit codes: 0 clean, 1 stale or drift, 2 broken input.

mod curated;
mod drift;
mod files;
mod import;
mod regen;
mod report;
mod sources;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Imports the vendor's documents and regenerates spec/")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Capture the facts of published pages or metadata into spec/sources/.
    Import(import::Args),
    /// Merge all captures, apply spec/curated.toml and write spec/<product>/.
    Regen(regen::Args),
    /// Compare two captures or two folders of specification files.
    Drift(drift::Args),
    /// Count what the specification holds; write nothing.
    Report(report::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Import(args) => import::run(&args),
        Command::Regen(args) => regen::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Report(args) => report::run(&args),
    };
    result.unwrap_or_else(|problems| {
        for problem in &problems {
            eprintln!("error: {problem}");
        }
        eprintln!("{} problem(s); nothing was written", problems.len());
        ExitCode::from(2)
    })
}
