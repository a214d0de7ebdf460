//! The inputs of `regen` after an accident: cut, emptied, mixed up, bytes changed on the way.

use super::*;

/// All but the curated files of the product, which may be empty or missing.
fn inputs(garden: &Garden) -> Vec<PathBuf> {
    let mut inputs: Vec<PathBuf> = files(&garden.spec("")).into_keys().collect();
    inputs.retain(|path| !path.starts_with(garden.spec("curated/garden")));
    assert_eq!(inputs.len(), 5, "{inputs:?}");
    inputs
}

#[test]
fn a_cut_input_is_refused_by_name_and_what_was_generated_before_stays() {
    let garden = Garden::planted();
    let inputs = inputs(&garden);
    assert_eq!(garden.run(&["regen"]).code, Some(0));
    for file in &inputs {
        let whole = fs::read(file).unwrap();
        for percent in (0..100).step_by(14) {
            fs::write(file, &whole[..whole.len() * percent / 100]).unwrap();
            let ran = garden.refuses();
            let name = file.file_name().unwrap().to_string_lossy();
            assert!(ran.stderr.contains(&*name) || percent == 0, "{name} {percent}: {ran:?}");
        }
        fs::write(file, whole).unwrap();
    }
    assert!(garden.run(&["regen"]).stdout.contains("nothing changed"));
}

#[test]
fn every_broken_input_is_reported_in_one_run() {
    let garden = Garden::planted();
    fs::write(garden.spec("sources/garden-lock-2024-06-24.json"), "{\"kind\":").unwrap();
    fs::write(garden.spec("sources/garden-metadata-2024-06-24.json"), b"\xff\0").unwrap();
    fs::remove_file(garden.spec("sources/garden-managed-2024-06-24.json")).unwrap();
    fs::write(garden.spec("sources/stray.json"), "{}").unwrap();
    garden.curated("codes.toml", "[[rule");
    garden.curated("garden/groups.toml", "[[group");
    let ran = garden.refuses();
    for file in ["lock-2024-06-24", "metadata-2024-06-24", "managed-2024-06-24", "stray"] {
        assert!(ran.stderr.contains(file), "{file}: {ran:?}");
    }
    assert!(ran.stderr.contains("curated/codes.toml:1:"), "{ran:?}");
    assert!(ran.stderr.contains("curated/garden/groups.toml:1:"), "{ran:?}");
    assert!(ran.stderr.contains("6 problem(s)"), "{ran:?}");
}

#[test]
fn a_capture_of_another_kind_than_its_entry_is_refused() {
    let garden = Garden::planted();
    let managed = fs::read(garden.spec("sources/garden-managed-2024-06-24.json")).unwrap();
    fs::write(garden.spec("sources/garden-lock-2024-06-24.json"), managed).unwrap();
    let ran = garden.refuses();
    assert!(ran.stderr.contains("garden-lock-2024-06-24.json"), "{ran:?}");
}

#[test]
fn captures_with_changed_bytes_are_refused_or_lowered_and_never_crash() {
    let garden = Garden::planted();
    let read = |id| fs::read_to_string(garden.spec(&format!("sources/garden-{id}.json"))).unwrap();
    let captures = ["metadata-2024-06-24", "lock-2024-06-24", "managed-2024-06-24"].map(read);
    let whole: Vec<&str> = captures.iter().map(String::as_str).collect();
    let curated = format!("{CODES}{IDS}");
    assert!(xtask::specification(&whole, &curated).is_ok());
    let mut refused = 0;
    for (number, text) in captures.iter().enumerate() {
        for (place, letter) in text.char_indices().step_by(3).filter(|(_, c)| c.is_ascii()) {
            // Another letter in a name, another kind of value, another nesting.
            let other = match letter {
                'a'..='y' | 'A'..='Y' | '0'..='8' => char::from(letter as u8 + 1),
                '"' => '1',
                '{' | '[' => '"',
                _ => '}',
            };
            let mut changed = text.clone();
            changed.replace_range(place..=place, other.encode_utf8(&mut [0; 4]));
            let mut all = whole.clone();
            all[number] = &changed;
            if let Err(problems) = xtask::specification(&all, &curated) {
                assert!(problems.iter().all(|problem| !problem.message.is_empty()));
                refused += 1;
            }
        }
    }
    assert!(refused > 150, "only {refused} changes were noticed");
}
