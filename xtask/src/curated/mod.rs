//! `spec/curated/`: what no source states, or states wrongly. Files beside the folders of the
//! products hold for all of them:
//!
//! * `codes.toml`: class and reaction of error codes. A folder without it takes the rules of this
//!   repository;
//! * `secrets.toml`: names that sound like a secret;
//! * `<product>/groups.toml`, `requests.toml`, `matrix.toml`, `codes.toml`, `waiters.toml`, all of
//!   which are optional.
//!
//! An entry that no longer changes anything is an error of the next regeneration.

mod codes;
mod entries;
mod members;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::Path;

use aliyun_rpc_spec::load::Problem;
use serde::de::DeserializeOwned;

pub(crate) use self::codes::*;
pub(crate) use self::entries::*;
pub(crate) use self::members::*;
pub(crate) use self::waiters::*;
use crate::files::{self, Outcome, show};
use crate::problems::Problems;
use crate::texts;

/// A file and what it holds: nothing when it does not exist.
#[derive(Clone, Debug, Default)]
pub(crate) struct File<T> {
    name: String,
    entries: T,
    is_missing: bool,
}

/// The curated facts about one product.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProductFacts {
    pub groups: File<Groups>,
    pub requests: File<Requests>,
    pub matrix: File<Matrix>,
    pub codes: File<ProductCodes>,
    pub waiters: File<CuratedWaiters>,
}

/// All curated facts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Curated {
    /// Of any product.
    pub codes: File<Codes>,
    /// Of any product.
    pub secrets: File<Secrets>,
    products: BTreeMap<String, ProductFacts>,
    nothing: ProductFacts,
}

impl<T> Deref for File<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entries
    }
}

impl<T: DeserializeOwned + Default> File<T> {
    /// Reads a file that need not exist.
    fn optional(path: &Path, problems: &mut Problems) -> Self {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Self { name: show(path), entries: T::default(), is_missing: true }
            }
            _ => Self::required(path, problems),
        }
    }

    fn required(path: &Path, problems: &mut Problems) -> Self {
        let name = show(path);
        let read = files::read(path).and_then(|text| parse(&name, &text));
        let entries = problems.accept(read).unwrap_or_default();
        Self { name, entries, is_missing: false }
    }
}

/// The rules of this repository, for folders that have none of their own.
const GENERAL: &str = include_str!("../../../spec/curated/codes.toml");

impl File<Codes> {
    /// The file, or where it does not exist the general rules. Those decide the codes of any
    /// product, so `is_missing` stays true: a rule that decides nothing in this folder is not
    /// stale.
    fn or_general(self, problems: &mut Problems) -> Self {
        if !self.is_missing {
            return self;
        }
        let name = "codes.toml of this program";
        let entries = problems.accept(parse(name, GENERAL)).unwrap_or_default();
        Self { entries, ..self }
    }
}

impl ProductFacts {
    /// Whether the product has no curated file at all.
    pub(crate) fn is_missing(&self) -> bool {
        let Self { groups, requests, matrix, codes, waiters } = self;
        groups.is_missing
            && requests.is_missing
            && matrix.is_missing
            && codes.is_missing
            && waiters.is_missing
    }
}

impl<T> File<T> {
    /// Whether the file does not exist.
    pub(crate) fn is_missing(&self) -> bool {
        self.is_missing
    }

    /// A problem of a place in this file.
    pub(crate) fn problem(&self, place: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem::new(&self.name, place, message)
    }

    /// A problem of an entry that changes nothing.
    pub(crate) fn stale(&self, place: impl Into<String>, why: &str) -> Problem {
        self.problem(place, format!("the entry changes nothing: {why}"))
            .help("remove the entry, or correct the names in it")
    }

    #[cfg(test)]
    pub(crate) fn entries_mut(&mut self) -> &mut T {
        &mut self.entries
    }
}

impl Curated {
    /// Reads the folder. `products` are those that any source is about; if that is unknown, every
    /// product that the folder knows is read.
    pub(crate) fn load(
        folder: &Path,
        products: Option<BTreeSet<String>>,
        problems: &mut Problems,
    ) -> Self {
        let products = products.unwrap_or_else(|| folders(folder));
        let general = ["codes.toml", "secrets.toml"];
        let known: Vec<&str> =
            general.into_iter().chain(products.iter().map(String::as_str)).collect();
        strays(folder, &known, "no source is about a product of this name", problems);
        let read = |product: String| {
            let folder = folder.join(&product);
            problems.extend(files::is_folder(&folder).err());
            let names =
                ["groups.toml", "requests.toml", "matrix.toml", "codes.toml", "waiters.toml"];
            strays(&folder, &names, "not one of the files of a product", problems);
            let facts = ProductFacts {
                groups: File::optional(&folder.join(names[0]), problems),
                requests: File::optional(&folder.join(names[1]), problems),
                matrix: File::optional(&folder.join(names[2]), problems),
                codes: File::optional(&folder.join(names[3]), problems),
                waiters: File::optional(&folder.join(names[4]), problems),
            };
            (product, facts)
        };
        let products = products.into_iter().map(read).collect();
        Self {
            codes: File::<Codes>::optional(&folder.join(general[0]), problems).or_general(problems),
            secrets: File::optional(&folder.join(general[1]), problems),
            products,
            nothing: ProductFacts::default(),
        }
    }

