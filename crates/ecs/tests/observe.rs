//! Items of Describe replies as handles: only in the state they are in, and no lock lost.
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::handle::{
    Disk, FinancialLocked, InUse, Instance, NotInUse, Own, SecurityGroup, SecurityLocked,
    ServiceManaged, Target, Unknown, Unlocked,
};
use aliyun_ecs::runtime::wire::{Read, decode};
use aliyun_ecs::{
    DescribeDisksDisk, DescribeInstancesInstance, DescribeSecurityGroupsSecurityGroup, DiskLock,
    Lock, ObserveError, Situation,
};
use serde_json::{Value, json};

fn read<T: Read + Default>(json: &Value) -> T {
    let mut item = T::default();
    decode(json.to_string().as_bytes(), &mut item).unwrap();
    item
}

fn instance(locks: &[&str]) -> DescribeInstancesInstance {
    let locks: Vec<_> = locks.iter().map(|reason| json!({"LockReason": reason})).collect();
    read(&json!({"InstanceId": "i-1", "OperationLocks": {"LockReason": locks}}))
}

fn disk(status: &str, locks: &[&str]) -> DescribeDisksDisk {
    let locks: Vec<_> = locks.iter().map(|reason| json!({"LockReason": reason})).collect();
    let locks = json!({"OperationLock": locks});
    let attachments = json!({"Attachment": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]});
    read(&json!({
        "DiskId": "d-1", "Status": status, "InstanceId": "i-1",
        "OperationLocks": locks, "Attachments": attachments,
    }))
}

#[test]
fn an_instance_becomes_a_handle_of_the_state_it_is_in_and_of_no_other() {
    let locked: Instance<SecurityLocked> = instance(&["security"]).handle().unwrap();
    assert_eq!(locked.id(), "i-1");
    assert!(instance(&[]).handle::<Unlocked>().is_ok());
    for wrong in [
        instance(&["security"]).handle::<Unlocked>().unwrap_err(),
        instance(&["recycling"]).handle::<Unlocked>().unwrap_err(),
    ] {
        assert!(matches!(wrong, ObserveError::Unexpected(_)), "{wrong}");
    }
    assert!(instance(&["financial"]).handle::<SecurityLocked>().is_err());
    let nameless = DescribeInstancesInstance::default().handle::<Unknown>().unwrap_err();
    assert_eq!(nameless, ObserveError::NoId { member: "InstanceId" });
}

#[test]
fn of_several_locks_the_type_names_one_and_none_is_lost() {
    let item = instance(&["financial", "security", "financial"]);
    assert_eq!(item.locks(), [Lock::Financial, Lock::Security]);
    let both =
        Situation::new().with_instance_lock(Lock::Security).with_further_lock(Lock::Financial);
    assert_eq!(item.situation(), both);
    let handle = item.handle::<SecurityLocked>().unwrap();
    assert_eq!((&handle).situation(), both);
    assert!(item.handle::<FinancialLocked>().is_err());
    assert!(item.handle::<Unknown>().is_ok());
}

#[test]
fn a_disk_becomes_a_handle_of_the_state_it_is_in_and_of_no_other() {
    let used: Disk<InUse> = disk("In_use", &[]).handle().unwrap();
    assert_eq!(used.id(), "d-1");
    assert!(disk("Available", &[]).handle::<NotInUse>().is_ok());
    assert!(disk("Available", &[]).handle::<InUse>().is_err());
    assert!(disk("In_use", &["financial"]).handle::<FinancialLocked>().is_ok());
    assert!(disk("In_use", &["financial"]).handle::<InUse>().is_err());
    // No state of a disk stands for this lock.
    assert!(disk("In_use", &["security"]).handle::<InUse>().is_err());
    assert!(disk("In_use", &["security"]).handle::<Unknown>().is_ok());
    assert_eq!(disk("In_use", &[]).attached_to(), ["i-1", "i-2"]);
}

#[test]
fn a_disk_status_counts_in_every_spelling_and_an_unknown_one_is_not_known() {
    for status in ["In_use", "in_use", "In_Use", "in-use", "InUse", "IN USE"] {
        assert!(disk(status, &[]).handle::<InUse>().is_ok(), "{status}");
        assert!(disk(status, &[]).handle::<NotInUse>().is_err(), "{status}");
    }
    for status in ["Available", "available", "Attaching", "Detaching", "Creating", "ReIniting"] {
        assert!(disk(status, &[]).handle::<NotInUse>().is_ok(), "{status}");
    }
    for status in ["", "Mounted", "not in use", "inuse2"] {
        assert_eq!(disk(status, &[]).usage(), aliyun_ecs::DiskUsage::Unknown, "{status}");
        assert!(disk(status, &[]).handle::<NotInUse>().is_err(), "{status}");
        assert!(disk(status, &[]).handle::<InUse>().is_err(), "{status}");
    }
}

#[test]
fn a_lock_with_an_empty_reason_is_a_lock() {
    assert_eq!(instance(&[""]).locks(), [Lock::Other]);
    assert!(instance(&[""]).situation().is_undocumented());
    assert!(instance(&[""]).handle::<Unlocked>().is_err());
    assert_eq!(disk("Available", &[""]).locks(), [Lock::Other]);
}

#[test]
fn the_locks_of_a_disk_are_kept_apart_from_those_of_its_instance() {
    let in_use =
        Situation::new().disk(aliyun_ecs::DiskUsage::InUse).with_disk_lock(DiskLock::Financial);
    assert_eq!(disk("In_use", &["financial"]).situation(), in_use);
    let both = disk("In_use", &["financial", "security"]).situation();
    assert_eq!(both, in_use.with_instance_lock(Lock::Security));
}

#[test]
fn a_group_becomes_a_handle_only_when_the_reply_says_who_manages_it() {
    let group = |managed: Value| -> DescribeSecurityGroupsSecurityGroup {
        read(&json!({"SecurityGroupId": "sg-1", "ServiceManaged": managed}))
    };
    let managed: SecurityGroup<ServiceManaged> = group(json!(true)).handle().unwrap();
    assert_eq!(managed.id(), "sg-1");
    assert!(group(json!(false)).handle::<Own>().is_ok());
    assert!(group(json!(true)).handle::<Own>().is_err());
    let silent = group(Value::Null);
    assert!(matches!(silent.handle::<Own>(), Err(ObserveError::NotStated { .. })));
}
