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
        for (name, text) in print(product) {
            let text = problems.accept(text.map_err(|problem| vec![problem]));
            files.wanted.extend(text.map(|text| (folder.join(format!("{name}.json")), text)));
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

/// Prints the files of one product by name, on two threads: half of the text is that of groups.
fn print(spec: &Spec) -> Vec<(&str, Result<String, Problem>)> {
    let groups = || spec.groups.iter().map(|(name, group)| (&**name, to_json(name, group)));
    std::thread::scope(|scope| {
        let groups = scope.spawn(|| groups().collect::<Vec<_>>());
        let mut files = vec![
            ("product", to_json("product.json", &spec.product)),
            ("errors", to_json("errors.json", &spec.codes)),
        ];
        files.extend(spec.matrix.iter().map(|it| ("matrix", to_json("matrix.json", it))));
        let lists = spec.authorization.iter();
        files.extend(lists.map(|it| ("authorization", to_json("authorization.json", it))));
        files.extend(spec.waiters.iter().map(|it| ("waiters", to_json("waiters.json", it))));
        let groups = groups.join().unwrap_or_else(|_| {
            vec![("", Err(Problem::new("spec", "", "the groups could not be printed")))]
        });
        files.extend(groups);
        files
    })
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
