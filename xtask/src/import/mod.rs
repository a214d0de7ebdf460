//! `cargo xtask import`: published pages and metadata in, their facts out, as the captures that
//! `regen` merges. Originals are read loosely, but what is not understood is a problem with its
//! place: read -> detect -> capture -> identify -> store.

mod data;
pub(crate) mod dates;
mod detect;
mod document;
mod fewer;
mod headless;
mod identity;
mod impact;
mod issues;
mod json;
mod lock_notes;
mod managed;
mod metadata;
mod names;
mod operation;
mod original;
mod phrases;
mod product;
mod ram;
mod store;
mod values;
mod wrapped;

use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::{Problem, to_json};

use crate::files::{Outcome, show};
use crate::lock;
use crate::sources::Sources;
use crate::stdout;
use crate::texts;
pub use detect::OriginalKind;
use issues::Issues;
pub(crate) use operation::Lexicon;
pub(crate) use original::Original;
use product::Products;

/// `cargo xtask import`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// The originals: pages as HTML, text or Markdown, metadata and other data as JSON; regular
    /// files of at most 64 MB.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Product folder. Default: what the source and the sources in the folder say.
    #[arg(long)]
    pub product: Option<String>,
    /// What the files are.
    #[arg(long, value_enum, default_value_t = OriginalKind::Auto)]
    pub kind: OriginalKind,
    /// Id of the source. Default: derived from product, kind and date.
    #[arg(long)]
    pub id: Option<String>,
    /// How messages name the source, for example `lock page`.
    #[arg(long)]
    pub title: Option<String>,
    /// Date of publication, YYYY-MM-DD. Default: the one in the page or in the file name.
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// How the date is known, when the source does not state it.
    #[arg(long, value_name = "TEXT")]
    pub dated_by: Option<String>,
    /// Address of the original.
    #[arg(long)]
    pub url: Option<String>,
    /// Take an edition that has fewer than half the rows of the one before it.
    #[arg(long)]
    pub accept_fewer_rows: bool,
    /// Take a page although nothing shows that its end is there; it was compared with the original.
    #[arg(long)]
    pub accept_open_end: bool,
    /// Print the facts as JSON, of several files as a list, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// One original and its facts.
#[derive(Debug)]
pub(crate) struct Imported {
    /// What was read.
    pub original: Original,
    /// What it states.
    pub capture: Capture,
    /// The day the text itself says it was published or updated on.
    pub stated_date: Option<String>,
}

/// What to do where nothing more precise is known.
const COMPARE: &str = "compare it with the original; if the original really says this, extend the \
                       importer (CONTRIBUTING.md)";

/// More problems of one file than this are only counted: it is not what it was taken for.
const MOST: usize = 100;

/// Runs the command.
pub(crate) fn run(args: &Args, spec: &Path, wait: Duration) -> Outcome<ExitCode> {
    // The lexicon is read from the folder, so what an interrupted run left there is repaired first.
    let held = match spec.is_dir() && !args.dry_run {
        true => Some(lock::exclusive(spec, wait)?),
        false => None,
    };
    let mut imported = Vec::new();
    let mut problems: Vec<Problem> = identity::bad_date(args).into_iter().collect();
    let lexicon = LazyCell::new(|| lexicon(spec));
    for path in &args.files {
        let read = Original::read(path).map_err(|problem| vec![problem]);
        let facts = |original| import_as(original, args.kind, args.accept_open_end, || &lexicon);
        match read.and_then(facts) {
            Ok((facts, warnings)) => {
                for warning in warnings {
                    eprintln!("warning: {warning}");
                }
                imported.push(facts);
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if args.dry_run {
        warn_of_lost_rows(args, spec, &imported);
        let printed = match imported.as_slice() {
            [one] => json(one)?,
            several => {
                let captures: Vec<&Capture> = several.iter().map(|one| &one.capture).collect();
                to_json("--dry-run", &captures).map_err(|problem| vec![problem])?
            }
        };
        return Ok(stdout::print(&printed));
    }
    let sources = identity::sources(args, &imported, spec)?;
    let held = match held {
        Some(held) => held,
        None => {
            let made = std::fs::create_dir_all(spec);
            made.map_err(|error| vec![Problem::new(show(spec), "", error.to_string())])?;
            lock::exclusive(spec, wait)?
        }
    };
    let lines = store::store(&held, &sources, &imported, args)?;
    Ok(stdout::print(&lines.concat()))
}

/// What would stop the import itself is a warning where nothing is written.
fn warn_of_lost_rows(args: &Args, spec: &Path, imported: &[Imported]) {
    let stored = Sources::load(spec).unwrap_or_default();
    let products = Products::load(&stored, spec, imported);
    for facts in imported.iter().filter(|_| !args.accept_fewer_rows) {
        let Some(product) = products.of(args, facts) else { continue };
        let published = identity::published(args, facts).ok().map(|(date, _)| date);
        let lost = fewer::suspicion(spec, &stored, &product, published.as_deref(), facts);
        if let Some(problem) = lost {
            eprintln!("warning: {problem}");
        }
    }
}

/// The capture as it is printed and committed.
pub(crate) fn json(facts: &Imported) -> Outcome<String> {
    to_json(&facts.original.file, &facts.capture).map_err(|problem| vec![problem])
}

/// Captures the facts of one original, with warnings.
///
/// # Errors
/// Every problem of the file; a file with a problem has no facts.
pub(crate) fn import<'l>(
    original: Original,
    kind: OriginalKind,
    lexicon: impl FnOnce() -> &'l Lexicon,
) -> Outcome<(Imported, Vec<Problem>)> {
    import_as(original, kind, false, lexicon)
}

/// The same, where the user may have said that a page whose end is open is whole.
fn import_as<'l>(
    original: Original,
    kind: OriginalKind,
    accept_open_end: bool,
    lexicon: impl FnOnce() -> &'l Lexicon,
) -> Outcome<(Imported, Vec<Problem>)> {
    let mut issues = Issues::new(&original.file);
    issues.accept_open_end = accept_open_end;
    let capture = detect::capture(&original.text, kind, lexicon, &mut issues);
    let Issues { file, mut problems, warnings, .. } = issues;
    match capture {
        Some(capture) if problems.is_empty() => {
            texts::capture(&file, &to_json(&file, &capture).map_err(|problem| vec![problem])?)?;
            let stated_date = identity::stated_date(&capture, &original);
            Ok((Imported { original, capture, stated_date }, warnings))
        }
        _ => {
            if problems.is_empty() {
                problems.push(Problem::new(&file, "", "no facts were found"));
            }
            if problems.iter().all(|problem| problem.help.is_empty())
                && let Some(last) = problems.last_mut()
            {
                last.help = COMPARE.to_owned();
            }
            problems.sort_by_key(|problem| problem.place.parse::<u64>().unwrap_or_default());
            if problems.len() > MOST {
                let more = problems.len() - MOST;
                problems.truncate(MOST);
                problems.push(Problem::new(file, "", format!("and {more} more problems")));
            }
            Err(problems)
        }
    }
}

/// The error codes and names of all captures so far. Captures that cannot be read are left out:
/// `regen` reports them.
pub(crate) fn lexicon(spec: &Path) -> Lexicon {
    let sources = Sources::load(spec).unwrap_or_default();
    let captures = sources.source.iter().filter_map(|source| source.capture(spec).ok());
    captures.collect()
}

#[cfg(test)]
mod tests;
