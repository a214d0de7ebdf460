//! Which kind of source a file is, and its facts by the reader of that kind.

use std::cell::LazyCell;

use aliyun_rpc_spec::capture::Capture;

use super::document::Document;
use super::issues::Issues;
use super::json::{At, Json};
use super::operation::{self, Lexicon};
use super::{data, impact, managed, metadata, ram, wrapped};

/// What a file is; `auto` finds out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum OriginalKind {
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
                     page, the RAM list, or one of the JSON files named in `cargo xtask import --help`. \
                     If it is one of them, save the whole page as HTML or copy it from the browser, or \
                     say with --kind what it is; a new shape needs a change in the importer \
                     (CONTRIBUTING.md)";

/// Captures the facts of a text; none, with issues that say why, when it has none.
pub(crate) fn capture<'l>(
    text: &str,
    kind: OriginalKind,
    lexicon: impl FnOnce() -> &'l Lexicon,
    issues: &mut Issues,
) -> Option<Capture> {
    let capture = if is_json(text) {
        let json = Json::parse(text, issues)?;
        from_json(&At::root(&json), text, kind, issues)
    } else {
        from_page(text, kind, lexicon, issues)
    };
    if capture.is_none() && issues.problems.is_empty() {
        issues.advise("1", "the kind of the file is unknown", KINDS);
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

fn from_json(
    root: &At<'_>,
    text: &str,
    kind: OriginalKind,
    issues: &mut Issues,
) -> Option<Capture> {
    let has = |key| root.get(key).is_some();
    let kind = match kind {
        OriginalKind::Auto if has("kind") => {
            issues.problem("/kind", "this is a capture already; import the original");
            return None;
        }
        OriginalKind::Auto if has("apis") => OriginalKind::Metadata,
        OriginalKind::Auto if has("rows") && has("source") => OriginalKind::ImpactPage,
        OriginalKind::Auto if has("operations") && has("source") => OriginalKind::ObservedCodes,
        OriginalKind::Auto if has("map") => OriginalKind::Endpoints,
        OriginalKind::Auto if has("read_timeout_seconds") => OriginalKind::Timeouts,
        OriginalKind::Auto => {
            let keys: Vec<_> = root.keys().into_iter().take(5).collect();
            let message =
                format!("the kind of the JSON document is unknown; it has the members {keys:?}");
            issues.advise("/", message, KINDS);
            return None;
        }
        stated => stated,
    };
    match kind {
        OriginalKind::Metadata => metadata::read(root, issues).map(Capture::Metadata),
        OriginalKind::ImpactPage => data::impact(root, text, issues).map(Capture::ImpactPage),
        OriginalKind::ObservedCodes => data::observed(root, issues).map(Capture::ObservedCodes),
        OriginalKind::Endpoints => data::endpoints(root, issues).map(Capture::Endpoints),
        OriginalKind::Timeouts => data::timeouts(root, issues).map(Capture::Timeouts),
        OriginalKind::OperationPage
        | OriginalKind::ManagedPage
        | OriginalKind::RamList
        | OriginalKind::Auto => {
            issues.problem("/", "this is JSON; a page is HTML, text or Markdown");
            None
        }
    }
}

fn from_page<'l>(
    text: &str,
    kind: OriginalKind,
    lexicon: impl FnOnce() -> &'l Lexicon,
    issues: &mut Issues,
) -> Option<Capture> {
    // The rows of this list have no mark that a reader of pages could see.
    if matches!(kind, OriginalKind::RamList | OriginalKind::Auto) && ram::is_list(text) {
        return ram::read_lines(text, issues).map(Capture::RamList);
    }
    if wrapped::report(text, issues) {
        return None;
    }
    let lexicon = LazyCell::new(lexicon);
    let page = Document::read(text, || *lexicon, issues);
    if page.blocks.is_empty() && !issues.problems.is_empty() {
        return None;
    }
    if let Some(pages) = several(&page) {
        let message = format!("the file holds several pages: {pages}");
        issues.advise(1, message, "save each page in a file of its own");
        return None;
    }
    let kind = match kind {
        OriginalKind::Auto => kind_of(&page, issues)?,
        stated => stated,
    };
    match kind {
        OriginalKind::OperationPage => {
            operation::read(&page, || *lexicon, issues).map(Capture::OperationPage)
        }
        OriginalKind::ManagedPage => managed::read(&page, issues).map(Capture::ManagedPage),
        OriginalKind::ImpactPage => impact::read(&page, issues).map(Capture::ImpactPage),
        OriginalKind::RamList => ram::read_page(&page, issues).map(Capture::RamList),
        _ => {
            issues.advise("1", "expected JSON, found text", "check `--kind`");
            None
        }
    }
}

/// The kinds of page that a file holds at once; none for a file with one page.
fn several(page: &Document) -> Option<String> {
    let kinds = [
        ("an operation page", operation::misses(page)),
        ("a managed-groups page", managed::misses(page)),
        ("an impact page", impact::misses(page)),
    ];
    let fits: Vec<&str> =
        kinds.iter().filter(|(_, missed)| missed.is_empty()).map(|(name, _)| *name).collect();
    (fits.len() > 1).then(|| fits.join(" and "))
}

/// The kind of a page; when it is none, what was tried and what each try missed.
fn kind_of(page: &Document, issues: &mut Issues) -> Option<OriginalKind> {
    let tries = [
        (OriginalKind::RamList, "the RAM list", ram::misses(page)),
        (OriginalKind::OperationPage, "an operation page", operation::misses(page)),
        (OriginalKind::ManagedPage, "a managed-groups page", managed::misses(page)),
        (OriginalKind::ImpactPage, "an impact page", impact::misses(page)),
    ];
    let fits = tries.iter().find(|(_, _, missed)| missed.is_empty());
    if let Some((kind, ..)) = fits {
        return Some(*kind);
    }
    let tried: Vec<String> = tries
        .iter()
        .map(|(_, name, missed)| format!("\n    as {name}, it lacks {}", missed.join("; ")))
        .collect();
    let message = format!(
        "the kind of the text is unknown; it has {}. Tried:{}",
        page.headers(),
        tried.concat()
    );
    issues.advise(page.last_line, message, KINDS);
    None
}
