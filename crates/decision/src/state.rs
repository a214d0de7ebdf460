//! What can be true of an instance, a disk, a security group and a caller.

use aliyun_rpc_vocabulary::Aspect;

/// Why an instance is locked: the `LockReason` of its `OperationLocks`.
///
/// Documents describe what a security lock and a financial lock do to a call. They name the other
/// reasons without saying what those do, so decisions about them are mostly
/// [`Verdict::Unstated`](crate::Verdict::Unstated).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lock {
    /// The instance is not locked.
    #[default]
    None,
    /// `security`.
    Security,
    /// `financial`: a payment is overdue.
    Financial,
    /// `recycling`: a preemptible instance that is about to be released.
    Recycling,
    /// `dedicatedhostfinancial`: a payment for the dedicated host is overdue.
    DedicatedHostFinancial,
    /// `refunded`: the payment for the instance was refunded.
    Refunded,
    /// A reason that no document names.
    Other,
}

impl Lock {
    /// The lock that a `LockReason` of a reply stands for. A lock without a reason is
    /// [`Lock::Other`].
    #[must_use]
    pub fn from_reason(reason: &str) -> Self {
        match reason {
            "security" => Self::Security,
            "financial" => Self::Financial,
            "recycling" | "Recycling" => Self::Recycling,
            "dedicatedhostfinancial" => Self::DedicatedHostFinancial,
            "refunded" => Self::Refunded,
            _ => Self::Other,
        }
    }

    /// Every lock, the ones that documents say most about first.
    pub const ALL: [Self; 6] = [
        Self::Security,
        Self::Financial,
        Self::Recycling,
        Self::DedicatedHostFinancial,
        Self::Refunded,
        Self::Other,
    ];

    /// The aspect of a situation that the lock stands for.
    #[must_use]
    pub const fn aspect(self) -> Option<Aspect> {
        match self {
            Self::None => None,
            Self::Security => Some(Aspect::SecurityLock),
            Self::Financial => Some(Aspect::FinancialLock),
            Self::Recycling => Some(Aspect::RecyclingLock),
            Self::DedicatedHostFinancial => Some(Aspect::DedicatedHostFinancialLock),
            Self::Refunded => Some(Aspect::RefundedLock),
            Self::Other => Some(Aspect::OtherLock),
        }
    }
}

/// Whether a disk is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskUsage {
    /// Not known. A verdict that depends on it stays open.
    #[default]
    Unknown,
    /// The disk is in use.
    InUse,
    /// The disk is not in use.
    NotInUse,
}

impl DiskUsage {
    /// The usage that a `Status` of a reply stands for, in any spelling: `In_use`, `in-use` and
    /// `InUse` are the same. [`DiskUsage::Unknown`] for a status that no document mentions, and for
    /// transitions such as `Detaching`, during which an instance may still be affected.
    #[must_use]
    pub fn from_wire(status: &str) -> Self {
        let letters = status.chars().filter(char::is_ascii_alphanumeric);
        let letters: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match letters.as_str() {
            "inuse" => Self::InUse,
            "available" | "creating" => Self::NotInUse,
            _ => Self::Unknown,
        }
    }

    /// The name in messages and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::InUse => "in-use",
            Self::NotInUse => "not-in-use",
        }
    }
}

/// Why a disk is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskLock {
    /// The disk is not locked.
    #[default]
    None,
    /// `financial`: a payment is overdue.
    Financial,
}

/// Who manages a security group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ManagedBy {
    /// The customer.
    #[default]
    Customer,
    /// A cloud service: `ServiceManaged` is true.
    CloudService,
}

/// Who calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// The customer's account.
    #[default]
    Account,
    /// The cloud service that manages the security group.
    ManagingService,
}
