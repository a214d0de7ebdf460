//! A disk of `DescribeDisks`: its `Status` and `OperationLocks` as situations and as a handle.

use aliyun_rpc::decision::handle::{Disk, DiskState, UnexpectedState};
use aliyun_rpc::decision::{Disk as Usage, DiskLock, Lock, Situation};

use super::{ObserveError, id, locks};

impl crate::DescribeDisksDisk {
    /// Whether the disk is in use, from its `Status`.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage::from_status(self.status.as_deref().unwrap_or_default())
    }

    /// Every lock in the `OperationLocks` of the disk. [`Lock::Security`] is there because of the
    /// instance that the disk is attached to.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().map(|one| one.lock_reason.as_deref()))
    }

    /// The situation a call about the disk meets, as far as the disk itself tells: it lacks status
    /// and locks of the instances it is attached to, but for what the disk says of them.
    pub fn situation(&self) -> Situation {
        let state = Situation::new().disk(self.usage());
        self.locks().into_iter().fold(state, |state, lock| match lock {
            Lock::Financial => state.disk_lock(DiskLock::Financial),
            other => state.also_locked(other),
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

    /// The disk as a handle in the state `S`.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id, is used or locked otherwise, or has a lock that no state of a disk stands for.
    pub fn handle<S: DiskState>(&self) -> Result<Disk<S>, ObserveError> {
        let id = id(self.disk_id.as_deref(), "DiskId")?;
        let known = S::SITUATION != Situation::new();
        let locks = self.locks();
        let other = locks.iter().find(|lock| **lock != Lock::Financial);
        if let (true, Some(other)) = (known, other) {
            return Err(ObserveError::Unexpected(UnexpectedState {
                id: id.to_owned(),
                expected: format!("{:?}", S::SITUATION),
                observed: format!("a lock of the kind {other:?}"),
            }));
        }
        let financial = locks.contains(&Lock::Financial);
        let lock = if financial { DiskLock::Financial } else { DiskLock::None };
        Ok(Disk::new(id).observed(self.usage(), lock)?)
    }
}
