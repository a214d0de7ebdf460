//! What the decision matrix says of an operation, as lines of its documentation.

use aliyun_rpc_spec::matrix::{Cell, Matrix, MatrixRow, Verdict};

use crate::markdown::{code, prose};

/// One line for each situation in which the call does not simply work.
#[must_use]
pub fn lines(operation: &str, matrix: &Matrix) -> Vec<String> {
    let Some(row) = matrix.operations.iter().find(|row| row.name == operation) else {
        return Vec::new();
    };
    situations(row).into_iter().filter_map(|(when, cell)| line(when, cell, matrix)).collect()
}

fn situations(row: &MatrixRow) -> [(&'static str, &Cell); 5] {
    [
        ("while the instance is security-locked", &row.security_lock),
        ("while the instance is locked for overdue payment", &row.financial_lock),
        ("while the disk is locked for overdue payment", &row.financial_disk),
        ("for an account on a group that a cloud service manages", &row.managed_account),
        ("for the managing service on its group", &row.managed_service),
    ]
}

fn line(when: &str, cell: &Cell, matrix: &Matrix) -> Option<String> {
    let what = match cell.verdict {
        Verdict::Permitted | Verdict::Unstated => return None,
        Verdict::Denied => format!("**Refused** {when}"),
        Verdict::DeniedWhenDiskInUse => format!("**Refused** {when}, if the disk is in use"),
        Verdict::AcceptedButFails => format!("**Accepted, but does nothing** {when}"),
        Verdict::PermittedWithHazard => {
            format!("**Releases the disks** {when}, even with `DeleteWithInstance` false")
        }
    };
    let refusal = cell.code.as_ref().map_or_else(String::new, |text| format!(": {}", code(text)));
    let source = cell.evidence.first().and_then(|evidence| {
        let source = matrix.sources.iter().find(|source| source.id == evidence.source)?;
        Some(format!(" ({} {})", prose(&source.title), prose(&source.published)))
    });
    Some(format!("{what}{refusal}{}.", source.unwrap_or_default()))
}
