//! The state of the resources at the time of a call, and who calls.

use std::fmt;

use aliyun_rpc_vocabulary::{Aspect, InstanceStatus, SecurityGroupType};

use crate::state::{Caller, DiskLock, DiskUsage, Lock, ManagedBy};

/// The state of the resources at the time of a call, and who calls: locks, the usage of the disk,
/// the status of the instance, the type of the security group and who manages it.
///
/// By default everything is normal, except that the usage of the disk, the status of the instance
/// and the type of the security group are unknown.
///
/// ```
/// use aliyun_decision::{DiskUsage, Lock, Situation};
/// const LOCKED: Situation =
///     Situation::new().with_instance_lock(Lock::Security).with_disk_usage(DiskUsage::InUse);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use]
pub struct Situation {
    /// A bit for each aspect that holds, except those that are [made up](Aspect::parts) of others.
    aspects: u16,
    caller: Caller,
    disk_usage: DiskUsage,
    instance_status: InstanceStatus,
    security_group_type: SecurityGroupType,
}

const fn bit(aspect: Aspect) -> u16 {
    1 << aspect as u16
}

const INSTANCE_LOCKS: u16 = {
    let (mut bits, mut at) = (0, 0);
    while at < Lock::ALL.len() {
        if let Some(aspect) = Lock::ALL[at].aspect() {
            bits |= bit(aspect);
        }
        at += 1;
    }
    bits
};
const BOTH_FINANCIAL: u16 = bit(Aspect::FinancialLock) | bit(Aspect::DiskFinancialLock);
const MANAGED: u16 = bit(Aspect::ManagedGroup) | bit(Aspect::ManagedGroupService);

impl Situation {
    /// Nothing is locked, the customer manages the security group, the account calls.
    pub const fn new() -> Self {
        Self {
            aspects: 0,
            caller: Caller::Account,
            disk_usage: DiskUsage::Unknown,
            instance_status: InstanceStatus::Unknown,
            security_group_type: SecurityGroupType::Unknown,
        }
    }

    /// The instance has this lock and no other. For a call about a disk: the instance that the disk
    /// is attached to.
    pub const fn with_instance_lock(mut self, lock: Lock) -> Self {
        self.aspects &= !INSTANCE_LOCKS;
        self.with_further_lock(lock)
    }

    /// The instance has this lock in addition to its other locks.
    pub const fn with_further_lock(self, lock: Lock) -> Self {
        match lock.aspect() {
            Some(aspect) => self.set(aspect, true),
            None => self,
        }
    }

    /// The status of the instance. For a call about a disk: of the instance that the disk is
    /// attached to.
    pub const fn with_instance_status(mut self, status: InstanceStatus) -> Self {
        self.instance_status = status;
        self.set(Aspect::InstanceStatus, !matches!(status, InstanceStatus::Unknown))
    }

    /// Whether the disk is in use.
    pub const fn with_disk_usage(mut self, usage: DiskUsage) -> Self {
        self.disk_usage = usage;
        self
    }

    /// The disk has this lock. It does not say anything about the instance.
    pub const fn with_disk_lock(self, lock: DiskLock) -> Self {
        self.set(Aspect::DiskFinancialLock, matches!(lock, DiskLock::Financial))
    }

    /// Who manages the security group.
    pub const fn with_managed_by(self, manager: ManagedBy) -> Self {
        self.managed(matches!(manager, ManagedBy::CloudService))
    }

    /// The security group has this type. By default the type is unknown.
    pub const fn with_security_group_type(mut self, group_type: SecurityGroupType) -> Self {
        self.security_group_type = group_type;
        self.set(Aspect::SecurityGroupType, !matches!(group_type, SecurityGroupType::Unknown))
    }

    /// Who calls. This matters only for a security group that a cloud service manages.
    pub const fn with_caller(mut self, caller: Caller) -> Self {
        self.caller = caller;
        let managed = self.aspects & MANAGED != 0;
        self.managed(managed)
    }

    /// Combines two situations: the locks of both, and otherwise what `other` knows in place of
    /// what `self` knows.
    pub const fn and(mut self, other: Self) -> Self {
        self.aspects |= other.aspects & (INSTANCE_LOCKS | bit(Aspect::DiskFinancialLock));
        if !matches!(other.disk_usage, DiskUsage::Unknown) {
            self = self.with_disk_usage(other.disk_usage);
        }
        if !matches!(other.instance_status, InstanceStatus::Unknown) {
            self = self.with_instance_status(other.instance_status);
        }
        if !matches!(other.security_group_type, SecurityGroupType::Unknown) {
            self = self.with_security_group_type(other.security_group_type);
        }
        if matches!(other.caller, Caller::ManagingService) {
            self.caller = other.caller;
        }
        let managed = (self.aspects | other.aspects) & MANAGED != 0;
        self.managed(managed)
    }

