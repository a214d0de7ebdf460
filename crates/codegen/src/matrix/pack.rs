//! The matrix as the runtime stores it: statements, cells and texts that occur twice are stored
//! once, and everything points to everything by a 16-bit number.

use std::collections::HashMap;
use std::hash::Hash;

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{
    Agreement, Cell, Condition, Evidence, EvidenceKind, Hazard, Matrix, MatrixRow, MatrixSource,
    Says, StateKind, Verdict,
};

use super::cells;

/// No entry, where a number is expected; the same as in the runtime.
pub const NONE: u16 = u16::MAX;

/// The packed matrix.
#[derive(Debug)]
pub struct Packed<'a> {
    /// Sources.
    pub sources: &'a [MatrixSource],
    /// Codes that cells and statements name.
    pub codes: Vec<&'a str>,
    /// Reasons of curated statements.
    pub reasons: Vec<&'a str>,
    /// Statements.
    pub entries: Vec<Entry<'a>>,
    /// Distinct cells.
    pub cells: Vec<PackedCell<'a>>,
    /// Operations with their cells: situations, then conditions.
    pub rows: Vec<(&'a str, [u16; COLUMNS])>,
}

/// Situations and conditions, as many as the runtime has aspects.
pub const COLUMNS: usize = 5 + StateKind::ALL.len();

/// Some states of one kind, as on the wire.
pub type States<'a> = (StateKind, &'a [String]);

/// One statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry<'a> {
    /// Number of the source.
    pub source: u16,
    /// Kind.
    pub kind: EvidenceKind,
    /// What it says.
    pub says: Option<Says>,
    /// The states that it requires, if it says so.
    pub requires: Option<States<'a>>,
    /// The capture holds only a part of it.
    pub truncated: bool,
    /// Number of the code.
    pub code: u16,
    /// Number of the reason.
    pub reason: u16,
    /// Line in the original; 0 where lines mean nothing.
    pub line: u16,
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PackedCell<'a> {
    /// Verdict.
    pub verdict: Verdict,
    /// The states in which the verdict does not hold and the call works.
    pub unless: Option<States<'a>>,
    /// Hazard of a verdict that has one.
    pub hazard: Option<Hazard>,
    /// Agreement.
    pub agreement: Agreement,
    /// Number of the code.
    pub code: u16,
    /// First statement.
    pub first: u16,
    /// How many statements.
    pub count: u16,
}

/// Packs the rows of a matrix.
#[must_use]
pub fn pack<'a>(matrix: &'a Matrix, rows: &[&'a MatrixRow]) -> Packed<'a> {
    let mut packer = Packer::default();
    let packed = rows.iter().map(|row| (row.name.as_str(), packer.row(matrix, row))).collect();
    Packed {
        sources: &matrix.sources,
        codes: packer.codes.items,
        reasons: packer.reasons.items,
        entries: packer.entries,
        cells: packer.cells.items,
        rows: packed,
    }
}

#[derive(Default)]
struct Packer<'a> {
    codes: Pool<&'a str>,
    reasons: Pool<&'a str>,
    runs: HashMap<Vec<Entry<'a>>, u16>,
    entries: Vec<Entry<'a>>,
    cells: Pool<PackedCell<'a>>,
}

impl<'a> Packer<'a> {
    fn row(&mut self, matrix: &'a Matrix, row: &'a MatrixRow) -> [u16; COLUMNS] {
        let conditions = StateKind::ALL.map(|about| row.condition(about));
        let mut numbers = [NONE; COLUMNS];
        let (locks, states) = numbers.split_at_mut(COLUMNS - StateKind::ALL.len());
        for (number, cell) in locks.iter_mut().zip(cells(row)) {
            *number = self.cell(matrix, cell, None);
        }
        for (number, condition) in states.iter_mut().zip(conditions) {
            if let Some(Condition { about, allowed, refusal }) = condition {
                *number = self.cell(matrix, refusal, Some((*about, allowed)));
            }
        }
        numbers
    }

