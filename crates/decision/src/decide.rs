//! Decides, from a table, an operation and a situation, what the documents say will happen.
//!
//! Several aspects can hold at once. Each has its own verdict, and the strictest one counts; of
//! equally strict ones ([`Severity`]), the first. One loop finds it, the aspect that decided, and
//! whether the sources agree. Everything is `const` and allocates nothing.
//!
//! If a table has a cell about an instance and a disk that are both overdue, that cell replaces the
//! cells about one of them alone.
//!
//! A known status or type counts only for operations with a condition about it. Documents state
//! conditions as limits, so an operation without a condition is not limited. That is not the same
//! as unstated.

use std::fmt;

use aliyun_rpc_vocabulary::{Agreement, Aspect, EvidenceKind, Hazard, Verdict};

use crate::evidence::Evidence;
use crate::severity::Severity;
use crate::situation::Situation;
use crate::state::DiskUsage;
use crate::table::{Cell, Entry, NONE, Table};

/// What the documents say will happen to a call, and who says so.
#[derive(Clone, Copy)]
#[must_use]
pub struct Decision {
    table: &'static Table,
    row: u16,
    situation: Situation,
    verdict: Verdict,
    agreement: Agreement,
    decisive: Option<Aspect>,
}

/// What the documents say will happen to the operation of a row in a situation.
///
/// If nothing is locked or managed, and no known state meets a condition, the verdict is
/// [`Verdict::Permitted`] without any evidence: nothing prevents the call. A row that the table
/// does not have is [`Verdict::Unstated`].
#[inline]
pub const fn decide(table: &'static Table, row: u16, situation: Situation) -> Decision {
    let known = (row as usize) < table.rows.len();
    let mut decision = Decision {
        table,
        row,
        situation,
        verdict: if known { Verdict::Permitted } else { Verdict::Unstated },
        agreement: Agreement::Agreed,
        decisive: None,
    };
    let mut worst = Severity::NOTHING;
    // One refusal is enough, so the least disputed refusal counts. For everything else, the most
    // disputed aspect counts.
    let (mut least, mut most) = (Agreement::Contradicted, Agreement::Agreed);
    let mut open = open(table, row, situation);
    while open != 0 {
        let aspect = Aspect::ALL[open.trailing_zeros() as usize];
        open &= open - 1;
        let Some(cell) = table.cell(row, aspect) else {
            continue;
        };
        let verdict = in_situation(cell, aspect, situation);
        if matches!(verdict, Verdict::Denied) {
            least = if lower(cell.agreement, least) { cell.agreement } else { least };
        }
        most = if lower(most, cell.agreement) { cell.agreement } else { most };
        let severity = Severity::new(verdict, cell.agreement, cell.code != NONE);
        if severity.exceeds(worst) {
            decision.verdict = verdict;
            decision.decisive = Some(aspect);
            worst = severity;
        }
    }
    decision.agreement = if matches!(decision.verdict, Verdict::Denied) { least } else { most };
    decision
}

/// The aspects that count, a bit for each: all that hold, except the parts of one that has a cell.
const fn open(table: &'static Table, row: u16, situation: Situation) -> u16 {
    let bits = situation.bits();
    let whole = Aspect::InstanceAndDiskFinancialLock;
    if bits >> whole as u16 & 1 == 0 || table.cell(row, whole).is_none() {
        return bits;
    }
    let (mut bits, mut at) = (bits, 0);
    while at < whole.parts().len() {
        bits &= !(1 << whole.parts()[at] as u16);
        at += 1;
    }
    bits
}

/// What a cell says in a situation.
const fn in_situation(cell: &Cell, aspect: Aspect, situation: Situation) -> Verdict {
    if cell.unless >> situation.state_number(aspect) & 1 != 0 {
        return Verdict::Permitted;
    }
    match (cell.verdict, situation.disk_usage()) {
        (Verdict::DependsOnDisk, DiskUsage::InUse) => Verdict::Denied,
        (Verdict::DependsOnDisk, DiskUsage::NotInUse) => Verdict::Permitted,
        (verdict, _) => verdict,
    }
}

const fn lower(left: Agreement, right: Agreement) -> bool {
    (left as u8) < right as u8
}

