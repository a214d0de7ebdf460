//! What two more operations add to a release binary that calls one.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::files::{root, write_if_changed};

const ONE: &str = "DescribeRegions::new()";
const MORE: [&str; 2] =
    ["JoinSecurityGroup::instance(\"sg-1\", \"i-1\")", "DescribeInstances::new().page_size(10)"];

/// Builds both programs and compares their sizes.
pub(crate) fn compare(folder: &Path) -> anyhow::Result<String> {
    let one = size(folder, "calls-one", &[ONE])?;
    let three = size(folder, "calls-three", &[ONE, MORE[0], MORE[1]])?;
    let more = three.saturating_sub(one) / 1024;
    Ok(format!(
        "release binaries, stripped: one operation {} kB, three {} kB, {more} kB more (ceiling 300 kB)",
        one / 1024,
        three / 1024,
    ))
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
