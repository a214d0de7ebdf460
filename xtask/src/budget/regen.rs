//! Regeneration beside the least any such tool must do: parse the same JSON and print as much.

use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::regen;

/// Median of each, and their ratio.
pub(crate) fn ratio(spec: &Path, runs: usize) -> anyhow::Result<String> {
    let mut own = Vec::new();
    let mut least = Vec::new();
    for _ in 0..runs.max(1) {
        let started = Instant::now();
        regen::rehearse(spec).map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
        own.push(started.elapsed().as_secs_f64());
        let started = Instant::now();
        parse_and_print(spec)?;
        least.push(started.elapsed().as_secs_f64());
    }
    own.sort_by(f64::total_cmp);
    least.sort_by(f64::total_cmp);
    let (own, least) = (own[own.len() / 2], least[least.len() / 2]);
    Ok(format!(
        "regen: {:.0} ms (ceiling 300 ms), {:.2} x parsing and printing the same JSON ({:.0} ms, ceiling 3 x)",
        own * 1e3,
        own / least,
        least * 1e3,
    ))
}

/// Parses and prints, one after the other, every JSON file that regeneration reads or writes.
fn parse_and_print(spec: &Path) -> anyhow::Result<()> {
    let mut bytes = 0;
    for folder in std::fs::read_dir(spec)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let value: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
                bytes += serde_json::to_string_pretty(&value)?.len();
            }
        }
    }
    std::hint::black_box(bytes);
    Ok(())
}
