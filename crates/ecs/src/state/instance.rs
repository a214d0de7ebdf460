//! An instance of `DescribeInstances`: its `OperationLocks` as situations and as a handle.

use aliyun_decision::handle::{Instance, InstanceState, ObservedInstance};
use aliyun_decision::{InstanceStatus, Lock, Situation};

use super::{ObserveError, id, locks, stated};

impl crate::DescribeInstancesInstance {
    /// Every lock of the instance, from its `OperationLocks`. Empty if it is not locked, and if the
    /// reply does not say: `operation_locks` is then `None`.
    #[must_use]
    pub fn locks(&self) -> Vec<Lock> {
        locks(self.operation_locks.iter().flatten().map(|one| one.lock_reason.as_deref()))
    }

    /// The situation a call to the instance meets: all its locks and its `Status`. If the reply
    /// does not say whether the instance is locked, it counts as not locked here; [`Self::observe`]
    /// refuses it.
    ///
    /// ```
    /// use aliyun_ecs::{DescribeInstancesInstance, Operation, decide};
    /// fn may_start(item: &DescribeInstancesInstance) -> bool {
    ///     decide(Operation::StartInstance, item.situation()).is_permitted()
    /// }
    /// assert!(may_start(&DescribeInstancesInstance::default()));
    /// ```
    pub fn situation(&self) -> Situation {
        let status = InstanceStatus::from_wire(self.status.as_deref().unwrap_or_default());
        let state = Situation::new().with_instance_status(status);
        self.locks().into_iter().fold(state, Situation::with_further_lock)
    }

    /// The instance as a handle of the type that fits its state.
    ///
    /// # Errors
    /// [`ObserveError`] when the item has no id or does not say `OperationLocks`.
    pub fn observe(&self) -> Result<ObservedInstance, ObserveError> {
        let id = id(self.instance_id.as_deref(), "InstanceId")?;
        stated(self.operation_locks.is_some(), id)?;
        Ok(Instance::new(id).observed(self.situation()))
    }

    /// The instance as a handle in the state `State`. If there are several locks, the type names
    /// the one about which the documents say most; the others are stored and checked at run time.
    ///
    /// ```
    /// use aliyun_ecs::handle::{Instance, Unlocked};
    /// use aliyun_ecs::{Client, ClientExt, DescribeInstances, StartInstance};
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
    /// [`ObserveError`] when the item has no id, does not say `OperationLocks` or is in another
    /// state.
    pub fn handle<State: InstanceState>(&self) -> Result<Instance<State>, ObserveError> {
        Ok(self.observe()?.in_state()?)
    }
}
