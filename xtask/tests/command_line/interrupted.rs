//! Several runs at once, and runs that are killed.

use std::process::{Child, Stdio};
use std::time::Instant;

use super::*;

fn spawn(garden: &Garden, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(garden.path()).arg("--spec").arg(garden.spec("")).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn imports_and_regenerations_at_the_same_time_lose_nothing() {
    let garden = Garden::planted();
    let page = seed("impact_page/lock.txt");
    let days: Vec<String> = (1..=12).map(|day| format!("2025-01-{day:02}")).collect();
    let import = ["import", page.to_str().unwrap(), "--product", "garden", "--lock-timeout", "60"];
    let mut runs: Vec<Child> = Vec::new();
    for day in &days {
        runs.push(spawn(&garden, &[&import[..], &["--published", day]].concat()));
        if day.ends_with('5') {
            runs.push(spawn(&garden, &["regen"]));
        }
    }
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{stderr}");
    }
    let registry = fs::read_to_string(garden.spec("sources.toml")).unwrap();
    for day in &days {
        let entry = format!("id = \"garden-lock-{day}\"");
        assert!(registry.contains(&entry), "{entry} is lost:\n{registry}");
        assert!(garden.spec(&format!("sources/garden-lock-{day}.json")).exists());
    }
    assert_eq!(registry.matches("[[source]]").count(), 3 + days.len());
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    assert_eq!(garden.run(&["regen", "--check"]).code, Some(0));
}

#[test]
fn a_run_that_waits_too_long_for_another_says_so_and_a_dry_run_does_not_wait() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let lock = fs::File::open(garden.spec(".lock")).unwrap();
    lock.lock().unwrap();
    let page = seed("impact_page/lock.txt");
    let import = ["import", page.to_str().unwrap(), "--published", "2024-06-24"];
    for arguments in [&["regen"][..], &["regen", "--check"], &["report"], &import] {
        let ran = garden.run(&[arguments, &["--lock-timeout", "0"]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains("another run of this tool"), "{arguments:?}: {ran:?}");
    }
    let dry = garden.run(&[&import[..], &["--dry-run", "--lock-timeout", "0"]].concat());
    assert_eq!(dry.code, Some(0), "{dry:?}");
    drop(lock);
    assert_eq!(garden.run(&["regen", "--lock-timeout", "0"]).code, Some(0));
}

#[test]
fn what_a_killed_run_left_is_reported_by_a_check_and_repaired_by_the_next_run() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let sound = files(garden.path());
    let matrix = garden.spec("garden/matrix.json");
    let staged = garden.spec(".staging");
    // As if it had been killed before it put the new matrix in place.
    let left = |record: &str| {
        fs::create_dir(&staged).unwrap();
        fs::rename(&matrix, staged.join("0.new")).unwrap();
        fs::write(&matrix, "{}").unwrap();
        let entries = r#"[{"path":"garden/matrix.json","step":"replace"}]"#;
        fs::write(staged.join(record), entries).unwrap();
    };
    left("commit");
    for command in [&["regen", "--check"][..], &["report", "--product", "garden"]] {
        let ran = garden.run(command);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("an earlier run was interrupted"), "{ran:?}");
        assert!(ran.stderr.contains("run `cargo xtask regen`"), "{ran:?}");
    }
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("note: an earlier run was interrupted; its remaining"), "{ran:?}");
    assert!(ran.stdout.contains("nothing changed"), "{ran:?}");
    assert_eq!(files(garden.path()), sound);
    // An import repairs as well, and so finds the registry as it should be.
    left("commit");
    fs::write(garden.spec("sources.toml.4711.tmp"), "half").unwrap();
    let page = seed("impact_page/lock.txt");
    let import = ["import", page.to_str().unwrap(), "--product", "garden", "--published"];
    let ran = garden.run(&[&import[..], &["2024-06-24"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stderr.matches("note: ").count(), 2, "{ran:?}");
    assert_eq!(files(garden.path()), sound);
}

#[cfg(unix)]
#[test]
fn regenerations_killed_at_any_moment_never_leave_a_mix_of_old_and_new_files() {
    const ROUNDS: u32 = 24;
    let garden = Garden::planted();
    let folder = garden.spec("garden");
    let started = Instant::now();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let takes = started.elapsed();
    let whole = files(&folder);
    let mut killed = 0;
    for round in 0..ROUNDS {
        // Everything is written anew.
        fs::remove_dir_all(&folder).unwrap();
        let mut run = spawn(&garden, &["regen"]);
        std::thread::sleep(takes * round / ROUNDS * 5 / 4);
        run.kill().unwrap();
        killed += u32::from(run.wait().unwrap().code().is_none());
        let check = garden.run(&["regen", "--check"]);
        if garden.spec(".staging").exists() {
            assert_eq!(check.code, Some(2), "{check:?}");
        } else {
            let none = !folder.exists();
            assert!(none || files(&folder) == whole, "round {round} left a mix: {check:?}");
            assert_eq!(check.code, Some(i32::from(none)), "{check:?}");
        }
        let next = garden.run(&["regen"]);
        assert_eq!(next.code, Some(0), "{next:?}");
        assert_eq!(files(&folder), whole);
        assert!(!garden.spec(".staging").exists());
    }
    assert!(killed > 0, "no run was killed");
}
