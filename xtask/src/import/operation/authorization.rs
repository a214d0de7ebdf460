//! The authorization table: who needs which permission to call the operation.

use aliyun_rpc_spec::capture::{Authorization, AuthorizedResource};

use super::{Column, Document, Role, plain};
use crate::import::document::{Form, Row, is_action, is_level, is_nothing, is_pattern};
use crate::import::issues::{Issues, excerpt};

/// The rows of all authorization tables of the page.
pub(super) fn read(page: &Document, issues: &mut Issues) -> Vec<Authorization> {
    let prose = page.prose_text();
    // Pages mark what is mandatory with a star or in bold; what copies lose is not stated.
    let starred = ["prefix of *", "marked with an asterisk", "用前面加 *"];
    let starred = starred.iter().any(|words| prose.contains(words));
    let mut found = Vec::new();
    let has_table = page.tables().any(|table| table.is(Role::Authorization));
    let action = page.prose().find(|(_, line)| is_action(&plain(line)));
    if let Some((line, action)) = action.filter(|_| !has_table) {
        let message = format!("`{}` is outside of an authorization table", plain(action));
        issues.advise(line, message, "a part of its header may be missing; compare with the page");
    }
    for table in page.tables().filter(|table| table.is(Role::Authorization)) {
        let Some((_, columns)) = table.role() else { continue };
        let bold = matches!(table.form, Form::Html | Form::Pipes);
        for row in &table.rows {
            // Where nothing is needed the page says so, so a blank cell has lost what it held.
            let blank = row.cells.iter().position(|cell| cell.trim().is_empty());
            if let Some(title) = blank.and_then(|at| table.header.get(at)) {
                let message = format!("nothing stands below `{}`", plain(title));
                issues.advise(row.line, message, BLANK);
                continue;
            }
            found.extend(authorization(&columns, row, starred || bold, issues));
        }
    }
    found
}

const BLANK: &str = "the page says `None` where nothing is needed, so this copy lost what stood \
                     there, as some do with lists in cells; save the page as HTML";

const MOVED: &str = "was a cell lost there, or moved? Compare with the page";

fn authorization(
    columns: &[Column],
    row: &Row,
    marked: bool,
    issues: &mut Issues,
) -> Option<Authorization> {
    let (action, level) = (row.plain(columns, Column::Action), row.plain(columns, Column::Level));
    if !is_action(&action) || !is_level(&level) {
        let message = format!(
            "expected an action and its access level, found `{}`",
            excerpt(&format!("{action}|{level}"), 60)
        );
        issues.advise(row.line, message, MOVED);
        return None;
    }
    let cell = |column| row.raw(columns, column).unwrap_or_default().to_owned();
    let cells = [cell(Column::Resources), cell(Column::Conditions), cell(Column::Associated)];
    let [resources, conditions, associated] = cells;
    Some(Authorization {
        resources: self::resources(&resources, marked, row.line, issues)?,
        condition_keys: list(&conditions, row.line, issues)?,
        associated: list(&associated, row.line, issues)?,
        action,
        level: level.to_ascii_lowercase(),
    })
}

/// Resource types, each with its patterns: `*Instance acs:ecs:...` or `All Resources *`.
fn resources(
    cell: &str,
    marked: bool,
    line: usize,
    issues: &mut Issues,
) -> Option<Vec<AuthorizedResource>> {
    let mut found: Vec<AuthorizedResource> = Vec::new();
    let mut name: Vec<String> = Vec::new();
    let mut bold = false;
    // A control character stands for the mark of strong words until the words are read.
    let text = cell.replace("**", " \u{1} ").replace('\u{2022}', " ");
    let text = plain(&text).replace(", acs:", " acs:").replace(",acs:", " acs:");
    for word in text.split(' ').filter(|word| !word.is_empty() && *word != "-") {
        match word {
            "\u{1}" => bold |= name.is_empty(),
            pattern if is_pattern(pattern) && !(pattern == "*" && name.is_empty()) => {
                if !name.is_empty() {
                    found.push(resource(&name.join(" "), bold, marked));
                    name.clear();
                    bold = false;
                }
                match found.last_mut() {
                    Some(resource) if is_of(resource, pattern) => {
                        resource.patterns.push(pattern.to_owned());
                    }
                    // The name of its type was lost.
                    _ => name.push(pattern.to_owned()),
                }
            }
            word => name.push(word.to_owned()),
        }
    }
    let whole = name.is_empty() && !found.is_empty();
    let named = found.iter().all(|one| is_type(&one.resource));
    if !whole || !named || found.iter().any(|one| one.patterns.is_empty()) {
        if is_nothing(&text) {
            return Some(Vec::new());
        }
        let message = format!("`{}` is not a resource type and its patterns", excerpt(&text, 80));
        issues.advise(line, message, "expected `*Type acs:...` or `All Resources *`");
        return None;
    }
    Some(found)
}

/// Whether a pattern names things of the same kind as those before it: `instance/*`,
/// `instance/{#id}`.
fn is_of(resource: &AuthorizedResource, pattern: &str) -> bool {
    let kind = |pattern: &str| {
        let name = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
        name.split('/').next().unwrap_or_default().to_ascii_lowercase()
    };
    resource.patterns.iter().all(|known| kind(known) == kind(pattern))
}

fn resource(name: &str, bold: bool, marked: bool) -> AuthorizedResource {
    let bare = name.trim_start_matches('*').trim();
    let all = matches!(bare, "All Resources" | "All Resource" | "\u{5168}\u{90e8}\u{8d44}\u{6e90}");
    let mandatory = bare.len() < name.len() || bold;
    AuthorizedResource {
        resource: if all { "*".to_owned() } else { bare.to_owned() },
        patterns: Vec::new(),
        mandatory: (mandatory || marked && !all).then_some(mandatory),
    }
}

fn is_type(name: &str) -> bool {
    name == "*"
        || name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// Names of resources have as many colons at least: `acs:ecs:cn-hangzhou:1234:instance/i-1`.
const PARTS: usize = 4;

/// Condition keys or operations, each `service:Name`.
fn list(cell: &str, line: usize, issues: &mut Issues) -> Option<Vec<String>> {
    let text = plain(&cell.replace('\u{2022}', " ")).replace([',', '\u{3001}'], " ");
    let words = text.split(' ').filter(|word| !is_nothing(word));
    let words: Vec<String> = words.map(str::to_owned).collect();
    let is_key = |word: &String| {
        word.split_once([':', '/']).is_some_and(|(service, name)| {
            !service.is_empty()
                && !name.is_empty()
                && word.matches(':').count() < PARTS
                && word.chars().all(|c| c.is_ascii_alphanumeric() || ":/._-${}<>#".contains(c))
        })
    };
    if let Some(odd) = words.iter().find(|word| !is_key(word)) {
        let message = format!("`{}` is neither a condition key nor an operation", excerpt(odd, 60));
        issues.advise(line, message, MOVED);
        return None;
    }
    Some(words)
}
