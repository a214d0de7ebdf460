//! The published page of one operation -> its parameters and error table. Pages come as Markdown
//! with tables, or as text captures whose columns were glued together.

mod codes;
mod glued;
mod markdown;

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{OperationPage, PageParameter};

use super::names;
use super::report::Report;
use super::table;

pub(crate) use codes::Lexicon;

/// Whether the text is the page of an operation, even one that was cut.
pub(crate) fn is_page(text: &str) -> bool {
    let known = |heading: &str| {
        matches!(
            heading,
            "Operation description" | "Description" | "Debugging" | "Request parameters"
        )
    };
    title(text).is_some() && text.lines().any(|line| known(heading(line)))
}

/// Reads the page. What it cannot make sense of are problems of the report.
pub(crate) fn read(text: &str, lexicon: &Lexicon, report: &mut Report) -> Option<OperationPage> {
    let Some((operation, is_markdown)) = title(text) else {
        report.problem(1, "the page has no title that names an operation");
        return None;
    };
    let lines: Vec<&str> = text.lines().collect();
    let sections = Sections::of(&lines);
    let request = sections.require("Request parameters", report);
    let errors = sections.require("Error codes", report);
    let response = sections.find("Response parameters").unwrap_or_default();
    if let Some(errors) = errors
        && !errors.lines.iter().any(|line| line.starts_with("For a list of error codes"))
    {
        report.advise(
            errors.last(),
            "the page ends without the line that closes its error table",
            "is the file cut? Download the page again",
        );
    }
    let (request, errors) = (request.unwrap_or_default(), errors.unwrap_or_default());
    let page = if is_markdown {
        OperationPage {
            operation: operation.to_owned(),
            parameters: markdown::parameters(request, report),
            errors: markdown::errors(errors, report),
            response: markdown::parameters(response, report),
        }
    } else {
        OperationPage {
            operation: operation.to_owned(),
            parameters: glued::parameters(request, report),
            errors: glued::errors(errors, lexicon, report),
            response: glued::members(response, report),
        }
    };
    Some(page)
}

/// The operation, and whether the page is Markdown: `# Name`, or `Product:Name` in a capture.
fn title(text: &str) -> Option<(&str, bool)> {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(12) {
        if let Some(name) = line.strip_prefix("# ") {
            let name = name.trim();
            return names::is_operation(name).then_some((name, true));
        }
        if let Some((product, name)) = line.rsplit_once(':')
            && names::is_plainly_operation(name)
            && product.starts_with(|c: char| c.is_ascii_uppercase())
        {
            return Some((name, false));
        }
    }
    None
}

/// The day a capture says it was updated on, in any language: `Last Updated:Mar 19, 2024`.
pub(crate) fn updated(text: &str) -> Option<String> {
    let near_top = text.lines().take(20);
    near_top
        .filter_map(|line| line.rsplit_once(':'))
        .find_map(|(_, day)| super::dates::english(day))
}

/// The lines below one heading.
#[derive(Clone, Copy, Default)]
struct Section<'a> {
    /// Number of the first line, from 1.
    first: usize,
    lines: &'a [&'a str],
}

impl Section<'_> {
    /// Number of the last line, from 1.
    fn last(&self) -> usize {
        (self.first + self.lines.len()).saturating_sub(1)
    }
}

struct Sections<'a> {
    lines: &'a [&'a str],
    /// Name and line index of each heading.
    headings: Vec<(&'a str, usize)>,
}

/// Headings that a capture gives as bare lines.
const HEADINGS: [&str; 9] = [
    "Operation description",
    "Usage notes",
    "Debugging",
    "Authorization information",
    "Request parameters",
    "Response parameters",
    "Examples",
    "Error codes",
    "Change history",
];

/// A heading without its Markdown marks; any line, when it has none.
fn heading(line: &str) -> &str {
    line.trim_start_matches('#').trim()
}

impl<'a> Sections<'a> {
    fn of(lines: &'a [&'a str]) -> Self {
        let is_heading = |line: &str| {
            line.starts_with("## ") || HEADINGS.contains(&line.trim()) && !line.starts_with(' ')
        };
        let headings = lines.iter().enumerate().filter(|(_, line)| is_heading(line));
        Self { lines, headings: headings.map(|(at, line)| (heading(line), at)).collect() }
    }

    fn find(&self, name: &str) -> Option<Section<'a>> {
        let place = self.headings.iter().position(|(heading, _)| *heading == name)?;
        let (_, at) = self.headings.get(place)?;
        let end = self.headings.get(place + 1).map_or(self.lines.len(), |(_, end)| *end);
        Some(Section { first: at + 2, lines: self.lines.get(at + 1..end)? })
    }

    fn require(&self, name: &str, report: &mut Report) -> Option<Section<'a>> {
        let found = self.find(name);
        if found.is_none() {
            report.advise(
                self.lines.len().max(1),
                format!("the page ends without the section `{name}`"),
                "is the file cut? Download the page again",
            );
        }
        found
    }
}

/// Parameters in the order of the page, each name once.
#[derive(Default)]
struct Parameters {
    list: Vec<PageParameter>,
    seen: BTreeSet<String>,
}

impl Parameters {
    /// Adds one; false when its name is there already.
    fn add(&mut self, new: PageParameter) -> bool {
        let is_new = self.seen.insert(new.name.clone());
        if is_new {
            self.list.push(new);
        }
        is_new
    }

    /// Adds one; a name that is there already is a problem.
    fn add_once(&mut self, new: PageParameter, line: usize, report: &mut Report) {
        let name = new.name.clone();
        if !self.add(new) {
            report.problem(line, format!("the parameter {name} is listed twice"));
        }
    }
}

/// The values that a description lists as bullets after "Valid values": `Accept: ...`.
fn valid_values<'t>(description: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut values = Vec::new();
    let mut listing = false;
    let mut seen = BTreeSet::new();
    for line in description {
        let text = line.trim();
        if text.to_ascii_lowercase().contains("valid values:") {
            listing = true;
            continue;
        }
        let bullet = text.strip_prefix(['-', '*', '\u{2022}']).filter(|rest| rest.starts_with(' '));
        match bullet {
            Some(bullet) if listing => {
                let bullet = table::plain(bullet);
                let value = bullet.split([':', ' ']).next().unwrap_or_default();
                let value = value.trim_end_matches('.');
                if names::is_value(value) && seen.insert(value.to_owned()) {
                    values.push(value.to_owned());
                }
            }
            _ if text.is_empty() => {}
            _ => listing = false,
        }
    }
    values
}
