//! A matrix with one row for each verdict, for the tests of the printers.

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{
    Agreement, Aspect, Cell, Evidence, EvidenceKind, Hazard, Matrix, MatrixRow, MatrixSource, Says,
    Verdict,
};

fn evidence(source: &str, kind: EvidenceKind, says: Says) -> Evidence {
    Evidence {
        source: source.to_owned(),
        kind,
        says: Some(says),
        requires: Vec::new(),
        code: None,
        quality: Quality::Complete,
        line: 3,
        reason: None,
    }
}

fn cell(verdict: Verdict, code: Option<&str>, evidence: Vec<Evidence>) -> Cell {
    Cell {
        verdict,
        code: code.map(str::to_owned),
        hazard: (verdict == Verdict::PermittedWithHazard).then_some(Hazard::ReleasesDisks),
        unless: Vec::new(),
        agreement: Agreement::Agreed,
        evidence,
    }
}

fn row(name: &str, security_lock: Cell) -> MatrixRow {
    let free = || {
        let listed = evidence("lock-2026", EvidenceKind::PageRow, Says::Unaffected);
        cell(Verdict::Permitted, None, vec![listed])
    };
    let listed = evidence("metadata", EvidenceKind::ErrorTable, Says::ListsCode);
    let cells = [
        (Aspect::SecurityLock, security_lock),
        (Aspect::FinancialLock, cell(Verdict::Unstated, None, Vec::new())),
        (Aspect::OtherLock, cell(Verdict::Unstated, None, Vec::new())),
        (Aspect::DiskFinancialLock, cell(Verdict::Denied, None, vec![listed])),
        (Aspect::ManagedGroup, free()),
        (Aspect::ManagedGroupService, free()),
    ];
    MatrixRow {
        name: name.to_owned(),
        typed: true,
        group: "group".to_owned(),
        cells: cells.into_iter().collect(),
    }
}

fn condition(allowed: &[&str], code: &str) -> Cell {
    let unless: Vec<String> = allowed.iter().map(|&state| state.to_owned()).collect();
    let mut stated = evidence("lock-2026", EvidenceKind::PageRow, Says::Requires);
    stated.requires.clone_from(&unless);
    Cell { unless, ..cell(Verdict::Denied, Some(code), vec![stated]) }
}

fn page(says: Says) -> Vec<Evidence> {
    vec![evidence("lock-2026", EvidenceKind::PageRow, says)]
}

pub(crate) fn matrix() -> Matrix {
    let source = |id: &str, published: &str, title: &str| MatrixSource {
        id: id.to_owned(),
        published: published.to_owned(),
        url: "https://example.com/page".to_owned(),
        title: title.to_owned(),
    };
    let denied = cell(Verdict::Denied, Some("Is.Locked"), page(Says::Denied));
    let disk = cell(Verdict::DependsOnDisk, Some("IsLocked"), page(Says::DeniedWhenDiskInUse));
    let mut unlisted = row("Unlisted", cell(Verdict::Permitted, None, page(Says::Unaffected)));
    let mut stop = row("Stop", cell(Verdict::Permitted, None, page(Says::Unaffected)));
    stop.cells.insert(Aspect::InstanceStatus, condition(&["Running", "Stopped"], "Bad.Status"));
    stop.cells.insert(Aspect::SecurityGroupType, condition(&["normal"], "Bad.Type"));
    unlisted.typed = false;
    unlisted.group = String::new();
    Matrix {
        format: aliyun_rpc_spec::ir::FORMAT,
        product: "demo".to_owned(),
        sources: vec![
            source("metadata", "2024-06-24", "API metadata"),
            source("lock-2026", "2026-06-20", "lock page"),
        ],
        operations: vec![
            row("Start", denied),
            row("Detach", disk),
            row("Run", cell(Verdict::AcceptedButFails, None, page(Says::AcceptedButFails))),
            row("Delete", cell(Verdict::PermittedWithHazard, None, page(Says::ReleasesDisks))),
            stop,
            unlisted,
        ],
    }
}
