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
    /// In the lowest byte the aspects that hold, one bit each, and above them a lock for another
    /// reason; then who calls, and the numbers of the disk, the status and the type.
    bits: u32,
}

const SECURITY: u32 = 1 << Aspect::SecurityLock as u8;
const FINANCIAL: u32 = 1 << Aspect::FinancialLock as u8;
const FINANCIAL_DISK: u32 = 1 << Aspect::FinancialDisk as u8;
const MANAGED_ACCOUNT: u32 = 1 << Aspect::ManagedAccount as u8;
const MANAGED_SERVICE: u32 = 1 << Aspect::ManagedService as u8;
const STATUS_KNOWN: u32 = 1 << Aspect::InstanceStatus as u8;
const TYPE_KNOWN: u32 = 1 << Aspect::GroupType as u8;
const OTHER_LOCK: u32 = 1 << 7;
const LOCKS: u32 = SECURITY | FINANCIAL | OTHER_LOCK;
const SERVICE_CALLS: u32 = 1 << 8;
/// Each number has a few bits from this one on.
const DISK: u32 = 12;
const STATUS: u32 = 16;
const TYPE: u32 = 20;
const NUMBER: u32 = 0b111;

impl Situation {
    /// Nothing is locked, the group is the customer's own, the account calls; whether the disk is
    /// in use, the status of the instance and the type of the group are not known.
    #[inline]
    pub const fn new() -> Self {
        Self { bits: 0 }
    }

    #[inline]
    const fn with(self, bits: u32, set: bool) -> Self {
        Self { bits: if set { self.bits | bits } else { self.bits & !bits } }
    }

    #[inline]
    const fn number(self, at: u32) -> u32 {
        self.bits >> at & NUMBER
    }

    #[inline]
    const fn with_number(self, at: u32, number: u8) -> Self {
        Self { bits: self.bits & !(NUMBER << at) | (number as u32) << at }
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
        let known = !matches!(status, InstanceStatus::Unknown);
        self.with_number(STATUS, status as u8).with(STATUS_KNOWN, known)
    }

    /// Whether the disk is in use.
    #[inline]
    pub const fn disk(self, disk: Disk) -> Self {
        self.with_number(DISK, disk as u8)
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
        let known = !matches!(group_type, GroupType::Unknown);
        self.with_number(TYPE, group_type as u8).with(TYPE_KNOWN, known)
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
        self.bits & (MANAGED_ACCOUNT | MANAGED_SERVICE) != 0
    }

    #[inline]
    const fn service_calls(self) -> bool {
        self.bits & SERVICE_CALLS != 0
    }

    /// Both situations at once: the locks of both, and whatever either of them says beyond the
    /// normal state; where they differ, `other`.
    pub const fn and(mut self, other: Self) -> Self {
        self.bits |= other.bits & (LOCKS | FINANCIAL_DISK);
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
        if self.bits & SECURITY != 0 {
            Lock::Security
        } else if self.bits & FINANCIAL != 0 {
            Lock::Financial
        } else if self.bits & OTHER_LOCK != 0 {
            Lock::Other
        } else {
            Lock::None
        }
    }

    /// The status of the instance.
    #[must_use]
    pub const fn status_of_instance(self) -> InstanceStatus {
        match self.number(STATUS) {
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
        match self.number(TYPE) {
            1 => GroupType::Basic,
            2 => GroupType::Advanced,
            _ => GroupType::Unknown,
        }
    }

    /// No aspect holds, and no lock for another reason.
    #[inline]
    pub(super) const fn is_ordinary(self) -> bool {
        self.bits as u8 == 0
    }

    /// The status by its number in the enum.
    #[inline]
    pub(super) const fn status_number(self) -> u32 {
        self.number(STATUS)
    }

    /// The type by its number in the enum.
    #[inline]
    pub(super) const fn type_number(self) -> u32 {
        self.number(TYPE)
    }

    /// Whether the state of this kind is known and is one of some.
    pub(super) const fn is_in(self, states: States) -> bool {
        let number = if states.are_statuses() { self.status_number() } else { self.type_number() };
        states.bits() >> number & 1 != 0
    }

    /// The state of the disk by its number in the enum.
    #[inline]
    pub(super) const fn disk_number(self) -> u32 {
        self.number(DISK)
    }

    /// Whether the disk is in use.
    #[must_use]
    pub const fn state_of_disk(self) -> Disk {
        match self.number(DISK) {
            1 => Disk::InUse,
            2 => Disk::Other,
            _ => Disk::Unknown,
        }
    }

    /// Whether an aspect that documents speak about holds here.
    #[must_use]
    pub const fn holds(self, aspect: Aspect) -> bool {
        self.aspects() & (1 << aspect as u8) != 0
    }

    /// The aspects that hold, one bit each, the first of [`Aspect::ALL`] in the lowest.
    #[inline]
    pub(super) const fn aspects(self) -> u8 {
        (self.bits & !OTHER_LOCK) as u8
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
        self.bits & OTHER_LOCK != 0
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
