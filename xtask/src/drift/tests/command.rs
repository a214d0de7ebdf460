//! The command: what it accepts, and its exit codes.

use std::path::{Path, PathBuf};

use super::super::input::read_both;
use super::super::{Args, run};
use crate::files::root;

fn capture(id: &str) -> PathBuf {
    root().join(format!("spec/sources/{id}.json"))
}

fn refused(old: &Path, new: &Path) -> Vec<String> {
    let problems = read_both(old, new).map(|_| ()).expect_err("it is refused");
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
    let original = folder.path().join("original.json");
    std::fs::write(&original, "{\"apis\": {}}").expect("written");
    let problems = refused(&original, &folder.path().join("missing.json"));
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("original.json:1:"), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.contains("help: name two captures")));
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
        format!("{:?}", run(&args).expect("both can be read"))
    };
    let is = |code: u8| format!("{:?}", std::process::ExitCode::from(code));
    assert_eq!(code(&page), is(0));
    assert_eq!(code(&newer), is(1));
}
