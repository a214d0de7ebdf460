//! Which kinds of target can change what happens to a call at all: the others need no look.

use super::decide::{Decision, decide};
use super::situation::Situation;
use super::state::{Caller, Disk, DiskLock, Group, GroupType, InstanceStatus, Lock};
use super::targets::Kind;
use crate::request::Meta;

/// Every status that a condition can be about.
const STATUSES: [InstanceStatus; 6] = [
    InstanceStatus::Pending,
    InstanceStatus::Starting,
    InstanceStatus::Running,
    InstanceStatus::Stopping,
    InstanceStatus::Stopped,
    InstanceStatus::Other,
];

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
    /// What matters to an operation, where `stops` says which decisions stop a call. `disks` are the
    /// states that a disk of the call may be in: [`Disk::Unknown`] alone when it has none. A lock
    /// for a reason that no source speaks about is not considered.
    pub fn of(
        meta: &Meta,
        caller: Caller,
        disks: &[Disk],
        stops: impl Fn(&Decision) -> bool,
    ) -> Self {
        let normal = Situation::new().caller(caller);
        let stops = |it: Situation| stops(&decide(meta.product.matrix, meta.row, it));
        let locked = |lock| disks.iter().any(|disk| stops(normal.instance_lock(lock).disk(*disk)));
        let types = [GroupType::Basic, GroupType::Advanced];
        Self {
            locks: [Lock::Security, Lock::Financial].into_iter().any(locked),
            status: STATUSES.into_iter().any(|status| stops(normal.instance_status(status))),
            disk_lock: stops(normal.disk_lock(DiskLock::Financial)),
            manager: stops(normal.security_group(Group::ServiceManaged)),
            group_type: types.into_iter().any(|one| stops(normal.group_type(one))),
        }
    }

    /// Whether the state of a target of this kind matters. That of a disk does wherever that of an
    /// instance does: the disk may be attached to one.
    #[must_use]
    pub fn includes(self, kind: Kind) -> bool {
        let instances = self.locks || self.status;
        match kind {
            Kind::Instance => instances,
            Kind::Disk => instances || self.disk_lock,
            Kind::SecurityGroup => self.manager || self.group_type,
        }
    }
}
