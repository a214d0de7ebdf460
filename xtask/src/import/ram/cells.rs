//! A page as its cells: a line that is not empty is one, without the marks of Markdown.

use aliyun_rpc_spec::text::{is_action, is_arn_pattern, is_resource_type};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Line in the original, from 1.
    pub line: usize,
    /// Its text without escapes and code marks.
    pub text: String,
}

impl Cell {
    /// The line as captures store it.
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.line).unwrap_or(u32::MAX)
    }

    /// The name in a link that is the whole cell: `[StopInstance](...)`.
    pub(super) fn link(&self) -> Option<&str> {
        let (name, address) = self.text.strip_prefix('[')?.split_once("](")?;
        address.strip_suffix(')').map(|_| name)
    }

    fn is_heading(&self) -> bool {
        self.text.starts_with("## ")
    }
}

/// All cells of a page.
#[derive(Debug)]
pub(super) struct Cells {
    cells: Vec<Cell>,
}

/// The cells of one table, without its header.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// In the order of the page.
    pub cells: &'a [Cell],
    /// A heading follows, so the table was not cut.
    pub is_closed: bool,
}

impl Cells {
    /// Every line that is not empty.
    pub(super) fn of(text: &str) -> Self {
        let lines = text.lines().zip(1..).filter_map(|(line, number)| {
            let text = line.replace('\u{a0}', " ").replace('\\', "");
            let text = text.trim().trim_matches('`').trim();
            (!text.is_empty()).then(|| Cell { line: number, text: text.to_owned() })
        });
        Self { cells: lines.collect() }
    }

    /// The table whose header is these cells, up to the next heading.
    pub(super) fn table(&self, header: &[&str]) -> Option<Section<'_>> {
        let is_it =
            |cells: &[Cell]| cells.iter().map(|cell| cell.text.as_str()).eq(header.iter().copied());
        let start = self.cells.windows(header.len()).position(is_it)? + header.len();
        let rest = self.cells.get(start..)?;
        let end = rest.iter().position(Cell::is_heading);
        Some(Section { cells: &rest[..end.unwrap_or(rest.len())], is_closed: end.is_some() })
    }

    /// The last line that is not empty.
    pub(super) fn last_line(&self) -> usize {
        self.cells.last().map_or(1, |cell| cell.line)
    }
}

/// A pattern of resource names that names a service.
pub(super) fn is_arn(text: &str) -> bool {
    text != "*" && is_arn_pattern(text)
}

/// A resource type with a name.
pub(super) fn is_type(text: &str) -> bool {
    text != "*" && text != "None" && is_resource_type(text)
}

/// An action followed by the link to its operation: the first cells of a row.
pub(super) fn begins_row(cells: &[Cell]) -> bool {
    matches!(cells, [action, link, ..] if is_action(&action.text) && link.link().is_some())
}
