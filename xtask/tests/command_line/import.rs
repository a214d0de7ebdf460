//! `import`: what it prints, and what it leaves alone.

use std::time::{Duration, Instant};

use super::*;

fn dry_run(folder: &Path, file: &Path) -> Ran {
    run(folder, &["import".as_ref(), "--dry-run".as_ref(), file.as_ref()])
}

#[test]
fn a_dry_run_prints_the_facts_of_every_kind_as_json_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, file) in [
        ("metadata", "metadata/garden.json"),
        ("impact-page", "impact_page/lock.txt"),
        ("impact-page", "impact_page/overdue.md"),
        ("impact-page", "impact_page/facts.json"),
        ("impact-page", "impact_page/crossed.md"),
        ("impact-page", "text_page/lock-cells.txt"),
        ("impact-page", "text_page/lock-chinese.txt"),
        ("impact-page", "html_page/lock.html"),
        ("managed-page", "managed_page/text.txt"),
        ("managed-page", "managed_page/markdown.md"),
        ("operation-page", "operation_page/glued.txt"),
        ("operation-page", "operation_page/markdown.md"),
        ("operation-page", "text_page/cells.md"),
        ("operation-page", "text_page/chinese.md"),
        ("operation-page", "text_page/nested.md"),
        ("operation-page", "html_page/operation.html"),
        ("observed-codes", "observed_codes/terraform.json"),
        ("endpoints", "endpoints/map.json"),
        ("timeouts", "timeouts/sdk.json"),
    ] {
        let ran = dry_run(folder.path(), &seed(file));
        assert_eq!(ran.code, Some(0), "{file}: {ran:?}");
        let facts: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(facts["kind"], kind, "{file}");
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_dry_run_of_several_files_prints_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (seed("impact_page/lock.txt"), seed("managed_page/text.txt"));
    let words = ["import".as_ref(), "--dry-run".as_ref(), one.as_ref(), two.as_ref()];
    let facts: serde_json::Value =
        serde_json::from_str(&run(folder.path(), &words).stdout).unwrap();
    let kinds: Vec<_> = facts.as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["impact-page", "managed-page"]);
}

#[test]
fn several_files_end_in_one_summary_and_one_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = ["impact_page/lock.txt", "impact_page/overdue.md", "managed_page/text.txt"];
    let seeds = seeds.map(seed);
    let options = ["import", "--product", "garden", "--published", "2024-06-24"];
    let mut words: Vec<&OsStr> = options.map(OsStr::new).into();
    words.extend(seeds.iter().map(|path| path.as_os_str()));
    let last = |ran: &Ran| {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let lines: Vec<String> = ran.stdout.lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert_eq!(ran.stdout.matches("next: ").count(), 1, "{lines:?}");
        lines[3..].to_vec()
    };
    let first = last(&run(folder.path(), &words));
    let summary = "3 sources (2 impact-page, 1 managed-page), 3 of them new or changed";
    assert_eq!(first, [summary, "next: read the captures, then run `cargo xtask regen`"]);
    let second = last(&run(folder.path(), &words));
    assert!(second[0].ends_with("), 0 of them new or changed"), "{second:?}");
    assert_eq!(second[1], "next: nothing, the specification has all of this");
    let one = run(folder.path(), &words[..6]);
    assert_eq!(one.stdout.lines().count(), 2, "{one:?}");
}

#[test]
fn a_date_that_is_none_is_refused_with_everything_else_that_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["import", "--dry-run", "--published", "2026-13-45", "missing.txt"];
    let ran = run(folder.path(), &words.map(std::ffi::OsStr::new));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("--published: `2026-13-45` is not a valid date"), "{ran:?}");
    assert!(ran.stderr.contains("missing.txt") && ran.stdout.is_empty(), "{ran:?}");
}

