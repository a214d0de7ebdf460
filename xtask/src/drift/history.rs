//! All captures of a product -> `spec/<product>/CHANGES.md`: what each edition changed against the
//! one before it. Derived from the captures alone, so it grows with each import and can be checked
//! like any other generated file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aliyun_rpc_spec::capture::{Capture, Change, ChangeKind};

use super::capture;
use super::diff::diff;
use super::input::subject;
use super::markdown::complete;
use super::view::View;
use crate::regen::merge::Captured;
use crate::sources::Source;

const HEAD: &str = "\
What each edition of each source changed against the edition before it, newest first. A part
that an edition does not have is compared with the last edition that has it. Parameters of a new
operation are not listed one by one; a path that begins with a dot lies inside the one before it.
";

/// The text of the file.
pub(crate) fn history(product: &str, captures: &[Captured]) -> String {
    let mut streams: BTreeMap<String, Vec<&Captured>> = BTreeMap::new();
    for captured in captures.iter().filter(|captured| captured.source.product == product) {
        streams.entry(subject(&captured.capture)).or_default().push(captured);
    }
    let mut sections = Vec::new();
    for (subject, mut editions) in streams {
        editions.sort_by(|a, b| order(&a.source).cmp(&order(&b.source)));
        let mut known: Option<(&Source, View)> = None;
        for edition in editions {
            let mut view = capture::view(&edition.capture);
            let text = match &known {
                None => format!("The first edition here: {}.\n", contents(&view)),
                Some((older, before)) => {
                    let text = complete(&diff(before, &view));
                    view.inherit(before);
                    format!("Against `{}`: {text}", older.id)
                }
            };
            let since = known.as_ref().map(|(older, _)| older.published.as_str());
            let text = text + &own_history(&edition.capture, since);
            sections.push((order(&edition.source), section(&edition.source, &subject, &text)));
            known = Some((&edition.source, view));
        }
    }
    sections.sort_by(|a, b| b.0.cmp(&a.0));
    let mut text = format!("# Changes of the sources of {product}\n\n{HEAD}");
    for (_, section) in sections {
        text.push('\n');
        text.push_str(&section);
    }
    text
}

/// What the change history of a page itself says, as far as it is newer than the edition before.
fn own_history(capture: &Capture, since: Option<&str>) -> String {
    let Capture::OperationPage(page) = capture else { return String::new() };
    let newer = page.changes.iter().filter(|one| since.is_none_or(|date| *one.date > *date));
    let said: Vec<String> = newer.map(|one| format!("{} ({})", one.date, changed(one))).collect();
    if said.is_empty() {
        return String::new();
    }
    format!("\nThe page's own change history: {}.\n", said.join(", "))
}

/// What an entry of a change history says has changed.
pub(crate) fn changed(change: &Change) -> String {
    let kinds = change.kinds.iter().map(|kind| match kind {
        ChangeKind::ErrorCodes => "error codes",
        ChangeKind::Request => "request",
        ChangeKind::Response => "response",
        ChangeKind::Description => "description",
        ChangeKind::Deprecated => "deprecated",
        ChangeKind::Restored => "no longer deprecated",
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    if kinds.is_empty() { "not described in known words".to_owned() } else { kinds }
}

fn order(source: &Source) -> (&str, &str) {
    (&source.published, &source.id)
}

fn section(source: &Source, subject: &str, text: &str) -> String {
    let mut section = format!("## {} `{}`\n\n", source.published, source.id);
    let mut subject = subject.to_owned();
    if let Some(first) = subject.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let _ = write!(section, "{subject}. {text}");
    section
}

/// What an edition holds, in numbers.
fn contents(view: &View) -> String {
    let mut parts = Vec::new();
    let mut part = |count: usize, one: &str, many: &str| {
        if count > 0 {
            parts.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    };
    if let Some(operations) = &view.operations {
        part(operations.len(), "operation", "operations");
        let all = || operations.values();
        part(all().map(|o| o.parameters.len()).sum(), "parameter path", "parameter paths");
        let members = all().filter_map(|o| o.response.as_ref()).map(BTreeMap::len).sum();
        part(members, "response path", "response paths");
        let codes = all().filter_map(|o| o.errors.as_ref()).map(BTreeMap::len).sum();
        part(codes, "error pair", "error pairs");
    }
    part(view.effects.values().map(|effects| effects.rows.len()).sum(), "effect", "effects");
    let methods = |part: &super::terms::Part| *part == super::terms::Part::Method;
    let facts = view.facts.keys().filter(|(part, _, _)| !methods(part)).count();
    part(facts, "fact", "facts");
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}
