//! Names that become folders and files: none leads out of its folder or takes another's place.

use super::*;

/// The text of a file of the garden with one part replaced.
fn replaced(garden: &Garden, file: &str, from: &str, to: &str) {
    let path = garden.spec(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn group(name: &str) -> String {
    format!("[[group]]\nname = {name:?}\noperations = [\"DryFence\", \"PaintFence\"]\n")
}

#[test]
fn a_product_named_sources_is_refused_at_import_and_by_regen_and_the_captures_stay() {
    let garden = Garden::planted();
    let metadata = fs::read_to_string(seed("metadata/garden.json")).unwrap();
    let renamed = metadata.replacen("\"product\": \"Garden\"", "\"product\": \"Sources\"", 1);
    assert_ne!(metadata, renamed);
    let original = garden.path().join("api-docs.2024-06-25.json");
    fs::write(&original, renamed).unwrap();
    let before = files(&garden.spec(""));
    let ran = garden.run(&["import", original.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("\"sources\" is not a product"), "{ran:?}");
    assert!(files(&garden.spec("")) == before, "{ran:?}");

    for name in ["sources", "Sources", "SOURCES"] {
        let garden = Garden::planted();
        let (from, to) = ("product = \"garden\"", format!("product = {name:?}"));
        replaced(&garden, "sources.toml", from, &to);
        let ran = garden.refuses();
        assert!(ran.stderr.contains("/source/0/product"), "{ran:?}");
    }
}

#[test]
fn a_product_or_an_id_in_the_list_of_sources_never_leads_out_of_its_folder() {
    let garden = Garden::planted();
    let victim = garden.path().join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("letter.json"), "{}").unwrap();
    let absolute = victim.to_str().unwrap();
    let whole = fs::read_to_string(garden.spec("sources.toml")).unwrap();
    for name in ["../victim", "..", "", absolute, "a/b", "a\\\\b", "garden\\u0000", "Garden"] {
        let listed = whole.replace("product = \"garden\"", &format!("product = \"{name}\""));
        fs::write(garden.spec("sources.toml"), listed).unwrap();
        let ran = garden.refuses();
        assert!(ran.stderr.contains("/source/0/product"), "{name}: {ran:?}");
        let id = "id = \"garden-lock-2024-06-24\"";
        fs::write(garden.spec("sources.toml"), whole.replace(id, &format!("id = \"{name}\"")))
            .unwrap();
        let ran = garden.refuses();
        assert!(ran.stderr.contains("/id: "), "{name}: {ran:?}");
    }
}

#[test]
fn a_group_never_leads_out_of_its_folder_nor_takes_the_place_of_another_file() {
    let garden = Garden::planted();
    let absolute = garden.path().join("victim");
    for name in [
        "../x",
        "..",
        "",
        "a/b",
        "product",
        "errors",
        "matrix",
        "changes",
        "CHANGES",
        "Fences",
        absolute.to_str().unwrap(),
    ] {
        garden.curated("garden/groups.toml", &group(name));
        let ran = garden.refuses();
        assert!(ran.stderr.contains("/group/0/name"), "{name}: {ran:?}");
    }
    garden.curated("garden/groups.toml", &group("common"));
    assert!(garden.refuses().stderr.contains("group common: the name is taken"));
    garden.curated("garden/groups.toml", &group("fences"));
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(garden.spec("garden/fences.json").is_file());
}

#[test]
fn a_group_has_no_name_of_a_keyword_of_another_feature_or_of_a_module() {
    let garden = Garden::planted();
    for name in ["default", "full", "guard", "blocking", "token-files", "type", "crate"] {
        garden.curated("garden/groups.toml", &group(name));
        let ran = garden.refuses();
        assert!(ran.stderr.contains("/group/0/name"), "{name}: {ran:?}");
    }
    for name in ["codes", "handle", "runtime"] {
        garden.curated("garden/groups.toml", &group(name));
        let ran = garden.refuses();
        assert!(ran.stderr.contains("would hide a module"), "{name}: {ran:?}");
        assert!(ran.stderr.contains("help: "), "{name}: {ran:?}");
    }
}

#[test]
fn an_operation_has_no_name_that_generated_code_or_the_product_crate_uses() {
    let names =
        ["Client", "Guard", "Request", "Error", "Result", "Transport", "Disk", "Instance", "u8"];
    for name in names {
        let garden = Garden::planted();
        let capture = "sources/garden-metadata-2024-06-24.json";
        replaced(&garden, capture, "\"DryFence\"", &format!("{name:?}"));
        let ran = garden.refuses();
        let expected = format!("`{name}` would hide a name that generated code uses");
        assert!(ran.stderr.contains(&expected), "{name}: {ran:?}");
        assert!(ran.stderr.contains("help: "), "{name}: {ran:?}");
    }
}

#[test]
fn regen_removes_the_group_files_it_wrote_and_reports_every_other_file() {
    let garden = Garden::planted();
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    let all = garden.spec("garden/all.json");
    let group_file = fs::read_to_string(&all).unwrap();
    let other_product = group_file.replacen("\"garden\"", "\"forest\"", 1);
    let added = garden.spec("garden/added.json");
    for strange in ["{}", "not JSON", "", group_file.as_str(), other_product.as_str()] {
        fs::write(&added, strange).unwrap();
        let ran = garden.refuses();
        assert!(ran.stderr.contains("added.json"), "{ran:?}");
        assert!(ran.stderr.contains("did not write this file"), "{ran:?}");
        assert_eq!(garden.run(&["regen", "--check"]).code, Some(2));
    }
    fs::remove_file(&added).unwrap();
    garden.curated("garden/groups.toml", &group("fences"));
    let ran = garden.run(&["regen"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("all.json (removed)"), "{ran:?}");
    assert!(!all.exists() && garden.spec("garden/fences.json").is_file());
}

#[test]
fn options_of_import_are_checked_like_the_list_of_sources() {
    let folder = tempfile::tempdir().unwrap();
    let page = seed("impact_page/lock.txt");
    for (option, text) in [
        ("--product", "../victim"),
        ("--product", "sources"),
        ("--id", "../x"),
        ("--id", "/x"),
        ("--url", "https://a\n```"),
        ("--url", "https://a) [b](c"),
        ("--url", "javascript:alert(1)"),
        ("--title", "lock\npage"),
        ("--title", "`lock`"),
        ("--dated-by", "a\u{202e}b"),
    ] {
        let mut words: Vec<&OsStr> = vec!["import".as_ref(), page.as_ref()];
        words.extend(["--published", "2024-06-24", option, text].map(OsStr::new));
        let ran = run(folder.path(), &words);
        assert_eq!(ran.code, Some(2), "{option} {text:?}: {ran:?}");
        assert!(ran.stderr.contains(&format!("give {option}")), "{option} {text:?}: {ran:?}");
        assert!(files(folder.path()).is_empty(), "{option} {text:?}");
    }
}
