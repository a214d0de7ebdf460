//! Tables without marks around their rows: a row begins where the first columns fit their grammars,
//! and what follows up to the next row are its other cells. A piece that fits nowhere, or a row
//! with too few or too many of them, is a problem: a cell was lost there.

mod judge;

use super::apart::apart;
use super::column::{self, Column, Role};
use super::{Form, Row, Table, grammar, plain};
use crate::import::issues::{Issues, excerpt};
use crate::import::{names, phrases};

/// One cell, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Number of its line, from 1.
    pub line: usize,
    pub text: String,
}

impl Piece {
    fn is_one_line(&self) -> bool {
        !self.text.contains('\n')
    }
}

/// Puts pieces together to the rows of a table.
pub(super) struct Rows {
    role: Role,
    columns: Vec<Column>,
    header: Vec<String>,
    line: usize,
    form: Form,
    rows: Vec<Row>,
    current: Option<(Row, Vec<Piece>)>,
    /// Type of the current row, also where it has no name; lower case.
    kind: String,
    /// The page marks nested members, and rows that own some have no type there.
    nested: bool,
    /// Rows of errors with a cell too few whose code could be the message, by their numbers.
    short: Vec<usize>,
}

impl Rows {
    pub(super) fn new(header: Vec<String>, line: usize, nested: bool) -> Option<Self> {
        let (role, columns) = column::role(&header)?;
        let form = Form::Lines;
        Some(Self {
            role,
            columns,
            header,
            line,
            form,
            rows: Vec::new(),
            current: None,
            kind: String::new(),
            nested,
            short: Vec::new(),
        })
    }

    /// How many of these pieces begin a row; 0 when they begin none.
    pub(super) fn begins(&self, pieces: &[Piece]) -> usize {
        let keys = column::keys(&self.columns);
        let head = pieces.get(..keys).unwrap_or_default();
        let texts: Vec<&str> = head.iter().map(|piece| piece.text.as_str()).collect();
        let whole = head.iter().all(Piece::is_one_line) && grammar::fits(&self.columns, &texts);
        if whole { keys } else { usize::from(self.opens(pieces)) }
    }

    /// A row of a response that has no type: it names the items of the list above, or it is marked
    /// as nested, or it is the first one.
    fn opens(&self, pieces: &[Piece]) -> bool {
        if self.role != Role::Parameters || self.columns.contains(&Column::Required) {
            return false;
        }
        let Some(piece) = pieces.first().filter(|piece| piece.is_one_line()) else { return false };
        let name = plain(&piece.text);
        match &self.current {
            _ if !grammar::is_name(&name) => false,
            _ if name.starts_with('\u{2514}') => true,
            Some((_, tail)) if self.owns(tail, pieces) => true,
            None => self.nested && self.rows.is_empty() && !grammar::is_type(&name),
            // A type that is a link has its members in a table of their own.
            Some((row, _)) => {
                let kind = row.raw(&self.columns, Column::Type).unwrap_or_default();
                let list = row.plain(&self.columns, Column::Name);
                !kind.contains("](") && grammar::is_item(&list, &plain(kind), &name)
            }
        }
    }

    /// A row without a type, its description, and a member that is marked as its own, behind a row
    /// that has all of its cells. Where pages mark members, no row that owns some has a type.
    fn owns(&self, tail: &[Piece], pieces: &[Piece]) -> bool {
        let [name, description, member, ..] = pieces else { return false };
        self.nested
            && column::keys(&self.columns) + tail.len() >= self.columns.len()
            && !grammar::is_type(&plain(&name.text))
            && !grammar::is_name(&plain(&description.text))
            && member.text.trim_start().starts_with('\u{2514}')
    }

    /// A row without a name: the object that the whole response is, or an item of the list above.
    fn is_unnamed(&self, piece: &Piece) -> bool {
        if self.role != Role::Parameters || !grammar::is_type(&plain(&piece.text)) {
            return false;
        }
        let Some((row, _)) = &self.current else {
            return plain(&piece.text).eq_ignore_ascii_case("object");
        };
        let kind = row.plain(&self.columns, Column::Type).to_ascii_lowercase();
        kind.starts_with("array") || kind.starts_with("list")
    }

