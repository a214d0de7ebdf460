//! The situation a call meets: which resource is locked, whether the disk is in use, who manages
//! the security group and who calls; and, where a condition may depend on them, the status of the
//! instance and the type of the group. What is not said counts as normal, except for the state of
//! the disk, the status and the type, which count as not known.

use std::fmt;

use super::state::{Caller, Disk, DiskLock, Group, GroupType, InstanceStatus, Lock, States};

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
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct Situation {
    /// A byte for each aspect, all of its bits set where it holds, or for a condition the bit of its
    /// state; in the last byte a lock for another reason, who calls, and the number of the disk. So it
    /// can be laid over the word of a row, see the fold.
    mask: u64,
}

const SECURITY: u64 = byte(Aspect::SecurityLock);
const FINANCIAL: u64 = byte(Aspect::FinancialLock);
const FINANCIAL_DISK: u64 = byte(Aspect::FinancialDisk);
const MANAGED_ACCOUNT: u64 = byte(Aspect::ManagedAccount);
const MANAGED_SERVICE: u64 = byte(Aspect::ManagedService);
const OTHER_LOCK: u64 = 0xf << (8 * OTHER);
const LOCKS: u64 = SECURITY | FINANCIAL | OTHER_LOCK;
/// These bits of the last byte are set in no row.
const DISK: u32 = 8 * OTHER + 4;
const SERVICE_CALLS: u64 = 1 << (8 * OTHER + 7);
/// The byte after those of the aspects: a lock that no source speaks about.
pub(super) const OTHER: u32 = Aspect::ALL.len() as u32;

const fn byte(aspect: Aspect) -> u64 {
    0xff << (8 * aspect as u8)
}

impl Situation {
    /// Nothing is locked, the group is the customer's own, the account calls; whether the disk is
    /// in use, the status of the instance and the type of the group are not known.
    #[inline]
    pub const fn new() -> Self {
        Self { mask: 0 }
    }

    #[inline]
    const fn with(self, bits: u64, set: bool) -> Self {
        Self { mask: if set { self.mask | bits } else { self.mask & !bits } }
    }

    /// The state of a condition by its number in the enum, 0 where it is not known.
    #[inline]
    const fn state(self, aspect: Aspect) -> u32 {
        // A bit below that of the first state stands for none.
        ((self.mask & byte(aspect)) >> (8 * aspect as u8) | 1 << 8).trailing_zeros() % 8
    }

    #[inline]
    const fn with_state(self, aspect: Aspect, number: u8) -> Self {
        let known = (number != 0) as u64;
        Self { mask: self.mask & !byte(aspect) | known << (8 * aspect as u8 + number) }
    }

    /// The only lock of the instance. For a disk operation: of the instance the disk is attached to.
    #[inline]
    pub const fn instance_lock(self, lock: Lock) -> Self {
        self.with(LOCKS, false).also_locked(lock)
    }

    /// One more lock of the instance, beside those it has.
    #[inline]
    pub const fn also_locked(self, lock: Lock) -> Self {
        match lock {
            Lock::None => self,
            Lock::Security => self.with(SECURITY, true),
            Lock::Financial => self.with(FINANCIAL, true),
            Lock::Other => self.with(OTHER_LOCK, true),
        }
    }

    /// The status of the instance. For a disk operation: of the instance the disk is attached to.
    #[inline]
    pub const fn instance_status(self, status: InstanceStatus) -> Self {
        self.with_state(Aspect::InstanceStatus, status as u8)
    }

    /// Whether the disk is in use.
    #[inline]
    pub const fn disk(self, disk: Disk) -> Self {
        Self { mask: self.mask & !(0b11 << DISK) | (disk as u64) << DISK }
    }

    /// The lock of the disk.
    #[inline]
    pub const fn disk_lock(self, lock: DiskLock) -> Self {
        self.with(FINANCIAL_DISK, matches!(lock, DiskLock::Financial))
    }

    /// Who manages the security group.
    #[inline]
    pub const fn security_group(self, group: Group) -> Self {
        self.managed(matches!(group, Group::ServiceManaged), self.service_calls())
    }

    /// The type of the security group.
    #[inline]
    pub const fn group_type(self, group_type: GroupType) -> Self {
        self.with_state(Aspect::GroupType, group_type as u8)
    }

    /// Who calls; it matters only for a group that a service manages.
    #[inline]
    pub const fn caller(self, caller: Caller) -> Self {
        self.managed(self.is_managed(), matches!(caller, Caller::ManagingService))
    }

