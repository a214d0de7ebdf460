//! Items of Describe replies as handles: only in the state they are in, and no lock lost.
#![allow(clippy::unwrap_used, reason = "tests")]

use aliyun_ecs::handle::{
    CustomerManaged, Disk, FinancialLocked, Handle, InUse, Instance, NotInUse, SecurityGroup,
    SecurityLocked, ServiceManaged, Unknown, Unlocked,
};
use aliyun_ecs::runtime::wire::{ReadFields, decode};
use aliyun_ecs::{
    DescribeDisksDisk, DescribeInstancesInstance, DescribeSecurityGroupsSecurityGroup, DiskLock,
    Lock, ObserveError, Situation,
};
use serde_json::{Value, json};

fn read<T: ReadFields + Default>(json: &Value) -> T {
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
    // A status of a disk that is free goes without an instance.
    if matches!(status, "Available" | "available" | "Creating") {
        return read(&json!({"DiskId": "d-1", "Status": status, "OperationLocks": locks}));
    }
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
fn what_does_not_say_its_locks_becomes_no_handle() {
    for locks in [json!(null), json!(""), json!({}), json!({"X": []}), json!({"LockReason": null})]
    {
        let not_stated =
            |id: &str| ObserveError::NotStated { id: id.to_owned(), member: "OperationLocks" };
        let item: DescribeInstancesInstance =
            read(&json!({"InstanceId": "i-1", "OperationLocks": locks}));
        assert_eq!(item.observe().unwrap_err(), not_stated("i-1"));
        assert_eq!(item.handle::<Unlocked>().unwrap_err(), not_stated("i-1"));
        let item: DescribeDisksDisk =
            read(&json!({"DiskId": "d-1", "Status": "Available", "OperationLocks": locks}));
        assert_eq!(item.observe().unwrap_err(), not_stated("d-1"));
        assert_eq!(item.handle::<NotInUse>().unwrap_err(), not_stated("d-1"));
    }
    let bare: DescribeInstancesInstance = read(&json!({"InstanceId": "i-1", "OperationLocks": []}));
    assert!(bare.handle::<Unlocked>().is_ok());
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
    for status in ["Available", "available", "Creating"] {
        assert!(disk(status, &[]).handle::<NotInUse>().is_ok(), "{status}");
    }
    // An instance may still, or already, be concerned while a disk is on its way.
    let on_its_way = ["Attaching", "Detaching", "ReIniting"];
    for status in ["", "Mounted", "not in use", "inuse2"].into_iter().chain(on_its_way) {
        assert_eq!(disk(status, &[]).usage(), aliyun_ecs::DiskUsage::Unknown, "{status}");
        assert!(disk(status, &[]).handle::<NotInUse>().is_err(), "{status}");
        assert!(disk(status, &[]).handle::<InUse>().is_err(), "{status}");
    }
}

#[test]
fn a_disk_that_is_attached_is_not_free_whatever_its_status_says() {
    let hosts = [
        ("InstanceId", json!("i-1")),
        ("Attachments", json!({"Attachment": [{"InstanceId": "i-1"}]})),
        ("Attachments", json!({"Attachment": [{"Device": "/dev/xvdb"}]})),
    ];
    for (member, host) in hosts {
        let mut item = json!({"DiskId": "d-1", "Status": "Available", "OperationLocks": []});
        item[member] = host;
        let item: DescribeDisksDisk = read(&item);
        assert_eq!(item.usage(), aliyun_ecs::DiskUsage::Unknown);
        assert!(item.handle::<NotInUse>().is_err());
    }
}

#[test]
fn a_lock_with_an_empty_reason_is_a_lock() {
    assert_eq!(instance(&[""]).locks(), [Lock::Other]);
    assert!(instance(&[""]).situation().holds(aliyun_ecs::Aspect::OtherLock));
    assert!(instance(&[""]).handle::<Unlocked>().is_err());
    assert_eq!(disk("Available", &[""]).locks(), [Lock::Other]);
}

#[test]
fn the_locks_of_a_disk_are_told_from_those_of_its_instance() {
    let in_use = Situation::new()
        .with_disk_usage(aliyun_ecs::DiskUsage::InUse)
        .with_disk_lock(DiskLock::Financial);
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
    assert!(group(json!(false)).handle::<CustomerManaged, Unknown>().is_ok());
    assert!(group(json!(true)).handle::<CustomerManaged, Unknown>().is_err());
    let silent = group(Value::Null);
    assert!(matches!(
        silent.handle::<CustomerManaged, Unknown>(),
        Err(ObserveError::NotStated { .. })
    ));
}