    /// Takes the pieces that begin a row.
    pub(super) fn begin(&mut self, pieces: &[Piece], issues: &mut Issues) {
        let Some(first) = pieces.first() else { return };
        let name = plain(&first.text);
        // On old pages, which begin types with a capital, items of lists have none; a type here is
        // that of a member without a name.
        let of_list = self.current.as_ref().is_some_and(|(row, _)| {
            let cell = |column| row.plain(&self.columns, column);
            let kind = cell(Column::Type);
            kind.starts_with(|c: char| c.is_ascii_uppercase())
                && grammar::is_item(&cell(Column::Name), &kind, &name)
        });
        if of_list && pieces.len() > 1 {
            let message = format!("`{name}` names the items of the list before it, and has a type");
            issues.advise(first.line, message, LOST);
        }
        let doubtful = pieces.len() > 1 && self.lacks_cell();
        self.finish(false, issues);
        let mut cells: Vec<String> = pieces.iter().map(|piece| piece.text.clone()).collect();
        cells.resize(self.header.len(), String::new());
        let row = Row { doubtful, ..Row::new(first.line, cells) };
        self.kind = row.plain(&self.columns, Column::Type).to_ascii_lowercase();
        self.current = Some((row, Vec::new()));
    }

    /// Takes a piece that begins no row.
    pub(super) fn add(&mut self, piece: Piece, issues: &mut Issues) {
        if self.is_unnamed(&piece) {
            // It names no member, and what describes it is of no use.
            self.finish(false, issues);
            let cells = vec![String::new(); self.header.len()];
            self.kind = plain(&piece.text).to_ascii_lowercase();
            self.current = Some((Row::new(piece.line, cells), Vec::new()));
            return;
        }
        match &mut self.current {
            Some((_, tail)) => tail.push(piece),
            None => {
                let message = format!("`{}` does not begin a row", excerpt(&piece.text, 60));
                issues.advise(piece.line, message, LOST);
            }
        }
    }

    /// The table, and what follows its last row.
    pub(super) fn table(mut self, issues: &mut Issues) -> (Table, Vec<Piece>) {
        let after = self.finish(true, issues);
        self.check_short(issues);
        let Self { form, header, line, rows, .. } = self;
        (Table { form, header, line, rows }, after)
    }

    fn finish(&mut self, last: bool, issues: &mut Issues) -> Vec<Piece> {
        let Some((mut row, mut tail)) = self.current.take() else { return Vec::new() };
        if row.cells.first().is_some_and(String::is_empty) {
            if let Some(what) = self.lost_behind_unnamed(&tail) {
                issues.advise(row.line, format!("the row without a name {what}"), LOST);
            }
            return Vec::new();
        }
        let after = if last { self.split_rest(&mut tail) } else { Vec::new() };
        // A row that lost its first cells follows the last one, too.
        let strays: Vec<Piece> = tail.iter().chain(&after).cloned().collect();
        let counted = matches!(self.role, Role::Errors | Role::Operations);
        let judged = if counted { &strays } else { &tail };
        let what = judged.iter().find_map(|piece| self.begins_another(piece));
        if let Some(what) = what.or_else(|| self.misfit(&row, &tail, judged)) {
            let name = row.cells.iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
            let line = tail.first().map_or(row.line, |piece| piece.line);
            issues.advise(line, format!("the row of `{}` {what}", excerpt(&name, 60)), LOST);
            return Vec::new();
        }
        let open = self.columns.len() - column::keys(&self.columns).min(self.columns.len());
        let short = self.role == Role::Errors && open == 2 && tail.len() == 1;
        if short && !is_surely_code(&row.plain(&self.columns, Column::Code)) {
            self.short.push(self.rows.len());
        }
        self.fill(&mut row, tail);
        self.rows.push(row);
        after
    }

