//! A crate of fixed size whose check takes seconds: plain structs with two derives, about as many
//! members as the generated API has. Times are quoted as multiples of it.

use std::fmt::Write as _;
use std::path::Path;

use super::measure::Build;
use crate::files::write_if_changed;

const STRUCTS: usize = 1_000;
const MEMBERS: usize = 7;

/// Writes the crate.
pub(crate) fn write(folder: &Path) -> anyhow::Result<Build> {
    let mut text = String::from("#![allow(dead_code)]\n");
    for number in 0..STRUCTS {
        writeln!(text, "#[derive(Clone, Default, Debug)]\npub struct Thing{number} {{")?;
        for member in 0..MEMBERS {
            writeln!(text, "    pub member_{member}: Option<String>,")?;
        }
        writeln!(text, "}}")?;
    }
    let manifest =
        "[package]\nname = \"yardstick\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    for (path, text) in [("Cargo.toml", manifest), ("src/lib.rs", text.as_str())] {
        write_if_changed(&folder.join(path), text)
            .map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
    }
    Ok(Build::at("yardstick", folder.join("Cargo.toml")))
}
