//! Checks that the compiler makes and the documents pass.

use aliyun_ecs::{Disk, Group, Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().instance_lock(Lock::Security);

const _: () = decide(Operation::StopInstance, LOCKED).must_be_permitted();
const _: () = decide(Operation::StartInstance, LOCKED).must_be_denied();
const _: () = decide(Operation::DetachDisk, LOCKED.disk(Disk::InUse)).must_be_denied();
const _: () = assert!(decide(Operation::StopInstance, LOCKED).is_permitted());

#[test]
fn the_same_check_holds_at_run_time() {
    let managed = Situation::new().security_group(Group::ServiceManaged);
    let decision = decide(Operation::JoinSecurityGroup, managed);
    assert_eq!(decision.code(), Some("InvalidOperation.ResourceManagedByCloudProduct"));
    decision.must_be_denied();
}
