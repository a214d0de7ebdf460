//! A kill is simulated by unwinding at the places that are marked in the code: nothing there cleans
//! up behind itself, so what is on disk is what a killed process leaves.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::lock::exclusive;

thread_local! {
    /// How many marked places are passed before the process "dies"; none when it lives.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    /// A file that somebody else creates while a run is at work.
    static OBSTACLE: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

pub(super) fn may_be_killed_here() {
    if let Some(path) = OBSTACLE.take() {
        fs::write(path, "in the way").unwrap();
    }
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
    tree(&[
        ("sources.toml", "old a"),
        ("sub/b.json", "old b"),
        ("sub/gone.json", "old"),
        ("same", "same"),
    ])
}

fn after() -> Tree {
    tree(&[
        ("sources.toml", "new a"),
        ("sub/b.json", "new b"),
        ("new/c.json", "c"),
        ("same", "same"),
    ])
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
    write(&held, &texts, &[folder.join("sub/gone.json")])
}

fn recovered(folder: &Path) -> Outcome<()> {
    exclusive(folder, Duration::ZERO).map(drop)
}

#[test]
fn a_write_changes_what_differs_and_leaves_nothing_behind() {
    let folder = planted();
    assert_eq!(rewrite(folder.path(), None).unwrap(), [true, false, true, true]);
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
        OBSTACLE.set(Some(folder.path().join("z")));
        let done = killed_after(first, || rewrite(folder.path(), Some("z/z.json")));
        match &done {
            Some(result) => assert!(result.is_err()),
            // The next run fails in the same way, unless it finds that the last one gave up.
            None => drop(recovered(folder.path())),
        }
        recovered(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("z")).unwrap(), "in the way");
        fs::remove_file(folder.path().join("z")).unwrap();
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
fn only_temporary_files_of_files_that_this_tool_writes_are_removed_and_others_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let listed = "[[source]]\nid = 'a'\nkind = 'timeouts'\nproduct = 'sub'\n\
                  published = '2024-01-01'\ntitle = 'page'\nurl = 'https://example.com'\n\
                  sha256 = '00'\n";
    fs::write(folder.path().join("sources.toml"), listed).unwrap();
    let ours = [
        "sources.toml.4711.tmp",
        "sources/a.json.3.tmp",
        "sub/CHANGES.md.12.tmp",
        "sub/b.json.1.tmp",
    ];
    let others = [
        "a.json.5.tmp",
        "curated/codes.toml.7.tmp",
        "curated/x.json.7.tmp",
        "other/x.json.7.tmp",
        "sources/notes.md.1.tmp",
        "sub/.json.1.tmp",
        "sub/sources.toml.1.tmp",
    ];
    let silent = ["notes.tmp", "a.json.old.tmp", "a.json..tmp", "a.txt.12.tmp"];
    for name in ours.iter().chain(&others).chain(&silent) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let problem = interrupted(folder.path()).unwrap().to_string();
    assert!(problem.contains("sources/a.json.3.tmp") && problem.contains("regen"), "{problem}");
    let lines = recover(folder.path()).unwrap();
    assert_eq!(lines.len(), ours.len() + others.len(), "{lines:?}");
    let shown = |name: &str, says: &str| {
        let line = format!("{} {says}", show(&folder.path().join(name)));
        assert!(lines.iter().any(|shown| shown.starts_with(&line)), "{line}: {lines:?}");
    };
    ours.iter().for_each(|name| shown(name, "was left by an interrupted run"));
    others.iter().for_each(|name| shown(name, "looks temporary"));
    for (name, stays) in
        ours.map(|name| (name, false)).into_iter().chain(others.map(|name| (name, true)))
    {
        assert_eq!(folder.path().join(name).exists(), stays, "{name}");
    }
    assert!(silent.iter().all(|name| folder.path().join(name).exists()));
    assert!(interrupted(folder.path()).is_none());
}

#[test]
fn a_record_that_is_broken_or_leads_elsewhere_is_refused() {
    let step = |path: &str| format!(r#"[{{"path":{path:?},"step":"remove"}}]"#);
    let elsewhere = ["../victim", "victim", "curated/codes.toml", "p/notes.md", "p/q/a.json"];
    let records = elsewhere.map(step).into_iter().chain(["{".to_owned()]);
    for record in records {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("spec");
        fs::create_dir_all(spec.join(".staging")).unwrap();
        fs::write(spec.join(".staging/commit"), &record).unwrap();
        for name in elsewhere {
            let path = spec.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let problem = recover(&spec).unwrap_err().remove(0).to_string();
        assert!(problem.contains("from version control and delete"), "{record}: {problem}");
        assert!(elsewhere.iter().all(|name| spec.join(name).exists()), "{record}");
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_record_never_leads_through_a_link() {
        for (record, step) in [("commit", "remove"), ("commit", "replace"), ("undo", "create")] {
            let folder = tempfile::tempdir().unwrap();
            let (spec, victim) = (folder.path().join("spec"), folder.path().join("victim"));
            fs::create_dir_all(spec.join(".staging")).unwrap();
            fs::create_dir(&victim).unwrap();
            fs::write(victim.join("mine.json"), "mine").unwrap();
            symlink(&victim, spec.join("link")).unwrap();
            fs::write(spec.join(".staging/0.new"), "new").unwrap();
            let entries = format!(r#"[{{"path":"link/mine.json","step":"{step}"}}]"#);
            fs::write(spec.join(".staging").join(record), entries).unwrap();
            let problem = recover(&spec).unwrap_err().remove(0).to_string();
            assert!(problem.contains("link/mine.json points outside the folder"), "{problem}");
            assert_eq!(found(&victim), tree(&[("mine.json", "mine")]));
        }
    }

    #[test]
    fn a_link_in_place_of_a_file_is_replaced_or_put_back_and_what_it_leads_to_stays() {
        for first in 0.. {
            let folder = planted();
            let outside = tempfile::tempdir().unwrap();
            let (victim, link) = (outside.path().join("v"), folder.path().join("sub/b.json"));
            // Although it has the new content already.
            fs::write(&victim, "new b").unwrap();
            fs::remove_file(&link).unwrap();
            symlink(&victim, &link).unwrap();
            OBSTACLE.set((first % 2 == 0).then(|| folder.path().join("z")));
            let done = killed_after(first / 2, || rewrite(folder.path(), Some("z/z.json")));
            OBSTACLE.take();
            let _ = recovered(folder.path());
            recovered(folder.path()).unwrap();
            let written =
                fs::read_to_string(folder.path().join("sources.toml")).unwrap() == "new a";
            assert_eq!(link.is_symlink(), !written, "{first}");
            assert_eq!(fs::read_to_string(&link).unwrap(), "new b", "{first}");
            assert_eq!(fs::read_to_string(&victim).unwrap(), "new b", "{first}");
            if done.is_some_and(|result| result.is_ok()) {
                assert!(first > 10 && written, "{first}");
                return;
            }
        }
    }

    #[test]
    fn nothing_is_written_through_a_link_to_a_folder() {
        let (folder, outside) = (planted(), tempfile::tempdir().unwrap());
        symlink(outside.path(), folder.path().join("new")).unwrap();
        let problem = rewrite(folder.path(), None).unwrap_err().remove(0).to_string();
        assert!(problem.contains("new: this is a link, not a folder"), "{problem}");
        fs::remove_file(folder.path().join("new")).unwrap();
        assert_eq!(found(folder.path()), before());
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
