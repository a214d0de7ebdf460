//! Which kinds of resource can change what happens to a call, so that the others are not looked up.

use aliyun_decision::{
    Caller, Concerns, DecidedOperation, DiskUsage, Lock, Policy, ResourceKind, Situation, Target,
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    /// The states that documents speak about and that may prevent the call.
    pub(super) concerns: Concerns,
    /// A lock that no document describes may prevent it. Only the strict policy looks for one, and
    /// only where something changes; once it is seen it always counts.
    other_lock: bool,
}

impl Needs {
    pub(super) fn of(
        operation: DecidedOperation,
        policy: Policy,
        caller: Caller,
        targets: &[Target],
    ) -> Self {
        let any_disk = targets.iter().any(|target| target.kind == ResourceKind::Disk);
        let disks: &[DiskUsage] = if any_disk {
            &[DiskUsage::InUse, DiskUsage::NotInUse, DiskUsage::Unknown]
        } else {
            &[DiskUsage::Unknown]
        };
        let stops = |decision: &_| policy.check(*decision, None).is_err();
        let locked = Situation::new().with_caller(caller).with_instance_lock(Lock::Other);
        let strict = policy == Policy::RequireCertain && !operation.meta().read_only;
        Self {
            concerns: Concerns::of(operation, caller, disks, stops),
            other_lock: strict && stops(&operation.decide(locked)),
        }
    }

    pub(super) fn includes(self, kind: ResourceKind) -> bool {
        self.concerns.includes(kind) || self.other_lock && kind != ResourceKind::SecurityGroup
    }
}
