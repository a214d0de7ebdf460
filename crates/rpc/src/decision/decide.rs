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

use std::fmt;

use super::fold::{DENIED, DEPENDS, Folded, PERMITTED, UNSTATED, top};
use super::situation::{Aspect, OTHER, Situation};
use super::table::{Agreement, Entry, Evidence, Hazard, Kind, Table};

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

/// A verdict with everything that was said for and against it: who asks for more than the verdict
/// has it looked up then.
#[derive(Clone, Copy)]
#[must_use]
pub struct Decision {
    table: &'static Table,
    situation: Situation,
    row: u16,
    folded: Folded,
}

/// What the documents say will happen to the operation of a row in a situation.
///
/// A row that the table does not have is [`Verdict::Unstated`]. Without any lock and with a group of
/// the customer's own, the verdict is [`Verdict::Permitted`] with no evidence: nothing stands in the
/// way.
#[inline]
pub const fn decide(table: &'static Table, row: u16, situation: Situation) -> Decision {
    let folded = if (row as usize) < table.rows.len() {
        table.rows[row as usize].fold(situation)
    } else {
        Folded { bit: UNSTATED, code: 0 }
    };
    Decision { table, situation, row, folded }
}

impl Decision {
    /// The agreement and the aspect that decided.
    const fn weigh(&self) -> (Agreement, Option<Aspect>) {
        let (mut agreement, mut decisive) = (Agreement::Agreed, None);
        if self.row as usize >= self.table.rows.len() {
            return (agreement, decisive);
        }
        let row = &self.table.rows[self.row as usize];
        let stated = row.stated(self.situation);
        let (mut old, mut coded) = (top((stated >> (8 * OTHER)) as u8), false);
        let mut at = 0;
        while at < Aspect::ALL.len() {
            let aspect = Aspect::ALL[at];
            let cell = self.table.cell(self.row, aspect);
            if let (true, Some(cell)) = (self.situation.holds(aspect), cell) {
                let new = top((stated >> (8 * at)) as u8);
                if new > old || decisive.is_none() && new == old {
                    // Denied by one source without doubt is denied, whatever is disputed elsewhere.
                    agreement = match new {
                        DENIED => cell.agreement,
                        _ => worse(agreement, cell.agreement),
                    };
                    (old, coded, decisive) = (new, row.is_coded(at), Some(aspect));
                } else if old == new && new >= DEPENDS {
                    agreement = match new {
                        DENIED => better(agreement, cell.agreement),
                        _ => worse(agreement, cell.agreement),
                    };
                    // The code of a refusal is that of the first cell that names one.
                    if !coded && row.is_coded(at) {
                        (coded, decisive) = (true, Some(aspect));
                    }
                } else if old != DENIED {
                    if new == old && (cell.agreement as u8) > agreement as u8 {
                        decisive = Some(aspect);
                    }
                    agreement = worse(agreement, cell.agreement);
                }
            }
            at += 1;
        }
        (agreement, decisive)
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
    #[inline]
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        let number = self.folded.number();
        if number < self.table.verdicts.len() {
            self.table.verdicts[number]
        } else {
            Verdict::Unstated
        }
    }

    /// The code a refused call gets, where the documents name one.
    #[inline]
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        match self.verdict() {
            Verdict::Denied(code) | Verdict::DependsOnDisk(code) => code,
            _ => None,
        }
    }

    /// Whether the sources agree. Of several aspects: for a refusal the one that is disputed least,
    /// since one refusal is enough; for everything else the one that is disputed most.
    #[must_use]
    pub const fn agreement(&self) -> Agreement {
        self.weigh().0
    }

    /// The aspect of the situation that decided.
    #[must_use]
    pub const fn decisive(&self) -> Option<Aspect> {
        self.weigh().1
    }

    /// The call works as usual. A call with a hazard is not permitted in this sense.
    #[inline]
    #[must_use]
    pub const fn is_permitted(&self) -> bool {
        self.folded.bit == PERMITTED
    }

    /// The call is refused.
    #[inline]
    #[must_use]
    pub const fn is_denied(&self) -> bool {
        self.folded.bit == DENIED
    }

    /// A source decides, no source that stands beside it disagrees, and what it says was not
    /// restored from a page whose words were lost.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        let open = matches!(self.folded.bit, UNSTATED | DEPENDS);
        !open && !matches!(self.agreement(), Agreement::Contradicted) && !self.is_restored()
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
        let Some(aspect) = self.decisive() else {
            return None;
        };
        match self.table.cell(self.row, aspect) {
            Some(cell) if cell.count > 0 && (cell.first as usize) < self.table.entries.len() => {
                Some(&self.table.entries[cell.first as usize])
            }
            _ => None,
        }
    }

    /// The higher the worse, in the order of [the module](self).
    pub(super) const fn severity(&self) -> u8 {
        self.folded.bit
    }

    /// The table that was asked.
    pub(super) const fn table(&self) -> &'static Table {
        self.table
    }

    /// Everything that was said about every aspect of the situation, the deciding aspect first and
    /// in it the deciding statement first.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence> + use<> {
        let Self { table, row, situation, .. } = *self;
        let decisive = self.decisive();
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

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("operation", &self.operation())
            .field("situation", &self.situation)
            .field("verdict", &self.verdict())
            .field("agreement", &self.agreement())
            .field("decisive", &self.decisive())
            .finish()
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
