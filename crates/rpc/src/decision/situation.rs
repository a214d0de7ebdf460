//! The situation a call meets: which resource is locked, whether the disk is in use, who manages
//! the security group and who calls; and, where a condition may depend on them, the status of the
//! instance and the type of the group. What is not said counts as normal, except for the state of
//! the disk, the status and the type, which count as not known.

use super::state::{Caller, Disk, DiskLock, Group, GroupType, InstanceStatus, Lock, Locks, States};

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
    /// The status of the instance is known, and a condition may depend on it.
    InstanceStatus,
    /// The type of the security group is known, and a condition may depend on it.
    GroupType,
}

impl Aspect {
    /// All of them, in the order of the cells of a row.
    pub const ALL: [Self; 7] = [
        Self::SecurityLock,
        Self::FinancialLock,
        Self::FinancialDisk,
        Self::ManagedAccount,
        Self::ManagedService,
        Self::InstanceStatus,
        Self::GroupType,
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
            Self::InstanceStatus => "instance-status",
            Self::GroupType => "security-group-type",
        }
    }

    /// The aspect is a state that only conditions speak about: alone it refuses nothing.
    #[must_use]
    pub const fn is_condition(self) -> bool {
        matches!(self, Self::InstanceStatus | Self::GroupType)
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
            Self::InstanceStatus => "the status of the instance is known",
            Self::GroupType => "the type of the security group is known",
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
    locks: Locks,
    disk: Disk,
    disk_lock: DiskLock,
    group: Group,
    caller: Caller,
    status: InstanceStatus,
    group_type: GroupType,
}

impl Situation {
    /// Nothing is locked, the group is the customer's own, the account calls; whether the disk is
    /// in use, the status of the instance and the type of the group are not known.
    pub const fn new() -> Self {
        Self {
            locks: Locks::NONE,
            disk: Disk::Unknown,
            disk_lock: DiskLock::None,
            group: Group::Own,
            caller: Caller::Account,
            status: InstanceStatus::Unknown,
            group_type: GroupType::Unknown,
        }
    }

    /// The only lock of the instance. For a disk operation: of the instance the disk is attached to.
    pub const fn instance_lock(mut self, lock: Lock) -> Self {
        self.locks = Locks::of(lock);
        self
    }

    /// One more lock of the instance, beside those it has.
    pub const fn also_locked(mut self, lock: Lock) -> Self {
        self.locks = self.locks.and(Locks::of(lock));
        self
    }

    /// The status of the instance. For a disk operation: of the instance the disk is attached to.
    pub const fn instance_status(mut self, status: InstanceStatus) -> Self {
        self.status = status;
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

    /// The type of the security group.
    pub const fn group_type(mut self, group_type: GroupType) -> Self {
        self.group_type = group_type;
        self
    }

    /// Who calls; it matters only for a group that a service manages.
    pub const fn caller(mut self, caller: Caller) -> Self {
        self.caller = caller;
        self
    }

    /// Both situations at once: the locks of both, and whatever either of them says beyond the
    /// normal state; where they differ, `other`.
    pub const fn and(mut self, other: Self) -> Self {
        self.locks = self.locks.and(other.locks);
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
        if !matches!(other.status, InstanceStatus::Unknown) {
            self.status = other.status;
        }
        if !matches!(other.group_type, GroupType::Unknown) {
            self.group_type = other.group_type;
        }
        self
    }

    /// The lock of the instance; of several the one about which the documents say most.
    #[must_use]
    pub const fn lock_of_instance(self) -> Lock {
        if self.locks.has(Lock::Security) {
            Lock::Security
        } else if self.locks.has(Lock::Financial) {
            Lock::Financial
        } else if self.locks.has(Lock::Other) {
            Lock::Other
        } else {
            Lock::None
        }
    }

    /// The status of the instance.
    #[must_use]
    pub const fn status_of_instance(self) -> InstanceStatus {
        self.status
    }

    /// The type of the security group.
    #[must_use]
    pub const fn type_of_group(self) -> GroupType {
        self.group_type
    }

    /// Whether a known state is one of some.
    pub(super) const fn is_in(self, states: States) -> bool {
        states.has(self.status, self.group_type)
    }

    /// Whether the disk is in use.
    #[must_use]
    pub const fn state_of_disk(self) -> Disk {
        self.disk
    }

    /// Whether an aspect that documents speak about holds here.
    #[must_use]
    pub const fn holds(self, aspect: Aspect) -> bool {
        self.aspects() & (1 << aspect as u8) != 0
    }

    /// The aspects that hold, one bit each, the first of [`Aspect::ALL`] in the lowest.
    #[inline]
    pub(super) const fn aspects(self) -> u8 {
        let managed = matches!(self.group, Group::ServiceManaged);
        let service = matches!(self.caller, Caller::ManagingService);
        bit(Aspect::SecurityLock, self.locks.has(Lock::Security))
            | bit(Aspect::FinancialLock, self.locks.has(Lock::Financial))
            | bit(Aspect::FinancialDisk, matches!(self.disk_lock, DiskLock::Financial))
            | bit(Aspect::ManagedAccount, managed & !service)
            | bit(Aspect::ManagedService, managed & service)
            | bit(Aspect::InstanceStatus, !matches!(self.status, InstanceStatus::Unknown))
            | bit(Aspect::GroupType, !matches!(self.group_type, GroupType::Unknown))
    }

    /// An aspect that holds here in words, fit to follow "while".
    #[must_use]
    pub const fn words(self, aspect: Aspect) -> &'static str {
        match (aspect, self.status, self.group_type) {
            (Aspect::InstanceStatus, InstanceStatus::Pending, _) => "the instance is Pending",
            (Aspect::InstanceStatus, InstanceStatus::Starting, _) => "the instance is Starting",
            (Aspect::InstanceStatus, InstanceStatus::Running, _) => "the instance is Running",
            (Aspect::InstanceStatus, InstanceStatus::Stopping, _) => "the instance is Stopping",
            (Aspect::InstanceStatus, InstanceStatus::Stopped, _) => "the instance is Stopped",
            (Aspect::InstanceStatus, InstanceStatus::Other, _) => {
                "the instance is in another status"
            }
            (Aspect::GroupType, _, GroupType::Basic) => "the security group is basic",
            (Aspect::GroupType, _, GroupType::Advanced) => "the security group is advanced",
            _ => aspect.words(),
        }
    }

    /// The instance is locked for a reason that no source speaks about.
    #[must_use]
    pub const fn is_undocumented(self) -> bool {
        self.locks.has(Lock::Other)
    }
}

#[inline]
const fn bit(aspect: Aspect, holds: bool) -> u8 {
    (holds as u8) << aspect as u8
}
