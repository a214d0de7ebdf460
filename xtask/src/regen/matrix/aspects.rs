//! Which aspect of a situation a page speaks about, and which codes belong to it.

use aliyun_rpc_spec::capture::{Condition, Subject};
use aliyun_rpc_spec::matrix::Aspect;

/// The aspects that every operation has a cell for.
pub(crate) fn unconditional() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| !aspect.is_condition())
}

/// The aspects that only some operations have a condition about.
pub(super) fn conditions() -> impl Iterator<Item = Aspect> {
    Aspect::ALL.iter().copied().filter(|aspect| aspect.is_condition())
}

/// The aspect that a row of an impact page speaks about. The security page speaks about the lock of
/// the instance only, so a disk table on it would be a new fact that nobody decided on.
pub(super) fn of_page(condition: Condition, subject: Subject) -> Option<Aspect> {
    match (condition, subject) {
        (Condition::SecurityLock, Subject::Instance) => Some(Aspect::SecurityLock),
        (Condition::FinancialLock, Subject::Instance) => Some(Aspect::FinancialLock),
        (Condition::FinancialLock, Subject::Disk) => Some(Aspect::DiskFinancialLock),
        (Condition::SecurityLock, Subject::Disk) => None,
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