    #[inline]
    const fn managed(self, managed: bool, service: bool) -> Self {
        self.with(SERVICE_CALLS, service)
            .with(MANAGED_ACCOUNT, managed & !service)
            .with(MANAGED_SERVICE, managed & service)
    }

    #[inline]
    const fn is_managed(self) -> bool {
        self.mask & (MANAGED_ACCOUNT | MANAGED_SERVICE) != 0
    }

    #[inline]
    const fn service_calls(self) -> bool {
        self.mask & SERVICE_CALLS != 0
    }

    /// Both situations at once: the locks of both, and whatever either of them says beyond the
    /// normal state; where they differ, `other`.
    pub const fn and(mut self, other: Self) -> Self {
        self.mask |= other.mask & (LOCKS | FINANCIAL_DISK);
        if !matches!(other.state_of_disk(), Disk::Unknown) {
            self = self.disk(other.state_of_disk());
        }
        if !matches!(other.status_of_instance(), InstanceStatus::Unknown) {
            self = self.instance_status(other.status_of_instance());
        }
        if !matches!(other.type_of_group(), GroupType::Unknown) {
            self = self.group_type(other.type_of_group());
        }
        let managed = self.is_managed() | other.is_managed();
        self.managed(managed, self.service_calls() | other.service_calls())
    }

    /// The lock of the instance; of several the one about which the documents say most.
    #[must_use]
    pub const fn lock_of_instance(self) -> Lock {
        if self.mask & SECURITY != 0 {
            Lock::Security
        } else if self.mask & FINANCIAL != 0 {
            Lock::Financial
        } else if self.mask & OTHER_LOCK != 0 {
            Lock::Other
        } else {
            Lock::None
        }
    }

    /// The status of the instance.
    #[must_use]
    pub const fn status_of_instance(self) -> InstanceStatus {
        match self.state(Aspect::InstanceStatus) {
            1 => InstanceStatus::Pending,
            2 => InstanceStatus::Starting,
            3 => InstanceStatus::Running,
            4 => InstanceStatus::Stopping,
            5 => InstanceStatus::Stopped,
            6 => InstanceStatus::Other,
            _ => InstanceStatus::Unknown,
        }
    }

    /// The type of the security group.
    #[must_use]
    pub const fn type_of_group(self) -> GroupType {
        match self.state(Aspect::GroupType) {
            1 => GroupType::Basic,
            2 => GroupType::Advanced,
            _ => GroupType::Unknown,
        }
    }

    /// Who calls.
    pub(super) const fn who_calls(self) -> Caller {
        if self.service_calls() { Caller::ManagingService } else { Caller::Account }
    }

    /// What a fold lays over the word of a row.
    #[inline]
    pub(super) const fn mask(self) -> u64 {
        self.mask
    }

    /// Whether the state of this kind is known and is one of some.
    pub(super) const fn is_in(self, states: States) -> bool {
        let about = if states.are_statuses() { Aspect::InstanceStatus } else { Aspect::GroupType };
        states.bits() >> self.state(about) & 1 != 0
    }

    /// The state of the disk by its number in the enum.
    #[inline]
    pub(super) const fn disk_number(self) -> u32 {
        (self.mask >> DISK) as u32 & 0b11
    }

    /// Whether the disk is in use.
    #[must_use]
    pub const fn state_of_disk(self) -> Disk {
        match self.disk_number() {
            1 => Disk::InUse,
            2 => Disk::Other,
            _ => Disk::Unknown,
        }
    }

    /// Whether an aspect that documents speak about holds here.
    #[must_use]
    pub const fn holds(self, aspect: Aspect) -> bool {
        self.mask & byte(aspect) != 0
    }

    /// An aspect that holds here in words, fit to follow "while".
    #[must_use]
    pub const fn words(self, aspect: Aspect) -> &'static str {
        match (aspect, self.status_of_instance(), self.type_of_group()) {
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
    #[inline]
    #[must_use]
    pub const fn is_undocumented(self) -> bool {
        self.mask & OTHER_LOCK != 0
    }
}

impl Default for Situation {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locks = [Lock::Security, Lock::Financial, Lock::Other].into_iter();
        let locks = locks.filter(|lock| self.also_locked(*lock) == *self);
        let aspects = Aspect::ALL.into_iter().filter(|aspect| self.holds(*aspect));
        f.debug_struct("Situation")
            .field("locks", &locks.collect::<Vec<_>>())
            .field("aspects", &aspects.collect::<Vec<_>>())
            .field("disk", &self.state_of_disk())
            .field("status", &self.status_of_instance())
            .field("group_type", &self.type_of_group())
            .field("service_calls", &self.service_calls())
            .finish()
    }
}
