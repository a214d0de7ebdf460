//! Documentation of a crate whose specification holds every hostile text that is accepted: it is
//! built, its examples are run, and none of them is one of those texts.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::printed::Texts;
use crate::spots::{Spot, spots, with};
use crate::{HOSTILE, read};

const NAMES: [&str; 5] = ["things", "common", "matrix", "errors", "product"];

/// The files of the made-up product with a hostile text in every place that takes one.
fn poisoned(proof: &str) -> (Vec<String>, usize) {
    let mut files: Vec<String> =
        NAMES.iter().map(|name| read(&format!("tests/golden/spec/{name}.json"))).collect();
    let mut planted = 0;
    for number in 0..files.len() {
        let mut document: Value = serde_json::from_str(&files[number]).unwrap();
        for spot in spots(&document) {
            let Spot::Value(pointer) = &spot else { continue };
            // Names of Rust items hold together what refers to them.
            let taken = document.pointer(pointer).is_some_and(Value::is_string)
                && !["name", "response", "args", "errors", "type"]
                    .iter()
                    .any(|member| pointer.split('/').any(|step| step == *member));
            if !taken {
                continue;
            }
            // Each place begins with another text, and no two places hold the same.
            let code: Vec<_> = HOSTILE.iter().filter(|text| text.contains("PROOF")).collect();
            for text in code.iter().cycle().skip(planted % code.len()).take(code.len()) {
                let text = format!("{}{planted}", text.replace("PROOF", proof));
                let mut changed = files.clone();
                let poisoned = with(&document, &spot, &text);
                changed[number] = poisoned.to_string();
                if Texts::of(&changed).print().is_some() {
                    (files, document) = (changed, poisoned);
                    planted += 1;
                    break;
                }
            }
        }
    }
    (files, planted)
}

#[test]
fn no_text_of_a_specification_that_passed_runs_as_an_example() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = fs::remove_dir_all(&package);
    let write = |name: &str, text: &str| {
        let path = package.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let proof = package.join("ran");
    let (files, planted) = poisoned(proof.to_str().unwrap());
    assert!(planted > 20, "{planted} texts were accepted");
    for (name, text) in NAMES.iter().zip(&files) {
        write(&format!("golden/spec/{name}.json"), text);
    }
    let crates = here.parent().unwrap().join("crates");
    let manifest = format!(
        "[package]\nname = \"hostile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\nlegacy = []\n\n[dependencies]\naliyun-rpc = {{ path = {:?}, \
         default-features = false }}\naliyun-rpc-macros = {{ path = {:?} }}\n\n[workspace]\n",
        crates.join("rpc"),
        crates.join("macros"),
    );
    write("Cargo.toml", &manifest);
    // One example of our own shows that examples are run.
    let control = package.join("control");
    let library = fs::read_to_string(here.join("src/lib.rs")).unwrap();
    let example = format!(
        "\n/// ```\n/// std::fs::write({control:?}, \"\").unwrap();\n/// ```\npub fn control() {{}}\n"
    );
    write("src/lib.rs", &format!("{library}{example}"));
    // The versions this workspace was tested with, and nothing that has to be fetched.
    fs::copy(here.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    for words in [&["doc", "--no-deps"][..], &["test", "--doc"]] {
        let mut command = Command::new(env!("CARGO"));
        command.args(words).args(["--quiet", "--offline", "--features", "legacy"]);
        command.current_dir(&package).env("CARGO_TARGET_DIR", package.join("../rebuild/target"));
        command.env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS").env_remove("ALIYUN_RPC_WATCHED");
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
    }
    assert!(control.exists(), "no example was run");
    let written: Vec<String> = fs::read_dir(&package)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("ran"))
        .collect();
    assert!(written.is_empty(), "a text of the specification ran: {written:?}");
}
