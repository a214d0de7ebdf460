//! A disk of `DescribeDisks`: its `Status` and `OperationLocks` as situations and as a handle.

use aliyun_decision::handle::{Disk, DiskState, ObservedDisk};
use aliyun_decision::target::InstanceId;
use aliyun_decision::{DiskLock, DiskUsage, Lock, Situation};

use super::{ObserveError, id, locks, stated};

impl crate::DescribeDisksDisk {
    /// Whether the disk is in use, from its `Status`. A disk that is attached to an instance
    /// although its status says that it is not in use is [`DiskUsage::Unknown`].
    #[must_use]
    pub fn usage(&self) -> DiskUsage {
        match DiskUsage::from_wire(self.status.as_deref().unwrap_or_default()) {
            DiskUsage::NotInUse if self.is_attached() => DiskUsage::Unknown,
            usage => usage,
        }
    }

    fn is_attached(&self) -> bool {
        !self.attachments.is_empty() || !self.attached_to().is_empty()
    }

    /// Every lock in the `OperationLocks` of the disk. [`Lock::Security`] is there because of the
    /// instance that the disk is attached to. Also empty if the reply does not say:
    /// `operation_locks` is then `None`.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().flatten().map(|one| one.lock_reason.as_deref()))
    }

    /// The situation that a call about the disk meets, as far as the item says. The status and most
    /// locks of the instances that it is attached to are not in it. If the reply does not say
    /// whether the disk is locked, the disk counts as not locked here; [`Self::observe`] refuses
    /// it.
    pub fn situation(&self) -> Situation {
        let state = Situation::new().with_disk_usage(self.usage());
        self.locks().into_iter().fold(state, |state, lock| match lock {
            Lock::Financial => state.with_disk_lock(DiskLock::Financial),
            other => state.with_further_lock(other),
        })
    }

    /// Ids of the instances it is attached to, as far as the reply names them.
    #[must_use]
    pub fn attached_to(&self) -> Vec<InstanceId> {
        let mut ids: Vec<InstanceId> = Vec::new();
        let attached = self.attachments.iter().filter_map(|one| one.instance_id.as_ref());
        for id in self.instance_id.as_ref().into_iter().chain(attached) {
            if !id.is_empty() && !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// An attachment without an instance: the disk is attached to one more than the reply names.
    #[cfg(feature = "guard")]
    pub(crate) fn has_unnamed_host(&self) -> bool {
        let is_unnamed = |id: Option<&str>| id.unwrap_or_default().is_empty();
        self.attachments.iter().any(|one| is_unnamed(one.instance_id.as_deref()))
    }

    /// The disk as a handle of the type that fits its state.
    ///
    /// # Errors
    /// [`ObserveError`] if the item has no id or does not say `OperationLocks`.
    pub fn observe(&self) -> Result<ObservedDisk, ObserveError> {
        let id = id(self.disk_id.as_deref(), "DiskId")?;
        stated(self.operation_locks.is_some(), id)?;
        Ok(Disk::new(id).observed(self.situation()))
    }

    /// The disk as a handle in the state `State`.
    ///
    /// # Errors
    /// [`ObserveError`] if the item has no id, does not say `OperationLocks` or is in another
    /// state.
    pub fn handle<State: DiskState>(&self) -> Result<Disk<State>, ObserveError> {
        Ok(self.observe()?.in_state()?)
    }
}
