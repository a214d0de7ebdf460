//! Which kinds of resource can change what happens to a call, so that the others are not looked up.

use aliyun_decision::{
    Caller, Concerns, DecidedOperation, DiskUsage, Lock, Policy, ResourceKind, Situation, Target,
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    /// The states that documents speak about and that may prevent the call.
    pub(super) concerns: Concerns,
    /// A lock whose effect no document states may prevent it. Only the strict policy looks for one,
    /// and only where something changes; once it is seen it always counts.
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
        let normal = Situation::new().with_caller(caller);
        let locked = |lock: &Lock| stops(&operation.decide(normal.with_instance_lock(*lock)));
        let strict = policy == Policy::RequireCertain && !operation.meta().read_only;
        Self {
            concerns: Concerns::of(operation, caller, disks, stops),
            other_lock: strict && Lock::ALL.iter().any(locked),
        }
    }

    /// Whether the locks of a target of this kind may decide. A disk tells those of its instances,
    /// too.
    pub(super) fn locks(self, kind: ResourceKind) -> bool {
        let Concerns { locks, disk_lock, .. } = self.concerns;
        match kind {
            ResourceKind::Instance => locks || self.other_lock,
            ResourceKind::Disk => locks || disk_lock || self.other_lock,
            _ => false,
        }
    }

    pub(super) fn includes(self, kind: ResourceKind) -> bool {
        self.concerns.includes(kind) || self.other_lock && kind != ResourceKind::SecurityGroup
    }
}
