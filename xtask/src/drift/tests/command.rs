//! The command: what it accepts, and its exit codes.

use std::path::{Path, PathBuf};

use super::super::input::read_both;
use super::super::{Args, run};
use crate::files::root;

fn capture(id: &str) -> PathBuf {
    root().join(format!("spec/sources/{id}.json"))
}

fn refused(old: &Path, new: &Path) -> Vec<String> {
    let problems =
        read_both(old, new, &root().join("spec")).map(|_| ()).expect_err("it is refused");
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn editions_of_different_subjects_are_refused() {
    let problems = refused(&capture("ecs-metadata-2024-06-24"), &capture("ecs-lock-2021-07-19"));
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("the security-lock page cannot be compared with metadata of Ecs"));
    let problems = refused(
        &capture("ecs-join-security-group-2021-07-19"),
        &capture("ecs-leave-security-group-2021-07-19"),
    );
    assert!(problems[0].contains("the page of LeaveSecurityGroup"), "{problems:?}");
}

#[test]
fn both_broken_inputs_are_named_with_place_and_advice() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{\"kind\": \"metadata\"").expect("written");
    let problems = refused(&broken, &folder.path().join("missing.json"));
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("broken.json:1:"), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.contains("help: name two originals")));
    std::fs::write(&broken, "# Notes\n\nNothing here.\n").expect("written");
    let problems = refused(&broken, &broken);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("broken.json:3: the kind of the text is unknown"), "{problems:?}");
}

#[test]
fn a_folder_that_is_no_specification_names_every_missing_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let problems = refused(folder.path(), folder.path());
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems.iter().any(|problem| problem.contains("errors.json")));
}

#[test]
fn the_exit_code_is_1_for_a_difference_and_0_for_none() {
    let page = capture("ecs-modify-security-group-policy-2021-07-19");
    let newer = capture("ecs-modify-security-group-policy-2024-03-19");
    let code = |new: &Path| {
        let args = Args { old: page.clone(), new: new.to_owned(), json: true };
        format!("{:?}", run(&args, &root().join("spec")).expect("both can be read"))
    };
    let is = |code: u8| format!("{:?}", std::process::ExitCode::from(code));
    assert_eq!(code(&page), is(0));
    assert_eq!(code(&newer), is(1));
}

#[test]
fn originals_are_imported_in_memory_and_compared_with_each_other_and_with_captures() {
    let seeds = root().join("fuzz/corpus");
    let page = seeds.join("operation_page/markdown.md");
    let text = std::fs::read_to_string(&page).expect("a seed");
    let row = "|404|MissingParamter.FenceId|The FenceId is missing.|Name it.|\n";
    assert!(text.contains(row), "{text}");
    let folder = tempfile::tempdir().expect("a folder");
    let newer = folder.path().join("newer.md");
    std::fs::write(&newer, text.replace(row, "")).expect("written");
    let spec = root().join("spec");
    let (old, new) = read_both(&page, &newer, &spec).expect("both are originals");
    let drift = super::super::diff::diff(&old.view, &new.view);
    let [change] = drift.changes.as_slice() else { panic!("{:?}", drift.changes) };
    assert_eq!(
        (change.operation.as_str(), change.path.as_str()),
        ("PaintFence", "MissingParamter.FenceId")
    );
    // The capture of the same page is the same edition.
    let capture = folder.path().join("captured.json");
    let facts = crate::facts("x", None, text.as_bytes()).expect("the facts of the page");
    std::fs::write(&capture, facts).expect("written");
    let (old, new) = read_both(&page, &capture, &spec).expect("an original and a capture");
    assert!(super::super::diff::diff(&old.view, &new.view).changes.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2);
}

#[test]
fn an_original_with_problems_is_refused_with_all_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.md");
    let text =
        "LockReason: security\nAPI | Impact |\nPaintFence | Perhaps. |\nDryFence | Or not. |\n";
    std::fs::write(&page, text).expect("written");
    let problems = refused(&page, &page);
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems[0].contains("page.md:3: the phrase `Perhaps.`"), "{problems:?}");
    assert!(problems[1].contains("page.md:4: the phrase `Or not.`"), "{problems:?}");
}
