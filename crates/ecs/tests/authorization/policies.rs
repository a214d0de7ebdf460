//! Policies of whole programs against policies that people wrote, each with its reasons.

use aliyun_ecs::authorization::{Grants, PolicyBuilder, PolicyError, PolicyRequests as _, policy};
use aliyun_ecs::{
    AttachDisk, AttachInstanceRamRole, AttachKeyPair, AuthorizeSecurityGroup, CommandType,
    CopySnapshot, CopySnapshotRequired, CreateImage, CreateSnapshot, DeleteSnapshot, DescribeDisks,
    DescribeImages, DescribeInstances, DescribeInvocationResults, DescribeSecurityGroups,
    DescribeSnapshots, DetachDisk, JoinSecurityGroup, LeaveSecurityGroup, ModifyInstanceAttribute,
    Permission, ResourceType, RunCommand, StartInstance, StopInstance, TagResources, policy,
};
use serde_json::{Value, json};

fn in_region() -> PolicyBuilder {
    policy().region("cn-hangzhou").account("123")
}

fn assert_policy(built: PolicyBuilder, statements: &Value) {
    let document = built.build().expect("every operation is in the list");
    let expected = json!({ "Version": "1", "Statement": statements });
    assert_eq!(document.to_json(), expected, "{document}\n{}", document.explain());
}

/// Operates any instance of the account: the ids are not known when the policy is written.
#[test]
fn an_operator_of_all_instances() {
    const OPERATOR: Grants =
        policy![StopInstance, StartInstance, RebootInstance, DescribeInstances];
    assert_policy(
        OPERATOR.builder().region("cn-hangzhou").account("123"),
        &json!([{
            "Effect": "Allow",
            "Action": [
                "ecs:DescribeInstances", "ecs:RebootInstance", "ecs:StartInstance", "ecs:StopInstance"
            ],
            "Resource": "acs:ecs:cn-hangzhou:123:instance/*",
        }]),
    );
}

/// Stops and starts one instance at night: both actions on the same resource are one statement.
#[test]
fn a_timer_for_one_instance() {
    assert_policy(
        in_region().request(&StopInstance::new("i-1")).request(&StartInstance::new("i-1")),
        &json!([{
            "Effect": "Allow",
            "Action": ["ecs:StartInstance", "ecs:StopInstance"],
            "Resource": "acs:ecs:cn-hangzhou:123:instance/i-1",
        }]),
    );
}

/// Moves an instance between two groups: each action on the group that its request names only.
#[test]
fn a_mover_between_security_groups() {
    let built = in_region()
        .request(&LeaveSecurityGroup::instance("sg-old", "i-1"))
        .request(&JoinSecurityGroup::instance("sg-new", "i-1"));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:JoinSecurityGroup",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                    "acs:ecs:cn-hangzhou:123:securitygroup/sg-new",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:LeaveSecurityGroup",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                    "acs:ecs:cn-hangzhou:123:securitygroup/sg-old",
                ],
            },
        ]),
    );
}

/// Starts a fleet: RunInstances has "All Resources" in the list, so nothing finer exists for it;
/// the others keep their own statement, so that they are not widened by it.
#[test]
fn a_deployer_of_instances() {
    const DEPLOYER: Grants = policy![RunInstances, DescribeInstances, DeleteInstance];
    let built = DEPLOYER.build().unwrap();
    assert!(
        built.explain().contains("the list offers nothing finer than \"*\""),
        "{}",
        built.explain()
    );
    assert_policy(
        DEPLOYER.builder(),
        &json!([
            {
                "Effect": "Allow",
                "Action": ["ecs:DeleteInstance", "ecs:DescribeInstances"],
                "Resource": "acs:ecs:*:*:instance/*",
            },
            { "Effect": "Allow", "Action": "ecs:RunInstances", "Resource": "*" },
        ]),
    );
}

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
}