    fn cell(&mut self, matrix: &'a Matrix, cell: &'a Cell, unless: Option<States<'a>>) -> u16 {
        let about = unless.map(|(about, _)| about);
        let run: Vec<Entry<'a>> =
            cell.evidence.iter().map(|evidence| self.entry(matrix, evidence, about)).collect();
        let count = number(run.len());
        let first = match self.runs.get(&run) {
            Some(first) => *first,
            None => {
                let first = number(self.entries.len());
                self.entries.extend(&run);
                self.runs.insert(run, first);
                first
            }
        };
        self.cells.number(PackedCell {
            verdict: cell.verdict,
            unless,
            hazard: cell.hazard,
            agreement: cell.agreement,
            code: self.codes.optional(cell.code.as_deref()),
            first,
            count,
        })
    }

    fn entry(
        &mut self,
        matrix: &Matrix,
        evidence: &'a Evidence,
        about: Option<StateKind>,
    ) -> Entry<'a> {
        let requires = about.filter(|_| evidence.says == Some(Says::Requires));
        let source = matrix.sources.iter().position(|source| source.id == evidence.source);
        Entry {
            source: source.map_or(NONE, number),
            kind: evidence.kind,
            says: evidence.says,
            requires: requires.map(|about| (about, evidence.requires.as_slice())),
            truncated: evidence.quality == Quality::Truncated,
            code: self.codes.optional(evidence.code.as_deref()),
            reason: self.reasons.optional(evidence.reason.as_deref()),
            line: u16::try_from(evidence.line).unwrap_or(0),
        }
    }
}

/// Numbers equal items once.
struct Pool<T> {
    items: Vec<T>,
    known: HashMap<T, u16>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { items: Vec::new(), known: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Pool<T> {
    fn number(&mut self, item: T) -> u16 {
        let Self { items, known } = self;
        *known.entry(item).or_insert_with(|| {
            items.push(item);
            number(items.len() - 1)
        })
    }

    fn optional(&mut self, item: Option<T>) -> u16 {
        item.map_or(NONE, |item| self.number(item))
    }
}

/// More than 65,534 of anything become [`NONE`], which the runtime reads as "not there".
fn number(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::fixture::matrix;
    use crate::matrix::sorted;

    #[test]
    fn every_cell_of_every_row_leads_back_to_its_verdict_and_evidence() {
        let matrix = matrix();
        let rows = sorted(&matrix);
        let packed = pack(&matrix, &rows);
        for (row, (name, numbers)) in rows.iter().zip(&packed.rows) {
            assert_eq!(row.name, *name);
            for (cell, number) in cells(row).into_iter().zip(numbers) {
                let found = packed.cells[usize::from(*number)];
                assert_eq!(found.verdict, cell.verdict);
                let code = packed.codes.get(usize::from(found.code)).copied();
                assert_eq!(code, cell.code.as_deref());
                assert_eq!(found.unless, None);
                let first = usize::from(found.first);
                let run = &packed.entries[first..first + usize::from(found.count)];
                let says: Vec<_> = run.iter().map(|entry| entry.says).collect();
                let stated: Vec<_> = cell.evidence.iter().map(|one| one.says).collect();
                assert_eq!(says, stated);
            }
        }
    }

    #[test]
    fn every_condition_leads_back_to_its_states_and_a_row_without_one_to_nothing() {
        let matrix = matrix();
        let rows = sorted(&matrix);
        let packed = pack(&matrix, &rows);
        let mut conditions = 0;
        for (row, (_, numbers)) in rows.iter().zip(&packed.rows) {
            for (about, number) in StateKind::ALL.into_iter().zip(&numbers[5..]) {
                let Some(condition) = row.condition(about) else {
                    assert_eq!(*number, NONE);
                    continue;
                };
                conditions += 1;
                let found = packed.cells[usize::from(*number)];
                let allowed = condition.allowed.as_slice();
                assert_eq!(found.unless, Some((about, allowed)));
                let first = packed.entries[usize::from(found.first)];
                assert_eq!(first.requires, Some((about, allowed)));
            }
        }
        assert_eq!(conditions, 2);
    }

    #[test]
    fn equal_cells_and_runs_are_stored_once() {
        let mut matrix = matrix();
        let before = pack(&matrix, &sorted(&matrix));
        let (cells, entries) = (before.cells.len(), before.entries.len());
        let mut twin = matrix.operations[0].clone();
        twin.name = "Twin".to_owned();
        matrix.operations.push(twin);
        let after = pack(&matrix, &sorted(&matrix));
        assert_eq!((after.cells.len(), after.entries.len()), (cells, entries));
    }
}