impl Decision {
    /// Name of the operation. Empty for a row that the table does not have.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        if (self.row as usize) < self.table.rows.len() {
            self.table.rows[self.row as usize].name
        } else {
            ""
        }
    }

    /// The situation that was asked about.
    pub const fn situation(&self) -> Situation {
        self.situation
    }

    /// The strictest verdict of all aspects that hold.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The code that a refused call gets, if the documents name one.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        match self.deciding_cell() {
            Some(cell) if self.verdict.is_refusal() => self.table.code(cell.code),
            _ => None,
        }
    }

    /// What the call destroys, if the verdict is [`Verdict::PermittedWithHazard`].
    #[must_use]
    pub const fn hazard(&self) -> Option<Hazard> {
        match self.deciding_cell() {
            Some(cell) if matches!(self.verdict, Verdict::PermittedWithHazard) => cell.hazard,
            _ => None,
        }
    }

    /// Whether the sources agree. If several aspects hold, the least disputed one counts for a
    /// refusal, because one refusal is enough. For everything else the most disputed one counts.
    #[must_use]
    pub const fn agreement(&self) -> Agreement {
        self.agreement
    }

    /// The aspect of the situation that decided.
    #[must_use]
    pub const fn decisive(&self) -> Option<Aspect> {
        self.decisive
    }

    /// Whether the call works as usual. A call with a hazard is not permitted in this sense.
    #[must_use]
    pub const fn is_permitted(&self) -> bool {
        matches!(self.verdict, Verdict::Permitted)
    }

    /// Whether the call is refused.
    #[must_use]
    pub const fn is_denied(&self) -> bool {
        matches!(self.verdict, Verdict::Denied)
    }

    /// Whether a source decides, no other valid source disagrees, and the deciding statement was
    /// not restored from a page that had lost words.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        let open = matches!(self.verdict, Verdict::Unstated | Verdict::DependsOnDisk);
        !open && !matches!(self.disputed(), Agreement::Contradicted)
    }

    /// How much the verdict is in doubt. A restored statement counts as a contradicted one.
    pub(crate) const fn disputed(&self) -> Agreement {
        match self.deciding_entry() {
            Some(entry) if matches!(entry.kind, EvidenceKind::Curated) && entry.truncated => {
                Agreement::Contradicted
            }
            _ => self.agreement,
        }
    }

    /// Every statement about every aspect of the situation. The deciding aspect comes first, and
    /// its deciding statement is the first of all.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence> + use<> {
        let Self { table, row, situation, decisive, .. } = *self;
        let others = situation.aspects().filter(move |aspect| Some(*aspect) != decisive);
        decisive
            .into_iter()
            .chain(others)
            .filter_map(move |aspect| Some((aspect, table.cell(row, aspect)?)))
            .flat_map(move |(aspect, cell)| {
                table.entries_of(cell).iter().map(move |entry| Evidence { table, aspect, entry })
            })
    }

    pub(crate) const fn table(&self) -> &'static Table {
        self.table
    }

    const fn deciding_cell(&self) -> Option<&'static Cell> {
        match self.decisive {
            Some(aspect) => self.table.cell(self.row, aspect),
            None => None,
        }
    }

    /// The statement that a message of one line cites: the deciding one or, if that is curated, a
    /// published one that says the same.
    pub(crate) const fn cited_entry(&self) -> Option<&'static Entry> {
        let (Some(cell), Some(deciding)) = (self.deciding_cell(), self.deciding_entry()) else {
            return None;
        };
        let Some(says) = deciding.says else {
            return Some(deciding);
        };
        let (first, entries) = (cell.first as usize, self.table.entries);
        let mut at = first;
        while at < first + cell.count as usize && at < entries.len() {
            let entry = &entries[at];
            let same = matches!(entry.says, Some(other) if other as u8 == says as u8);
            if same && !matches!(entry.kind, EvidenceKind::Curated) {
                return Some(entry);
            }
            at += 1;
        }
        Some(deciding)
    }

    /// The first statement of the deciding cell.
    pub(crate) const fn deciding_entry(&self) -> Option<&'static Entry> {
        match self.deciding_cell() {
            Some(cell) if cell.count > 0 && (cell.first as usize) < self.table.entries.len() => {
                Some(&self.table.entries[cell.first as usize])
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("operation", &self.operation())
            .field("situation", &self.situation)
            .field("verdict", &self.verdict)
            .field("agreement", &self.agreement)
            .field("decisive", &self.decisive)
            .finish()
    }
}
