//! Calls that the documents permit in the state of the handle.

use aliyun_ecs::handle::{
    Disk, Instance, NotInUse, Own, SecurityGroup, SecurityLocked, ServiceManaged, Unlocked,
};
use aliyun_ecs::{
    DescribeSecurityGroupAttribute, DetachDisk, DiskLock, Group, JoinSecurityGroup, Lock,
    StartInstance, StopInstance,
};

use super::{client, now};

fn locked() -> Instance<SecurityLocked> {
    Instance::new("i-1").observed(Lock::Security).expect("this lock was observed")
}

#[test]
fn a_locked_instance_can_be_stopped() {
    let (client, locked) = (client(), locked());
    now(client.on(&locked).send(StopInstance::new(locked.id()))).unwrap();
}

#[test]
fn an_unlocked_instance_can_be_started() {
    let unlocked: Instance<Unlocked> = Instance::new("i-1").observed(Lock::None).unwrap();
    now(client().on(&unlocked).send(StartInstance::new(unlocked.id()))).unwrap();
}

#[test]
fn an_instance_of_unknown_state_is_left_to_the_run_time() {
    let unknown = Instance::new("i-1");
    now(client().on(&unknown).send(StartInstance::new(unknown.id()))).unwrap();
}

#[test]
fn a_disk_that_is_not_in_use_is_detached_from_a_locked_instance() {
    let disk: Disk<NotInUse> =
        Disk::new("d-1").observed(aliyun_ecs::DiskUsage::NotInUse, DiskLock::None).unwrap();
    let request = DetachDisk::new("i-1", disk.id());
    now(client().on((&locked(), &disk)).send(request)).unwrap();
}

#[test]
fn a_managed_group_can_be_described() {
    let managed: SecurityGroup<ServiceManaged> =
        SecurityGroup::new("sg-1").observed(ManagedBy::CloudService).unwrap();
    now(client().on(&managed).send(DescribeSecurityGroupAttribute::new(managed.id()))).unwrap();
}

#[test]
fn an_unlocked_instance_joins_a_group_of_the_account() {
    let own: SecurityGroup<CustomerManaged> = SecurityGroup::new("sg-1").observed(ManagedBy::Customer).unwrap();
    let unlocked: Instance<Unlocked> = Instance::new("i-1").observed(Lock::None).unwrap();
    let request = JoinSecurityGroup::instance(own.id(), unlocked.id());
    now(client().on((&unlocked, &own)).send(request)).unwrap();
}

#[test]
fn a_request_is_sent_by_reference_and_used_again() {
    let (client, locked) = (client(), locked());
    let request = StopInstance::new(locked.id());
    now(client.on(&locked).send(&request)).unwrap();
    now(client.on(&locked).send(&request)).unwrap();
}
