//! Rows that stand in a section of tables and in none of them: the titles of their table were lost.

use super::{Parts, Section, section};
use crate::import::document::{Content, is_name, is_status, is_type, plain};
use crate::import::issues::{Issues, excerpt};
use crate::import::names;

impl Parts<'_> {
    /// Notes a section on the response without a table, unless it says that there is nothing but
    /// what every response has, and rows outside of tables.
    pub(super) fn check_outside(&self, issues: &mut Issues) {
        let mut says_common = false;
        for (line, within, text) in self.texts() {
            if within == Some(Section::Response) {
                says_common |= section::says_common_parameters(text);
            }
            for (row, line) in text.lines().zip(line..).filter(|(text, _)| is_row(text, within)) {
                let message = format!("a row outside of any known table: `{}`", excerpt(row, 60));
                issues.advise(line, message, TITLES);
            }
        }
        if !says_common && self.response().is_empty() {
            self.without_response(issues);
        }
    }

    /// Some pages of 2018 have nothing below the heading. Lost titles leave rows there.
    fn without_response(&self, issues: &mut Issues) {
        let mut headings = self.sections.iter().filter(|(_, one)| *one == Section::Response);
        let Some((at, _)) = headings.next() else { return };
        let line = self.page.blocks.get(*at).map_or(1, |block| block.line);
        let next = self.page.blocks.get(at + 1).map(|block| &block.content);
        if matches!(next, Some(Content::Heading { .. })) {
            issues.warn(line, "the section on the response is empty");
            return;
        }
        issues.advise(
            line,
            "no known table is in the section on the response, and nothing says that it has only what \
             every response has",
            TITLES,
        );
    }

    /// Every text outside of tables, with its line and section.
    fn texts(&self) -> impl Iterator<Item = (usize, Option<Section>, &str)> {
        let mut within = None;
        self.page.blocks.iter().filter_map(move |block| match &block.content {
            Content::Heading { text, level } => {
                let section = section::of_heading(text);
                if section.is_some() || (1..=2).contains(level) {
                    within = section;
                }
                None
            }
            Content::Text(text) => Some((block.line, within, text.as_str())),
            _ => None,
        })
    }
}

/// A line with tabs between a name and a type, or a status and a code; in a section of tables also
/// one with nothing but a type, or a status and a code that are glued together.
fn is_row(line: &str, within: Option<Section>) -> bool {
    let cells: Vec<String> = line.split('\t').map(plain).collect();
    match (cells.as_slice(), within) {
        ([only], Some(Section::Request | Section::Response)) => is_type(only),
        ([_], Some(Section::Errors)) => section::is_glued_error(line),
        ([first, second, ..], _) => {
            let has = |is: fn(&str) -> bool| cells.iter().any(|cell| is(cell));
            is_name(first) && (is_type(second) || cells.get(2).is_some_and(|cell| is_type(cell)))
                || has(is_status) && has(names::is_plainly_code)
        }
        _ => false,
    }
}

const TITLES: &str = "were the titles of a table lost? Compare with the page";
