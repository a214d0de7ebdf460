//! A kill is simulated by unwinding at the places that are marked in the code: nothing there cleans
//! up behind itself, so what is on disk is what a killed process leaves.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::lock::exclusive;

thread_local! {
    /// How many marked places are passed before the process "dies"; none when it lives.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

pub(super) fn may_be_killed_here() {
    match LEFT.get() {
        Some(0) => resume_unwind(Box::new("killed")),
        left => LEFT.set(left.map(|left| left - 1)),
    }
}

/// What `run` returned, or none when it was killed.
fn killed_after<T>(places: usize, run: impl FnOnce() -> T) -> Option<T> {
    LEFT.set(Some(places));
    let done = catch_unwind(AssertUnwindSafe(run));
    LEFT.set(None);
    done.ok()
}

type Tree = BTreeMap<PathBuf, String>;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
}

fn before() -> Tree {
    tree(&[("a.json", "old a"), ("sub/b.json", "old b"), ("gone.json", "old"), ("same", "same")])
}

fn after() -> Tree {
    tree(&[("a.json", "new a"), ("sub/b.json", "new b"), ("new/c.json", "c"), ("same", "same")])
}

/// A folder with the files of `before`.
fn planted() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in before() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file but the lock.
fn found(folder: &Path) -> Tree {
    fn walk(root: &Path, folder: &Path, found: &mut Tree) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else if !path.ends_with(".lock") {
                let name = path.strip_prefix(root).unwrap().to_path_buf();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut files = Tree::new();
    walk(folder, folder, &mut files);
    files
}

/// Writes the files of `after` over those of `before`, and one more where it is given.
fn rewrite(folder: &Path, more: Option<&str>) -> Outcome<Vec<bool>> {
    let held = exclusive(folder, Duration::ZERO)?;
    let more = more.map(|path| (PathBuf::from(path), "more".to_owned()));
    let texts = after().into_iter().chain(more);
    let texts: Vec<_> = texts.map(|(path, text)| (folder.join(path), text)).collect();
    write(&held, &texts, &[folder.join("gone.json")])
}

fn recovered(folder: &Path) -> Outcome<()> {
    exclusive(folder, Duration::ZERO).map(drop)
}

#[test]
fn a_write_changes_what_differs_and_leaves_nothing_behind() {
    let folder = planted();
    assert_eq!(rewrite(folder.path(), None).unwrap(), [true, true, false, true]);
    assert_eq!(found(folder.path()), after());
    assert!(!folder.path().join(".staging").exists() && interrupted(folder.path()).is_none());
}

#[test]
fn a_run_that_is_killed_anywhere_even_twice_changed_everything_or_nothing() {
    let mut outcomes = [0, 0];
    for first in 0.. {
        for second in 0.. {
            let folder = planted();
            if killed_after(first, || rewrite(folder.path(), None)).is_some() {
                assert!(first > 10 && outcomes[0] > 0 && outcomes[1] > 0, "{first} {outcomes:?}");
                return;
            }
            assert!(interrupted(folder.path()).is_some() || found(folder.path()) == before());
            let alive = killed_after(second, || recovered(folder.path())).is_some();
            recovered(folder.path()).unwrap();
            let now = found(folder.path());
            assert!(now == before() || now == after(), "{first} {second}: {now:?}");
            assert!(!folder.path().join(".staging").exists(), "{first} {second}");
            outcomes[usize::from(now == after())] += 1;
            if alive {
                break;
            }
        }
    }
}

#[test]
fn when_one_file_cannot_be_put_in_place_all_get_their_old_content_back_killed_or_not() {
    for first in 0.. {
        let folder = planted();
        // It sorts behind the others, and no folder can be made where a file is.
        let done = killed_after(first, || rewrite(folder.path(), Some("same/z.json")));
        match &done {
            Some(result) => assert!(result.is_err()),
            // The next run fails in the same way, unless it finds that the last one gave up.
            None => drop(recovered(folder.path())),
        }
        recovered(folder.path()).unwrap();
        assert_eq!(found(folder.path()), before(), "{first}");
        assert!(interrupted(folder.path()).is_none());
        if done.is_some() {
            assert!(first > 15, "{first}");
            return;
        }
    }
}

#[test]
fn a_file_that_cannot_be_staged_is_a_problem_and_nothing_changes() {
    let folder = planted();
    fs::create_dir_all(folder.path().join("new/c.json/in the way")).unwrap();
    assert!(rewrite(folder.path(), None).is_err());
    assert_eq!(found(folder.path()), before());
    assert!(interrupted(folder.path()).is_none());
}

#[test]
fn temporary_files_of_earlier_versions_are_found_and_removed_and_no_others() {
    let folder = planted();
    let ours = ["a.json.4711.tmp", "sub/b.json.1.tmp", "sub/CHANGES.md.12.tmp", "s.toml.3.tmp"];
    let others = ["notes.tmp", "a.json.old.tmp", "a.json..tmp", "a.txt.12.tmp"];
    for name in ours.iter().chain(&others) {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let problem = interrupted(folder.path()).unwrap().to_string();
    assert!(problem.contains("a.json.4711.tmp") && problem.contains("regen"), "{problem}");
    let lines = recover(folder.path()).unwrap();
    assert_eq!(lines.len(), ours.len(), "{lines:?}");
    assert!(lines[0].contains("a.json.4711.tmp was left by an interrupted run"), "{lines:?}");
    for (names, stays) in [(ours, false), (others, true)] {
        assert!(names.iter().all(|name| folder.path().join(name).exists() == stays), "{names:?}");
    }
}

#[test]
fn a_record_that_is_broken_or_leads_elsewhere_is_refused() {
    for record in ["{", r#"[{"path":"../victim","step":"remove"}]"#] {
        let folder = planted();
        let spec = folder.path().join("sub");
        fs::create_dir(spec.join(".staging")).unwrap();
        fs::write(spec.join(".staging/commit"), record).unwrap();
        fs::write(folder.path().join("victim"), "").unwrap();
        let problem = recover(&spec).unwrap_err().remove(0).to_string();
        assert!(problem.contains("from version control and delete"), "{problem}");
        assert!(folder.path().join("victim").exists());
    }
}
