//! Which aspect of a situation a page speaks about, and which codes belong to it.

use aliyun_rpc_spec::capture::{CrossedCell, Payment, Subject};
use aliyun_rpc_spec::matrix::Aspect;

/// The aspects that every operation has a cell for.
pub(crate) fn universal() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.is_universal())
}

/// The lock reasons that have a cell only where a document says what happens.
pub(super) fn reasons() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.general().is_some())
}

/// The aspects that only some operations have a condition about.
pub(super) fn conditions() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.is_condition())
}

/// The aspect that a row of an impact page speaks about. Only the page on overdue payments speaks
/// about disks, so a disk table on another one would be a fact without a decision.
pub(crate) fn of_row(condition: Aspect, subject: Subject) -> Option<Aspect> {
    match (condition, subject) {
        (Aspect::FinancialLock, Subject::Disk) => Some(Aspect::DiskFinancialLock),
        (_, Subject::Disk) => None,
        (condition, Subject::Instance) => Some(condition),
    }
}

/// The aspect that a cell is about, in a table that tells overdue instances and disks apart. Where
/// the instance is not overdue, a table about instances says nothing, and the same for disks.
pub(crate) fn of_crossed(condition: Aspect, cell: &CrossedCell) -> Option<Aspect> {
    use Payment::{Normal, Overdue};
    match (condition, cell.subject, cell.instance, cell.disk) {
        (Aspect::FinancialLock, _, Overdue, Overdue) => Some(Aspect::InstanceAndDiskFinancialLock),
        (Aspect::FinancialLock, Subject::Instance, Overdue, Normal) => Some(Aspect::FinancialLock),
        (Aspect::FinancialLock, Subject::Disk, Normal, Overdue) => Some(Aspect::DiskFinancialLock),
        _ => None,
    }
}

/// Whether an impact page speaks about an aspect, in whatever row.
pub(super) fn is_about(condition: Aspect, aspect: Aspect) -> bool {
    match condition {
        Aspect::FinancialLock => matches!(
            aspect,
            Aspect::FinancialLock
                | Aspect::DiskFinancialLock
                | Aspect::InstanceAndDiskFinancialLock
        ),
        condition => condition == aspect,
    }
}

/// The code that error tables list for exactly this aspect. For overdue payments the documents do
/// not name one.
pub(super) fn code(aspect: Aspect) -> Option<&'static str> {
    match aspect {
        Aspect::SecurityLock => Some("InstanceLockedForSecurity"),
        Aspect::ManagedGroup => Some("InvalidOperation.ResourceManagedByCloudProduct"),
        _ => None,
    }
}

/// A code that a refusal may get instead, when nothing else fits.
pub(super) fn other_code(aspect: Aspect) -> Option<&'static str> {
    match aspect {
        Aspect::SecurityLock => Some("IncorrectInstanceStatus"),
        _ => None,
    }
}
