//! Which kind of source a file is, and its facts by the reader of that kind.

use aliyun_rpc_spec::capture::Capture;

use super::json::{At, Json};
use super::operation::{self, Lexicon};
use super::report::Report;
use super::{data, impact, managed, metadata, ram, table};

/// What a file is; `auto` finds out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Find out.
    #[default]
    Auto,
    /// The vendor's machine-readable API metadata.
    Metadata,
    /// The page of one operation.
    OperationPage,
    /// A page on what a lock does to each operation.
    ImpactPage,
    /// The page on managed security groups.
    ManagedPage,
    /// Error codes seen in the field.
    ObservedCodes,
    /// The endpoint map.
    Endpoints,
    /// Timeouts and retry lists of the vendor's older SDK.
    Timeouts,
    /// The list of actions, resources and condition keys for RAM.
    RamList,
}

const KINDS: &str = "expected metadata, an operation, lock, overdue-payments or managed-groups \
                     page, the RAM list, or one of the JSON files named in `cargo xtask import --help`";

/// Captures the facts of a text; none, with problems in the report, when it has none.
pub(crate) fn capture<'l>(
    text: &str,
    kind: Kind,
    lexicon: impl FnOnce() -> &'l Lexicon,
    report: &mut Report,
) -> Option<Capture> {
    let capture = if is_json(text) {
        let json = Json::parse(text, report)?;
        from_json(&At::root(&json), text, kind, report)
    } else {
        from_page(text, kind, lexicon, report)
    };
    if capture.is_none() && report.problems.is_empty() {
        report.advise("1", "the file is of no known kind", KINDS);
    }
    capture
}

/// JSON begins with an object or a list of something; `[package]` and `[a link](x)` do not.
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let list = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{')
        || list.is_some_and(|items| items.starts_with(['{', '[', '"', ']', '0', '1', '2']))
}

fn from_json(root: &At<'_>, text: &str, kind: Kind, report: &mut Report) -> Option<Capture> {
    let has = |key| root.get(key).is_some();
    let kind = match kind {
        Kind::Auto if has("kind") => {
            report.problem("/kind", "this is a capture already; import the original");
            return None;
        }
        Kind::Auto if has("apis") => Kind::Metadata,
        Kind::Auto if has("rows") && has("source") => Kind::ImpactPage,
        Kind::Auto if has("operations") && has("source") => Kind::ObservedCodes,
        Kind::Auto if has("map") => Kind::Endpoints,
        Kind::Auto if has("read_timeout_seconds") => Kind::Timeouts,
        Kind::Auto => {
            let keys: Vec<_> = root.keys().into_iter().take(5).collect();
            let message = format!("JSON of no known kind; it has the members {keys:?}");
            report.advise("/", message, KINDS);
            return None;
        }
        stated => stated,
    };
    match kind {
        Kind::Metadata => metadata::read(root, report).map(Capture::Metadata),
        Kind::ImpactPage => data::impact(root, text, report).map(Capture::ImpactPage),
        Kind::ObservedCodes => data::observed(root, report).map(Capture::ObservedCodes),
        Kind::Endpoints => data::endpoints(root, report).map(Capture::Endpoints),
        Kind::Timeouts => data::timeouts(root, report).map(Capture::Timeouts),
        Kind::OperationPage | Kind::ManagedPage | Kind::RamList | Kind::Auto => {
            report.problem("/", "this is JSON; a page is text or Markdown");
            None
        }
    }
}

fn from_page<'l>(
    text: &str,
    kind: Kind,
    lexicon: impl FnOnce() -> &'l Lexicon,
    report: &mut Report,
) -> Option<Capture> {
    let has_table = |is_header: fn(&[String]) -> bool| {
        let lines: Vec<&str> = text.lines().collect();
        !table::tables(&lines, 1, is_header, &mut Report::new("")).is_empty()
    };
    let kind = match kind {
        Kind::Auto if ram::is_list(text) => Kind::RamList,
        Kind::Auto if operation::is_page(text) => Kind::OperationPage,
        Kind::Auto if has_table(managed::is_header) => Kind::ManagedPage,
        Kind::Auto if has_table(impact::is_header) => Kind::ImpactPage,
        Kind::Auto => {
            let message = "a text of no known kind: no operation title and no known table in it";
            report.advise(text.lines().count().max(1), message, KINDS);
            return None;
        }
        stated => stated,
    };
    match kind {
        Kind::OperationPage => operation::read(text, lexicon(), report).map(Capture::OperationPage),
        Kind::ManagedPage => managed::read(text, report).map(Capture::ManagedPage),
        Kind::ImpactPage => impact::read(text, report).map(Capture::ImpactPage),
        Kind::RamList => ram::read(text, report).map(Capture::RamList),
        _ => {
            report.advise("1", "expected JSON, found text", "is `--kind` right?");
            None
        }
    }
}