/// Tags instances: the request says which kind of resource its ids are of, and only that kind is
/// allowed of the eleven in the list.
#[test]
fn a_tagger_of_instances() {
    let built = in_region().call(
        "TagResources",
        [("ResourceType", "instance"), ("ResourceId.1", "i-1"), ("ResourceId.2", "i-2")],
    );
    let expected = json!([{
        "Effect": "Allow",
        "Action": "ecs:TagResources",
        "Resource": [
            "acs:ecs:cn-hangzhou:123:instance/i-1",
            "acs:ecs:cn-hangzhou:123:instance/i-2",
        ],
    }]);
    assert_policy(built, &expected);
    let typed = TagResources::new(ResourceType::Instance, ["i-1", "i-2"], [("k", "v")]);
    assert_policy(in_region().request(&typed), &expected);
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
}

/// Runs a script on two instances and reads what it printed on one: the command of the result is
/// optional and not named.
#[test]
fn a_runner_of_scripts() {
    let built = in_region()
        .request(&RunCommand::new(CommandType::RunShellScript, "echo").instance_id(["i-1", "i-2"]))
        .request(&DescribeInvocationResults::new().instance_id("i-1"));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeInvocationResults",
                "Resource": "acs:ecs:cn-hangzhou:123:instance/i-1",
            },
            {
                "Effect": "Allow",
                "Action": "ecs:RunCommand",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                    "acs:ecs:cn-hangzhou:123:instance/i-2",
                ],
            },
        ]),
    );
}

/// Opens a port: the list offers no resource for rules, although the request names the group.
/// Reading the group is limited to it.
#[test]
fn a_keeper_of_firewall_rules() {
    let built = in_region()
        .request(&AuthorizeSecurityGroup::new("sg-1", [Permission::new()]))
        .request(&DescribeSecurityGroups::new().security_group_ids(["sg-1"]));
    let explained = built.build().unwrap().explain();
    let narrower =
        "conditions could narrow ecs:AuthorizeSecurityGroup: ecs:SecurityGroupIpProtocols";
    assert!(explained.contains(narrower), "{explained}");
    assert_policy(
        built,
        &json!([
            { "Effect": "Allow", "Action": "ecs:AuthorizeSecurityGroup", "Resource": "*" },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeSecurityGroups",
                "Resource": "acs:ecs:cn-hangzhou:123:securitygroup/sg-1",
            },
        ]),
    );
}

/// Gives an instance its role and its key pair: roles have no region.
#[test]
fn a_giver_of_credentials() {
    let built = in_region()
        .request(&AttachInstanceRamRole::new("worker", ["i-1"]))
        .request(&AttachKeyPair::new("key", ["i-1"]));
    assert_policy(
        built,
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:AttachInstanceRamRole",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                    "acs:ram:*:123:role/worker",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:AttachKeyPair",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/i-1",
                    "acs:ecs:cn-hangzhou:123:keypair/key",
                ],
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

#[test]
fn the_order_of_requests_does_not_change_a_policy() {
    let (start, stop) = (StartInstance::new("i-1"), StopInstance::new("i-2"));
    let forward = in_region().request(&start).request(&stop).build().unwrap();
    let backward = in_region().request(&stop).request(&start).request(&stop).build().unwrap();
    assert_eq!(forward, backward);
    assert_eq!(forward.to_string(), backward.to_string());
}

#[test]
fn an_id_that_would_widen_the_policy_is_refused_and_not_repeated() {
    for id in ["*", "i-*", "i-?", "i-1/../*", "i 1", "${acs:x}"] {
        let error = in_region().request(&StopInstance::new(id)).build().unwrap_err();
        assert!(matches!(error, PolicyError::BadValue { .. }), "{id}");
        assert!(!error.to_string().contains(id), "{error}");
    }
    let error = policy().region("*").request(&StopInstance::new("i-1")).build().unwrap_err();
    assert_eq!(error, PolicyError::BadRegion);
}
