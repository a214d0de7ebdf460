//! The built binary against folders of its own: exit codes, what is printed, and what is written.
//! The product and its pages are invented; they are the seeds of the fuzz targets.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

mod import;
mod interrupted;
mod mutilated;
mod names;
mod regen;
#[cfg(unix)]
mod special;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What one run printed, and its exit code.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, arguments: &[&OsStr]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder).arg("--spec").arg(folder.join("spec")).args(arguments);
    let output = command.output().expect("the binary of this package runs");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A seed of a fuzz target.
fn seed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name)
}

/// Every file below a folder with its content, but for the lock, which comes with the first run
/// that writes and stays.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with(".lock") {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// An effect that no page of the invented product states.
const MATRIX: &str = r#"
[[effect]]
operation = "PaintFence"
aspect = "financial-lock"
says = "denied"
code = "FenceUnpaid"
source = "garden-metadata-2024-06-24"
reason = "paint costs money"
"#;

/// Decides every code.
const CODES: &str = r#"
[[rule]]
name = "any"
fallback = true
class = "internal"
reaction = "give-up"
reason = "the product is made up"
"#;

/// Decides what looks like an id, where there is a file about requests.
const IDS: &str = "[[id]]\nnames = [\"PostId\"]\nreason = \"a number on the post\"\n";

/// A folder whose `spec/` holds the sources of the invented product, not yet regenerated.
struct Garden(TempDir);

impl Garden {
    fn planted() -> Self {
        let garden = Self(tempfile::tempdir().unwrap());
        let seeds = ["metadata/garden.json", "impact_page/lock.txt", "managed_page/text.txt"];
        let seeds: Vec<PathBuf> = seeds.iter().map(|name| seed(name)).collect();
        let options = ["--product", "garden", "--published", "2024-06-24"];
        let arguments: Vec<&OsStr> = std::iter::once(OsStr::new("import"))
            .chain(seeds.iter().map(|path| path.as_os_str()))
            .chain(options.iter().map(OsStr::new))
            .collect();
        let ran = run(garden.path(), &arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(ran.stdout.matches("wrote ").count(), 3, "{ran:?}");
        garden.curated("codes.toml", CODES);
        garden.curated("garden/matrix.toml", MATRIX);
        garden
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn spec(&self, file: &str) -> PathBuf {
        self.path().join("spec").join(file)
    }

    /// Writes a file of curated facts.
    fn curated(&self, file: &str, text: &str) {
        let path = self.spec("curated").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        run(self.path(), &arguments)
    }

    /// Regenerates, and the input is refused: exit code 2 and not a byte of any file changed.
    fn refuses(&self) -> Ran {
        let before = files(self.path());
        let ran = self.run(&["regen"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.ends_with("nothing was written\n"), "{ran:?}");
        assert!(files(self.path()) == before, "files changed: {ran:?}");
        ran
    }
}
