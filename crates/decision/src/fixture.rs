//! A small table with one row for each shape of cell, for the tests of this crate.

use aliyun_rpc_vocabulary::{
    Agreement, Aspect, EvidenceKind, Hazard, InstanceStatus, Says, SecurityGroupType, Verdict,
};

use crate::table::{Cell, Entry, NONE, Row, Source, Table};

pub(super) const CLOSED: u16 = 0;
pub(super) const CUT: u16 = 1;
pub(super) const DEPENDS: u16 = 2;
pub(super) const FREE: u16 = 3;
pub(super) const HAZARD: u16 = 4;
pub(super) const IDLE: u16 = 5;
pub(super) const NOWHERE: u16 = 6;
pub(super) const OPEN: u16 = 7;
pub(super) const POLICY: u16 = 8;
pub(super) const START: u16 = 9;
pub(super) const UNITED: u16 = 10;
pub(super) const VISIT: u16 = 11;

const fn entry(source: u16, kind: EvidenceKind, says: Says) -> Entry {
    Entry {
        source,
        kind,
        says: Some(says),
        requires: 0,
        truncated: false,
        code: NONE,
        reason: NONE,
        line: 0,
    }
}

const fn cell(verdict: Verdict, agreement: Agreement, code: u16, first: u16, count: u16) -> Cell {
    let releases = matches!(verdict, Verdict::PermittedWithHazard);
    let hazard = if releases { Some(Hazard::ReleasesDisks) } else { None };
    Cell { verdict, unless: 0, hazard, agreement, code, first, count }
}

/// A row without conditions. What is said about another lock is what parameters out of reach say.
const fn row(name: &'static str, cells: [u16; 5]) -> Row {
    let [security, financial, disk, account, service] = cells;
    let other = if security == 8 { 8 } else { 0 };
    let mut cells = [NONE; Aspect::COUNT];
    cells[Aspect::SecurityLock as usize] = security;
    cells[Aspect::FinancialLock as usize] = financial;
    cells[Aspect::RecyclingLock as usize] = other;
    cells[Aspect::DedicatedHostFinancialLock as usize] = other;
    cells[Aspect::RefundedLock as usize] = other;
    cells[Aspect::OtherLock as usize] = other;
    cells[Aspect::DiskFinancialLock as usize] = disk;
    cells[Aspect::ManagedGroup as usize] = account;
    cells[Aspect::ManagedGroupService as usize] = service;
    Row { name, cells }
}

/// The row with one more cell.
const fn with(row: Row, aspect: Aspect, cell: u16) -> Row {
    let Row { name, mut cells } = row;
    cells[aspect as usize] = cell;
    Row { name, cells }
}

const RUNS_OR_STOPPED: u8 = 1 << InstanceStatus::Running as u8 | 1 << InstanceStatus::Stopped as u8;
const STOPPED: u8 = 1 << InstanceStatus::Stopped as u8;
const BASIC: u8 = 1 << SecurityGroupType::Basic as u8;

const ENTRIES: &[Entry] = &[
    Entry { code: 0, line: 7, ..entry(0, EvidenceKind::PageRow, Says::Denied) },
    Entry { truncated: true, ..entry(0, EvidenceKind::PageRow, Says::DeniedWhenDiskInUse) },
    entry(3, EvidenceKind::PageRow, Says::Denied),
    Entry { code: 0, ..entry(1, EvidenceKind::ErrorTable, Says::ListsCode) },
    entry(0, EvidenceKind::PageRow, Says::Unaffected),
    Entry { code: 0, ..entry(1, EvidenceKind::ErrorTable, Says::ListsCode) },
    entry(0, EvidenceKind::PageRow, Says::AcceptedButFails),
    entry(0, EvidenceKind::PageDefault, Says::Unaffected),
    entry(1, EvidenceKind::NotApplicable, Says::Unaffected),
    Entry {
        truncated: true,
        reason: 0,
        ..entry(0, EvidenceKind::Curated, Says::DeniedWhenDiskInUse)
    },
    Entry { says: None, truncated: true, ..entry(0, EvidenceKind::PageRow, Says::Denied) },
    entry(2, EvidenceKind::Curated, Says::ReleasesDisks),
    entry(0, EvidenceKind::PageRow, Says::Unaffected),
    Entry { code: 2, requires: RUNS_OR_STOPPED, ..entry(0, EvidenceKind::PageRow, Says::Requires) },
    Entry { code: 2, ..entry(1, EvidenceKind::ErrorTable, Says::ListsCode) },
    Entry { code: 3, requires: BASIC, ..entry(0, EvidenceKind::PageRow, Says::Requires) },
    Entry { requires: STOPPED, ..entry(0, EvidenceKind::PageRow, Says::Requires) },
    Entry { requires: RUNS_OR_STOPPED, ..entry(3, EvidenceKind::PageRow, Says::Requires) },
];

