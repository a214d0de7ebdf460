//! Printing to stdout.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

/// Prints a text, and fails if it cannot be written. A reader that has seen enough and closed the
/// pipe is not a failure.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