    /// Takes off what follows the last row of a table whose rows have a known number of pieces.
    fn split_rest(&self, tail: &mut Vec<Piece>) -> Vec<Piece> {
        // A Chinese one has no blanks, and neither has an effect.
        let is_sentence = |piece: &Piece| {
            let text = piece.text.trim();
            text.contains(' ') || !text.is_ascii() && phrases::understand(text).is_none()
        };
        let permissions = self.count(Column::Permission);
        let answers = (0..tail.len()).filter(|at| {
            tail.get(*at).is_some_and(|piece| grammar::accepts(Column::Permission, &piece.text))
        });
        let answered =
            answers.clone().nth(permissions.saturating_sub(1)).map_or(0, |last| last + 1);
        let open = match permissions {
            0 => self.columns.len().saturating_sub(column::keys(&self.columns)),
            _ => answered,
        };
        let counted = match self.role {
            Role::Errors => true,
            Role::Operations => {
                let rest = tail.get(open..).unwrap_or_default();
                self.count(Column::Effect) + answered > 0 && rest.iter().all(is_sentence)
            }
            _ => false,
        };
        if counted && tail.len() > open { tail.split_off(open) } else { Vec::new() }
    }

    fn fill(&self, row: &mut Row, tail: Vec<Piece>) {
        let mut texts: Vec<String> = tail.into_iter().map(|piece| piece.text).collect();
        let mut put = |column: Column, text: String| {
            let at = self.columns.iter().position(|one| *one == column);
            if let Some(cell) = at.and_then(|at| row.cells.get_mut(at)) {
                *cell = text;
            }
        };
        match self.role {
            Role::Errors => {
                if !texts.is_empty() && column::keys(&self.columns) == 2 {
                    put(Column::Message, texts.remove(0));
                }
                put(Column::Description, texts.join("\n"));
            }
            Role::Parameters => {
                put(Column::Example, take_example(&self.columns, &mut texts));
                put(Column::Description, texts.join("\n"));
            }
            Role::History => {
                if !texts.is_empty() {
                    put(Column::Summary, texts.remove(0));
                }
                put(Column::Details, texts.join("\n"));
            }
            Role::Authorization => {
                let [resources, conditions, associated] =
                    apart(&texts.join("\n")).unwrap_or_default();
                put(Column::Resources, resources);
                put(Column::Conditions, conditions);
                put(Column::Associated, associated);
            }
            Role::Operations => {
                let closed = self.count(Column::Effect).max(self.count(Column::Permission));
                if closed == 1 {
                    texts = vec![texts.join("\n")];
                }
                // What describes the operation may have several pieces.
                let answers = texts.split_off(texts.len().saturating_sub(closed));
                put(Column::Description, texts.join("\n"));
                let mut cells = row.cells.iter_mut().rev();
                for text in answers.into_iter().rev() {
                    if let Some(cell) = cells.next() {
                        *cell = text;
                    }
                }
            }
        }
    }

    fn count(&self, column: Column) -> usize {
        self.columns.iter().filter(|one| **one == column).count()
    }
}

/// Takes the example out of the pieces of a parameter row, where one of them can be it.
pub(super) fn take_example(columns: &[Column], texts: &mut Vec<String>) -> String {
    let place = |column| columns.iter().position(|one| *one == column);
    let (Some(example), Some(description)) = (place(Column::Example), place(Column::Description))
    else {
        return String::new();
    };
    let at = if example < description { 0 } else { texts.len().saturating_sub(1) };
    let is_prose = |text: &String| {
        let text = text.trim();
        text.contains(['\n', '\u{3002}', '\u{ff1a}'])
            || text.contains(". ")
            || text.ends_with(['.', ':'])
            || text.starts_with("- ")
            || text.starts_with("-  ")
    };
    if texts.len() < 2 || texts.get(at).is_none_or(is_prose) {
        return String::new();
    }
    texts.remove(at)
}

/// Whether a cell is a code and cannot be a message of one word, such as `IncorrectDiskStatus.`.
pub(super) fn is_surely_code(cell: &str) -> bool {
    names::is_plainly_code(cell) && cell.trim_end_matches('.').contains(['.', '_'])
}

/// What is said of an authorization row that [`apart`] cannot take apart.
pub(super) const UNCLEAR: &str =
    "does not separate its resources, condition keys and associated operations";

pub(super) const LOST: &str = "a cell may be missing or in the wrong place; compare with the page";
