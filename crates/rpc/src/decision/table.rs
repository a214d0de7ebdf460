//! The static table behind [`decide`](super::decide()): every operation of a product and what each
//! source states about it. Statements and cells that occur twice are stored once, so that a whole
//! product stays far below 64 kB.
//!
//! Generated code builds these values; everything else reads them through
//! [`Decision`](super::Decision).

use super::decide::Verdict;
use super::situation::Aspect;
use super::state::States;

/// No entry, where an index is expected.
pub const NONE: u16 = u16::MAX;

/// Everything the documents say about the operations of one product.
#[derive(Debug)]
pub struct Table {
    /// Sources that [`Entry::source`] points to.
    pub sources: &'static [Source],
    /// Error codes that cells and entries point to.
    pub codes: &'static [&'static str],
    /// Every verdict that rows can come to, made with [`verdicts`](super::verdicts).
    pub verdicts: &'static [Verdict],
    /// Reasons of curated entries.
    pub reasons: &'static [&'static str],
    /// Statements; a cell owns a run of them.
    pub entries: &'static [Entry],
    /// Distinct cells that rows point to.
    pub cells: &'static [Cell],
    /// Operations, in byte order of their names.
    pub rows: &'static [Row],
}

/// A published source.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id in the specification.
    pub id: &'static str,
    /// Date of publication, `YYYY-MM-DD`; empty for curated statements.
    pub published: &'static str,
    /// The vendor's page; empty for curated statements.
    pub url: &'static str,
    /// How a message names it: `lock page`.
    pub title: &'static str,
}

/// One operation, made with [`Row::new`].
#[derive(Debug)]
pub struct Row {
    /// Operation name.
    pub name: &'static str,
    /// Its cells, in the order of [`Aspect::ALL`]; [`NONE`] where it has no condition.
    pub cells: [u16; 7],
    /// Which cells name the code of a refusal, one bit each.
    pub(super) coded: u8,
    /// Those codes from 1, a byte for each cell.
    pub(super) codes: u64,
    /// What each cell states, a byte for each, and in the last what a lock of another kind means.
    pub(super) word: u64,
}

/// One operation in one situation.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// What the strongest source states.
    pub stated: Stated,
    /// Whether the others agree.
    pub agreement: Agreement,
    /// The code of the refusal in [`Table::codes`], or [`NONE`].
    pub code: u16,
    /// First statement in [`Table::entries`].
    pub first: u16,
    /// How many statements follow.
    pub count: u16,
}

/// What the strongest source states, before the state is looked at that may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// Works as usual.
    Permitted,
    /// Is carried out and can hurt.
    PermittedWithHazard(Hazard),
    /// No error is returned and nothing happens.
    AcceptedButFails,
    /// Refused.
    Denied,
    /// Refused while the disk is in use, otherwise as usual.
    DeniedWhenDiskInUse,
    /// Refused in every known state but these.
    DeniedUnless(States),
    /// Nobody says anything.
    Unstated,
}

/// What a call that is carried out can destroy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Hazard {
    /// The disks are released although they were to be kept.
    ReleasesDisks,
}

impl Hazard {
    /// Name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReleasesDisks => "releases-disks",
        }
    }

    /// The hazard in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReleasesDisks => "the disks are released even where they were to be kept",
        }
    }
}

/// Whether the sources agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Nothing speaks against the verdict.
    Agreed,
    /// An older edition of the same page said otherwise.
    Superseded,
    /// Sources that stand beside each other disagree.
    Contradicted,
}

impl Agreement {
    /// Name in the specification and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Superseded => "superseded",
            Self::Contradicted => "contradicted",
        }
    }
}

/// One statement of one source, as stored.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Index in [`Table::sources`].
    pub source: u16,
    /// Kind of statement.
    pub kind: Kind,
    /// What it says; none when the words were lost.
    pub says: Option<Says>,
    /// The capture holds only a part of it.
    pub truncated: bool,
    /// Index in [`Table::codes`], or [`NONE`].
    pub code: u16,
    /// Index in [`Table::reasons`], or [`NONE`].
    pub reason: u16,
    /// Line in the original, from 1; 0 where lines mean nothing.
    pub line: u16,
}

/// Kind of a statement, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Curated by the maintainers, with a reason.
    Curated,
    /// A row of a page.
    PageRow,
    /// The operation's own description.
    OperationProse,
    /// The operation's own error table.
    ErrorTable,
    /// The page's rule for operations it does not list.
    PageDefault,
    /// The operation has no such resource in reach.
    NotApplicable,
}

