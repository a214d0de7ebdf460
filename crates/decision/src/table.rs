//! The static table that [`decide`](crate::decide()) reads: every operation of a product, and what
//! each source states about it.
//!
//! A row has a cell for each [`Aspect`], and a cell has statements. Cells, statements and texts
//! that occur several times are stored once and referred to by number, so that a whole product
//! stays far below 64 kB. Generated code builds these values; users read them through
//! [`Decision`](crate::Decision).

use aliyun_rpc_vocabulary::{Agreement, Aspect, EvidenceKind, Hazard, Says, Verdict};

/// The number that refers to nothing.
pub const NONE: u16 = u16::MAX;

/// Everything the documents say about the operations of one product.
#[derive(Debug)]
pub struct Table {
    /// Sources that [`Entry::source`] refers to.
    pub sources: &'static [Source],
    /// Error codes that cells and entries refer to.
    pub codes: &'static [&'static str],
    /// Reasons of curated entries.
    pub reasons: &'static [&'static str],
    /// Statements. Those of one cell are adjacent.
    pub entries: &'static [Entry],
    /// Distinct cells.
    pub cells: &'static [Cell],
    /// Operations, in byte order of their names.
    pub rows: &'static [Row],
}

/// A published source.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id in the specification.
    pub id: &'static str,
    /// Date of publication, `YYYY-MM-DD`. Empty for curated statements.
    pub published: &'static str,
    /// The vendor's page. Empty for curated statements.
    pub url: &'static str,
    /// What messages call it: `lock page`.
    pub title: &'static str,
}

/// An operation and its cells.
#[derive(Debug)]
pub struct Row {
    /// Name of the operation.
    pub name: &'static str,
    /// Its cells by [`Aspect`]: numbers in [`Table::cells`]. [`NONE`] where no document speaks
    /// about the aspect.
    pub cells: [u16; Aspect::COUNT],
}

/// What is said about one operation and one aspect.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// What the strongest source states.
    pub verdict: Verdict,
    /// For a condition: the states in which the verdict does not hold, as bits.
    pub unless: u8,
    /// What the call destroys, if the verdict is [`Verdict::PermittedWithHazard`].
    pub hazard: Option<Hazard>,
    /// Whether the other sources agree.
    pub agreement: Agreement,
    /// The code of the refusal in [`Table::codes`], or [`NONE`].
    pub code: u16,
    /// The first statement in [`Table::entries`]: the one that decides.
    pub first: u16,
    /// How many statements there are.
    pub count: u16,
}

/// One statement of one source.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Number in [`Table::sources`].
    pub source: u16,
    /// How strong the statement is.
    pub kind: EvidenceKind,
    /// What it says. `None` if the words were lost.
    pub says: Option<Says>,
    /// The states that [`Says::Requires`] names, as bits.
    pub requires: u8,
    /// The capture holds only a part of the statement.
    pub truncated: bool,
    /// Number in [`Table::codes`], or [`NONE`].
    pub code: u16,
    /// Number in [`Table::reasons`], or [`NONE`].
    pub reason: u16,
    /// Line in the original, from 1. 0 where the original has no lines.
    pub line: u16,
}

impl Table {
    /// The number of the row of an operation.
    #[must_use]
    pub const fn find(&self, name: &str) -> Option<u16> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(self.rows[middle].name.as_bytes(), name.as_bytes()) {
                0 => return Some(middle as u16),
                order if order < 0 => low = middle + 1,
                _ => high = middle,
            }
        }
        None
    }

    /// Bytes that the table occupies, without its texts.
    #[must_use]
    pub const fn size(&self) -> usize {
        size_of::<Self>()
            + size_of_val(self.sources)
            + size_of_val(self.codes)
            + size_of_val(self.reasons)
            + size_of_val(self.entries)
            + size_of_val(self.cells)
            + size_of_val(self.rows)
    }

    /// The cell of a row. `None` for a number that refers to nothing.
    pub(crate) const fn cell(&self, row: u16, aspect: Aspect) -> Option<&'static Cell> {
        if row as usize >= self.rows.len() {
            return None;
        }
        let number = self.rows[row as usize].cells[aspect as usize] as usize;
        if number < self.cells.len() { Some(&self.cells[number]) } else { None }
    }

    pub(crate) const fn code(&self, number: u16) -> Option<&'static str> {
        text(self.codes, number)
    }

    pub(crate) const fn reason(&self, number: u16) -> Option<&'static str> {
        text(self.reasons, number)
    }

    /// The statements of a cell. Empty if the cell refers to something outside of the table.
    pub(crate) fn entries_of(&self, cell: &Cell) -> &'static [Entry] {
        let first = usize::from(cell.first);
        self.entries.get(first..first + usize::from(cell.count)).unwrap_or_default()
    }
}

const fn text(texts: &'static [&'static str], number: u16) -> Option<&'static str> {
    if (number as usize) < texts.len() { Some(texts[number as usize]) } else { None }
}

const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return if left[at] < right[at] { -1 } else { 1 };
        }
        at += 1;
    }
    if left.len() == right.len() {
        0
    } else if left.len() < right.len() {
        -1
    } else {
        1
    }
}
