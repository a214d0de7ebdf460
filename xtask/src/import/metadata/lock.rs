//! What an operation's own description says about a security lock, mined as a fact. A sentence
//! that mentions the lock in a way not listed here is a warning and no fact: nothing is guessed.

use aliyun_rpc_spec::capture::Says;

use crate::import::json::{At, Json};
use crate::import::report::{Report, excerpt};

/// Fragments of sentences that refuse the operation, or make the absence of the lock a condition:
/// all operations forbidden; cannot start, stop, restart, allocate; calling, redeploying not
/// supported; must not be marked; must not be security-locked.
const DENIED: [&str; 9] = [
    "禁止一切操作",
    "不能启动",
    "不能停止",
    "不能重启",
    "不能分配",
    "不支持调用",
    "不支持重新部署",
    "不能标记",
    "不能被安全锁定",
];

/// "ignore", said of the attribute `DeleteWithInstance`.
const IGNORED: &str = "忽略";

/// Reads the descriptions of the operation and of its parameters.
pub(crate) fn notes(operation: &At<'_>, parameters: &[At<'_>], report: &mut Report) -> Vec<Says> {
    let mut notes = Vec::new();
    note(operation, "", &mut notes, report);
    for parameter in parameters {
        if let Some(schema) = parameter.get("schema") {
            let name = match parameter.get("name") {
                Some(At { value: Json::Text(name), .. }) => name,
                _ => "",
            };
            note(&schema, name, &mut notes, report);
        }
    }
    notes.sort_unstable();
    notes.dedup();
    notes
}

fn note(at: &At<'_>, parameter: &str, notes: &mut Vec<Says>, report: &mut Report) {
    let Some(At { value: Json::Text(description), pointer }) = at.get("description") else {
        return;
    };
    for line in description.lines().filter(|line| mentions_security_lock(line)) {
        let denied = DENIED.iter().any(|fragment| line.contains(fragment));
        let about_release =
            line.contains("DeleteWithInstance") || parameter == "DeleteWithInstance";
        let ignored = line.contains(IGNORED) && about_release;
        match (denied, ignored) {
            (true, false) => notes.push(Says::Denied),
            (false, true) => notes.push(Says::ReleasesDisks),
            _ => report.warn(
                &pointer,
                format!(
                    "mentions the security lock in a way that is not understood: `{}`",
                    excerpt(line, 60)
                ),
            ),
        }
    }
}

/// `"LockReason" : "security"`, with any blanks and quotes.
fn mentions_security_lock(line: &str) -> bool {
    line.match_indices("LockReason").any(|(at, name)| {
        line.get(at + name.len()..)
            .unwrap_or_default()
            .trim_start_matches(|c: char| c.is_whitespace() || "\"\\`:=\u{ff1a}".contains(c))
            .starts_with("security")
    })
}