/// Cells: 0 unstated, 1 denied with code, 2 denied without code, 3 when in use, 4 permitted,
/// 5 permitted but contradicted, 6 hazard, 7 accepted but fails, 8 out of reach, 9 restored,
/// 10 running or stopped, 11 basic groups only, 12 stopped as one says and running as another,
/// 13 an older edition said what happens.
const CELLS: &[Cell] = &[
    cell(Verdict::Unstated, Agreement::Agreed, NONE, 0, 0),
    cell(Verdict::Denied, Agreement::Agreed, 0, 0, 1),
    cell(Verdict::Denied, Agreement::Contradicted, NONE, 2, 1),
    cell(Verdict::DependsOnDisk, Agreement::Superseded, 0, 1, 3),
    cell(Verdict::Permitted, Agreement::Agreed, NONE, 4, 1),
    cell(Verdict::Permitted, Agreement::Contradicted, NONE, 4, 2),
    cell(Verdict::PermittedWithHazard, Agreement::Agreed, NONE, 11, 2),
    cell(Verdict::AcceptedButFails, Agreement::Agreed, NONE, 6, 1),
    cell(Verdict::Permitted, Agreement::Agreed, NONE, 7, 2),
    cell(Verdict::DependsOnDisk, Agreement::Agreed, NONE, 9, 2),
    Cell { unless: RUNS_OR_STOPPED, ..cell(Verdict::Denied, Agreement::Agreed, 2, 13, 2) },
    Cell { unless: BASIC, ..cell(Verdict::Denied, Agreement::Agreed, 3, 15, 1) },
    Cell { unless: STOPPED, ..cell(Verdict::Denied, Agreement::Superseded, NONE, 16, 2) },
    cell(Verdict::Unstated, Agreement::Superseded, NONE, 2, 1),
];

const CODES: &[&str] = &["Locked", "Managed", "Status", "Type"];

pub(super) static TABLE: Table = Table {
    sources: &[
        Source {
            id: "lock-new",
            published: "2026-06-20",
            url: "https://example.com/lock",
            title: "lock page",
        },
        Source {
            id: "metadata",
            published: "2024-06-24",
            url: "https://example.com/metadata",
            title: "API metadata",
        },
        Source { id: "curated", published: "", url: "", title: "curated" },
        Source { id: "lock-old", published: "2021-07-19", url: "", title: "lock page" },
    ],
    codes: CODES,
    reasons: &["its \"neighbours\"\nsay so"],
    entries: ENTRIES,
    cells: CELLS,
    rows: &[
        row("Closed", [1, 2, 0, 1, 4]),
        row("Cut", [9, 0, 0, 0, 0]),
        row("Depends", [3, 0, 2, 0, 0]),
        row("Free", [4, 4, 4, 0, 4]),
        row("Hazard", [6, 0, 0, 4, 4]),
        row("Idle", [7, 1, 2, 3, 0]),
        row("Nowhere", [8, 8, 8, 8, 8]),
        row("Open", [5, 4, 5, 1, 4]),
        with(row("Policy", [4, 4, 4, 1, 4]), Aspect::SecurityGroupType, 11),
        with(row("Start", [1, 4, 4, 0, 4]), Aspect::InstanceStatus, 12),
        with(
            with(row("United", [4, 4, 1, 4, 4]), Aspect::InstanceAndDiskFinancialLock, 13),
            Aspect::RefundedLock,
            4,
        ),
        with(row("Visit", [4, 0, 4, 0, 4]), Aspect::InstanceStatus, 10),
    ],
};
