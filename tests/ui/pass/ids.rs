//! Ids have types, in requests, replies and handles alike.

use aliyun_ecs::handle::Instance;
use aliyun_ecs::{
    AttachDisk, DescribeDisksDisk, DescribeInstances, DiskId, EcsResourceType, InstanceId,
    StartInstance, TagResources,
};

/// What is made into an id elsewhere is also an argument.
fn start(id: impl Into<InstanceId>) -> StartInstance {
    StartInstance::new(id)
}

#[test]
fn texts_replies_and_handles_give_ids_of_their_kind() {
    let _ = StartInstance::new("i-1");
    let _ = StartInstance::new(String::from("i-1"));
    let instance: InstanceId = "i-1".into();
    let mut disk = DescribeDisksDisk::default();
    disk.disk_id = Some(DiskId::from("d-1"));
    let _ = AttachDisk::new(&instance, disk.disk_id.clone().unwrap());
    let handle = Instance::new(&instance);
    assert_eq!(*handle.id(), instance);
    let _ = StartInstance::new(&handle);
    let _ = DescribeInstances::new().instance_ids([&instance]).instance_ids(["i-2"]);
    let _ = DescribeInstances::new().instance_ids([&handle]).instance_ids(vec![Some("i-3"), None]);
    let _ = (start("i-1"), start(&instance), start(&handle));
    // Any id stands where a text is taken.
    let _ = TagResources::new(EcsResourceType::Instance, [&instance], [("k", "v")]);
}
