//! The same for programs about disks, snapshots and images.

use aliyun_ecs::authorization::PolicyRequests as _;
use aliyun_ecs::{
    AttachDisk, CopySnapshot, CopySnapshotRequired, CreateImage, CreateSnapshot, DeleteSnapshot,
    DescribeDisks, DescribeImages, DescribeInstances, DescribeSnapshots, DetachDisk,
    ModifyInstanceAttribute, policy,
};
use serde_json::json;

use crate::policies::{assert_const, assert_policy, in_region};

/// Makes a snapshot of one disk and removes an old one: a new snapshot has no id yet, so creating
/// needs all of them; deleting does not. Reading is limited to those that are asked for.
#[test]
fn a_backup_of_one_disk() {
    let built = in_region()
        .request(&CreateSnapshot::new("d-1"))
        .request(&DescribeSnapshots::new().snapshot_ids(["s-1", "s-2"]))
        .request(&DeleteSnapshot::new("s-1"));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:CreateSnapshot",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:disk/d-1",
                    "acs:ecs:cn-hangzhou:123:snapshot/*",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DeleteSnapshot",
                "Resource": "acs:ecs:cn-hangzhou:123:snapshot/s-1",
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeSnapshots",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:snapshot/s-1",
                    "acs:ecs:cn-hangzhou:123:snapshot/s-2",
                ],
            },
        ]),
    );
    // Making a snapshot needs disks, the others only snapshots.
    assert_const(
        policy![CreateSnapshot, DescribeSnapshots, DeleteSnapshot],
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:CreateSnapshot",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:disk/*",
                    "acs:ecs:cn-hangzhou:123:snapshot/*",
                ],
            },
            {
                "Effect": "Allow",
                "Action": ["ecs:DeleteSnapshot", "ecs:DescribeSnapshots"],
                "Resource": "acs:ecs:cn-hangzhou:123:snapshot/*",
            },
        ]),
    );
}

/// Makes an image of an instance and looks at all images of a snapshot: the image is new, a
/// snapshot is optional and not named, and the images that are asked for are not known.
#[test]
fn a_builder_of_images() {
    let built =
        in_region().request(&CreateImage::from_instance("i-1")).request(&DescribeImages::new());
    assert!(built.build().unwrap().explain().contains("left out: Snapshot of CreateImage"));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:CreateImage",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:image/*",
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeImages",
                "Resource": "acs:ecs:cn-hangzhou:123:image/*",
            },
        ]),
    );
    // Without a request nobody knows that no snapshot is named, so those are allowed, too.
    assert_const(
        policy![CreateImage, DescribeImages],
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:CreateImage",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:image/*",
                    "acs:ecs:cn-hangzhou:123:instance/*",
                    "acs:ecs:cn-hangzhou:123:snapshot/*",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeImages",
                "Resource": "acs:ecs:cn-hangzhou:123:image/*",
            },
        ]),
    );
}

/// Moves a disk between instances: the same disk and both instances, and the list of disks.
#[test]
fn a_mover_of_a_disk() {
    let built = in_region()
        .request(&DetachDisk::new("i-1", "d-1"))
        .request(&AttachDisk::new("i-2", "d-1"))
        .request(&DescribeDisks::new().disk_ids(["d-1"]));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:AttachDisk",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:disk/d-1",
                    "acs:ecs:cn-hangzhou:123:instance/i-2",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeDisks",
                "Resource": "acs:ecs:cn-hangzhou:123:disk/d-1",
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DetachDisk",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:disk/d-1",
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                ],
            },
        ]),
    );
    assert_const(
        policy![DetachDisk, AttachDisk, DescribeDisks],
        &json!([
            {
                "Effect": "Allow",
                "Action": ["ecs:AttachDisk", "ecs:DetachDisk"],
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:disk/*",
                    "acs:ecs:cn-hangzhou:123:instance/*",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeDisks",
                "Resource": "acs:ecs:cn-hangzhou:123:disk/*",
            },
        ]),
    );
}

/// Copies a snapshot to another region: the request is about both. Renaming an instance does not
/// touch the groups that the same operation can change.
#[test]
fn a_copier_between_regions_and_a_renamer() {
    let built = in_region()
        .request(
            &CopySnapshot::new(CopySnapshotRequired {
                destination_region_id: "cn-beijing".into(),
                snapshot_id: "s-1".into(),
                destination_snapshot_name: "copy".into(),
                destination_snapshot_description: "for tests".into(),
            })
            .region_id("cn-shanghai"),
        )
        .request(&ModifyInstanceAttribute::new("i-1").instance_name("web"))
        .request(&DescribeInstances::new().region_id("cn-beijing"));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:CopySnapshot",
                "Resource": [
                    "acs:ecs:cn-beijing:123:snapshot/s-1",
                    "acs:ecs:cn-shanghai:123:snapshot/s-1",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeInstances",
                "Resource": "acs:ecs:cn-beijing:123:instance/*",
            },
            {
                "Effect": "Allow",
                "Action": "ecs:ModifyInstanceAttribute",
                "Resource": "acs:ecs:cn-hangzhou:123:instance/i-1",
            },
        ]),
    );
}
