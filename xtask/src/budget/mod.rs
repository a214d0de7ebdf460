//! `cargo xtask budget`: what the generated crate costs to build, beside a yardstick crate in the
//! same run, because the seconds of one machine mean nothing on another.
//!
//! Each figure is printed with its ceiling, and the exit code is 1 if any is above it. Everything
//! is built in `target/budget`, so that other builds are not disturbed.

mod binaries;
mod features;
mod measure;
mod regen;
mod user;
mod wrapper;
mod yardstick;

use std::path::Path;
use std::process::ExitCode;

use aliyun_rpc_spec::load::Problem;

use self::measure::{Build, Row};
use crate::files::{Outcome, root};

pub(crate) use wrapper::as_compiler;

/// `cargo xtask budget`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each build is measured; the median counts.
    #[arg(long, default_value_t = 5, value_name = "N")]
    runs: usize,
    /// Leave out the release binaries, which take minutes.
    #[arg(long)]
    no_binaries: bool,
    /// Measure regeneration only and build nothing.
    #[arg(long)]
    regen_only: bool,
    /// Measure the check of everything only, and judge its memory, which does not depend on what
    /// else the machine does.
    #[arg(long, conflicts_with_all = ["regen_only", "each_feature"])]
    check_only: bool,
    /// Measure each feature alone, too.
    #[arg(long)]
    each_feature: bool,
}

/// What was measured, as a line, and what of it is above a ceiling, in words.
pub(crate) struct Figures {
    line: String,
    above: Vec<String>,
}

/// Runs the command: exit code 1 when a figure is above its ceiling.
pub(crate) fn run(args: &Args, spec: &Path) -> Outcome<ExitCode> {
    let folder = root().join("target").join("budget");
    let above = measure(args, spec, &folder).map_err(|error| {
        vec![
            Problem::new("budget", "", format!("{error:#}"))
                .help("if a build failed, run the command that the message names to see why"),
        ]
    })?;
    for what in &above {
        eprintln!("{what}");
    }
    Ok(if above.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Prints what it measures. Returns what is above a ceiling.
fn measure(args: &Args, spec: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    if args.regen_only {
        // Nothing tells how slow this machine is, so only the ratio is judged.
        return Ok(shown(regen::ratio(spec, args.runs, f64::INFINITY)?));
    }
    let yardstick = yardstick::write(&folder.join("yardstick"))?;
    let full = Build::of("aliyun-ecs", &["--features", "full"]);
    let default = Build::of("aliyun-ecs", &[]);
    let row = |name, build: &Build, command, ceiling| {
        measure::row(name, build, command, args.runs, folder, ceiling)
    };
    let mut rows = vec![
        row("yardstick: check", &yardstick, "check", None)?,
        row("everything: check", &full, "check", Some((6.0, 500)))?,
    ];
    if !args.check_only {
        rows.push(row("default features: check", &default, "check", Some((1.5, 0)))?);
        rows.push(row("everything: dev build", &full, "build", Some((10.0, 0)))?);
        rows.push(user::row(args.runs, folder)?);
    }
    print(&rows);
    if args.each_feature {
        print(&features::rows(&rows[0], args.runs, folder)?);
    }
    println!("\nexpanded: {} bytes per operation", expanded(spec)?);
    let slowness = measure::slowness(rows[0].median);
    if slowness > 1.0 {
        println!(
            "this machine is {slowness:.1} times slower than the one for which the ceilings in seconds were \
             set, so they are {slowness:.1} times higher here"
        );
    }
    if args.check_only {
        return Ok(rows.iter().flat_map(|row| row.above(f64::INFINITY)).collect());
    }
    let mut above: Vec<String> = rows.iter().flat_map(|row| row.above(slowness)).collect();
    above.extend(shown(regen::ratio(spec, args.runs, slowness)?));
    if !args.no_binaries {
        above.extend(shown(binaries::compare(folder)?));
    }
    Ok(above)
}

/// Prints the line. Returns what is above a ceiling.
fn shown(figures: Figures) -> Vec<String> {
    println!("{}", figures.line);
    figures.above
}

fn print(rows: &[Row]) {
    let yardstick = rows.first().map_or(1.0, |row| row.median);
    println!(
        "{:<29} {:>8} {:>17} {:>9} {:>12} {:>9}  ceiling",
        "leaf crate", "median", "min to max", "peak", "x yardstick", "rlib"
    );
    for row in rows {
        let ceiling = match row.ceiling {
            Some((seconds, 0)) => format!("{seconds} s"),
            Some((seconds, megabytes)) => format!("{seconds} s, {megabytes} MB"),
            None => String::new(),
        };
        let peak = row.peak_megabytes.map_or("-".to_owned(), |peak| format!("{peak} MB"));
        let size = row
            .artefact_bytes
            .map_or("-".to_owned(), |bytes| format!("{:.1} MB", bytes as f64 / 1_048_576.0));
        println!(
            "{:<29} {:>6.2} s {:>6.2} to {:>5.2} s {:>9} {:>12.2} {:>9}  {}",
            row.name,
            row.median,
            row.least,
            row.most,
            peak,
            row.median / yardstick,
            size,
            ceiling,
        );
    }
}

/// Bytes of Rust that the macros print, per operation.
fn expanded(spec: &Path) -> anyhow::Result<usize> {
    let folder = aliyun_rpc_codegen::source::Folder::open(&spec.join("ecs"))
        .map_err(|failure| anyhow::anyhow!("{failure}"))?;
    let fail = |failure| anyhow::anyhow!("{failure}");
    let matrix = folder.matrix().map_err(fail)?;
    let codes = folder.codes().map_err(fail)?;
    let mut bytes = 0;
    let mut operations = 0;
    for name in folder.groups() {
        let group = folder.group(&name).map_err(fail)?;
        operations += group.operations.len();
        let printed = aliyun_rpc_codegen::group::print(&group, &codes, matrix.as_deref());
        bytes += printed.to_string().len();
    }
    Ok(bytes / operations.max(1))
}
