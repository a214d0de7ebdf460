//! Differences as Markdown: short and worst first for a pull request, complete for the history.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::change::{Change, Drift, Gap, Side};
use super::terms::{Impact, Part, What};

/// Lines per heading that a pull request shows.
const SHORT: usize = 20;

/// Operations per line that a pull request shows.
const SHORT_NAMES: usize = 12;

/// What so many operations share is said once for all of them.
const SHARED: usize = 5;

/// The text of a pull request.
pub(super) fn pull_request(old: &str, new: &str, drift: &Drift) -> String {
    let mut text = format!("# Drift from `{old}` to `{new}`\n\n{}\n", headline(drift));
    gaps(&drift.gaps, &mut text);
    let style = Style { lines: SHORT, names: SHORT_NAMES, heading: "##" };
    by_impact(&drift.changes, style, &mut text);
    text
}

/// One section of the history: everything.
pub(super) fn complete(drift: &Drift) -> String {
    let mut text = format!("{}\n", headline(drift));
    for (side, edition) in [(Side::Old, "the edition before"), (Side::New, "this edition")] {
        let gaps = drift.gaps.iter().filter(|gap| gap.not_carried_by == side);
        let gaps: Vec<String> =
            gaps.map(|gap| format!("{} ({})", gap.part.label(), gap.stated)).collect();
        if !gaps.is_empty() {
            let _ = writeln!(text, "\nNot carried by {edition}: {}.", gaps.join(", "));
        }
    }
    let style = Style { lines: usize::MAX, names: usize::MAX, heading: "###" };
    by_impact(&drift.changes, style, &mut text);
    text
}

/// Counts and the suggested step.
pub(super) fn headline(drift: &Drift) -> String {
    let Some(step) = drift.step() else { return "Nothing changed.".to_owned() };
    let counts: Vec<String> = Impact::ALL
        .iter()
        .map(|impact| format!("{} {}", drift.count(*impact), impact.label()))
        .collect();
    format!("{}; suggested semver step: **{}**.", counts.join(", "), step.label())
}

fn gaps(gaps: &[Gap], text: &mut String) {
    if gaps.is_empty() {
        return;
    }
    text.push_str("\nNot compared:\n\n");
    for gap in gaps {
        let _ = writeln!(text, "- {}", gap_line(gap));
    }
}

/// One gap in one line.
pub(super) fn gap_line(gap: &Gap) -> String {
    let (by, other) = match gap.not_carried_by {
        Side::Old => ("OLD", "NEW"),
        Side::New => ("NEW", "OLD"),
    };
    let places = match gap.places.is_empty() {
        true => String::new(),
        false => format!(": {}", gap.places.join("; ")),
    };
    let label = gap.part.label();
    let times = if gap.stated == 1 { "once".to_owned() } else { format!("{} times", gap.stated) };
    format!("{label}: not carried by {by} (stated by {other} {times}{places})")
}

/// How much is printed.
#[derive(Clone, Copy)]
struct Style {
    lines: usize,
    names: usize,
    heading: &'static str,
}

fn by_impact(changes: &[Change], style: Style, text: &mut String) {
    for impact in Impact::ALL {
        let mut kinds: BTreeMap<(Part, What), Vec<&Change>> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.impact == impact) {
            kinds.entry((change.part, change.what)).or_default().push(change);
        }
        if kinds.is_empty() {
            continue;
        }
        let count: usize = kinds.values().map(Vec::len).sum();
        let mut title = impact.label().to_owned();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let _ = writeln!(text, "\n{} {title} ({count})", style.heading);
        for ((part, what), changes) in kinds {
            let reasons: BTreeSet<&str> = changes.iter().map(|change| change.reason).collect();
            let reasons = reasons.into_iter().collect::<Vec<_>>().join("; ");
            let (label, happened) = (part.label(), what.label());
            let _ = writeln!(text, "\n{label} {happened} ({}): {reasons}\n", changes.len());
            lines(&changes, style, text);
        }
    }
}

fn lines(changes: &[&Change], style: Style, text: &mut String) {
    let lines = grouped(changes, style);
    for line in lines.iter().take(style.lines) {
        let _ = writeln!(text, "- {line}");
    }
    if let Some(more) = lines.len().checked_sub(style.lines).filter(|more| *more > 0) {
        let _ = writeln!(text, "- and {more} more lines; `--json` lists all");
    }
}

