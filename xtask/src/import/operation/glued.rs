//! Sections of a text capture, whose columns were glued together: `FenceIdstringYes` is a
//! parameter row, `400FenceWetThe fence is wet.-` an error row.

use aliyun_rpc_spec::capture::{ErrorRow, PageParameter};

use super::{Lexicon, Parameters, Section};
use crate::import::names;
use crate::import::report::{Report, excerpt};

/// Types that the vendor's pages give parameters and members.
const TYPES: [&str; 13] = [
    "string", "integer", "long", "int", "boolean", "array", "object", "number", "float", "double",
    "map", "any", "file",
];

/// Rows below `ParameterTypeRequired...`; their descriptions are read for valid values only.
pub(super) fn parameters(section: Section<'_>, report: &mut Report) -> Vec<PageParameter> {
    let Some(section) = below_header(section, "ParameterTypeRequired", report) else {
        return Vec::new();
    };
    let mut parameters = Parameters::default();
    let starts: Vec<usize> = (0..section.lines.len())
        .filter(|&at| section.lines.get(at).is_some_and(|line| required(line).is_some()))
        .collect();
    for (nth, &at) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(section.lines.len());
        let Some((row, description)) = section.lines.get(at..end).and_then(<[_]>::split_first)
        else {
            continue;
        };
        let line = section.first + at;
        let parsed = required(row)
            .and_then(|(rest, required)| typed(rest).map(|(name, kind)| (name, kind, required)));
        let Some((name, kind, required)) = parsed else {
            report.advise(
                line,
                format!("the parameter row `{}` has no known type", excerpt(row, 60)),
                "known: string, integer, long, boolean, array<...>, object, number, float, map",
            );
            continue;
        };
        let values = super::valid_values(description.iter().copied());
        let new = PageParameter { name: name.to_owned(), kind: kind.to_owned(), required, values };
        parameters.add_once(new, line, report);
    }
    if starts.is_empty() {
        report.problem(section.first, "no parameter row below the header");
    }
    parameters.list
}

/// Rows below `ParameterTypeDescription...`; the unnamed root object is left out.
pub(super) fn members(section: Section<'_>, report: &mut Report) -> Vec<PageParameter> {
    if section.lines.is_empty() {
        return Vec::new();
    }
    let Some(section) = below_header(section, "ParameterTypeDescription", report) else {
        return Vec::new();
    };
    let mut members = Parameters::default();
    for (name, kind) in section.lines.iter().filter_map(|line| typed(line)) {
        // Members of nested objects carry the same names; each name is kept once.
        members.add(PageParameter {
            name: name.to_owned(),
            kind: kind.to_owned(),
            required: false,
            values: Vec::new(),
        });
    }
    members.list
}

/// Rows below `HTTP status codeError code...`, down to the first blank line.
pub(super) fn errors(
    section: Section<'_>,
    lexicon: &Lexicon,
    report: &mut Report,
) -> Vec<ErrorRow> {
    let Some(section) = below_header(section, "HTTP status codeError code", report) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut closed = false;
    for (at, line) in section.lines.iter().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("For a list of error codes") {
            closed = true;
            break;
        }
        let place = section.first + at;
        let Some((status, text)) = status(line) else {
            report.advise(
                place,
                format!("`{}` is no error row", excerpt(line, 60)),
                "expected an HTTP status of three digits and an error code",
            );
            continue;
        };
        let Some(code) = lexicon.cut(text) else {
            report.advise(
                place,
                format!("cannot tell where the code of `{}` ends", excerpt(line, 60)),
                "is the row cut? Import the metadata first: its codes are known then",
            );
            continue;
        };
        if !lexicon.knows(code) {
            let message = format!("no source so far names the code {code}; was it cut right?");
            report.warn(place, message);
        }
        rows.push(ErrorRow { status: status.to_owned(), code: code.to_owned() });
    }
    if !closed {
        report.problem(section.last(), "the page ends within its error table");
    }
    rows
}

/// The part of a section below the header of its table.
fn below_header<'a>(
    section: Section<'a>,
    header: &str,
    report: &mut Report,
) -> Option<Section<'a>> {
    if section.first == 0 {
        // The section is missing, which was said already.
        return None;
    }
    let Some(at) = section.lines.iter().position(|line| line.starts_with(header)) else {
        report.problem(section.first, format!("expected a table that begins with `{header}`"));
        return None;
    };
    let lines = section.lines.get(at + 1..)?;
    Some(Section { first: section.first + at + 1, lines })
}

/// The rest of a row that ends with Yes or No, and which.
fn required(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_end();
    let (rest, required) = match line.strip_suffix("Yes") {
        Some(rest) => (rest, true),
        None => (line.strip_suffix("No")?, false),
    };
    let one_word = rest.len() > 2 && !rest.contains(|c: char| c.is_whitespace());
    (one_word && rest.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((rest, required))
}

/// Name and type of `FenceIdstring` or `Fencesarray<object>`.
fn typed(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let outer = text.split('<').next().unwrap_or(text);
    let closed = outer.len() == text.len() || text.ends_with('>');
    let kind = TYPES.iter().filter(|kind| outer.ends_with(**kind)).max_by_key(|kind| kind.len())?;
    let (name, kind) = text.split_at_checked(outer.len() - kind.len())?;
    (closed && names::is_parameter(name)).then_some((name, kind))
}

/// The three digits at the beginning of an error row, and the rest.
fn status(line: &str) -> Option<(&str, &str)> {
    let (status, rest) = line.split_at_checked(3)?;
    let digits = status.chars().all(|c| c.is_ascii_digit());
    (digits && rest.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((status, rest))
}