#[test]
fn what_is_no_document_is_refused_with_its_place_and_nothing_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read_to_string(seed("impact_page/lock.txt")).unwrap();
    let (before, _) = page.split_once("accepted but").unwrap();
    let line = before.lines().count();
    for (name, bytes, place) in [
        ("empty.txt", &b""[..], "empty.txt:1: the file is empty".to_owned()),
        ("binary.json", b"{\"apis\":\0}", "binary.json:byte 8: this is not UTF-8".to_owned()),
        (
            "other.md",
            b"# Notes\n\nNothing here.\n",
            "other.md:3: the kind of the text is unknown".to_owned(),
        ),
        ("cut.txt", before.as_bytes(), format!("cut.txt:{line}: the row breaks off")),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let before = files(folder.path());
        for arguments in [&["--dry-run"][..], &["--published", "2024-06-24"]] {
            let mut all: Vec<&OsStr> = vec!["import".as_ref(), file.as_ref()];
            all.extend(arguments.iter().map(OsStr::new));
            let ran = run(folder.path(), &all);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{name}: {ran:?}");
            assert!(ran.stderr.contains(&place), "{name}: {ran:?}");
        }
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn one_bad_file_among_good_ones_keeps_all_of_them_out() {
    let folder = tempfile::tempdir().unwrap();
    let good = seed("impact_page/lock.txt");
    let missing = folder.path().join("missing.txt");
    let arguments: [&OsStr; 5] = [
        "import".as_ref(),
        good.as_ref(),
        missing.as_ref(),
        "--published".as_ref(),
        "2024-06-24".as_ref(),
    ];
    let ran = run(folder.path(), &arguments);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("missing.txt: "), "{ran:?}");
    assert!(files(folder.path()).is_empty());
}

/// Runs an import that must come back at once, whatever the file does.
fn import_at_once(folder: &Path, file: &Path) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("--spec").arg(folder.join("spec")).args(["import", "--published", "2024-06-24"]);
    let mut child = command.arg(file).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("the import of {} waits", file.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn what_is_not_a_regular_file_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let socket = folder.path().join("socket");
    let _open = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for (file, what) in [
        (pipe.as_path(), "a pipe"),
        (&socket, "a socket"),
        (folder.path(), "a folder"),
        (Path::new("/dev/zero"), "a device"),
    ] {
        let (code, stderr) = import_at_once(folder.path(), file);
        assert_eq!(code, Some(2), "{what}: {stderr}");
        assert!(stderr.contains(&format!("this is {what}, not a file")), "{stderr}");
    }
    assert!(!folder.path().join("spec").exists());
}

#[test]
fn an_edition_that_lost_most_of_its_rows_is_only_taken_when_that_is_confirmed() {
    let garden = Garden::planted();
    let page = fs::read_to_string(seed("impact_page/lock.txt")).unwrap();
    // Cut at the border of a row: well-formed, and two rows of five.
    let (cut, _) = page.split_once("MoveFence").unwrap();
    let file = garden.path().join("lock.2025-01-01.txt");
    fs::write(&file, cut).unwrap();
    let import = ["import", "--product", "garden", "lock.2025-01-01.txt"];
    let before = files(garden.path());
    let ran = garden.run(&import);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for part in ["2 rows instead of 5", "garden-lock-2024-06-24", "--accept-fewer-rows"] {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
    let dry = garden.run(&[&import[..], &["--dry-run"]].concat());
    assert_eq!(dry.code, Some(0), "{dry:?}");
    assert!(dry.stderr.contains("warning: ") && dry.stderr.contains("2 rows instead of 5"));
    assert!(serde_json::from_str::<serde_json::Value>(&dry.stdout).is_ok(), "{dry:?}");
    assert_eq!(files(garden.path()), before);
    let accepted = garden.run(&[&import[..], &["--accept-fewer-rows"]].concat());
    assert_eq!(accepted.code, Some(0), "{accepted:?}");
    // It is an edition now: taking it again needs no second word.
    assert_eq!(garden.run(&import).code, Some(0));
}

#[test]
fn an_edition_is_compared_with_the_one_before_it_and_with_pages_of_its_own_kind() {
    let garden = Garden::planted();
    let page = fs::read_to_string(seed("impact_page/lock.txt")).unwrap();
    let (cut, _) = page.split_once("DryFence").unwrap();
    fs::write(garden.path().join("cut.txt"), cut).unwrap();
    let older = ["import", "--product", "garden", "cut.txt", "--published"];
    let import = |date| garden.run(&[&older[..], &[date]].concat());
    // An older edition may well have had fewer rows.
    assert_eq!(import("2023-01-01").code, Some(0));
    let mostly = page.replace("PaintFence | Unaffected. |\n", "");
    fs::write(garden.path().join("cut.txt"), mostly).unwrap();
    assert_eq!(import("2025-01-01").code, Some(0));
    let metadata = fs::read_to_string(seed("metadata/garden.json")).unwrap();
    let mut metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    metadata["apis"]["PaintFence"]["parameters"] = serde_json::json!([]);
    fs::write(garden.path().join("cut.txt"), metadata.to_string()).unwrap();
    let ran = import("2025-01-01");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("0 parameters instead of 5"), "{ran:?}");
}