/// What happened to one path, in the order of the paths.
type Detail<'a> = (&'a str, String);

/// Changes of one kind: what many operations share once, then the rest by operation.
fn grouped(changes: &[&Change], style: Style) -> Vec<String> {
    if changes.iter().all(|change| change.part == Part::Operation) {
        let names: Vec<&str> = changes.iter().map(|change| change.operation.as_str()).collect();
        return vec![named(&names, style)];
    }
    let mut by_detail: BTreeMap<Detail<'_>, Vec<&str>> = BTreeMap::new();
    for change in changes {
        by_detail.entry((&change.path, detail(change))).or_default().push(&change.operation);
    }
    let mut own: BTreeMap<&str, Vec<&Detail<'_>>> = BTreeMap::new();
    let mut common: BTreeMap<&str, Vec<&Detail<'_>>> = BTreeMap::new();
    for (detail, operations) in &by_detail {
        let into = if operations.len() >= SHARED { &mut common } else { &mut own };
        for operation in operations {
            into.entry(operation).or_default().push(detail);
        }
    }
    let mut shared: BTreeMap<Vec<&Detail<'_>>, Vec<&str>> = BTreeMap::new();
    for (operation, details) in common {
        shared.entry(details).or_default().push(operation);
    }
    let mut lines = Vec::new();
    for (details, operations) in shared {
        let (names, details) = (named(&operations, style), joined(&details, style));
        lines.push(match operations.as_slice() {
            // A mark that came or went has no details.
            _ if details.is_empty() => names,
            [_] => format!("{names}: {details}"),
            many => format!("{details} in {} operations: {names}", many.len()),
        });
    }
    for (operation, details) in own {
        let details = joined(&details, style);
        lines.push(match operation {
            "" => details,
            _ if details.is_empty() => format!("`{operation}`"),
            _ => format!("`{operation}`: {details}"),
        });
    }
    lines
}

/// All details of one operation; what lies inside the one before begins with its dot.
fn joined(details: &[&Detail<'_>], style: Style) -> String {
    let mut text = String::new();
    let mut above = "";
    for (path, detail) in details.iter().take(style.names).map(|(path, detail)| (*path, detail)) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        let below = path.strip_prefix(above).filter(|rest| rest.starts_with(['.', '[']));
        match below {
            Some(rest) if !above.is_empty() => {
                text.push_str(&detail.replacen(path, rest, 1));
            }
            _ => {
                above = path;
                text.push_str(detail);
            }
        }
    }
    more(details.len(), style, &mut text);
    text
}

fn named(operations: &[&str], style: Style) -> String {
    let shown = operations.iter().take(style.names).map(|name| format!("`{name}`"));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    more(operations.len(), style, &mut text);
    text
}

/// How many of a line's names were left out.
fn more(all: usize, style: Style, text: &mut String) {
    if let Some(more) = all.checked_sub(style.names).filter(|more| *more > 0) {
        let _ = write!(text, " and {more} more");
    }
}

/// What happened, without the operation.
fn detail(change: &Change) -> String {
    let mut text = if change.path.is_empty() { String::new() } else { code(&change.path) };
    let space = |text: &mut String| {
        if !text.is_empty() {
            text.push(' ');
        }
    };
    match (&change.from, &change.to) {
        // The type of what is gone or new is worth less than a line that can be read.
        _ if matches!(change.part, Part::Parameter | Part::Response | Part::ErrorCode) => {}
        (Some(from), Some(to)) => {
            space(&mut text);
            let _ = write!(text, "{} → {}", code(from), code(to));
        }
        (Some(from), None) if change.what == What::Changed => {
            space(&mut text);
            let _ = write!(text, "{} → none", code(from));
        }
        (None, Some(to)) if change.what == What::Changed => {
            space(&mut text);
            let _ = write!(text, "none → {}", code(to));
        }
        (Some(only), None) | (None, Some(only)) => {
            space(&mut text);
            text.push_str(&code(only));
        }
        (None, None) => {}
    }
    text
}

/// Code style that survives what a pattern or a value may hold.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// One change in one line of plain text.
pub(super) fn line(change: &Change) -> String {
    let subject = match change.operation.as_str() {
        "" => String::new(),
        operation => format!("{operation}: "),
    };
    let label = change.part.label();
    let detail = detail(change).replace('`', "");
    let line = format!("{subject}{label} {} {detail}", change.what.label());
    line.trim_end().to_owned()
}
