//! Whether a page is whole: what follows its last table, and what a page that was cut lacks.

use super::{Parts, Section, section};
use crate::import::document::{Block, Content, Form, Table};
use crate::import::issues::Issues;

impl Parts<'_> {
    /// Whether a section on errors without a table says where the codes are listed, and has nothing
    /// that looks like a row of a table whose titles got lost.
    pub(super) fn says_no_errors(&self, at: usize) -> bool {
        let behind = self.page.blocks.get(at + 1..).unwrap_or_default();
        let within =
            behind.iter().take_while(|one| !matches!(one.content, Content::Heading { .. }));
        let texts = within.filter_map(|block| match &block.content {
            Content::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let lines: Vec<&str> = texts.flat_map(str::lines).collect();
        let says = |line: &&str| section::closes_errors(line) || section::says_common(line);
        lines.iter().any(says) && !lines.iter().any(|line| section::is_error_row(line))
    }

    /// A page without a section on errors is whole only where its response, and the sample of one
    /// if there is any, are.
    pub(super) fn without_errors(&self, issues: &mut Issues) {
        let response = self.parameters(|section, _| section == Some(Section::Response));
        let Some((at, (table, _))) = response.last() else { return self.lacks_errors(issues) };
        // Every page that has the first of these has samples and errors, too.
        let broke_off = self.has(Section::Debugging) && !self.has(Section::Examples);
        let whole = self.page.closed
            || self.page.topic
            || self.page.goes_on_behind(*at) && self.ends_with_sample();
        let line = self.page.last_line;
        if broke_off || !self.samples_close() {
            self.lacks_errors(issues);
        } else if self.page.ends_with_break && whole {
            issues.warn(line, "the page has no section on errors");
        } else if self.is_complete(table) {
            issues.warn(
                line,
                "the page has no section on errors and ends with the table of its response; nothing \
                 shows that the table is whole",
            );
        } else {
            self.lacks_errors(issues);
        }
    }

    fn lacks_errors(&self, issues: &mut Issues) {
        issues.open_end(self.page.last_line, "the page ends without the section `Error codes`");
    }

    /// Whether the last table of an old page has every cell of its last row. Where no marks stand
    /// around cells, that is all that can be told.
    fn is_complete(&self, table: &Table) -> bool {
        let marked = matches!(table.form, Form::Html | Form::Pipes);
        let newer = [Section::Debugging, Section::Authorization, Section::Examples];
        let Some(row) = table.rows.last().filter(|_| !marked) else { return false };
        let ends = row.cells.last().is_some_and(|cell| {
            self.page.ends_with_break || cell.trim_end().ends_with(['.', '\u{3002}'])
        });
        ends && row.cells.iter().all(|cell| !cell.trim().is_empty())
            && !newer.iter().any(|section| self.has(*section))
    }

    /// Whether the page ends with this error table, as some old ones do, and the last row of it is
    /// whole.
    pub(super) fn ends_with_row(&self, at: usize) -> bool {
        let Some(Content::Table(table)) = self.page.blocks.get(at).map(|block| &block.content)
        else {
            return false;
        };
        // Where marks stand around cells, a row without all of them is none.
        let marked = matches!(table.form, Form::Html | Form::Pipes | Form::Glued);
        let last = table.rows.last();
        let whole = last.is_some_and(|row| row.cells.iter().all(|cell| !cell.trim().is_empty()));
        let newer = [Section::Authorization, Section::History];
        self.page.ends_with_break
            && (marked && last.is_some() || whole)
            && !newer.iter().any(|section| self.has(*section))
    }

    /// Whether something behind an error table shows that it ends there: the line that says where
    /// more codes are listed, or another section.
    pub(super) fn is_closed(&self, at: usize) -> bool {
        let behind = self.page.blocks.get(at + 1..).unwrap_or_default();
        behind.iter().any(|block| match &block.content {
            Content::Heading { .. } | Content::Table(_) => true,
            Content::Text(text) => {
                text.lines().any(|line| section::closes_errors(line) || section::says_common(line))
            }
            Content::Code { .. } => false,
        })
    }

    /// Text and code behind the heading `Examples`; none without it.
    fn samples(&self) -> Option<String> {
        let examples = self.sections.iter().rfind(|(_, section)| *section == Section::Examples);
        let behind = self.page.blocks.get(examples?.0 + 1..)?;
        let texts = behind.iter().filter_map(|block| match &block.content {
            Content::Text(text) | Content::Code { text, .. } => Some(text.as_str()),
            _ => None,
        });
        Some(texts.collect::<Vec<_>>().join("\n"))
    }

    fn samples_close(&self) -> bool {
        let text = self.samples().unwrap_or_default();
        let count = |mark| text.matches(mark).count();
        let open = |block: &Block| matches!(block.content, Content::Code { open: true, .. });
        !self.page.blocks.iter().any(open)
            && count('{') == count('}')
            && count('[') == count(']')
            && count('<') == count('>')
    }

    /// Whether there is no heading of a sample, or a sample below it.
    fn ends_with_sample(&self) -> bool {
        self.samples().is_none_or(|text| text.contains(['}', '>']))
    }

    pub(super) fn cut(&self, within: &str, issues: &mut Issues) {
        let message = format!("the page ends in {within}: nothing follows");
        issues.open_end(self.page.last_line, message);
    }
}
