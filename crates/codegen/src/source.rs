//! The folder with the specification of one product, as the macros find it in the package of
//! their caller.
//!
//! Every failure says whether the user's own words are at fault ([`SourceError::UnknownGroup`],
//! with the nearest names) or the files, and then what to run.

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::thread::LocalKey;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::ir::{FORMAT, Group, ProductFile};
use aliyun_rpc_spec::load::{Problem, from_json};
use aliyun_rpc_spec::matrix::Matrix;
use aliyun_rpc_spec::text::is_group;
use aliyun_rpc_spec::waiters::Waiters;
use serde::de::DeserializeOwned;

use crate::valid;

/// The value of a file that was read last, and the hash of its text.
type Last<T> = LocalKey<RefCell<Option<(u64, Rc<T>)>>>;

thread_local! {
    static LAST_MATRIX: RefCell<Option<(u64, Rc<Matrix>)>> = const { RefCell::new(None) };
    static LAST_CODES: RefCell<Option<(u64, Rc<Codes>)>> = const { RefCell::new(None) };
}

/// Why a file of a specification cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The folder does not exist.
    NoFolder(PathBuf),
    /// The folder has no group of this name; the nearest names come first.
    UnknownGroup(String, Vec<String>),
    /// A file is missing or cannot be read.
    Unreadable(PathBuf, String),
    /// The content of a file is not what it should be.
    Invalid(Vec<Problem>),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(path) => write!(
                f,
                "there is no folder `{}` with a specification; `cargo xtask regen` writes it",
                path.display()
            ),
            Self::UnknownGroup(name, nearest) if nearest.is_empty() => {
                write!(f, "there is no group `{name}`; the folder has no groups")
            }
            Self::UnknownGroup(name, nearest) => {
                let names: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "there is no group `{name}`; did you mean {}?", names.join(", "))
            }
            Self::Unreadable(path, why) => {
                write!(f, "cannot read `{}`: {why}; `cargo xtask regen` writes it", path.display())
            }
            Self::Invalid(problems) => {
                for problem in problems {
                    writeln!(f, "{problem}")?;
                }
                f.write_str("`cargo xtask regen` writes this file again")
            }
        }
    }
}

/// A folder with the specification of one product.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens a folder, which must exist.
    ///
    /// # Errors
    /// [`SourceError::NoFolder`].
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        if path.is_dir() {
            Ok(Self { path: path.to_owned() })
        } else {
            Err(SourceError::NoFolder(path.to_owned()))
        }
    }

    /// One group, checked for everything the printers rely on.
    ///
    /// # Errors
    /// Any [`SourceError`].
    pub fn group(&self, name: &str) -> Result<Group, SourceError> {
        if !is_group(name) || !self.file(name).is_file() {
            return Err(SourceError::UnknownGroup(name.to_owned(), nearest(name, self.groups())));
        }
        self.read(name)
    }

    /// What the product has once, checked like a group.
    ///
    /// # Errors
    /// Any [`SourceError`] but an unknown group.
    pub fn product(&self) -> Result<ProductFile, SourceError> {
        self.read("product")
    }

    /// Every error code with its class and reaction.
    ///
    /// # Errors
    /// Any [`SourceError`] but an unknown group.
    pub fn codes(&self) -> Result<Rc<Codes>, SourceError> {
        self.kept("errors", &LAST_CODES)
    }

    /// Which permission each operation needs, checked like a group.
    ///
    /// # Errors
    /// Any [`SourceError`] but an unknown group.
    pub fn authorizations(&self) -> Result<Authorizations, SourceError> {
        self.read("authorization")
    }

    /// What can be waited for, checked like a group.
    ///
    /// # Errors
    /// Any [`SourceError`] but an unknown group.
    pub fn waiters(&self) -> Result<Waiters, SourceError> {
        self.read("waiters")
    }

    /// What the documents say will happen in each situation; `None` for a product without such
    /// documents.
    ///
    /// # Errors
    /// Any [`SourceError`] but an unknown group.
    pub fn matrix(&self) -> Result<Option<Rc<Matrix>>, SourceError> {
        if !self.has("matrix") {
            return Ok(None);
        }
        self.kept("matrix", &LAST_MATRIX).map(Some)
    }

    /// Reads a file that every group of a product asks for in turn: the last one is reused while
    /// its text stays the same.
    fn kept<T: File>(&self, name: &str, last: &'static Last<T>) -> Result<Rc<T>, SourceError> {
        let text = self.text(name)?;
        let hash = hash(&text);
        let kept = last.take().filter(|(known, _)| *known == hash);
        let value = match kept {
            Some((_, value)) => value,
            None => Rc::new(parse(&self.shown(name), &text)?),
        };
        last.set(Some((hash, Rc::clone(&value))));
        Ok(value)
    }

    /// Names of all groups in the folder, sorted.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some(name.strip_suffix(".json")?.to_owned())
            })
            .filter(|name| is_group(name))
            .collect();
        names.sort();
        names
    }

    /// Whether a file is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.file(name).is_file()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.json"))
    }

    fn shown(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    fn read<T: File>(&self, name: &str) -> Result<T, SourceError> {
        parse(&self.shown(name), &self.text(name)?)
    }

    fn text(&self, name: &str) -> Result<String, SourceError> {
        let path = self.file(name);
        fs::read_to_string(&path).map_err(|error| SourceError::Unreadable(path, error.to_string()))
    }
}

