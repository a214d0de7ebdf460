//! Which kinds of resource can change the outcome of a call.

use aliyun_rpc_vocabulary::{InstanceStatus, SecurityGroupType, Verdict};

use crate::decide::Decision;
use crate::request::DecidedOperation;
use crate::situation::Situation;
use crate::state::{Caller, DiskLock, DiskUsage, Lock, ManagedBy};
use crate::target::ResourceKind;

/// The parts of a situation in which a call may be stopped.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Concerns {
    /// The locks of an instance.
    pub locks: bool,
    /// The status of an instance.
    pub status: bool,
    /// The lock of a disk.
    pub disk_lock: bool,
    /// Who manages a security group.
    pub manager: bool,
    /// The type of a security group.
    pub group_type: bool,
}

impl Concerns {
    /// What matters to an operation, where `stops` says which decisions prevent a call. `disks` are
    /// the usages that a disk of the call may have: [`DiskUsage::Unknown`] alone if the call has no
    /// disk. A lock for a reason whose effect no document states is not considered.
    pub fn of(
        operation: DecidedOperation,
        caller: Caller,
        disks: &[DiskUsage],
        stops: impl Fn(&Decision) -> bool,
    ) -> Self {
        let normal = Situation::new().with_caller(caller);
        let decided = |situation: Situation| operation.decide(situation);
        let stops = |situation: Situation| stops(&decided(situation));
        let locked = |lock: &Lock| {
            let locked = normal.with_instance_lock(*lock);
            let stated = matches!(lock, Lock::Security | Lock::Financial)
                || decided(locked).verdict() != Verdict::Unstated;
            stated && disks.iter().any(|usage| stops(locked.with_disk_usage(*usage)))
        };
        let disk_locked = normal.with_disk_lock(DiskLock::Financial);
        let disk_lock = stops(disk_locked);
        let locks = Lock::ALL.iter().any(locked);
        // Only where neither of the two locks stops the call by itself.
        let both = !disk_lock && !locks && stops(disk_locked.with_instance_lock(Lock::Financial));
        let status = |status: &InstanceStatus| stops(normal.with_instance_status(*status));
        let group_type = |one: &SecurityGroupType| stops(normal.with_security_group_type(*one));
        Self {
            locks: locks || both,
            status: InstanceStatus::ALL.iter().any(status),
            disk_lock: disk_lock || both,
            manager: stops(normal.with_managed_by(ManagedBy::CloudService)),
            group_type: SecurityGroupType::ALL.iter().any(group_type),
        }
    }

    /// Whether the state of a target of this kind matters. Disks matter wherever instances do,
    /// because a disk may be attached to an instance.
    #[must_use]
    pub fn includes(self, kind: ResourceKind) -> bool {
        let instances = self.locks || self.status;
        match kind {
            ResourceKind::Instance => instances,
            ResourceKind::Disk => instances || self.disk_lock,
            ResourceKind::SecurityGroup => self.manager || self.group_type,
        }
    }
}
