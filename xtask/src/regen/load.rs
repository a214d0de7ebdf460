//! `spec/sources.toml`, `spec/sources/*.json` and `spec/curated.toml`, read together so that every
//! defect of every file is reported at once.

use std::collections::BTreeSet;
use std::path::Path;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::Problem;

use super::merge::Captured;
use crate::curated::Curated;
use crate::files::{Outcome, read, show};
use crate::journal;
use crate::sources::{Source, Sources};

/// Everything regeneration reads.
pub(crate) struct Input {
    /// The captures, in the order of `sources.toml`.
    pub captures: Vec<Captured>,
    /// `curated.toml`.
    pub curated: Curated,
}

/// Reads all of it.
pub(crate) fn load(spec: &Path) -> Outcome<Input> {
    let mut problems: Vec<Problem> = journal::interrupted(spec).into_iter().collect();
    let mut captures = Vec::new();
    let registry = spec.join("sources.toml");
    let sources = read(&registry)
        .and_then(|text| Sources::parse(&show(&registry), &text))
        .unwrap_or_else(|mut found| {
            problems.append(&mut found);
            Sources::default()
        });
    let mut known = BTreeSet::new();
    for (source, capture) in read_captures(spec, sources.source) {
        known.insert(format!("{}.json", source.id));
        match capture {
            Ok(capture) => captures.push(Captured { source, capture }),
            Err(mut found) => problems.append(&mut found),
        }
    }
    problems.extend(strays(&spec.join("sources"), &known));
    let path = spec.join("curated.toml");
    let curated = read(&path).and_then(|text| Curated::parse(&show(&path), &text)).unwrap_or_else(
        |mut found| {
            problems.append(&mut found);
            Curated::default()
        },
    );
    problems.extend(curated.unreasoned(&show(&path)));
    if problems.is_empty() { Ok(Input { captures, curated }) } else { Err(problems) }
}

/// Reads all captures at once: parsing megabytes of JSON is most of what a regeneration does.
fn read_captures(spec: &Path, sources: Vec<Source>) -> Vec<(Source, Outcome<Capture>)> {
    std::thread::scope(|scope| {
        let readers: Vec<_> =
            sources.iter().map(|source| scope.spawn(|| source.capture(spec))).collect();
        let captures: Vec<_> = readers
            .into_iter()
            .map(|reader| {
                reader.join().unwrap_or_else(|_| {
                    Err(vec![Problem::new(show(spec), "", "a reader of captures failed")])
                })
            })
            .collect();
        sources.clone().into_iter().zip(captures).collect()
    })
}

/// Captures that no source stands for: a forgotten entry would be a silent loss.
fn strays(folder: &Path, known: &BTreeSet<String>) -> Vec<Problem> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return vec![Problem::new(show(folder), "", "the folder cannot be read")];
    };
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json") && !known.contains(name))
        .map(|name| {
            Problem::new(show(&folder.join(name)), "", "spec/sources.toml has no entry for it")
                .help("import the original again, or delete the file")
        })
        .collect()
}