impl Kind {
    /// Name in the specification and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curated => "curated",
            Self::PageRow => "page-row",
            Self::OperationProse => "operation-prose",
            Self::ErrorTable => "error-table",
            Self::PageDefault => "page-default",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// What a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Says {
    /// Works as usual.
    Unaffected,
    /// Refused.
    Denied,
    /// Refused while the disk is in use.
    DeniedWhenDiskInUse,
    /// No error is returned and nothing happens.
    AcceptedButFails,
    /// Disks that were to be kept are released.
    ReleasesDisks,
    /// The error table lists the code of this situation.
    ListsCode,
    /// The error table lists no code of this situation.
    ListsNoCode,
    /// Refused unless in one of these states.
    Requires(States),
}

impl Says {
    /// Name in the specification and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unaffected => "unaffected",
            Self::Denied => "denied",
            Self::DeniedWhenDiskInUse => "denied-when-disk-in-use",
            Self::AcceptedButFails => "accepted-but-fails",
            Self::ReleasesDisks => "releases-disks",
            Self::ListsCode => "lists-code",
            Self::ListsNoCode => "lists-no-code",
            Self::Requires(_) => "requires",
        }
    }

    /// The statement in words; those of [`Says::Requires`] go on with its states.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unaffected => "works as usual",
            Self::Denied => "refused",
            Self::DeniedWhenDiskInUse => "refused while the disk is in use",
            Self::AcceptedButFails => "accepted without an error, but nothing happens",
            Self::ReleasesDisks => "releases disks that were to be kept",
            Self::ListsCode => "lists the code of this situation",
            Self::ListsNoCode => "lists no code of this situation",
            Self::Requires(_) => "requires",
        }
    }
}

impl Table {
    /// A table that has no operation: nothing is stated about any.
    pub const EMPTY: Self = Self {
        sources: &[],
        codes: &[],
        verdicts: &[],
        reasons: &[],
        entries: &[],
        cells: &[],
        rows: &[],
    };

    /// The row of an operation.
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

    /// The cell of a row, none for a row or index that does not exist.
    #[must_use]
    pub(super) const fn cell(&self, row: u16, aspect: Aspect) -> Option<Cell> {
        if row as usize >= self.rows.len() {
            return None;
        }
        let index = self.rows[row as usize].cells[aspect as usize] as usize;
        if index < self.cells.len() { Some(self.cells[index]) } else { None }
    }

    /// The code at an index, none for [`NONE`].
    #[must_use]
    pub(super) const fn code(&self, index: u16) -> Option<&'static str> {
        text(self.codes, index)
    }

    /// The statements of a cell; empty when the cell points outside the table.
    #[must_use]
    pub(super) fn entries_of(&self, cell: Cell) -> &'static [Entry] {
        let first = usize::from(cell.first);
        self.entries.get(first..first + usize::from(cell.count)).unwrap_or_default()
    }

    /// Bytes that the table occupies, texts not counted.
    #[must_use]
    pub const fn size(&self) -> usize {
        size_of::<Self>()
            + size_of_val(self.sources)
            + size_of_val(self.codes)
            + size_of_val(self.verdicts)
            + size_of_val(self.reasons)
            + size_of_val(self.entries)
            + size_of_val(self.cells)
            + size_of_val(self.rows)
    }
}

const fn text(texts: &'static [&'static str], index: u16) -> Option<&'static str> {
    if (index as usize) < texts.len() { Some(texts[index as usize]) } else { None }
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

/// One statement of one source about one aspect of a situation.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    pub(super) table: &'static Table,
    pub(super) aspect: Aspect,
    pub(super) entry: &'static Entry,
}

impl Evidence {
    /// What it is about.
    #[must_use]
    pub fn aspect(&self) -> Aspect {
        self.aspect
    }

    /// Who says so; none only in a table that is broken.
    #[must_use]
    pub fn source(&self) -> Option<&'static Source> {
        self.table.sources.get(usize::from(self.entry.source))
    }

    /// Kind of statement.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.entry.kind
    }

    /// What it says; none when the words were lost.
    #[must_use]
    pub fn says(&self) -> Option<Says> {
        self.entry.says
    }

    /// The capture holds only a part of the statement.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.entry.truncated
    }

    /// The error code it names.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.table.code(self.entry.code)
    }

    /// Why the maintainers say so, for curated statements.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        text(self.table.reasons, self.entry.reason)
    }

    /// Line in the original, from 1, where it has one.
    #[must_use]
    pub fn line(&self) -> Option<u16> {
        (self.entry.line != 0).then_some(self.entry.line)
    }
}