/// Reads one file of a specification and checks everything that the printers rely on.
///
/// # Errors
/// [`SourceError::Invalid`] with every defect.
pub fn parse<T: File>(file: &str, text: &str) -> Result<T, SourceError> {
    let value: T = from_json(file, text).map_err(|problem| SourceError::Invalid(vec![problem]))?;
    if value.format() != FORMAT {
        let message = format!("file format {}, this version reads {FORMAT}", value.format());
        return Err(SourceError::Invalid(vec![Problem::new(file, "/format", message)]));
    }
    let problems = value.problems(file);
    if problems.is_empty() { Ok(value) } else { Err(SourceError::Invalid(problems)) }
}

/// A kind of file of a specification.
pub trait File: DeserializeOwned {
    /// The format it says it has.
    fn format(&self) -> u32;
    /// Every defect that would stop a printer.
    fn problems(&self, file: &str) -> Vec<Problem>;
}

macro_rules! file {
    ($($file:ty: $problems:path),*) => { $(impl File for $file {
        fn format(&self) -> u32 {
            self.format
        }

        fn problems(&self, file: &str) -> Vec<Problem> {
            $problems(self, file)
        }
    })* };
}

file!(
    Group: valid::group,
    ProductFile: valid::product,
    Codes: valid::codes,
    Matrix: valid::matrix,
    Authorizations: valid::authorizations,
    Waiters: valid::waiters
);

/// The three names that resemble `wanted` most.
fn nearest(wanted: &str, mut names: Vec<String>) -> Vec<String> {
    names.sort_by_cached_key(|name| (distance(wanted, name), name.clone()));
    names.truncate(3);
    names
}

/// How many letters have to be added, dropped or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

/// The hash of a text that may be read again. Two texts of one build do not share it by chance.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_group_names_come_first() {
        let names = ["disks", "instances", "security-groups"].map(str::to_owned).to_vec();
        assert_eq!(nearest("security-group", names.clone())[0], "security-groups");
        assert_eq!(nearest("instance", names)[0], "instances");
    }

    #[test]
    fn distance_counts_added_dropped_and_changed_letters() {
        assert_eq!(distance("disk", "disks"), 1);
        assert_eq!(distance("disks", "disk"), 1);
        assert_eq!(distance("disk", "risk"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn a_missing_folder_says_what_writes_it() {
        let failure = Folder::open(Path::new("/no/such/folder")).unwrap_err().to_string();
        assert!(failure.contains("/no/such/folder") && failure.contains("cargo xtask regen"));
    }
}
