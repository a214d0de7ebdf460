//! A small table with one row for each shape of cell, for the tests of this module.

use super::fold::{verdict_count, verdicts};
use super::state::{GroupType, InstanceStatus, States};
use super::table::{Agreement, Cell, Entry, Hazard, Kind, NONE, Row, Says, Source, Stated, Table};

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
pub(super) const VISIT: u16 = 10;

const fn entry(source: u16, kind: Kind, says: Says) -> Entry {
    Entry { source, kind, says: Some(says), truncated: false, code: NONE, reason: NONE, line: 0 }
}

const fn cell(stated: Stated, agreement: Agreement, code: u16, first: u16, count: u16) -> Cell {
    Cell { stated, agreement, code, first, count }
}

/// A row without conditions.
const fn row(name: &'static str, cells: [u16; 5]) -> Row {
    let [a, b, c, d, e] = cells;
    Row::new(name, [a, b, c, d, e, NONE, NONE], CELLS, ENTRIES)
}

const RUNS_OR_STOPPED: States =
    States::statuses(&[InstanceStatus::Running, InstanceStatus::Stopped]);
const STOPPED: States = States::statuses(&[InstanceStatus::Stopped]);
const BASIC: States = States::types(&[GroupType::Basic]);

const ENTRIES: &[Entry] = &[
    Entry { code: 0, line: 7, ..entry(0, Kind::PageRow, Says::Denied) },
    Entry { truncated: true, ..entry(0, Kind::PageRow, Says::DeniedWhenDiskInUse) },
    entry(3, Kind::PageRow, Says::Denied),
    Entry { code: 0, ..entry(1, Kind::ErrorTable, Says::ListsCode) },
    entry(0, Kind::PageRow, Says::Unaffected),
    Entry { code: 0, ..entry(1, Kind::ErrorTable, Says::ListsCode) },
    entry(0, Kind::PageRow, Says::AcceptedButFails),
    entry(0, Kind::PageDefault, Says::Unaffected),
    entry(1, Kind::NotApplicable, Says::Unaffected),
    Entry { truncated: true, reason: 0, ..entry(0, Kind::Curated, Says::DeniedWhenDiskInUse) },
    Entry { says: None, truncated: true, ..entry(0, Kind::PageRow, Says::Denied) },
    entry(2, Kind::Curated, Says::ReleasesDisks),
    entry(0, Kind::PageRow, Says::Unaffected),
    Entry { code: 2, ..entry(0, Kind::PageRow, Says::Requires(RUNS_OR_STOPPED)) },
    Entry { code: 2, ..entry(1, Kind::ErrorTable, Says::ListsCode) },
    Entry { code: 3, ..entry(0, Kind::PageRow, Says::Requires(BASIC)) },
    entry(0, Kind::PageRow, Says::Requires(STOPPED)),
    entry(3, Kind::PageRow, Says::Requires(RUNS_OR_STOPPED)),
];

/// Cells: 0 unstated, 1 denied with code, 2 denied without code, 3 when in use, 4 permitted,
/// 5 permitted but contradicted, 6 hazard, 7 accepted but fails, 8 out of reach, 9 restored,
/// 10 running or stopped, 11 basic groups only, 12 stopped as one says and running as another.
const CELLS: &[Cell] = &[
    cell(Stated::Unstated, Agreement::Agreed, NONE, 0, 0),
    cell(Stated::Denied, Agreement::Agreed, 0, 0, 1),
    cell(Stated::Denied, Agreement::Contradicted, NONE, 2, 1),
    cell(Stated::DeniedWhenDiskInUse, Agreement::Superseded, 0, 1, 3),
    cell(Stated::Permitted, Agreement::Agreed, NONE, 4, 1),
    cell(Stated::Permitted, Agreement::Contradicted, NONE, 4, 2),
    cell(Stated::PermittedWithHazard(Hazard::ReleasesDisks), Agreement::Agreed, NONE, 11, 2),
    cell(Stated::AcceptedButFails, Agreement::Agreed, NONE, 6, 1),
    cell(Stated::Permitted, Agreement::Agreed, NONE, 7, 2),
    cell(Stated::DeniedWhenDiskInUse, Agreement::Agreed, NONE, 9, 2),
    cell(Stated::DeniedUnless(RUNS_OR_STOPPED), Agreement::Agreed, 2, 13, 2),
    cell(Stated::DeniedUnless(BASIC), Agreement::Agreed, 3, 15, 1),
    cell(Stated::DeniedUnless(STOPPED), Agreement::Superseded, NONE, 16, 2),
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
    verdicts: &verdicts::<{ verdict_count(CODES.len()) }>(CODES),
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
        Row::new("Policy", [4, 4, 4, 1, 4, NONE, 11], CELLS, ENTRIES),
        Row::new("Start", [1, 4, 4, 0, 4, 12, NONE], CELLS, ENTRIES),
        Row::new("Visit", [4, 0, 4, 0, 4, 10, NONE], CELLS, ENTRIES),
    ],
};
