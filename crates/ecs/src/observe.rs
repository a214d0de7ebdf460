//! What a Describe reply says about an instance, a disk or a security group in; situations and
//! handles whose type is the state out. The way from a reply to a handle is explicit and can fail: a
//! handle of a known state is only had from an item that is in that state.

use aliyun_rpc::decision::Lock;
use aliyun_rpc::decision::handle::UnexpectedState;
#[cfg(feature = "disks")]
use aliyun_rpc::decision::handle::{Disk, DiskState};
#[cfg(feature = "security-groups")]
use aliyun_rpc::decision::handle::{GroupState, SecurityGroup};
#[cfg(feature = "instances")]
use aliyun_rpc::decision::handle::{Instance, InstanceState};
use aliyun_rpc::decision::{Disk as DiskUse, DiskLock, Group, Situation};

/// Why an item of a reply does not become a handle of the state that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObserveError {
    /// The item has no id.
    #[error("the reply has an item without {member}: there is nothing to make a handle of")]
    NoId {
        /// The member that is missing.
        member: &'static str,
    },
    /// The reply does not say what the state is.
    #[error("the reply does not say {member} of {id}")]
    NotStated {
        /// Id of the resource.
        id: String,
        /// The member that is missing.
        member: &'static str,
    },
    /// The resource is in another state.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedState),
    /// There are several locks; a handle names one, and the others must not be lost.
    #[error("{id} has several locks, {locks:?}, and a handle names one: ask about each of them")]
    SeveralLocks {
        /// Id of the resource.
        id: String,
        /// The locks.
        locks: Vec<Lock>,
    },
}

/// The distinct locks behind the `LockReason`s of an item, without [`Lock::None`].
fn locks<'a>(reasons: impl Iterator<Item = Option<&'a str>>) -> Vec<Lock> {
    let mut out: Vec<Lock> = Vec::new();
    // A lock whose reason is missing is a lock nevertheless.
    for lock in reasons.map(|reason| reason.map_or(Lock::Other, Lock::from_reason)) {
        if lock != Lock::None && !out.contains(&lock) {
            out.push(lock);
        }
    }
    out
}

/// A state under each of several locks: one situation per lock, because a situation names one.
/// Every one of them holds, so the strictest decision counts.
fn under(state: Situation, locks: &[Lock]) -> Vec<Situation> {
    if locks.is_empty() {
        return vec![state];
    }
    locks.iter().map(|lock| state.instance_lock(*lock)).collect()
}

#[cfg(feature = "instances")]
impl crate::DescribeInstancesInstance {
    /// Every lock of the instance, from its `OperationLocks`; empty when it is not locked.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().map(|one| one.lock_reason.as_deref()))
    }

    /// The situations a call to the instance meets: one per lock, all at once, so that the strictest
    /// decision counts; the plain one when it is not locked. Never empty.
    ///
    /// ```
    /// use aliyun_ecs::{DescribeInstancesInstance, Operation, decide};
    /// fn may_start(item: &DescribeInstancesInstance) -> bool {
    ///     item.situations().into_iter().all(|one| decide(Operation::StartInstance, one).is_permitted())
    /// }
    /// assert!(may_start(&DescribeInstancesInstance::default()));
    /// ```
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        under(Situation::new(), &self.locks())
    }

    /// The instance as a handle in the state `S`.
    ///
    /// ```
    /// use aliyun_ecs::handle::{Instance, Unlocked};
    /// use aliyun_ecs::{Client, DescribeInstances, StartInstance};
    ///
    /// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client.send(DescribeInstances::new().instance_ids(["i-1"])).await?;
    /// for item in &reply.instances {
    ///     let instance: Instance<Unlocked> = item.handle()?;
    ///     client.on(&instance).send(StartInstance::new(instance.id())).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id, is in another state, or has several locks.
    pub fn handle<S: InstanceState>(&self) -> Result<Instance<S>, ObserveError> {
        let id = id(self.instance_id.as_deref(), "InstanceId")?;
        let locks = self.locks();
        if S::LOCK.is_some() && locks.len() > 1 {
            return Err(ObserveError::SeveralLocks { id: id.to_owned(), locks });
        }
        Ok(Instance::new(id).observed(locks.first().copied().unwrap_or_default())?)
    }
}

#[cfg(feature = "disks")]
impl crate::DescribeDisksDisk {
    /// Whether the disk is in use, from its `Status`.
    #[must_use]
    pub fn usage(&self) -> DiskUse {
        DiskUse::from_status(self.status.as_deref().unwrap_or_default())
    }

    /// Every lock in the `OperationLocks` of the disk. [`Lock::Security`] is there because of the
    /// instance that the disk is attached to.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().map(|one| one.lock_reason.as_deref()))
    }

    /// The situations a call about the disk meets, as far as the disk itself tells: they lack the
    /// locks of the instances it is attached to, but for what the disk says of them.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let mut state = Situation::new().disk(self.usage());
        let mut locks = self.locks();
        if locks.contains(&Lock::Financial) {
            state = state.disk_lock(DiskLock::Financial);
        }
        locks.retain(|lock| *lock != Lock::Financial);
        under(state, &locks)
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
    /// [`ObserveError`] when the item has no id, is used or locked otherwise, has several locks, or
    /// has a lock that no state of a disk stands for.
    pub fn handle<S: DiskState>(&self) -> Result<Disk<S>, ObserveError> {
        let id = id(self.disk_id.as_deref(), "DiskId")?;
        let known = S::SITUATION != Situation::new();
        let locks = self.locks();
        if known && locks.len() > 1 {
            return Err(ObserveError::SeveralLocks { id: id.to_owned(), locks });
        }
        let lock = match locks.first() {
            Some(Lock::Financial) => DiskLock::Financial,
            Some(other) if known => {
                return Err(ObserveError::Unexpected(UnexpectedState {
                    id: id.to_owned(),
                    expected: format!("{:?}", S::SITUATION),
                    observed: format!("a lock of the kind {other:?}"),
                }));
            }
            _ => DiskLock::None,
        };
        Ok(Disk::new(id).observed(self.usage(), lock)?)
    }
}

#[cfg(feature = "security-groups")]
impl crate::DescribeSecurityGroupsSecurityGroup {
    /// Who manages the group, from its `ServiceManaged`; none when the reply does not say.
    #[must_use]
    pub fn managed_by(&self) -> Option<Group> {
        self.service_managed.map(|yes| if yes { Group::ServiceManaged } else { Group::Own })
    }

    /// The situations a call about the group meets: exactly one. A group of which the reply does not
    /// say who manages it counts as the customer's own.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        vec![Situation::new().security_group(self.managed_by().unwrap_or_default())]
    }

    /// The group as a handle in the state `S`.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id, the reply does not say who manages the group, or
    /// somebody else does.
    pub fn handle<S: GroupState>(&self) -> Result<SecurityGroup<S>, ObserveError> {
        let id = id(self.security_group_id.as_deref(), "SecurityGroupId")?;
        match self.managed_by() {
            None if S::GROUP.is_some() => {
                Err(ObserveError::NotStated { id: id.to_owned(), member: "ServiceManaged" })
            }
            group => Ok(SecurityGroup::new(id).observed(group.unwrap_or_default())?),
        }
    }
}

fn id<'a>(id: Option<&'a str>, member: &'static str) -> Result<&'a str, ObserveError> {
    id.filter(|id| !id.is_empty()).ok_or(ObserveError::NoId { member })
}
