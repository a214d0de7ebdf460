//! What two more operations add to a release binary that calls one.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use super::Figures;
use crate::files::{root, write_if_changed};

const ONE: &str = "DescribeRegions::new()";
const MORE: [&str; 2] =
    ["JoinSecurityGroup::instance(\"sg-1\", \"i-1\")", "DescribeInstances::new().page_size(10)"];

/// The most kilobytes that two more operations may add.
const CEILING: u64 = 300;

/// Builds both programs and compares their sizes.
pub(crate) fn compare(folder: &Path) -> anyhow::Result<Figures> {
    let one = size(folder, "calls-one", &[ONE])?;
    let three = size(folder, "calls-three", &[ONE, MORE[0], MORE[1]])?;
    Ok(figures(one / 1024, three / 1024))
}

fn figures(one: u64, three: u64) -> Figures {
    let more = three.saturating_sub(one);
    let line = format!(
        "release binaries, stripped: one operation {one} kB, three {three} kB, {more} kB more \
         (ceiling {CEILING} kB)"
    );
    let above = (more > CEILING)
        .then(|| format!("two more operations add more than {CEILING} kB to a release binary"));
    Figures { line, above: above.into_iter().collect() }
}

fn size(folder: &Path, name: &str, requests: &[&str]) -> anyhow::Result<u64> {
    let package = folder.join(name);
    let ecs = root().join("crates").join("ecs");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         aliyun-ecs = {{ path = {ecs:?}, features = [\"full\"] }}\n\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    let calls: String = requests
        .iter()
        .map(|request| format!("        println!(\"{{:?}}\", client.send({request}).await);\n"))
        .collect();
    let source = format!(
        "use aliyun_ecs::*;\n\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         \x20   let client = Client::builder().region(\"cn-hangzhou\")\n\
         \x20       .credentials(StaticCredentials::new(\"id\", \"secret\")).build()?;\n\
         \x20   let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;\n\
         \x20   runtime.block_on(async {{\n{calls}    }});\n    Ok(())\n}}\n"
    );
    for (path, text) in [("Cargo.toml", &manifest), ("src/main.rs", &source)] {
        write_if_changed(&package.join(path), text)
            .map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
    }
    // The versions this workspace was tested with.
    std::fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
    eprintln!("{name}: release build");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--release", "--manifest-path"]);
    command.arg(package.join("Cargo.toml")).env("CARGO_TARGET_DIR", folder);
    if !command.status().with_context(|| format!("{command:?}"))?.success() {
        bail!("{command:?} failed");
    }
    Ok(std::fs::metadata(folder.join("release").join(name))?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_more_operations_add_is_judged() {
        assert!(figures(4_000, 4_300).above.is_empty());
        assert_eq!(figures(4_000, 4_301).above.len(), 1);
    }
}
