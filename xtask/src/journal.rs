//! Several files written as one: afterwards all of them have their new content or none has, also
//! when the process is killed in between.
//!
//! Everything happens in the folder `.staging/` inside the folder that is written to:
//!
//! 1. For file number N, `N.new` gets the new content, and `N.old` a copy of what it replaces.
//! 2. `record` is written, with the list of files, and renamed to `commit`. From here on the new
//!    content is what counts.
//! 3. Each `N.new` is renamed to where it belongs, and what is no longer needed is removed.
//! 4. `commit` is removed, then the folder.
//!
//! When step 3 cannot be done, `commit` is renamed to `undo`, and each file gets its old content
//! back.
//!
//! So the next run can tell from what it finds how far the last one came. With `commit` it repeats
//! steps 3 and 4, where an `N.new` that is gone has been put in place already; with `undo` it puts
//! back every `N.old` that is still there; with neither nothing outside of the folder was touched,
//! and the folder is removed.

mod own;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::load::Problem;
use serde::{Deserialize, Serialize};

use self::own::{is_written, leftovers};
use crate::files::{self, Outcome, holds, is_folder, is_regular, replaceable, show};
use crate::lock::Held;

const RECORD: &str = "record";
const COMMIT: &str = "commit";
const UNDO: &str = "undo";

/// One line of the record; its number is its place in the list.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Relative to the folder that is written to.
    path: PathBuf,
    step: Step,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Step {
    /// There was no such file.
    Create,
    Replace,
    Remove,
}

/// Writes the files whose content differs, and removes others: all of it, or nothing. One truth
/// value per file says whether it was written.
///
/// # Errors
/// A file that cannot be written or removed; then everything is as it was before.
pub(crate) fn write(
    held: &Held,
    texts: &[(PathBuf, String)],
    removals: &[PathBuf],
) -> Outcome<Vec<bool>> {
    let changed: Vec<bool> = texts.iter().map(|(path, text)| !holds(path, text)).collect();
    let writes = texts.iter().zip(&changed).filter(|(_, changed)| **changed);
    let writes = writes.map(|((path, text), _)| (path, Some(text)));
    let all: Vec<_> = writes.chain(removals.iter().map(|path| (path, None))).collect();
    if all.is_empty() {
        return Ok(changed);
    }
    let staging = Staging::of(held.folder());
    let refused: Vec<_> = all.iter().filter_map(|(path, _)| staging.refusal(path)).collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    if let Err(problem) = staging.stage(&all) {
        // The first failure matters more than one of cleaning up, which the next run repeats.
        let _ = fs::remove_dir_all(&staging.folder);
        return Err(vec![problem]);
    }
    staging.complete()?;
    Ok(changed)
}

/// Finishes or undoes what an interrupted run left, and says what was done. Only for whoever holds
/// the lock: another run may be about to finish by itself.
///
/// # Errors
/// What was left cannot be read or put in place.
pub(crate) fn recover(spec: &Path) -> Outcome<Vec<String>> {
    let mut done = Vec::new();
    let staging = Staging::of(spec);
    if is_folder(&staging.folder).map_err(|problem| vec![problem])? {
        let shown = show(spec);
        done.push(if staging.has(UNDO) {
            staging.undo().map_err(|problem| vec![problem])?;
            format!("an earlier run failed and was interrupted; {shown} was restored")
        } else if staging.has(COMMIT) {
            staging.complete()?;
            format!("an earlier run was interrupted; its remaining changes to {shown} were made")
        } else {
            staging.clear().map_err(|error| vec![staging.problem(&error)])?;
            format!("an earlier run was interrupted; it left nothing half done in {shown}")
        });
    }
    let (own, others) = leftovers(spec);
    for path in own {
        let removed = fs::remove_file(&path);
        removed.map_err(|error| vec![Problem::new(show(&path), "", error.to_string())])?;
        done.push(format!("{} was left by an interrupted run and is removed", show(&path)));
    }
    let alone = |path: &PathBuf| {
        format!("{} looks temporary but was not written by this tool; it is left alone", show(path))
    };
    done.extend(others.iter().map(alone));
    Ok(done)
}

/// What an interrupted run left, for commands that repair nothing.
pub(crate) fn interrupted(spec: &Path) -> Option<Problem> {
    let staging = Staging::of(spec).folder;
    let found = match is_folder(&staging) {
        Ok(true) => Some(staging),
        Ok(false) => leftovers(spec).0.into_iter().next(),
        Err(problem) => return Some(problem),
    };
    let message = "an earlier run was interrupted: files of two runs may be mixed";
    let help = "run `cargo xtask regen`, which finishes or undoes what that run began";
    found.map(|path| Problem::new(show(&path), "", message).help(help))
}

struct Staging {
    spec: PathBuf,
    folder: PathBuf,
}

impl Staging {
    fn of(spec: &Path) -> Self {
        Self { spec: spec.to_path_buf(), folder: spec.join(".staging") }
    }

    fn has(&self, name: &str) -> bool {
        self.folder.join(name).symlink_metadata().is_ok()
    }

    fn file(&self, number: usize, kind: &str) -> PathBuf {
        self.folder.join(format!("{number}.{kind}"))
    }

    fn problem(&self, error: &dyn std::fmt::Display) -> Problem {
        Problem::new(show(&self.folder), "", error.to_string())
    }