    /// The facts about one product from a single text, for tests and fuzz targets: each table
    /// counts as if it were in the file it belongs to. `[[rule]]` is one of any product, and
    /// `[[own_rule]]` one of this product.
    ///
    /// # Errors
    /// Every defect of the text.
    pub(crate) fn parse(product: &str, file: &str, text: &str) -> Outcome<Self> {
        let mut tables: toml::Table = parse(file, text)?;
        let mut problems = Problems::default();
        let mut own_rules = own_codes(&mut tables);
        let facts = ProductFacts {
            groups: part(file, &mut tables, &["group"], &mut problems),
            requests: part(
                file,
                &mut tables,
                &[
                    "alternatives",
                    "one_of",
                    "may_be_empty",
                    "number",
                    "disputed",
                    "successor",
                    "unchecked",
                    "values",
                    "name",
                    "apart",
                    "items",
                    "id",
                    "kind",
                    "replaced",
                    "concerns",
                    "precondition",
                    "promised",
                    "unpromised",
                    "secret",
                    "shown",
                ],
                &mut problems,
            ),
            matrix: part(file, &mut tables, &["cell", "effect"], &mut problems),
            codes: part(
                file,
                &mut own_rules,
                &["rule", "codes", "reaction", "difference", "misread"],
                &mut problems,
            ),
            waiters: part(file, &mut tables, &["lookup", "waiter"], &mut problems),
        };
        let codes = part(file, &mut tables, &["rule", "common"], &mut problems);
        for name in tables.keys() {
            problems.report(Problem::new(file, name, "no file of spec/curated has such a table"));
        }
        problems.finish(Self {
            codes,
            secrets: File { name: file.to_owned(), entries: Secrets::default(), is_missing: false },
            products: BTreeMap::from([(product.to_owned(), facts)]),
            nothing: ProductFacts::default(),
        })
    }

    /// The facts about one product.
    pub(crate) fn of(&self, product: &str) -> &ProductFacts {
        self.products.get(product).unwrap_or(&self.nothing)
    }
}

/// Reads a TOML file and checks that every text is what it should be.
fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Outcome<T> {
    let entries = toml::from_str(text).map_err(|error: toml::de::Error| {
        let place = error.span().map_or_else(String::new, |span| {
            let before = text.get(..span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
            format!("{line}:{column}")
        });
        vec![Problem::new(file, place, error.message())]
    })?;
    texts::curated(file, text)?;
    Ok(entries)
}

/// Takes the tables of `<product>/codes.toml` out of a document that holds those of all files.
fn own_codes(tables: &mut toml::Table) -> toml::Table {
    let names = ["own_rule", "codes", "reaction", "difference", "misread"];
    let own = names.iter().filter_map(|name| tables.remove_entry(*name));
    own.map(|(name, entries)| (name.replace("own_rule", "rule"), entries)).collect()
}

/// Takes the tables of one file out of a document that holds those of all files.
fn part<T: DeserializeOwned + Default>(
    file: &str,
    tables: &mut toml::Table,
    names: &[&str],
    problems: &mut Problems,
) -> File<T> {
    let own: toml::Table = names.iter().filter_map(|name| tables.remove_entry(*name)).collect();
    let entries = own.try_into().map_err(|error: toml::de::Error| {
        vec![Problem::new(file, names.join(", "), error.message())]
    });
    let entries = problems.accept(entries).unwrap_or_default();
    File { name: file.to_owned(), entries, is_missing: false }
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// A file or folder that is not read is misspelt or forgotten.
fn strays(folder: &Path, known: &[&str], why: &str, problems: &mut Problems) {
    let mut strange: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| !known.iter().any(|name| entry.file_name() == *name))
        .map(|entry| entry.path())
        .collect();
    strange.sort();
    problems.extend(strange.iter().map(|path| {
        Problem::new(show(path), "", format!("nothing reads it: {why}"))
            .help("correct the name, or remove it")
    }));
}

#[cfg(test)]
mod tests;
