//! What shows that a row of a table without marks lost a cell, or holds one of another row.

use super::super::apart::apart;
use super::super::column::{self, Column, Role};
use super::super::{Row, grammar, plain, unlink};
use super::{LOST, Piece, Rows, UNCLEAR, take_example};
use crate::import::issues::{Issues, excerpt};
use crate::import::names;

const SHORT: &str = "has three cells instead of four";

impl Rows {
    /// A piece among those of a row in which the first cells of another row are one.
    pub(super) fn begins_another(&self, piece: &Piece) -> Option<String> {
        let text = plain(&unlink(&piece.text));
        let (first, rest) = text.split_once(' ')?;
        let second = rest.split(' ').next().unwrap_or_default();
        let begins = match self.role {
            Role::Parameters => {
                let whole = rest == second || grammar::yes_or_no(rest).is_some();
                grammar::is_name(first) && grammar::is_type(rest)
                    || whole && grammar::is_type(first) && grammar::yes_or_no(rest).is_some()
            }
            Role::Errors => grammar::is_status(first) && names::is_code(second),
            Role::History => {
                let last = rest.rsplit(' ').next().unwrap_or_default();
                [first, last].iter().any(|word| grammar::accepts(Column::Day, word))
            }
            Role::Operations => names::is_plainly_operation(first),
            Role::Authorization => grammar::is_action(first) && grammar::is_level(second),
        };
        begins.then(|| format!("holds `{}` of another row", excerpt(&text, 60)))
    }

    /// A named row among the pieces behind one without a name: its name and type are one piece, or
    /// its type and what follows are.
    pub(super) fn lost_behind_unnamed(&self, tail: &[Piece]) -> Option<String> {
        let typed = |piece: &Piece| {
            let text = plain(&piece.text);
            text.split_once(' ').is_some_and(|(kind, _)| grammar::is_type(kind))
        };
        let named = tail.windows(2).find_map(|pair| match pair {
            [name, next] if grammar::is_name(&plain(&name.text)) && typed(next) => Some(name),
            _ => None,
        });
        let named = named.map(|name| format!("holds `{}` of another row", excerpt(&name.text, 60)));
        named.or_else(|| tail.iter().find_map(|piece| self.begins_another(piece)))
    }

    /// What is wrong with the pieces behind the first cells of a row; `strays` may be more than the
    /// row itself has.
    pub(super) fn misfit(&self, row: &Row, tail: &[Piece], strays: &[Piece]) -> Option<String> {
        let effects = self.count(Column::Effect);
        let permissions = self.count(Column::Permission);
        match self.role {
            Role::Parameters => self.misplaced(tail),
            Role::Errors => {
                let alone = |piece: &Piece| {
                    let text = plain(&piece.text);
                    grammar::is_status(&text) || names::is_plainly_code(&text)
                };
                let open = self.columns.len() - column::keys(&self.columns).min(self.columns.len());
                match strays {
                    // Code and status are both in place, whatever follows.
                    strays if open < 2 => strays.iter().find(|piece| alone(piece)).map(|piece| {
                        format!("holds `{}` of another row", excerpt(&piece.text, 60))
                    }),
                    [] => Some("has neither message nor description".to_owned()),
                    // A message that is one word could be the code of a row that lost it.
                    [only] => {
                        let code = row.plain(&self.columns, Column::Code);
                        let text = plain(&only.text);
                        let message = text.contains(' ') || text == "%s" || !text.is_ascii();
                        let sure = names::is_plainly_code(&code) && message;
                        (!sure).then(|| SHORT.to_owned())
                    }
                    [_, _] => None,
                    [_, rest @ ..] => rest.iter().find(|piece| alone(piece)).map(|piece| {
                        format!("holds `{}` of another row", excerpt(&piece.text, 60))
                    }),
                }
            }
            Role::Authorization => {
                let texts: Vec<&str> = tail.iter().map(|piece| piece.text.as_str()).collect();
                let unclear = apart(&texts.join("\n")).is_none();
                unclear.then(|| UNCLEAR.to_owned())
            }
            Role::History if tail.len() < self.columns.len() - 1 => {
                Some("does not say what changed".to_owned())
            }
            Role::Operations if effects > 1 && tail.len() != effects => {
                Some(format!("has {} cells instead of {}", tail.len() + 1, effects + 1))
            }
            Role::Operations if permissions > 0 && tail.len() < permissions => {
                Some("does not say who may call".to_owned())
            }
            Role::Operations if tail.is_empty() => Some("does not state an effect".to_owned()),
            _ => None,
        }
    }

