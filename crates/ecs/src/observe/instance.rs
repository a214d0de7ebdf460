//! An instance of `DescribeInstances`: its `OperationLocks` as situations and as a handle.

use aliyun_rpc::decision::handle::{Instance, InstanceState};
use aliyun_rpc::decision::{Lock, Situation};

use super::{ObserveError, id, locks, under};

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
