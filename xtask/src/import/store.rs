//! Writes captures and their entries in `spec/sources.toml`: all of them, or none.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::Problem;

use super::{Args, Imported, fewer};
use crate::files::{self, Outcome};
use crate::journal;
use crate::lock::Held;
use crate::sources::{Source, Sources};

/// Stores the captures and says per source what was done, then what to do next. An id that is in
/// use for another original is only taken over when it was asked for by name, or when the source
/// has no date in its id.
///
/// # Errors
/// Ids in use, editions that lost most of their rows, and files that cannot be written; then
/// everything is as it was before.
pub(crate) fn store(
    held: &Held,
    sources: &[Source],
    imported: &[Imported],
    args: &Args,
) -> Outcome<Vec<String>> {
    let spec = held.folder();
    let mut all = Sources::load(spec)?;
    let mut problems = Vec::new();
    let mut texts = Vec::new();
    if !args.accept_fewer_rows {
        let lost = sources.iter().zip(imported).filter_map(|(source, facts)| {
            fewer::suspicion(spec, &all, &source.product, Some(&source.published), facts)
        });
        problems.extend(lost);
    }
    for (source, facts) in sources.iter().zip(imported) {
        match all.source.iter_mut().find(|known| known.id == source.id) {
            Some(known)
                if known.sha256 != source.sha256 && args.id.is_none() && is_dated(source) =>
            {
                let message = format!("another original has the id {}", source.id);
                problems.push(Problem::new(&facts.original.file, "", message).help(format!(
                    "give this one another --id, or --id {} to replace it",
                    source.id
                )));
            }
            Some(known) => *known = source.clone(),
            None => all.source.push(source.clone()),
        }
        texts.push((source.capture_path(spec), super::json(facts)?));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    texts.push((Sources::path(spec), all.print()?));
    let written = journal::write(held, &texts, &[])?;
    let verb = |wrote: &bool| if *wrote { "wrote" } else { "unchanged" };
    let lines = sources.iter().zip(imported).zip(&written).map(|((source, facts), wrote)| {
        let path = files::show(&source.capture_path(spec));
        format!("{} {path}: {}\n", verb(wrote), summary(&facts.capture))
    });
    let lines: Vec<String> = lines.collect();
    // The last file that was written is the list of sources.
    let changed = written.iter().take(sources.len()).filter(|wrote| **wrote).count();
    Ok(lines.into_iter().chain([total(sources, changed)]).collect())
}

/// All files in one line, and what to do next in another.
fn total(sources: &[Source], changed: usize) -> String {
    let mut text = String::new();
    if sources.len() > 1 {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for source in sources {
            *kinds.entry(&source.kind).or_default() += 1;
        }
        let kinds: Vec<String> =
            kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let count = sources.len();
        text =
            format!("{count} sources ({}), {changed} of them new or changed\n", kinds.join(", "));
    }
    text.push_str(match changed {
        0 => "next: nothing, the specification has all of this\n",
        _ => "next: read the captures, then run `cargo xtask regen`\n",
    });
    text
}

fn is_dated(source: &Source) -> bool {
    source.id.ends_with(&source.published)
}

/// What was found, in numbers.
fn summary(capture: &Capture) -> String {
    match capture {
        Capture::Metadata(metadata) => {
            let operations = metadata.operations.values();
            let parameters: usize = operations.clone().map(|one| one.parameters.len()).sum();
            let errors: usize = operations.flat_map(|one| &one.errors).map(Vec::len).sum();
            let count = metadata.operations.len();
            format!("{count} operations, {parameters} parameters, {errors} error rows")
        }
        Capture::OperationPage(page) => format!(
            "{}, {} parameters, {} error rows",
            page.operation,
            page.parameters.len(),
            page.errors.len()
        ),
        Capture::ImpactPage(page) => format!("{} rows", fewer::rows(page)),
        Capture::ManagedPage(page) => format!("{} rows", page.rows.len()),
        Capture::ObservedCodes(observed) => {
            let codes: usize = observed.operations.values().map(Vec::len).sum();
            format!("{} operations, {codes} codes", observed.operations.len())
        }
        Capture::Endpoints(endpoints) => format!("{} regions", endpoints.map.len()),
        Capture::Timeouts(timeouts) => {
            format!("{} timeouts", timeouts.read_timeout_seconds.len())
        }
        Capture::RamList(list) => format!(
            "{} actions, {} resource types, {} condition keys",
            list.actions.len(),
            list.resource_types.len(),
            list.condition_keys.len()
        ),
    }
}