    /// A piece of another parameter row among those of this one.
    fn misplaced(&self, tail: &[Piece]) -> Option<String> {
        let required = self.columns.contains(&Column::Required);
        let texts: Vec<String> = tail.iter().map(|piece| plain(&piece.text)).collect();
        texts.iter().enumerate().find_map(|(at, text)| {
            let before = at.checked_sub(1).and_then(|at| texts.get(at));
            let after = texts.get(at + 1);
            let answer = |text: &String| grammar::yes_or_no(text).is_some();
            let kind = grammar::is_type(text)
                && (before.is_none_or(|name| grammar::is_name(name)) || after.is_some_and(answer));
            let stray = required && after.is_some() && answer(text);
            // An example is one word, at the end where the header has it.
            let typed = after.and_then(|text| text.split_once(' '));
            let typed = typed.is_some_and(|(kind, _)| grammar::is_type(kind));
            let word = grammar::is_name(text) && (typed || !self.is_example(at, texts.len()));
            (kind || stray || word).then(|| format!("holds `{text}` of another row"))
        })
    }

    /// Whether the current row lacks its example where that stands behind its description, or a
    /// list has not even a description. Then what seems to be the name of the next row could be
    /// that cell, and the type behind it could be that of an item without a name, or of a row whose
    /// name was lost.
    pub(super) fn lacks_cell(&self) -> bool {
        let Some((row, tail)) = self.current.as_ref().filter(|_| self.role == Role::Parameters)
        else {
            return false;
        };
        let unnamed = row.cells.first().is_some_and(String::is_empty);
        // A row without a name leaves its answer to its other cells.
        let answer = |piece: &&Piece| grammar::yes_or_no(&plain(&piece.text)).is_some();
        let answered = unnamed && tail.first().as_ref().is_some_and(answer);
        let cells = tail.iter().skip(usize::from(answered));
        let mut texts: Vec<String> = cells.map(|piece| piece.text.clone()).collect();
        let holds_members = ["object", "struct", "map", "any"].contains(&self.kind.as_str())
            || self.kind.ends_with("<object>");
        let is_list = self.kind.starts_with("array") || self.kind.starts_with("list");
        let place = |column| self.columns.iter().position(|one| *one == column);
        let last = place(Column::Example) > place(Column::Description);
        let nothing = texts.is_empty();
        let lacks_example =
            last && !holds_members && take_example(&self.columns, &mut texts).is_empty();
        lacks_example || is_list && nothing
    }

    /// Whether a piece of a parameter row stands where the example does.
    fn is_example(&self, at: usize, pieces: usize) -> bool {
        let place = |column| self.columns.iter().position(|one| *one == column);
        match (place(Column::Example), place(Column::Description)) {
            (Some(example), Some(description)) if example < description => at == 0,
            (Some(_), _) => at + 1 == pieces,
            (None, _) => false,
        }
    }

    /// Where nearly all rows have four cells, one with three has lost one; its code may be the
    /// message. Chinese pages tell a message, which is English, from a description.
    pub(super) fn check_short(&self, issues: &mut Issues) {
        if self.rows.len() < 4 * self.short.len() {
            return;
        }
        let is_chinese = |row: &&Row| !row.plain(&self.columns, Column::Description).is_ascii();
        let chinese = self.rows.iter().filter(is_chinese).count() * 2 > self.rows.len();
        for row in self.short.iter().filter_map(|at| self.rows.get(*at)) {
            if chinese && row.plain(&self.columns, Column::Message).is_ascii() {
                continue;
            }
            let code = row.plain(&self.columns, Column::Code);
            issues.advise(row.line, format!("the row of `{code}` {SHORT}"), LOST);
        }
    }
}
