//! A disk of `DescribeDisks`: its `Status` and `OperationLocks` as situations and as a handle.

use aliyun_decision::handle::{Disk, DiskState, ObservedDisk};
use aliyun_decision::{DiskLock, DiskUsage, Lock, Situation};

use super::{ObserveError, id, locks};

impl crate::DescribeDisksDisk {
    /// Whether the disk is in use, from its `Status`.
    #[must_use]
    pub fn usage(&self) -> DiskUsage {
        DiskUsage::from_wire(self.status.as_deref().unwrap_or_default())
    }

    /// Every lock in the `OperationLocks` of the disk. [`Lock::Security`] is there because of the
    /// instance that the disk is attached to.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().map(|one| one.lock_reason.as_deref()))
    }

    /// The situation that a call about the disk meets, as far as the item tells. The status and most
    /// locks of the instances that it is attached to are not in it.
    pub fn situation(&self) -> Situation {
        let state = Situation::new().with_disk_usage(self.usage());
        self.locks().into_iter().fold(state, |state, lock| match lock {
            Lock::Financial => state.with_disk_lock(DiskLock::Financial),
            other => state.with_further_lock(other),
        })
    }

    /// Ids of the instances it is attached to.
    #[must_use]
    pub fn attached_to(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        let attached = self.attachments.iter().filter_map(|one| one.instance_id.as_deref());
        for id in self.instance_id.as_deref().into_iter().chain(attached) {
            if !id.is_empty() && !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        ids
    }

    /// The disk as one of the handles that there are for its state.
    ///
    /// # Errors
    /// [`ObserveError::NoId`] if the item has no id.
    pub fn observe(&self) -> Result<ObservedDisk, ObserveError> {
        let id = id(self.disk_id.as_deref(), "DiskId")?;
        Ok(Disk::new(id).observed(self.situation()))
    }

    /// The disk as a handle in the state `S`.
    ///
    /// # Errors
    /// [`ObserveError`] if the item has no id or is in another state.
    pub fn handle<S: DiskState>(&self) -> Result<Disk<S>, ObserveError> {
        Ok(self.observe()?.in_state()?)
    }
}
