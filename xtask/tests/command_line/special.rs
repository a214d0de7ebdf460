//! Links, pipes and folders where regular files and folders should be: a problem, never followed
//! and never waited for.

use std::os::unix::fs::symlink;

use super::*;

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Moves what is there to another folder, with one more file that `regen` would remove, and puts a
/// link to it in its place.
fn led_away(garden: &Garden, name: &str) -> PathBuf {
    let (path, victim) = (garden.spec(name), garden.path().join("victim"));
    if path.exists() {
        fs::rename(&path, &victim).unwrap();
    } else {
        fs::create_dir(&victim).unwrap();
    }
    fs::write(victim.join("mine.json"), r#"{"product":"garden","group":"mine"}"#).unwrap();
    symlink(&victim, path).unwrap();
    victim
}

#[test]
fn a_folder_that_is_a_link_or_a_file_is_refused_and_nothing_is_written_through_it() {
    for name in ["garden", "sources", "curated", "curated/garden", ".staging"] {
        let garden = Garden::planted();
        let victim = led_away(&garden, name);
        let before = files(&victim);
        let ran = garden.refuses();
        let expected = format!("{name}: this is a link, not a folder");
        assert!(ran.stderr.contains(&expected), "{name}: {ran:?}");
        let check = garden.run(&["regen", "--check"]);
        assert_eq!(check.code, Some(2), "{name}: {check:?}");
        assert!(files(&victim) == before, "{name}");
    }
    for name in ["garden", ".staging"] {
        let garden = Garden::planted();
        fs::write(garden.spec(name), "").unwrap();
        let expected = format!("{name}: this is not a folder");
        assert!(garden.refuses().stderr.contains(&expected), "{name}");
    }
}

#[test]
fn an_import_writes_no_capture_through_a_link() {
    let garden = Garden::planted();
    let victim = led_away(&garden, "sources");
    let before = files(garden.path());
    let page = seed("impact_page/lock.txt");
    let import = ["import", page.to_str().unwrap(), "--product", "garden", "--published"];
    let ran = garden.run(&[&import[..], &["2025-01-01"]].concat());
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("sources: this is a link, not a folder"), "{ran:?}");
    assert!(files(garden.path()) == before, "{ran:?}");
    assert!(victim.join("mine.json").exists());
}

#[test]
fn a_written_file_that_is_a_link_is_stale_and_replaced_and_what_it_leads_to_stays() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let (path, victim) = (garden.spec("garden/all.json"), garden.path().join("victim.json"));
    // The same content: a link is still not the file.
    fs::rename(&path, &victim).unwrap();
    symlink(&victim, &path).unwrap();
    let before = fs::read(&victim).unwrap();
    let check = garden.run(&["regen", "--check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.stdout.contains("all.json"), "{check:?}");
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    assert!(path.symlink_metadata().unwrap().is_file());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read(&victim).unwrap(), before);
}

#[test]
fn a_pipe_in_place_of_any_file_is_refused_and_not_waited_for() {
    let places = [
        ".lock",
        "sources.toml",
        "sources/garden-lock-2024-06-24.json",
        "curated/codes.toml",
        "curated/garden/matrix.toml",
        "garden/product.json",
        "garden/all.json",
        "garden/CHANGES.md",
    ];
    for place in places {
        let garden = Garden::planted();
        assert_eq!(garden.run(&["regen"]).code, Some(0));
        let path = garden.spec(place);
        fs::remove_file(&path).unwrap();
        pipe(&path);
        for command in [&["regen"][..], &["regen", "--check"]] {
            let ran = garden.run(command);
            assert_eq!(ran.code, Some(2), "{place}: {ran:?}");
            let expected = format!("{place}: this is a pipe, not a file");
            assert!(ran.stderr.contains(&expected), "{place}: {ran:?}");
        }
    }
}

#[test]
fn a_lock_that_is_a_link_creates_no_file_elsewhere() {
    let garden = Garden::planted();
    let victim = garden.path().join("victim");
    fs::remove_file(garden.spec(".lock")).unwrap();
    symlink(&victim, garden.spec(".lock")).unwrap();
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains(".lock: this is a link, not a file"), "{ran:?}");
    assert!(!victim.exists());
}

#[test]
fn drift_reads_a_link_that_the_user_names_and_no_pipe() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let capture = garden.spec("sources/garden-lock-2024-06-24.json");
    let (link, fifo) = (garden.path().join("link.json"), garden.path().join("fifo.json"));
    symlink(&capture, &link).unwrap();
    pipe(&fifo);
    let [capture, link, fifo] = [&capture, &link, &fifo].map(|path| path.to_str().unwrap());
    assert_eq!(garden.run(&["drift", capture, link]).code, Some(0));
    let ran = garden.run(&["drift", capture, fifo]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("this is a pipe, not a file"), "{ran:?}");
    let product = garden.spec("garden/product.json");
    fs::remove_file(&product).unwrap();
    pipe(&product);
    let folder = garden.spec("garden");
    let ran = garden.run(&["drift", folder.to_str().unwrap(), folder.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}
