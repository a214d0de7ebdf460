//! Table, row and situation in, decision out. Everything here that decides is a `const fn` and
//! allocates nothing, so that the same answer is had by a compiler, a server and a script.
//!
//! Where several aspects of a situation hold at once the worst verdict stands, in this order: denied,
//! depends on the disk, accepted but fails, permitted with a hazard, unstated, permitted. Unstated
//! beats permitted because a call that one source permits may still be refused for the other reason,
//! about which nobody says anything; it loses against the rest, which are statements.
//!
//! A status or type that is known counts only for operations with a condition about it: documents
//! state conditions as limits, so an operation without one has none, which is not unstated.

use super::situation::{Aspect, Situation};
use super::state::Disk;
use super::table::{Agreement, Cell, Entry, Evidence, Hazard, Kind, Stated, Table};

/// What will happen to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Works as usual: a source says so, or nothing stands in the way.
    Permitted,
    /// Is carried out and can hurt.
    PermittedWithHazard(Hazard),
    /// No error is returned and nothing happens.
    AcceptedButFails,
    /// Refused, with the code where the documents name one.
    Denied(Option<&'static str>),
    /// Refused with this code while the disk is in use, and nobody said whether it is.
    DependsOnDisk(Option<&'static str>),
    /// No source says anything about this situation.
    Unstated,
}

impl Verdict {
    const fn rank(self) -> u8 {
        match self {
            Self::Permitted => 0,
            Self::Unstated => 1,
            Self::PermittedWithHazard(_) => 2,
            Self::AcceptedButFails => 3,
            Self::DependsOnDisk(_) => 4,
            Self::Denied(_) => 5,
        }
    }

    /// Name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::PermittedWithHazard(_) => "permitted-with-hazard",
            Self::AcceptedButFails => "accepted-but-fails",
            Self::Denied(_) => "denied",
            Self::DependsOnDisk(_) => "depends-on-disk",
            Self::Unstated => "unstated",
        }
    }
}

/// A verdict with everything that was said for and against it.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Decision {
    table: &'static Table,
    row: u16,
    situation: Situation,
    verdict: Verdict,
    agreement: Agreement,
    /// The aspect that decided; none where no aspect holds or no source speaks.
    decisive: Option<Aspect>,
}

/// What the documents say will happen to the operation of a row in a situation.
///
/// A row that the table does not have is [`Verdict::Unstated`]. Without any lock and with a group of
/// the customer's own, the verdict is [`Verdict::Permitted`] with no evidence: nothing stands in the
/// way.
#[inline]
pub const fn decide(table: &'static Table, row: u16, situation: Situation) -> Decision {
    let mut decision = Decision {
        table,
        row,
        situation,
        verdict: Verdict::Permitted,
        agreement: Agreement::Agreed,
        decisive: None,
    };
    if row as usize >= table.rows.len() {
        decision.verdict = Verdict::Unstated;
        return decision;
    }
    if situation.is_undocumented() && !out_of_reach(table, row) {
        decision.verdict = Verdict::Unstated;
    }
    let cells = &table.rows[row as usize].cells;
    // One bit for each aspect that holds, so that a call pays only for these.
    let mut rest = situation.aspects();
    while rest != 0 {
        let at = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        let index = cells[at] as usize;
        if index < table.cells.len() {
            decision.join(Aspect::ALL[at], &table.cells[index]);
        }
    }
    decision
}

/// The parameters of the operation reach no instance; whatever locks one does not matter.
const fn out_of_reach(table: &'static Table, row: u16) -> bool {
    let Some(cell) = table.cell(row, Aspect::SecurityLock) else {
        return false;
    };
    let mut at = cell.first as usize;
    while at < cell.first as usize + cell.count as usize && at < table.entries.len() {
        if matches!(table.entries[at].kind, Kind::NotApplicable) {
            return true;
        }
        at += 1;
    }
    false
}

impl Decision {
    #[inline]
    const fn join(&mut self, aspect: Aspect, cell: &Cell) {
        let verdict = self.verdict_of(cell);
        let first = self.decisive.is_none();
        if first && matches!(self.verdict, Verdict::Permitted) {
            // Nothing to weigh: the usual case of one lock or one condition.
            self.verdict = verdict;
            self.agreement = cell.agreement;
            self.decisive = Some(aspect);
            return;
        }
        let (old, new) = (self.verdict.rank(), verdict.rank());
        if new > old || first && new == old {
            // Denied by one source without doubt is denied, whatever is disputed elsewhere.
            self.agreement = match verdict {
                Verdict::Denied(_) => cell.agreement,
                _ => worse(self.agreement, cell.agreement),
            };
            self.verdict = verdict;
            self.decisive = Some(aspect);
        } else if let (Verdict::Denied(code), Verdict::Denied(other)) = (self.verdict, verdict) {
            self.agreement = better(self.agreement, cell.agreement);
            if code.is_none() && other.is_some() {
                self.verdict = verdict;
                self.decisive = Some(aspect);
            }
        } else if !self.is_denied() {
            if new == old && (cell.agreement as u8) > self.agreement as u8 {
                self.decisive = Some(aspect);
            }
            self.agreement = worse(self.agreement, cell.agreement);
        }
    }