    /// The lock of the instance. If there are several, the first in [`Lock::ALL`], which is the one
    /// that the documents say most about.
    #[must_use]
    pub const fn instance_lock(self) -> Lock {
        let mut at = 0;
        while at < Lock::ALL.len() {
            if let Some(aspect) = Lock::ALL[at].aspect() {
                if self.holds(aspect) {
                    return Lock::ALL[at];
                }
            }
            at += 1;
        }
        Lock::None
    }

    /// All locks of the instance.
    pub fn instance_locks(self) -> impl Iterator<Item = Lock> {
        let held = move |lock: &Lock| lock.aspect().is_some_and(|aspect| self.holds(aspect));
        Lock::ALL.iter().copied().filter(held)
    }

    /// The lock of the disk. Default: [`DiskLock::None`].
    #[must_use]
    pub const fn disk_lock(self) -> DiskLock {
        if self.holds(Aspect::DiskFinancialLock) { DiskLock::Financial } else { DiskLock::None }
    }

    /// Whether the disk is in use.
    #[must_use]
    pub const fn disk_usage(self) -> DiskUsage {
        self.disk_usage
    }

    /// The status of the instance. Default: [`InstanceStatus::Unknown`].
    #[must_use]
    pub const fn instance_status(self) -> InstanceStatus {
        self.instance_status
    }

    /// Who manages the security group.
    #[must_use]
    pub const fn managed_by(self) -> ManagedBy {
        if self.aspects & MANAGED != 0 { ManagedBy::CloudService } else { ManagedBy::Customer }
    }

    /// The type of the security group. Default: [`SecurityGroupType::Unknown`].
    #[must_use]
    pub const fn security_group_type(self) -> SecurityGroupType {
        self.security_group_type
    }

    /// Who calls.
    #[must_use]
    pub const fn caller(self) -> Caller {
        self.caller
    }

    /// Whether an aspect holds here.
    #[must_use]
    pub const fn holds(self, aspect: Aspect) -> bool {
        self.bits() & bit(aspect) != 0
    }

    /// The aspects that hold here, including those that are [made up](Aspect::parts) of others.
    pub fn aspects(self) -> impl Iterator<Item = Aspect> {
        Aspect::ALL.iter().copied().filter(move |aspect| self.holds(*aspect))
    }

    /// The aspects that hold here, a bit for each.
    pub(crate) const fn bits(self) -> u16 {
        if self.aspects & BOTH_FINANCIAL == BOTH_FINANCIAL {
            self.aspects | bit(Aspect::InstanceAndDiskFinancialLock)
        } else {
            self.aspects
        }
    }

    /// The number of the state that a condition about this aspect looks at; 0 if it is not known.
    pub(crate) const fn state_number(self, aspect: Aspect) -> u8 {
        match aspect {
            Aspect::InstanceStatus => self.instance_status as u8,
            Aspect::SecurityGroupType => self.security_group_type as u8,
            _ => 0,
        }
    }

    /// An aspect that holds here in words, to follow "while". The text has two parts, because a
    /// `const fn` cannot join them.
    pub(crate) const fn words(self, aspect: Aspect) -> [&'static str; 2] {
        match (aspect, self.instance_status) {
            (Aspect::InstanceStatus, InstanceStatus::Other) => {
                ["the instance is in another status", ""]
            }
            (Aspect::InstanceStatus, status) => ["the instance is ", status.name()],
            (Aspect::SecurityGroupType, _) => [self.security_group_type.words(), ""],
            _ => [aspect.words(), ""],
        }
    }

    /// The situation in words, with the usage of the disk; `normal` if there is nothing to say.
    pub(crate) fn sentence(self, normal: &str) -> String {
        let disk = match self.disk_usage {
            DiskUsage::Unknown => "",
            usage => usage.words(),
        };
        match (self.to_string(), disk.is_empty()) {
            (words, true) if words.is_empty() => normal.to_owned(),
            (words, true) => words,
            (words, false) if words.is_empty() => disk.to_owned(),
            (words, false) => format!("{words} and {disk}"),
        }
    }

    const fn set(mut self, aspect: Aspect, holds: bool) -> Self {
        if holds {
            self.aspects |= bit(aspect);
        } else {
            self.aspects &= !bit(aspect);
        }
        self
    }

    const fn managed(self, managed: bool) -> Self {
        let service = matches!(self.caller, Caller::ManagingService);
        self.set(Aspect::ManagedGroup, managed && !service)
            .set(Aspect::ManagedGroupService, managed && service)
    }
}

impl Default for Situation {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Situation")
            .field("aspects", &self.aspects().collect::<Vec<_>>())
            .field("caller", &self.caller)
            .field("disk_usage", &self.disk_usage)
            .field("instance_status", &self.instance_status)
            .field("security_group_type", &self.security_group_type)
            .finish()
    }
}

/// The parts that are not normal, to follow "while"; empty if everything is.
impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.aspects().filter(|aspect| aspect.parts().is_empty());
        for (at, aspect) in said.enumerate() {
            let and = if at > 0 { " and " } else { "" };
            let [words, state] = self.words(aspect);
            write!(f, "{and}{words}{state}")?;
        }
        Ok(())
    }
}
