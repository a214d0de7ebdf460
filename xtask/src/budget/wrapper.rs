//! This program as the compiler that cargo calls: runs the real one and notes how long it took and
//! how much memory it had at most, so that neither cargo nor the dependencies are counted.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Child, Command, ExitCode};
use std::time::{Duration, Instant};

/// Where the wrapper writes; its presence makes this program a compiler.
pub(crate) const LOG: &str = "XTASK_BUDGET_LOG";

/// Acts as the compiler if cargo called it as one.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let log = std::env::var_os(LOG)?;
    let mut words = std::env::args_os().skip(1);
    let compiler = words.next()?;
    let words: Vec<OsString> = words.collect();
    let name = crate_name(&words);
    let started = Instant::now();
    let Ok(mut child) = Command::new(compiler).args(&words).spawn() else {
        return Some(ExitCode::FAILURE);
    };
    let peak = wait(&mut child);
    let seconds = started.elapsed().as_secs_f64();
    if let Some(name) = name {
        let line = format!("{name} {seconds} {}\n", peak.unwrap_or(0));
        let file = OpenOptions::new().create(true).append(true).open(log);
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }
    let code = child.wait().ok().and_then(|status| status.code()).unwrap_or(1);
    Some(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

fn crate_name(words: &[OsString]) -> Option<String> {
    let at = words.iter().position(|word| word == "--crate-name")?;
    let name = words.get(at + 1)?.to_str()?;
    // Cargo asks the compiler about itself under this name.
    (name != "___").then(|| name.to_owned())
}

/// Waits for the end; the result is the highest memory seen, in kilobytes, where the system tells.
fn wait(child: &mut Child) -> Option<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while let Ok(None) = child.try_wait() {
        peak = std::fs::read_to_string(&status).ok().and_then(|text| high_water(&text)).or(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    peak
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read_from_the_status_of_a_process() {
        assert_eq!(high_water("Name:\tx\nVmHWM:\t  1234 kB\nVmRSS:\t 1 kB\n"), Some(1234));
        assert_eq!(high_water("Name:\tx\n"), None);
    }

    #[test]
    fn the_crate_is_named_by_the_word_after_its_flag() {
        let words = ["--edition=2024", "--crate-name", "x"].map(OsString::from);
        assert_eq!(crate_name(&words).as_deref(), Some("x"));
        assert_eq!(crate_name(&words[..2]), None);
    }
}
