//! The matrix as the runtime stores it: statements, cells and texts that occur twice are stored
//! once, and everything points to everything by a 16-bit number.

use std::collections::HashMap;
use std::hash::Hash;

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{
    Agreement, Aspect, Cell, Evidence, EvidenceKind, Hazard, Matrix, MatrixRow, MatrixSource, Says,
    Verdict,
};

/// No entry, where a number is expected; the same as in the runtime.
pub const NONE: u16 = u16::MAX;

/// The packed matrix.
#[derive(Debug)]
pub struct Packed<'a> {
    /// What [`Entry::source`] refers to.
    pub sources: &'a [MatrixSource],
    /// Codes that cells and statements name.
    pub codes: Vec<&'a str>,
    /// Reasons of curated statements.
    pub reasons: Vec<&'a str>,
    /// Statements; those of one cell are adjacent.
    pub entries: Vec<Entry>,
    /// Distinct cells.
    pub cells: Vec<PackedCell>,
    /// Operations with their cells by [`Aspect`].
    pub rows: Vec<(&'a str, [u16; Aspect::COUNT])>,
}

/// One statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Number of the source.
    pub source: u16,
    /// How strong the statement is.
    pub kind: EvidenceKind,
    /// What it says.
    pub says: Option<Says>,
    /// The states that it requires, as bits.
    pub requires: u8,
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
pub struct PackedCell {
    /// What the deciding statement says will happen.
    pub verdict: Verdict,
    /// The states in which the verdict does not hold, as bits.
    pub unless: u8,
    /// Hazard of a verdict that has one.
    pub hazard: Option<Hazard>,
    /// Whether the other statements say the same.
    pub agreement: Agreement,
    /// Number of the code.
    pub code: u16,
    /// Number of the deciding statement. The others of the cell follow it.
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
    runs: HashMap<Vec<Entry>, u16>,
    entries: Vec<Entry>,
    cells: Pool<PackedCell>,
}

impl<'a> Packer<'a> {
    fn row(&mut self, matrix: &'a Matrix, row: &'a MatrixRow) -> [u16; Aspect::COUNT] {
        let mut numbers = [NONE; Aspect::COUNT];
        for (aspect, cell) in &row.cells {
            numbers[*aspect as usize] = self.cell(matrix, *aspect, cell);
        }
        for aspect in Aspect::ALL {
            if let (NONE, Some(general)) = (numbers[*aspect as usize], aspect.general()) {
                numbers[*aspect as usize] = numbers[general as usize];
            }
        }
        numbers
    }

    fn cell(&mut self, matrix: &'a Matrix, aspect: Aspect, cell: &'a Cell) -> u16 {
        let run: Vec<Entry> =
            cell.evidence.iter().map(|evidence| self.entry(matrix, aspect, evidence)).collect();
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
            unless: aspect.state_bits(&cell.unless),
            hazard: cell.hazard,
            agreement: cell.agreement,
            code: self.codes.optional(cell.code.as_deref()),
            first,
            count,
        })
    }

    fn entry(&mut self, matrix: &Matrix, aspect: Aspect, evidence: &'a Evidence) -> Entry {
        let source = matrix.sources.iter().position(|source| source.id == evidence.source);
        Entry {
            source: source.map_or(NONE, number),
            kind: evidence.kind,
            says: evidence.says,
            requires: aspect.state_bits(&evidence.requires),
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
            for (aspect, cell) in &row.cells {
                let found = packed.cells[usize::from(numbers[*aspect as usize])];
                assert_eq!(found.verdict, cell.verdict);
                let code = packed.codes.get(usize::from(found.code)).copied();
                assert_eq!(code, cell.code.as_deref());
                assert_eq!(found.unless != 0, aspect.is_condition());
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
            for aspect in Aspect::ALL.iter().filter(|aspect| aspect.is_condition()) {
                let number = numbers[*aspect as usize];
                let Some(condition) = row.cell(*aspect) else {
                    assert_eq!(number, NONE);
                    continue;
                };
                conditions += 1;
                let found = packed.cells[usize::from(number)];
                assert_eq!(found.unless, aspect.state_bits(&condition.unless));
                assert_ne!(found.unless, 0);
                let first = packed.entries[usize::from(found.first)];
                assert_eq!(first.requires, found.unless);
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
