//! The five situations that the matrix has a column for.

use aliyun_rpc_spec::capture::{Condition, Subject};

/// A column of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Situation {
    /// `LockReason: security` on the instance.
    SecurityLock,
    /// `LockReason: financial` on the instance.
    FinancialLock,
    /// `LockReason: financial` on the disk.
    FinancialDisk,
    /// A managed group, called by the account.
    ManagedAccount,
    /// A managed group, called by the managing service.
    ManagedService,
}

impl Situation {
    /// All of them, in the order of the columns.
    pub(crate) const ALL: [Self; 5] = [
        Self::SecurityLock,
        Self::FinancialLock,
        Self::FinancialDisk,
        Self::ManagedAccount,
        Self::ManagedService,
    ];

    /// The name in `curated.toml` and in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SecurityLock => "security-lock",
            Self::FinancialLock => "financial-lock",
            Self::FinancialDisk => "financial-disk",
            Self::ManagedAccount => "managed-account",
            Self::ManagedService => "managed-service",
        }
    }

    /// The situation of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|situation| situation.name() == name)
    }

    /// The situation that a row of an impact page speaks about. The security page speaks about the
    /// lock of the instance only, so a disk table on it would be a new fact that nobody decided on.
    pub(crate) fn of_page(condition: Condition, subject: Subject) -> Option<Self> {
        match (condition, subject) {
            (Condition::SecurityLock, Subject::Instance) => Some(Self::SecurityLock),
            (Condition::FinancialLock, Subject::Instance) => Some(Self::FinancialLock),
            (Condition::FinancialLock, Subject::Disk) => Some(Self::FinancialDisk),
            (Condition::SecurityLock, Subject::Disk) => None,
        }
    }

    /// The code that error tables list for exactly this situation; the documents name none for
    /// overdue payments.
    pub(crate) fn code(self) -> Option<&'static str> {
        match self {
            Self::SecurityLock => Some("InstanceLockedForSecurity"),
            Self::ManagedAccount => Some("InvalidOperation.ResourceManagedByCloudProduct"),
            Self::FinancialLock | Self::FinancialDisk | Self::ManagedService => None,
        }
    }

    /// A code that a refusal in this situation may get instead, when nothing else fits.
    pub(crate) fn other_code(self) -> Option<&'static str> {
        match self {
            Self::SecurityLock => Some("IncorrectInstanceStatus"),
            _ => None,
        }
    }
}
