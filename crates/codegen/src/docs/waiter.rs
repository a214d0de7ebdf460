//! The doc comments of waiters.

use std::fmt::Write as _;

use aliyun_rpc_spec::waiters::Waiter;

use super::demands::list;
use crate::markdown::code;

/// The doc comment of a waiter. `most` is the number of ids that one call takes.
#[must_use]
pub fn waiter(waiter: &Waiter, most: u16) -> String {
    let member = waiter.member.as_deref().map(code).unwrap_or_default();
    let mut text = "Waits until ".to_owned();
    let _ = match (&waiter.argument, waiter.success.is_empty(), waiter.gone) {
        (Some(_), ..) => write!(text, "{member} has the value that you pass"),
        (None, true, _) => write!(text, "it is no longer found"),
        (None, false, true) => {
            write!(text, "{member} is {}, or it is no longer found", list(&waiter.success))
        }
        (None, false, false) => write!(text, "{member} is {}", list(&waiter.success)),
    };
    text.push('.');
    if !waiter.failure.is_empty() {
        let _ = write!(text, " {} is a failure.", list(&waiter.failure));
    }
    let (asks, interval, timeout) = (code(&waiter.operation), waiter.interval, waiter.timeout);
    let _ = write!(text, "\n\nAsks {asks} every {interval} s for at most {timeout} s");
    if most > 1 {
        let _ = write!(text, ", up to {most} ids per call");
    }
    text.push('.');
    if waiter.gone && waiter.confirm > 1 {
        let _ = write!(text, " It must be absent {} times in a row.", waiter.confirm);
    }
    if !waiter.gone {
        let _ =
            write!(text, " A resource not found for {} s is reported missing.", waiter.missing_for);
    }
    let after: Vec<String> = waiter.after.iter().map(|name| code(name)).collect();
    let _ = write!(text, "\n\nUsed after {}. Source: {}.", after.join(", "), code(&waiter.source));
    text
}