    /// Why a file is not to be written or removed: this tool does not write it, its folder is not a
    /// folder, or something is there that is not a file.
    fn refusal(&self, path: &Path) -> Option<Problem> {
        if !path.strip_prefix(&self.spec).is_ok_and(is_written) {
            let message = format!("this tool does not write such a file in {}", show(&self.spec));
            return Some(Problem::new(show(path), "", message));
        }
        path.parent().and_then(|folder| is_folder(folder).err()).or_else(|| replaceable(path).err())
    }

    /// Steps 1 and 2.
    fn stage(&self, files: &[(&PathBuf, Option<&String>)]) -> Result<(), Problem> {
        let broken = |error: io::Error| self.problem(&error);
        fs::create_dir(&self.folder).map_err(broken)?;
        let mut entries = Vec::new();
        for (number, (path, text)) in files.iter().enumerate() {
            let of_file = |error: io::Error| Problem::new(show(path), "", error.to_string());
            may_be_killed_here();
            let replaced = path.symlink_metadata().ok();
            let replaces = replaced.is_some();
            if replaced.is_some_and(|metadata| metadata.is_symlink()) {
                // A second name of the link itself; where it leads is not looked at.
                fs::hard_link(path, self.file(number, "old")).map_err(of_file)?;
            } else if replaces {
                let old = fs::read(path).map_err(of_file)?;
                durable(&self.file(number, "old"), &old).map_err(broken)?;
            }
            if let Some(text) = text {
                may_be_killed_here();
                durable(&self.file(number, "new"), text.as_bytes()).map_err(broken)?;
            }
            let step = match (text, replaces) {
                (None, _) => Step::Remove,
                (Some(_), true) => Step::Replace,
                (Some(_), false) => Step::Create,
            };
            let inside = path.strip_prefix(&self.spec).map_err(|_| {
                Problem::new(show(path), "", format!("it is not in {}", show(&self.spec)))
            })?;
            entries.push(Entry { path: inside.to_path_buf(), step });
        }
        let record = serde_json::to_vec(&entries).map_err(|error| self.problem(&error))?;
        durable(&self.folder.join(RECORD), &record).map_err(broken)?;
        may_be_killed_here();
        self.rename(RECORD, COMMIT).map_err(broken)
    }

    /// Steps 3 and 4, or back to where it began.
    fn complete(&self) -> Outcome<()> {
        let entries = self.record(COMMIT).map_err(|problem| vec![problem])?;
        for (number, entry) in entries.iter().enumerate() {
            may_be_killed_here();
            if let Err(error) = self.apply(number, entry) {
                let problem = Problem::new(show(&self.target(entry)), "", error.to_string());
                let undone = self.rename(COMMIT, UNDO).map_err(|error| self.problem(&error));
                let failed = undone.and_then(|()| self.undo()).err();
                return Err(std::iter::once(problem).chain(failed).collect());
            }
        }
        self.clear().map_err(|error| vec![self.problem(&error)])
    }

    fn apply(&self, number: usize, entry: &Entry) -> io::Result<()> {
        let target = self.target(entry);
        let new = self.file(number, "new");
        match entry.step {
            Step::Remove => remove_if_there(&target),
            Step::Create | Step::Replace if new.exists() => {
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::rename(new, target)
            }
            Step::Create | Step::Replace => Ok(()),
        }
    }

    fn undo(&self) -> Result<(), Problem> {
        for (number, entry) in self.record(UNDO)?.iter().enumerate() {
            may_be_killed_here();
            let target = self.target(entry);
            let old = self.file(number, "old");
            let undone = match entry.step {
                Step::Create => remove_if_there(&target),
                Step::Replace | Step::Remove if old.symlink_metadata().is_ok() => {
                    fs::rename(old, &target)
                }
                Step::Replace | Step::Remove => Ok(()),
            };
            undone.map_err(|error| Problem::new(show(&target), "", error.to_string()))?;
        }
        self.clear().map_err(|error| self.problem(&error))
    }

    fn record(&self, name: &str) -> Result<Vec<Entry>, Problem> {
        let path = self.folder.join(name);
        let broken = |message: String| {
            Problem::new(show(&path), "", message).help(format!(
                "restore {} from version control and delete {}",
                show(&self.spec),
                show(&self.folder)
            ))
        };
        let text = files::read(&path).map_err(|problems| broken(problems[0].message.clone()))?;
        let entries: Vec<Entry> =
            serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
        for (number, entry) in entries.iter().enumerate() {
            // Nothing in a folder of specification files may lead out of it. A file where a folder
            // should be does not; the step fails, and all are undone.
            let link = |folder: &Path| self.spec.join(folder).is_symlink();
            if !is_written(&entry.path) || entry.path.parent().is_some_and(link) {
                return Err(broken(format!("{} points outside the folder", entry.path.display())));
            }
            is_regular(&self.file(number, "new"))?;
            replaceable(&self.file(number, "old"))?;
        }
        Ok(entries)
    }

    fn target(&self, entry: &Entry) -> PathBuf {
        self.spec.join(&entry.path)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.folder.join(from), self.folder.join(to))?;
        sync_folder(&self.folder)
    }

    /// Removes the folder; the record first, for without `N.old` and `N.new` it could mislead.
    fn clear(&self) -> io::Result<()> {
        may_be_killed_here();
        for record in [COMMIT, UNDO] {
            remove_if_there(&self.folder.join(record))?;
        }
        may_be_killed_here();
        fs::remove_dir_all(&self.folder)
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() { fs::remove_file(path) } else { Ok(()) }
}

fn durable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A rename is durable once its folder is; only Unix lets a program ask for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(not(test))]
fn may_be_killed_here() {}
#[cfg(test)]
use tests::may_be_killed_here;

#[cfg(test)]
mod tests;
