//! Which aspect of a situation a page speaks about, and which codes belong to it.

use aliyun_rpc_spec::capture::{CrossedCell, LockKind, Payment, Subject};
use aliyun_rpc_spec::matrix::Aspect;

/// The aspects that every operation has a cell for.
pub(crate) fn universal() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.is_universal())
}

/// The lock reasons that only operations have a cell for of which a document says what happens.
pub(super) fn reasons() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.general().is_some())
}

/// The aspects that only some operations have a condition about.
pub(super) fn conditions() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.is_condition())
}

/// The aspect that a row of an impact page speaks about. Only the page on overdue payments speaks
/// about disks, so a disk table on another one would be a fact without a decision.
pub(crate) fn of_row(condition: LockKind, subject: Subject) -> Option<Aspect> {
    match (condition, subject) {
        (LockKind::FinancialLock, Subject::Disk) => Some(Aspect::DiskFinancialLock),
        (_, Subject::Disk) => None,
        (condition, Subject::Instance) => Some(condition.aspect()),
    }
}

/// The aspect that a cell of a table speaks about which tells overdue instances and disks apart. A
/// table about instances says nothing where the instance is not overdue, nor one about disks.
pub(crate) fn of_crossed(condition: LockKind, cell: &CrossedCell) -> Option<Aspect> {
    use Payment::{Normal, Overdue};
    match (condition, cell.subject, cell.instance, cell.disk) {
        (LockKind::FinancialLock, _, Overdue, Overdue) => {
            Some(Aspect::InstanceAndDiskFinancialLock)
        }
        (LockKind::FinancialLock, Subject::Instance, Overdue, Normal) => {
            Some(Aspect::FinancialLock)
        }
        (LockKind::FinancialLock, Subject::Disk, Normal, Overdue) => {
            Some(Aspect::DiskFinancialLock)
        }
        _ => None,
    }
}

/// Whether an impact page speaks about an aspect, in whatever row.
pub(super) fn is_about(condition: LockKind, aspect: Aspect) -> bool {
    match condition {
        LockKind::FinancialLock => matches!(
            aspect,
            Aspect::FinancialLock
                | Aspect::DiskFinancialLock
                | Aspect::InstanceAndDiskFinancialLock
        ),
        condition => condition.aspect() == aspect,
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
