//! What an operation's own description says about a security lock, mined as a fact. A sentence
//! that mentions the lock in a way not listed here is a warning and no fact: nothing is guessed.

use std::fmt::Display;

use aliyun_rpc_spec::capture::Says;

use super::document::plain;
use super::issues::{Issues, excerpt};

/// Fragments of sentences that refuse the operation, or make the absence of the lock a condition.
/// The Chinese ones: all operations forbidden; cannot start, stop, restart, allocate; calling,
/// redeploying not supported; must not be marked; must not be security-locked.
const DENIED: [&str; 14] = [
    "禁止一切操作",
    "不能启动",
    "不能停止",
    "不能重启",
    "不能分配",
    "不支持调用",
    "不支持重新部署",
    "不能标记",
    "不能被安全锁定",
    "cannot call this operation",
    "operations are prohibited",
    "must not be locked",
    "must not be set to",
    "cannot be redeployed",
];

/// "ignore", said of the attribute `DeleteWithInstance`.
const IGNORED: [&str; 2] = ["忽略", "is ignored"];

/// Words for the lock, in lower case.
const LOCKED: [&str; 2] = ["locked for security reasons", "被安全锁定"];

/// The title of the page on locks, to which many sentences lead; in lower case.
const TITLE: &str = "api behavior when an instance is locked for security reasons";

/// Adds what a text of an operation, or of one of its parameters, says; `place` is that of a line.
pub(crate) fn note<P: Display>(
    text: &str,
    parameter: &str,
    place: impl Fn(usize) -> P,
    notes: &mut Vec<Says>,
    issues: &mut Issues,
) {
    for (nth, line) in text.lines().enumerate() {
        let line = plain(line);
        if !mentions_security_lock(&line) {
            continue;
        }
        let says = |fragments: &[&str]| fragments.iter().any(|fragment| line.contains(fragment));
        let about_release =
            line.contains("DeleteWithInstance") || parameter == "DeleteWithInstance";
        match (says(&DENIED), says(&IGNORED) && about_release) {
            (true, false) => notes.push(Says::Denied),
            (false, true) => notes.push(Says::ReleasesDisks),
            _ => issues.warn(
                place(nth),
                format!(
                    "mentions the security lock in a way that is not understood: `{}`",
                    excerpt(&line, 60)
                ),
            ),
        }
    }
    notes.sort_unstable();
    notes.dedup();
}

/// `"LockReason" : "security"`, with any blanks and quotes, or the words for it.
fn mentions_security_lock(line: &str) -> bool {
    let reason = line.match_indices("LockReason").any(|(at, name)| {
        line.get(at + name.len()..)
            .unwrap_or_default()
            .trim_start_matches(|c: char| c.is_whitespace() || "\"\\`:=\u{ff1a}".contains(c))
            .starts_with("security")
    });
    let said = line.to_lowercase().replace(TITLE, "");
    reason || LOCKED.iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(text: &str) -> (Vec<Says>, Vec<String>) {
        let (mut notes, mut issues) = (Vec::new(), Issues::new("x"));
        note(text, "", |nth| nth + 1, &mut notes, &mut issues);
        (notes, issues.warnings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn both_languages_refuse_a_locked_fence() {
        for text in [
            "You cannot call this operation while a fence is locked for security reasons.",
            "With `\"LockReason\" : \"security\"` all operations are prohibited.",
            "The fence must not be locked: `LockReason: security`.",
            "围栏被安全锁定时，不能启动。",
        ] {
            assert_eq!(notes(text), (vec![Says::Denied], Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_wording_that_is_not_known_is_a_warning_and_a_link_alone_is_none() {
        let (found, warnings) = notes("Paints.\nA fence locked for security reasons is odd.");
        assert_eq!((found.len(), warnings.len()), (0, 1), "{warnings:?}");
        assert!(warnings[0].starts_with("x:2: mentions the security lock"), "{warnings:?}");
        let link = "See [API behavior when an instance is locked for security reasons](x).";
        assert_eq!(notes(link), (Vec::new(), Vec::new()));
    }
}
