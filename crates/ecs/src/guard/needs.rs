//! Which kinds of target can change what happens to a call, so that the others are not looked up.

use aliyun_rpc::Meta;
use aliyun_rpc::decision::{Caller, Concerns, Disk, Lock, Situation, decide};

use super::policy::Policy;
use super::{Kind, Target};

#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    /// The states that documents speak about and that may stop the call.
    pub(super) concerns: Concerns,
    /// A lock that no source speaks about may stop it. Only the strict policy looks for one, and only
    /// where something changes; once it is seen it always counts.
    other_lock: bool,
}

impl Needs {
    pub(super) fn of(meta: &Meta, policy: Policy, caller: Caller, targets: &[Target]) -> Self {
        let disks: &[Disk] = if targets.iter().any(|target| target.kind == Kind::Disk) {
            &[Disk::InUse, Disk::Other, Disk::Unknown]
        } else {
            &[Disk::Unknown]
        };
        let concerns = Concerns::of(meta, caller, disks, |one| policy.refuses(one, None));
        let locked = Situation::new().caller(caller).instance_lock(Lock::Other);
        let unstated = decide(meta.product.matrix, meta.row, locked);
        let strict = policy == Policy::OnlyCertain && !meta.read_only;
        Self { concerns, other_lock: strict && policy.refuses(&unstated, None) }
    }

    pub(super) fn includes(self, kind: Kind) -> bool {
        self.concerns.includes(kind) || self.other_lock && kind != Kind::SecurityGroup
    }
}
