//! Ids have types, in requests, replies and handles alike.

use aliyun_ecs::handle::Instance;
use aliyun_ecs::{
    AttachDisk, DescribeDisksDisk, DescribeInstances, DiskId, InstanceId, ResourceType,
    StartInstance, TagResources,
};

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
    // Any id stands where a text is taken.
    let _ = TagResources::new(ResourceType::Instance, [&instance], [("k", "v")]);
}
