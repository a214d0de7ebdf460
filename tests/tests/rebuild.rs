//! A changed specification is compiled again: by the build script that watches its folder, as in
//! `crates/ecs`, and by the macros themselves where a package has none.
#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package of its own with the specification of the goldens.
struct Package(PathBuf);

impl Package {
    fn new(name: &str, build_script: bool) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild").join(name);
        let _ = fs::remove_dir_all(&folder);
        let package = Self(folder);
        let crates = here.parent().unwrap().join("crates");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [features]\nlegacy = []\n\n[dependencies]\naliyun-rpc = {{ path = {:?}, \
             default-features = false }}\naliyun-rpc-macros = {{ path = {:?} }}\n\n[workspace]\n",
            crates.join("rpc"),
            crates.join("macros"),
        );
        package.write("Cargo.toml", &manifest);
        package.write("src/lib.rs", &fs::read_to_string(here.join("src/lib.rs")).unwrap());
        if build_script {
            let script = fs::read_to_string(crates.join("ecs/build.rs")).unwrap();
            package.write("build.rs", &script.replace("spec", "golden/spec"));
        }
        for entry in fs::read_dir(here.join("golden/spec")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            package.write(&format!("golden/spec/{name}"), &fs::read_to_string(&path).unwrap());
        }
        // The versions this workspace was tested with, and nothing that has to be fetched.
        fs::copy(here.join("../Cargo.lock"), package.0.join("Cargo.lock")).unwrap();
        package
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn check(&self) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.args(["check", "--quiet", "--offline"]).current_dir(&self.0);
        command.env("CARGO_TARGET_DIR", self.0.parent().unwrap().join("target"));
        command.env_remove("RUSTFLAGS").env_remove("ALIYUN_RPC_WATCHED").output().unwrap()
    }

    #[track_caller]
    fn passes(&self) {
        let output = self.check();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }

    #[track_caller]
    fn fails(&self, about: &str) {
        let output = self.check();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "nobody noticed that {about} changed");
        assert!(said.contains(about), "{said}");
    }
}

/// One after the other: both would wait for the same folder.
#[test]
fn whatever_changes_in_a_specification_is_noticed() {
    for package in [Package::new("watched", true), Package::new("unwatched", false)] {
        package.passes();
        for name in ["things.json", "errors.json", "matrix.json"] {
            let path = package.0.join("golden/spec").join(name);
            let text = fs::read_to_string(&path).unwrap();
            // Some file systems tell times of change by the second.
            std::thread::sleep(std::time::Duration::from_millis(1100));
            fs::write(&path, "{ broken").unwrap();
            package.fails(name);
            fs::write(&path, text).unwrap();
            package.passes();
        }
        fs::remove_file(package.0.join("golden/spec/things.json")).unwrap();
        package.fails("things");
    }
}
