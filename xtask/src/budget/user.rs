//! A user's crate that is checked again after an edit, with the client already built.

use std::path::Path;

use super::measure::{self, Build, Row};
use crate::files::{root, write_if_changed};

/// The most seconds that such a check may take.
const CEILING: f64 = 0.5;

/// A program of the size that people write first.
const SOURCE: &str = r#"use aliyun_ecs::*;

async fn stop_all(client: &Client, region: &str) -> Result<usize, Error> {
    let reply = client.send(DescribeInstances::new().region_id(region).page_size(100)).await?;
    let instances = reply.instances;
    for instance in &instances {
        let Some(id) = &instance.instance_id else { continue };
        client.send(StopInstance::new(id.clone()).force_stop(false)).await?;
    }
    Ok(instances.len())
}

async fn join(client: &Client) -> Result<(), Error> {
    client.send(JoinSecurityGroup::instance("sg-1", "i-1")).await?;
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("id", "secret"))
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        join(&client).await?;
        println!("{}", stop_all(&client, "cn-hangzhou").await?);
        Ok(())
    })
}
"#;

/// Writes the crate and measures it.
pub(crate) fn row(runs: usize, folder: &Path) -> anyhow::Result<Row> {
    let package = folder.join("user");
    let ecs = root().join("crates").join("ecs");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         aliyun-ecs = {{ path = {ecs:?} }}\n\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n\n[workspace]\n"
    );
    let main = package.join("src").join("main.rs");
    for (path, text) in [(&package.join("Cargo.toml"), &*manifest), (&main, SOURCE)] {
        write_if_changed(path, text).map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
    }
    // The versions this workspace was tested with.
    std::fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
    let build = Build::at("user", package.join("Cargo.toml")).edited(main, edition);
    measure::row("a user's crate, edited: check", &build, "check", runs, folder, Some((CEILING, 0)))
}

/// The program after so many edits of one of its calls.
fn edition(edits: usize) -> String {
    SOURCE.replace("page_size(100)", &format!("page_size({})", 10 + edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_changes_the_program() {
        assert_ne!(edition(0), SOURCE);
        assert_ne!(edition(0), edition(1));
    }
}
