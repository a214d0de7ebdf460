//! The situation a call meets: which resource is locked, whether the disk is in use, who manages
//! the security group and who calls. What is not said counts as normal, except for the state of the
//! disk, which counts as not known.

/// Why the instance is locked: the `LockReason` of its `OperationLocks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// Not locked.
    #[default]
    None,
    /// `security`.
    Security,
    /// `financial`.
    Financial,
    /// Another reason; no source says what it does.
    Other,
}

impl Lock {
    /// The lock that a `LockReason` of a reply stands for.
    #[must_use]
    pub fn from_reason(reason: &str) -> Self {
        match reason {
            "" => Self::None,
            "security" => Self::Security,
            "financial" => Self::Financial,
            _ => Self::Other,
        }
    }
}

/// Whether the disk that the call is about is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Not known; a verdict that depends on it stays open.
    #[default]
    Unknown,
    /// Status `In_use`.
    InUse,
    /// Any other status.
    Other,
}

impl Disk {
    /// The state that a `Status` of a reply stands for.
    #[must_use]
    pub fn from_status(status: &str) -> Self {
        match status {
            "" => Self::Unknown,
            "In_use" => Self::InUse,
            _ => Self::Other,
        }
    }
}

/// Why the disk is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskLock {
    /// Not locked.
    #[default]
    None,
    /// `financial`.
    Financial,
}

/// Who manages the security group that the call is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The customer.
    #[default]
    Own,
    /// A cloud service: `ServiceManaged` is true.
    ServiceManaged,
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

/// A part of a situation that documents speak about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The instance is locked for security.
    SecurityLock,
    /// The instance is locked for an overdue payment.
    FinancialLock,
    /// The disk is locked for an overdue payment.
    FinancialDisk,
    /// A cloud service manages the group and the account calls.
    ManagedAccount,
    /// A cloud service manages the group and calls.
    ManagedService,
}

impl Aspect {
    /// All of them, in the order of the cells of a row.
    pub const ALL: [Self; 5] = [
        Self::SecurityLock,
        Self::FinancialLock,
        Self::FinancialDisk,
        Self::ManagedAccount,
        Self::ManagedService,
    ];

    /// Name in the specification and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecurityLock => "security-lock",
            Self::FinancialLock => "financial-lock",
            Self::FinancialDisk => "financial-disk",
            Self::ManagedAccount => "managed-account",
            Self::ManagedService => "managed-service",
        }
    }

    /// The aspect in words, fit to follow "while".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SecurityLock => "the instance is security-locked",
            Self::FinancialLock => "the instance is locked for an overdue payment",
            Self::FinancialDisk => "the disk is locked for an overdue payment",
            Self::ManagedAccount => "a cloud service manages the security group",
            Self::ManagedService => "the caller is the service that manages the security group",
        }
    }
}

/// What a call meets. Everything is normal until said otherwise.
///
/// ```
/// use aliyun_rpc::decision::{Disk, Lock, Situation};
/// const LOCKED: Situation = Situation::new().instance_lock(Lock::Security).disk(Disk::InUse);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[must_use]
pub struct Situation {
    instance_lock: Lock,
    disk: Disk,
    disk_lock: DiskLock,
    group: Group,
    caller: Caller,
}

impl Situation {
    /// Nothing is locked, the group is the customer's own, the account calls; whether the disk is
    /// in use is not known.
    pub const fn new() -> Self {
        Self {
            instance_lock: Lock::None,
            disk: Disk::Unknown,
            disk_lock: DiskLock::None,
            group: Group::Own,
            caller: Caller::Account,
        }
    }

    /// The lock of the instance. For a disk operation: of the instance the disk is attached to.
    pub const fn instance_lock(mut self, lock: Lock) -> Self {
        self.instance_lock = lock;
        self
    }

    /// Whether the disk is in use.
    pub const fn disk(mut self, disk: Disk) -> Self {
        self.disk = disk;
        self
    }

    /// The lock of the disk.
    pub const fn disk_lock(mut self, lock: DiskLock) -> Self {
        self.disk_lock = lock;
        self
    }

    /// Who manages the security group.
    pub const fn security_group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// Who calls; it matters only for a group that a service manages.
    pub const fn caller(mut self, caller: Caller) -> Self {
        self.caller = caller;
        self
    }

    /// Both situations at once: whatever either of them says beyond the normal state.
    pub const fn and(mut self, other: Self) -> Self {
        if !matches!(other.instance_lock, Lock::None) {
            self.instance_lock = other.instance_lock;
        }
        if !matches!(other.disk, Disk::Unknown) {
            self.disk = other.disk;
        }
        if matches!(other.disk_lock, DiskLock::Financial) {
            self.disk_lock = other.disk_lock;
        }
        if matches!(other.group, Group::ServiceManaged) {
            self.group = other.group;
        }
        if matches!(other.caller, Caller::ManagingService) {
            self.caller = other.caller;
        }
        self
    }

    /// The lock of the instance.
    #[must_use]
    pub const fn lock_of_instance(self) -> Lock {
        self.instance_lock
    }

    /// Whether the disk is in use.
    #[must_use]
    pub const fn state_of_disk(self) -> Disk {
        self.disk
    }

    /// Whether an aspect that documents speak about holds here.
    #[must_use]
    pub const fn holds(self, aspect: Aspect) -> bool {
        let managed = matches!(self.group, Group::ServiceManaged);
        match aspect {
            Aspect::SecurityLock => matches!(self.instance_lock, Lock::Security),
            Aspect::FinancialLock => matches!(self.instance_lock, Lock::Financial),
            Aspect::FinancialDisk => matches!(self.disk_lock, DiskLock::Financial),
            Aspect::ManagedAccount => managed && matches!(self.caller, Caller::Account),
            Aspect::ManagedService => managed && matches!(self.caller, Caller::ManagingService),
        }
    }

    /// The instance is locked for a reason that no source speaks about.
    #[must_use]
    pub const fn is_undocumented(self) -> bool {
        matches!(self.instance_lock, Lock::Other)
    }
}