    #[inline]
    const fn verdict_of(&self, cell: &Cell) -> Verdict {
        let code = self.table.code(cell.code);
        match cell.stated {
            Stated::Permitted => Verdict::Permitted,
            Stated::PermittedWithHazard(hazard) => Verdict::PermittedWithHazard(hazard),
            Stated::AcceptedButFails => Verdict::AcceptedButFails,
            Stated::Denied => Verdict::Denied(code),
            Stated::DeniedWhenDiskInUse => match self.situation.state_of_disk() {
                Disk::InUse => Verdict::Denied(code),
                Disk::Other => Verdict::Permitted,
                Disk::Unknown => Verdict::DependsOnDisk(code),
            },
            Stated::DeniedUnless(states) if self.situation.is_in(states) => Verdict::Permitted,
            Stated::DeniedUnless(_) => Verdict::Denied(code),
            Stated::Unstated => Verdict::Unstated,
        }
    }

    /// Name of the operation; empty for a row that the table does not have.
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

    /// What will happen.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The code a refused call gets, where the documents name one.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        match self.verdict {
            Verdict::Denied(code) | Verdict::DependsOnDisk(code) => code,
            _ => None,
        }
    }

    /// Whether the sources agree. Of several aspects: for a refusal the one that is disputed least,
    /// since one refusal is enough; for everything else the one that is disputed most.
    #[must_use]
    pub const fn agreement(&self) -> Agreement {
        self.agreement
    }

    /// The aspect of the situation that decided.
    #[must_use]
    pub const fn decisive(&self) -> Option<Aspect> {
        self.decisive
    }

    /// The call works as usual. A call with a hazard is not permitted in this sense.
    #[must_use]
    pub const fn is_permitted(&self) -> bool {
        matches!(self.verdict, Verdict::Permitted)
    }

    /// The call is refused.
    #[must_use]
    pub const fn is_denied(&self) -> bool {
        matches!(self.verdict, Verdict::Denied(_))
    }

    /// A source decides, no source that stands beside it disagrees, and what it says was not
    /// restored from a page whose words were lost.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        let open = matches!(self.verdict, Verdict::Unstated | Verdict::DependsOnDisk(_));
        !open && !matches!(self.agreement, Agreement::Contradicted) && !self.is_restored()
    }

    /// The deciding statement was restored by the maintainers from a cell whose words were lost.
    const fn is_restored(&self) -> bool {
        match self.deciding_entry() {
            Some(entry) => matches!(entry.kind, Kind::Curated) && entry.truncated,
            None => false,
        }
    }

    /// The statement that decided: the first of the deciding cell.
    pub(super) const fn deciding_entry(&self) -> Option<&'static Entry> {
        let Some(aspect) = self.decisive else {
            return None;
        };
        match self.table.cell(self.row, aspect) {
            Some(cell) if cell.count > 0 && (cell.first as usize) < self.table.entries.len() => {
                Some(&self.table.entries[cell.first as usize])
            }
            _ => None,
        }
    }

    /// The table that was asked.
    pub(super) const fn table(&self) -> &'static Table {
        self.table
    }

    /// Everything that was said about every aspect of the situation, the deciding aspect first and
    /// in it the deciding statement first.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence> + use<> {
        let Self { table, row, situation, decisive, .. } = *self;
        let others = Aspect::ALL.into_iter().filter(move |aspect| Some(*aspect) != decisive);
        decisive
            .into_iter()
            .chain(others)
            .filter(move |aspect| situation.holds(*aspect))
            .filter_map(move |aspect| Some((aspect, table.cell(row, aspect)?)))
            .flat_map(move |(aspect, cell)| {
                table.entries_of(cell).iter().map(move |entry| Evidence { table, aspect, entry })
            })
    }

    /// The decision as a result, for callers that want to stop at a refusal.
    ///
    /// # Errors
    /// [`Refused`] when the verdict is [`Verdict::Denied`].
    pub const fn refuse_denied(self) -> Result<Self, Refused> {
        if self.is_denied() { Err(Refused { decision: self }) } else { Ok(self) }
    }

    /// The decision as a result, for callers that want to send only what is certain to work.
    ///
    /// # Errors
    /// [`Refused`] when the call is not permitted, or not [certainly](Self::is_certain).
    pub const fn require_certain(self) -> Result<Self, Refused> {
        if self.is_permitted() && self.is_certain() {
            Ok(self)
        } else {
            Err(Refused { decision: self })
        }
    }
}

const fn worse(left: Agreement, right: Agreement) -> Agreement {
    if left as u8 >= right as u8 { left } else { right }
}

const fn better(left: Agreement, right: Agreement) -> Agreement {
    if left as u8 <= right as u8 { left } else { right }
}

/// A call that was not sent because of what the documents say.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not sent: {decision}")]
pub struct Refused {
    /// Why.
    pub decision: Decision,
}
