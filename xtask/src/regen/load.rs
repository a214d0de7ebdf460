//! `spec/sources.toml`, `spec/sources/*.json` and `spec/curated/`, read together so that every
//! defect of every file is reported at once.

use std::collections::BTreeSet;
use std::path::Path;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::load::Problem;

use super::merge::Captured;
use crate::curated::Curated;
use crate::files::{Outcome, is_folder, read, show};
use crate::journal;
use crate::problems::Problems;
use crate::sources::{Source, Sources};

/// Everything regeneration reads.
pub(crate) struct Input {
    /// The captures, in the order of `sources.toml`.
    pub captures: Vec<Captured>,
    /// `spec/curated/`.
    pub curated: Curated,
}

/// Reads all of it.
pub(crate) fn load(spec: &Path) -> Outcome<Input> {
    let mut problems = Problems::default();
    problems.extend(journal::interrupted(spec));
    let folders = ["sources", "curated"].map(|name| is_folder(&spec.join(name)));
    problems.extend(folders.into_iter().filter_map(Result::err));
    let mut captures = Vec::new();
    let registry = spec.join("sources.toml");
    let sources = read(&registry).and_then(|text| Sources::parse(&show(&registry), &text));
    let sources = problems.accept(sources).map(|sources| sources.source);
    let products = sources.as_ref().map(|sources| {
        sources.iter().map(|source| source.product.clone()).collect::<BTreeSet<String>>()
    });
    let curated = Curated::load(&spec.join("curated"), products, &mut problems);
    let mut known = BTreeSet::new();
    for (source, capture) in read_captures(spec, sources.unwrap_or_default()) {
        known.insert(format!("{}.json", source.id));
        let capture = problems.accept(capture);
        captures.extend(capture.map(|capture| Captured { source, capture }));
    }
    problems.extend(strays(&spec.join("sources"), &known));
    problems.finish(Input { captures, curated })
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
