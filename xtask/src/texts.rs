//! What each text of a capture, of `sources.toml` and of the files in `spec/curated/` may be. The
//! walk meets every text there is; one without a rule of its own must still be one visible line
//! without backticks.

use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::text::{self, Path};
use serde::Deserializer;
use std::fmt;
use std::sync::LazyLock;

use crate::files::Outcome;

/// A rule and what a text that meets it is.
type Rule = (fn(&str) -> bool, &'static str);

const PLAIN: Rule = (text::is_plain, "a text: one line without control characters or backticks");
const LINE: Rule = (text::is_line, "a text: one line without control characters");
const REASON: Rule = (is_reason, "a reason: one line in our own words that says why");
const WORD: Rule = (text::is_word, "a word of letters, digits, `_`, `.` and `-`");
const NUMBER: Rule = (text::is_number, "a number");
const OPERATION: Rule = (text::is_type_name, "the name of an operation");
const TYPE: Rule = (text::is_type_name, "the name of a Rust type");
const FUNCTION: Rule = (text::is_identifier, "the name of a Rust function");
const WIRE: Rule = (text::is_wire_name, "a name on the wire");
const CODE: Rule = (text::is_code, "an error code");
const VALUE: Rule = (text::is_value, "a value of a closed list");
const ACTION: Rule = (text::is_action, "an action of a policy");
const KEY: Rule = (text::is_condition_key, "a condition key");
const RESOURCE: Rule = (text::is_resource_type, "a resource type");
const ARN: Rule = (text::is_arn_pattern, "a pattern of resource names");
const EXAMPLE: Rule =
    (text::is_example, "an example: at most 40 letters, digits and signs without blanks");
const HOST: Rule = (text::is_host, "a host or a region");
const URL: Rule = (text::is_url, "an https address without blanks, quotes and brackets");
const DATE: Rule = (text::is_date, "a day of the calendar, YYYY-MM-DD");
const SOURCE: Rule = (text::is_file_name, "the id of a source: lower-case letters, digits and `-`");
const PRODUCT: Rule = (
    text::is_product,
    "a product: lower-case letters, digits and `-`, other than `sources` and `curated`",
);
const WAITER: Rule = (text::is_file_name, "a waiter: lower-case letters, digits and `-`");

/// The rule for the name of a group. It lists the names that have another use.
fn group() -> Rule {
    static WHAT: LazyLock<String> = LazyLock::new(|| {
        let mut names: Vec<String> = text::not_groups().map(|name| format!("`{name}`")).collect();
        names.sort_unstable();
        names.dedup();
        format!(
            "a group: lower-case letters, digits and `-`, and neither a keyword of Rust nor one of {}",
            names.join(", ")
        )
    });
    (text::is_group, WHAT.as_str())
}

/// How many of the last keys a rule sees: more than any rule that begins at the first key has.
const MOST_KEYS: usize = 6;

/// Every defect in the texts of a capture, given as its JSON.
///
/// # Errors
/// The defects with their JSON pointers.
pub(crate) fn capture(file: &str, json: &str) -> Outcome<()> {
    all(file, &mut serde_json::Deserializer::from_str(json), of_capture)
}

/// Every defect in the texts of a `sources.toml`.
///
/// # Errors
/// The defects with their places.
pub(crate) fn sources(file: &str, toml: &str) -> Outcome<()> {
    toml::Deserializer::parse(toml).map_or(Ok(()), |document| all(file, document, of_source))
}

/// Every defect in the texts of a file in `spec/curated/`.
///
/// # Errors
/// The defects with their places.
pub(crate) fn curated(file: &str, toml: &str) -> Outcome<()> {
    toml::Deserializer::parse(toml).map_or(Ok(()), |document| all(file, document, of_curated))
}

/// A single text from the command line.
pub(crate) fn option(name: &str, text: &str) -> Option<Problem> {
    let rule = match name {
        "--id" => SOURCE,
        "--product" => PRODUCT,
        "--published" => DATE,
        "--url" => URL,
        _ => PLAIN,
    };
    defect(name, &"", text, rule)
}

/// What breaks off is for the reader of its types to report: it says what it expected.
fn all<'de, D: Deserializer<'de>>(
    file: &str,
    document: D,
    rule: fn(&[&str], bool) -> Rule,
) -> Outcome<()> {
    let mut problems = Vec::new();
    let look = |path: &Path, text: &str, key: bool| {
        let keys = &mut [""; MOST_KEYS];
        problems.extend(defect(file, path, text, rule(path.last_keys(keys), key)));
    };
    let _ = text::check(document, look);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn defect(file: &str, place: &dyn fmt::Display, text: &str, rule: Rule) -> Option<Problem> {
    let (accepts, what) = rule;
    if accepts(text) {
        return None;
    }
    // The beginning tells which text it is.
    let shown: String = text.chars().take(80).collect();
    Some(Problem::new(file, place.to_string(), format!("{shown:?} is not {what}")))
}

fn of_capture(keys: &[&str], key: bool) -> Rule {
    match keys {
        ["operations"] | ["read_timeout_seconds"] if key => OPERATION,
        ["map"] if key => HOST,
        _ if key => PLAIN,
        ["map", _] => HOST,
        ["product"] | ["version"] => WORD,
        ["directories", "operations"] | ["retryable" | "retryable_with_token"] => OPERATION,
        // Schemas that others point to have names of their own kind.
        ["schemas", "name"] => PLAIN,
        ["actions", "action" | "associated"] => ACTION,
        ["actions", "condition_keys"] | ["condition_keys", "key"] => KEY,
        ["actions", "level"] | ["condition_keys", "value_type"] => WORD,
        ["actions", "resources", "resource"] | ["resource_types", "resource"] => RESOURCE,
        ["actions", "resources", "patterns"] | ["resource_types", "patterns"] => ARN,
        [.., "operation"] => OPERATION,
        [.., "name"] => WIRE,
        [.., "minimum" | "maximum"] => NUMBER,
        [.., "enum" | "mined" | "values"] => VALUE,
        [.., "pattern"] => LINE,
        [.., "code"] => CODE,
        [.., "example"] => EXAMPLE,
        [.., "status"] => WORD,
        [.., "replaced_by", "product" | "version"] => WORD,
        _ => PLAIN,
    }
}

fn of_source(keys: &[&str], key: bool) -> Rule {
    match keys {
        _ if key => PLAIN,
        [.., "id"] => SOURCE,
        [.., "product"] => PRODUCT,
        [.., "published"] => DATE,
        [.., "url"] => URL,
        [.., "kind" | "sha256"] => WORD,
        _ => PLAIN,
    }
}

fn of_curated(keys: &[&str], key: bool) -> Rule {
    match keys {
        ["alternatives", "constructors"] if key => FUNCTION,
        ["common", "codes"] if key => CODE,
        ["difference", "codes"] if key => OPERATION,
        ["lookup", "with"] if key => WIRE,
        _ if key => PLAIN,
        ["alternatives", "constructors", _] | ["alternatives", "settable"] => WIRE,
        ["successor", "parameters"] if key => WIRE,
        ["disputed", "parameter"] | ["successor", "inside"] | ["successor", "parameters", _] => {
            WIRE
        }
        ["one_of", "sets" | "inside"] | ["one_of", "when", "member"] => WIRE,
        ["one_of", "when", "values"] | ["replaced", "by", "product" | "version"] => WORD,
        ["common", "codes", _] => WORD,
        ["difference", "codes", _] => CODE,
        [.., "reason"] => REASON,
        [.., "operation" | "operations" | "of"] => OPERATION,
        [.., "source" | "also"] => SOURCE,
        ["group", "name"] => group(),
        ["lookup", "ids"] => PLAIN,
        ["lookup", "id"] | ["waiter", "member"] => WIRE,
        ["lookup", "with", _] | ["lookup", "only_asked"] => VALUE,
        ["lookup", "absent" | "others"] => CODE,
        ["waiter", "name"] => WAITER,
        ["waiter", "success" | "failure" | "pending"] => VALUE,
        ["waiter", "after"] => OPERATION,
        ["values", "name"] => TYPE,
        [.., "names"] => WIRE,
        [.., "name" | "statuses"] => WORD,
        ["values" | "precondition", "values"] => VALUE,
        ["codes", "rule"] => WORD,
        [.., "code" | "means" | "codes"] => CODE,
        _ => PLAIN,
    }
}

/// Whoever finds an entry in a year must be able to tell why it is there.
fn is_reason(text: &str) -> bool {
    text::is_line(text) && !text.trim().is_empty()
}
