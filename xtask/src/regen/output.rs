//! The files of a specification: rendered first, compared, then written one by one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::load::{Problem, to_json};

use super::Spec;
use super::leftovers::leftovers;
use crate::files::{Outcome, holds, is_folder, replaceable, show};
use crate::journal;
use crate::lock::Held;
use crate::problems::Problems;

/// What `spec/<product>/` should hold.
pub(crate) struct Files {
    wanted: BTreeMap<PathBuf, String>,
    leftovers: Vec<PathBuf>,
}

/// Renders every file of every product; nothing is written yet.
pub(crate) fn render(
    spec: &Path,
    histories: &BTreeMap<String, String>,
    products: &[Spec],
) -> Outcome<Files> {
    let mut files = Files { wanted: BTreeMap::new(), leftovers: Vec::new() };
    let mut problems = Problems::default();
    for product in products {
        let folder = spec.join(&product.product.product);
        if let Err(problem) = is_folder(&folder) {
            problems.report(problem);
            continue;
        }
        let mut add = |name: &str, text: Result<String, Problem>| {
            let text = problems.accept(text.map_err(|problem| vec![problem]));
            files.wanted.extend(text.map(|text| (folder.join(format!("{name}.json")), text)));
        };
        add("product", to_json("product.json", &product.product));
        if let Some(matrix) = &product.matrix {
            add("matrix", to_json("matrix.json", matrix));
        }
        if let Some(list) = &product.authorization {
            add("authorization", to_json("authorization.json", list));
        }
        if let Some(waiters) = &product.waiters {
            add("waiters", to_json("waiters.json", waiters));
        }
        add("errors", to_json("errors.json", &product.codes));
        for (name, group) in &product.groups {
            add(name, to_json(name, group));
        }
        if let Some(history) = histories.get(&product.product.product) {
            files.wanted.insert(folder.join("CHANGES.md"), history.clone());
        }
        let (own, strange) = leftovers(&folder, &files.wanted);
        files.leftovers.extend(own);
        problems.extend(strange);
    }
    problems.extend(files.wanted.keys().filter_map(|path| replaceable(path).err()));
    problems.finish(files)
}

impl Files {
    /// Files that differ from what is on disk, or that nothing stands for any more.
    pub(crate) fn stale(&self) -> Vec<String> {
        let mut stale: Vec<String> = self
            .wanted
            .iter()
            .filter(|(path, text)| !holds(path, text))
            .map(|(path, _)| show(path))
            .collect();
        stale.extend(self.leftovers.iter().map(|path| show(path)));
        stale.sort();
        stale
    }

    /// Writes what differs, removes what is left over, and names both; all of it or nothing.
    pub(crate) fn write(&self, held: &Held) -> Outcome<Vec<String>> {
        let texts: Vec<(PathBuf, String)> =
            self.wanted.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
        let written = journal::write(held, &texts, &self.leftovers)?;
        let mut changed: Vec<String> = texts
            .iter()
            .zip(written)
            .filter(|(_, wrote)| *wrote)
            .map(|((path, _), _)| show(path))
            .collect();
        changed.extend(self.leftovers.iter().map(|path| format!("{} (removed)", show(path))));
        changed.sort();
        Ok(changed)
    }
}
