//! Regeneration beside the least any such tool must do: parse the same JSON and print as much.

use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::Figures;
use crate::files::read;
use crate::regen;

/// The most milliseconds that it may take, and the most times the yardstick.
const CEILING: (f64, f64) = (300.0, 3.0);

/// The least of each, and their ratio: other programs can only make a run longer. On a slow machine
/// the ceiling in milliseconds is as many times higher.
pub(crate) fn ratio(spec: &Path, runs: usize, slowness: f64) -> anyhow::Result<Figures> {
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
    let shortest = |seconds: Vec<f64>| seconds.into_iter().fold(f64::INFINITY, f64::min);
    Ok(figures(shortest(own) * 1e3, shortest(least) * 1e3, slowness))
}

fn figures(own: f64, least: f64, slowness: f64) -> Figures {
    let (milliseconds, times) = CEILING;
    let ratio = own / least;
    let line = format!(
        "regen: {own:.0} ms (ceiling {milliseconds} ms), {ratio:.2} x parsing and printing the same JSON \
         ({least:.0} ms, ceiling {times} x)"
    );
    let mut above = Vec::new();
    if own > milliseconds * slowness {
        above.push(format!("regen takes more than {milliseconds} ms"));
    }
    if ratio > times {
        above.push(format!(
            "regen takes more than {times} times parsing and printing the same JSON"
        ));
    }
    Figures { line, above }
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
                let text = read(&path).map_err(|problems| anyhow::anyhow!("{}", problems[0]))?;
                let value: Value = serde_json::from_str(&text)?;
                bytes += serde_json::to_string_pretty(&value)?.len();
            }
        }
    }
    std::hint::black_box(bytes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regeneration_is_judged_by_its_time_and_by_its_ratio() {
        assert!(figures(299.0, 100.0, 1.0).above.is_empty());
        assert_eq!(figures(301.0, 200.0, 1.0).above, ["regen takes more than 300 ms"]);
        let slow = figures(290.0, 90.0, 1.0).above;
        assert_eq!(slow, ["regen takes more than 3 times parsing and printing the same JSON"]);
        assert_eq!(figures(900.0, 100.0, 1.0).above.len(), 2);
        assert!(figures(599.0, 200.0, 2.0).above.is_empty());
    }
}
