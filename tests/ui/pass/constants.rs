//! Checks that the compiler makes and the documents pass.

use aliyun_ecs::{Disk, Group, Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);

const _: () = decide(Operation::StopInstance, LOCKED).must_be_permitted();
const _: () = decide(Operation::StartInstance, LOCKED).must_be_denied();
const _: () = decide(Operation::DetachDisk, LOCKED.with_disk_usage(DiskUsage::InUse)).must_be_denied();
const _: () = assert!(decide(Operation::StopInstance, LOCKED).is_permitted());

#[test]
fn the_same_check_holds_at_run_time() {
    let managed = Situation::new().with_managed_by(ManagedBy::CloudService);
    let decision = decide(Operation::JoinSecurityGroup, managed);
    assert_eq!(decision.code(), Some("InvalidOperation.ResourceManagedByCloudProduct"));
    decision.must_be_denied();
}
