//! Rows of parameters and members: the first cells are one line, and the others have lines of their
//! own.

use super::super::column::Column;
use super::super::{grammar, keyed};
use super::{Body, split};
use crate::import::issues::excerpt;

impl Body<'_, '_> {
    pub(super) fn parameters(&mut self, from: usize, end: usize) -> usize {
        let is_request = self.columns.contains(&Column::Required);
        // Lines since the last row, without blank ones.
        let mut texts: Vec<usize> = Vec::new();
        for at in from..end {
            let Some(line) = self.lines.get(at).copied() else { break };
            let bare = line.trim();
            let head = split::head(self.columns, bare);
            let unclear = head.as_ref().is_some_and(split::Head::could_be_word)
                && self.could_be_example(at, end, &texts);
            match head {
                Some(_) if unclear => self.refuse(at, "is a row or an example"),
                Some(head) if !head.name.is_empty() => {
                    self.check(&texts);
                    self.push(at, &head.cells());
                    texts.clear();
                }
                // The items of a list have no name.
                Some(head) if self.is_item(head.kind) => {
                    self.check(&texts);
                    self.push(at, &head.cells());
                    texts.clear();
                }
                None if !is_request && self.is_named_item(bare) => {
                    self.check(&texts);
                    self.push(at, &[(Column::Name, bare.to_owned())]);
                    texts.clear();
                }
                None if split::lacks_position(self.columns, bare) => {
                    self.refuse(at, "has no known position (Query, Body, Path, Header, Host)");
                }
                None if split::has_unknown_type(self.columns, bare) => {
                    self.refuse(at, "has an unknown type");
                }
                None if split::has_blanks(self.columns, bare) => {
                    self.refuse(at, "has blanks within its first cells");
                }
                _ if split::holds_more(self.columns, bare) => {
                    self.refuse(
                        at,
                        "has more cells on its line, so nothing tells where each of them ends",
                    );
                }
                _ if self.rows.is_empty() && !bare.is_empty() => {
                    self.refuse(at, "has no known type, if it is one");
                }
                _ => {
                    if !bare.is_empty() {
                        texts.push(at);
                    }
                    self.describe(Column::Description, line);
                }
            }
        }
        self.check(&texts);
        self.examples();
        if is_request && self.rows.is_empty() {
            self.issues.problem(from, "no parameter row below the header");
        }
        end
    }

    fn refuse(&mut self, at: usize, what: &str) {
        let row = excerpt(self.lines.get(at).copied().unwrap_or_default(), 60);
        self.issues.advise(
            at + 1,
            format!("the parameter row `{row}` {what}"),
            "known types: string, integer, long, boolean, array<...>, Array of ..., object, number, float, map, \
             RepeatList; save the page as HTML",
        );
    }

    /// Whether the type of the items of the list above, or of the response as a whole, stands
    /// alone.
    fn is_item(&self, text: &str) -> bool {
        let is_whole = text.eq_ignore_ascii_case("object");
        let above = self.above(Column::Type).map(|kind| kind.to_ascii_lowercase());
        let is_list = |kind: &str| kind.starts_with("array") || kind.starts_with("list");
        above.map_or(is_whole, |kind| is_list(&kind)) && grammar::is_type(text)
    }

    /// Whether a line names the items of the list above, as old pages do, or is marked as nested.
    fn is_named_item(&self, line: &str) -> bool {
        let (Some(list), Some(kind)) = (self.above(Column::Name), self.above(Column::Type)) else {
            return false;
        };
        line.starts_with('\u{2514}') && grammar::is_name(line) || grammar::is_item(list, kind, line)
    }

    fn above(&self, column: Column) -> Option<&str> {
        let at = self.columns.iter().position(|one| *one == column)?;
        self.rows.last()?.cells.get(at).map(String::as_str)
    }

    /// Whether a line stands where an example does: first below its row, or last before the next
    /// one.
    fn could_be_example(&self, at: usize, end: usize, texts: &[usize]) -> bool {
        let place = |column| self.columns.iter().position(|one| *one == column);
        let (Some(example), Some(description)) =
            (place(Column::Example), place(Column::Description))
        else {
            return false;
        };
        if self.rows.is_empty() {
            return false;
        }
        if example < description {
            return texts.is_empty();
        }
        let ahead = self.lines.get(at + 1..end).unwrap_or_default();
        let next = ahead.iter().map(|line| line.trim()).find(|line| !line.is_empty());
        next.is_none_or(|line| split::head(self.columns, line).is_some())
    }

    /// Notes a line among those of a row that may be a row whose type is not known: one word that
    /// could be a name, and does not stand where the example does.
    fn check(&mut self, texts: &[usize]) {
        let place = |column| self.columns.iter().position(|one| *one == column);
        let example = match (place(Column::Example), place(Column::Description)) {
            (Some(example), Some(description)) if example < description => texts.first(),
            // An example is one line.
            (Some(_), Some(_)) => texts.last(),
            _ => None,
        };
        let line = |at: usize| self.lines.get(at).copied().unwrap_or_default();
        let odd = texts.iter().filter(|at| Some(*at) != example);
        let odd: Vec<usize> = odd.copied().filter(|at| split::could_be_name(line(*at))).collect();
        for at in odd {
            self.refuse(at, "has no known type, if it is one");
        }
    }

    /// Moves the line of each row that can be its example out of the description.
    fn examples(&mut self) {
        let place = |column| self.columns.iter().position(|one| *one == column);
        let (Some(example), Some(description)) =
            (place(Column::Example), place(Column::Description))
        else {
            return;
        };
        for row in &mut self.rows {
            let Some(text) = row.cells.get_mut(description) else { continue };
            let lines = text.trim_end().lines().map(str::to_owned);
            let mut lines: Vec<String> = lines.skip_while(|line| line.trim().is_empty()).collect();
            let taken = keyed::take_example(self.columns, &mut lines);
            *text = lines.join("\n");
            if let Some(cell) = row.cells.get_mut(example) {
                *cell = taken;
            }
        }
    }
}
