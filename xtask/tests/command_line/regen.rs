//! `regen`: idempotent, honest about stale files, and all or nothing.

use super::*;

#[test]
fn a_second_run_changes_nothing() {
    let garden = Garden::planted();
    let first = garden.run(&["regen"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(first.stdout.contains("2 operations in 1 group"), "{first:?}");
    let written = files(garden.path());
    for file in ["product.json", "all.json", "matrix.json", "errors.json"] {
        assert!(written.contains_key(&garden.spec("garden").join(file)), "{file}");
    }
    let second = garden.run(&["regen"]);
    assert_eq!(second.code, Some(0), "{second:?}");
    assert!(second.stdout.contains("nothing changed"), "{second:?}");
    assert_eq!(files(garden.path()), written);
    let check = garden.run(&["regen", "--check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
}

#[test]
fn a_folder_without_rules_for_codes_of_its_own_takes_the_general_ones() {
    let garden = Garden::planted();
    fs::remove_dir_all(garden.spec("curated")).unwrap();
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(garden.spec("garden").join("errors.json").exists());
    let again = garden.run(&["regen", "--check"]);
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[test]
fn a_check_lists_every_file_that_was_edited_lost_or_added_and_mends_none() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let folder = garden.spec("garden");
    let matrix = fs::read_to_string(folder.join("matrix.json")).unwrap();
    fs::write(folder.join("matrix.json"), matrix.replacen("denied", "permitted", 1)).unwrap();
    fs::remove_file(folder.join("errors.json")).unwrap();
    let group = fs::read_to_string(folder.join("all.json")).unwrap();
    let renamed = group.replacen("\"group\": \"all\"", "\"group\": \"added\"", 1);
    fs::write(folder.join("added.json"), renamed).unwrap();
    let before = files(garden.path());
    let check = garden.run(&["regen", "--check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    for file in ["matrix.json", "errors.json", "added.json"] {
        let line = format!("stale: {}", folder.join(file).display());
        assert!(check.stdout.lines().any(|printed| printed == line), "{file}: {check:?}");
    }
    assert!(check.stdout.contains("3 file(s) are stale"), "{check:?}");
    assert!(check.stdout.contains("run `cargo xtask regen`"), "{check:?}");
    assert_eq!(files(garden.path()), before);
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    assert_eq!(garden.run(&["regen", "--check"]).code, Some(0));
    assert!(!folder.join("added.json").exists());
}

#[test]
fn a_broken_curated_file_stops_before_anything_is_written() {
    let effect = "[[effect]]\noperation = \"Mow\"\naspect = \"security-lock\"\nsays = \"denied\"\n";
    let from = "source = \"garden-metadata-2024-06-24\"\n";
    let wrong_id = "source = \"nowhere\"\nreason = \"seen\"\n";
    for (file, broken, expected) in [
        ("codes.toml", "[[rule]]\nname = any\n", "curated/codes.toml:2:"),
        ("codes.toml", "[[rules]]\n", "curated/codes.toml:1:3: unknown field `rules`"),
        ("codes.toml", "", "curated/codes.toml:rule: no rule decides the code"),
        ("codes.toml", "[[group]]\nname = \"x\"\n", "unknown field `group`"),
        ("garden/codes.toml", "[[rule]]\nname = \"x\"\n", "missing field `class`"),
        ("garden/codes.toml", "[[rules]]\n", "unknown field `rules`"),
        (
            "garden/matrix.toml",
            &format!("{effect}{from}reason = \" \"\n"),
            "curated/garden/matrix.toml:/effect/0/reason: \" \" is not a reason",
        ),
        (
            "garden/matrix.toml",
            &format!("{effect}{from}"),
            "curated/garden/matrix.toml:1:1: missing field `reason`",
        ),
        (
            "garden/matrix.toml",
            &format!("{effect}{wrong_id}"),
            "effect of Mow: the product has no source with the id `nowhere`",
        ),
        (
            "garden/codes.toml",
            "[[misread]]\ncode = \"x\"\nsource = \"nowhere\"\nreason = \"seen\"\n",
            "misread x: the product has no source with the id `nowhere`",
        ),
        ("garden/marix.toml", effect, "garden/marix.toml: nothing reads it"),
        ("forest/groups.toml", "", "curated/forest: nothing reads it: no source is about"),
        ("curated.toml", "", "curated/curated.toml: nothing reads it"),
    ] {
        let garden = Garden::planted();
        garden.curated(file, broken);
        let ran = garden.refuses();
        assert!(ran.stderr.contains(expected), "{file}: {broken}: {ran:?}");
    }
    let garden = Garden::planted();
    // Without the file the general rules hold, but something else in its place is a mistake.
    fs::remove_file(garden.spec("curated/codes.toml")).unwrap();
    fs::create_dir(garden.spec("curated/codes.toml")).unwrap();
    assert!(garden.refuses().stderr.contains("curated/codes.toml: "));
}

#[test]
fn a_product_without_a_curated_folder_is_generated_from_its_metadata_alone() {
    let garden = Garden(tempfile::tempdir().unwrap());
    let metadata = seed("metadata/garden.json");
    let options = ["--product", "garden", "--published", "2024-06-24"];
    let mut import = vec!["import", metadata.to_str().unwrap()];
    import.extend(options);
    assert_eq!(garden.run(&import).code, Some(0));
    garden.curated("codes.toml", CODES);
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!garden.spec("curated/garden").exists());
    for (file, written) in [("all.json", true), ("errors.json", true), ("matrix.json", false)] {
        assert_eq!(garden.spec("garden").join(file).is_file(), written, "{file}");
    }
}

#[test]
fn a_new_product_beside_the_others_needs_no_curated_file() {
    let garden = Garden(tempfile::tempdir().unwrap());
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    for (path, bytes) in files(&spec) {
        let path = garden.spec("").join(path.strip_prefix(&spec).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let before = files(garden.path());
    let metadata = seed("metadata/garden.json");
    let import = ["import", metadata.to_str().unwrap(), "--published", "2024-06-24"];
    assert_eq!(garden.run(&import).code, Some(0));
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let after = files(garden.path());
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    let changed = changed.map(|(path, _)| path.strip_prefix(garden.spec("")).unwrap());
    let expected = ["garden/CHANGES.md", "garden/all.json", "garden/common.json"];
    let expected = expected.into_iter().chain(["garden/errors.json", "garden/product.json"]);
    let expected = expected.chain(["sources/garden-metadata-2024-06-24.json", "sources.toml"]);
    assert!(changed.eq(expected.map(Path::new)), "{ran:?}");
    let codes = fs::read_to_string(garden.spec("garden/errors.json")).unwrap();
    assert!(codes.contains("\"FenceWet\"") && codes.contains("\"Throttling.User\""), "{codes}");
}

#[test]
fn a_product_without_curated_files_has_names_that_sound_like_secrets_redacted() {
    let garden = Garden(tempfile::tempdir().unwrap());
    let seeded = fs::read_to_string(seed("metadata/garden.json")).unwrap();
    let metadata = garden.path().join("garden.json");
    fs::write(&metadata, seeded.replace("\"FenceIds\"", "\"AccountPassword\"")).unwrap();
    let import = ["import", metadata.to_str().unwrap(), "--published", "2024-06-24"];
    assert_eq!(garden.run(&import).code, Some(0));
    garden.curated("codes.toml", CODES);
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = "redacted because their names sound like secrets: AccountPassword";
    assert!(ran.stderr.contains(said), "{ran:?}");
    let all = fs::read_to_string(garden.spec("garden/all.json")).unwrap();
    assert!(all.contains("\"secret\": true"), "{all}");
    // With the file, each name has to be decided.
    garden.curated("garden/requests.toml", "");
    assert_eq!(garden.run(&["regen"]).code, Some(2));
}

#[test]
fn an_entry_about_any_product_gives_way_to_one_about_this_product() {
    let garden = Garden::planted();
    let entry = |list: &str| format!("[[{list}]]\nnames = [\"FenceIds\"]\nreason = \"seen\"\n");
    let secret = || {
        let ran = garden.run(&["regen"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        fs::read_to_string(garden.spec("garden/all.json")).unwrap().contains("\"secret\": true")
    };
    garden.curated("secrets.toml", &entry("secret"));
    assert!(secret());
    garden.curated("garden/requests.toml", &(entry("shown") + IDS));
    assert!(!secret());
    garden.curated("garden/requests.toml", &entry("secret").replace("FenceIds", "Gone"));
    let ran = garden.refuses();
    let stale = "garden/requests.toml:secret Gone: the entry changes nothing";
    assert!(ran.stderr.contains(stale), "{ran:?}");
}

#[test]
fn a_new_member_that_sounds_like_a_secret_stops_the_next_run_until_it_is_decided() {
    let garden = Garden::planted();
    let newer = fs::read_to_string(seed("metadata/garden.json")).unwrap();
    let newer = newer.replacen(
        "\"RequestId\": {",
        "\"GateToken\": {\"type\": \"string\"}, \"RequestId\": {",
        1,
    );
    fs::write(garden.path().join("garden.2025-01-01.json"), newer).unwrap();
    assert_eq!(garden.run(&["import", "garden.2025-01-01.json"]).code, Some(0));
    let ran = garden.refuses();
    for part in ["PaintFence.GateToken: its name sounds like a secret", "[[secret]]", "[[shown]]"] {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
    for (list, secret) in [("secret", true), ("shown", false)] {
        let entry = format!("[[{list}]]\nnames = [\"GateToken\"]\nreason = \"opens the gate\"\n");
        garden.curated("garden/requests.toml", &(entry + IDS));
        let ran = garden.run(&["regen"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let group = fs::read_to_string(garden.spec("garden/all.json")).unwrap();
        assert_eq!(group.contains("\"secret\": true"), secret, "{group}");
    }
}

#[test]
fn a_report_counts_what_regen_would_write_and_an_unknown_product_is_refused() {
    let garden = Garden::planted();
    let before = files(garden.path());
    let ran = garden.run(&["report", "--product", "garden", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["operations"], &report["parameters"]), (&2.into(), &5.into()));
    let ran = garden.run(&["report", "--product", "forest"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("known products: garden"), "{ran:?}");
    assert_eq!(files(garden.path()), before);
}

#[test]
fn the_readme_shows_what_a_regeneration_prints_and_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let spec = root.join("spec");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("--spec").arg(&spec).args(["regen", "--check"]).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let ecs: Vec<&str> = printed.lines().take_while(|line| !line.starts_with("sts ")).collect();
    assert!(ecs.len() >= 4, "{printed}");
    for line in ecs {
        assert!(readme.lines().any(|shown| shown == line), "the README does not show: {line}");
    }
    let (mut sets, mut variants) = (0, 0);
    for (path, bytes) in files(&spec.join("ecs")) {
        let json = path.extension().is_some_and(|extension| extension == "json");
        let json = json.then(|| serde_json::from_slice::<serde_json::Value>(&bytes).unwrap());
        for set in json.iter().filter_map(|json| json["error_sets"].as_array()).flatten() {
            sets += 1;
            variants += set["codes"].as_array().unwrap().len();
        }
    }
    let report = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("--spec")
        .arg(&spec)
        .args(["report", "--json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    let missing = report["permissions"]["operations_not_listed"].as_array().unwrap().len();
    let figures = format!("{missing} of 380 are in no list");
    assert!(readme.contains(&figures), "the README does not say: {figures}");
    let figures = format!("{},{:03} in {sets} enums", variants / 1000, variants % 1000);
    assert!(readme.contains(&figures), "the README does not say: {figures}");
}
