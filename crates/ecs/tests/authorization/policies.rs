//! Policies of whole programs against policies that people wrote, each with its reasons: programs
//! about instances and groups. Those about disks, snapshots and images are in `storage`.

use aliyun_ecs::authorization::{Grants, PolicyBuilder, PolicyError, PolicyRequests as _, policy};
use aliyun_ecs::{
    AttachInstanceRamRole, AttachKeyPair, AuthorizeSecurityGroup, CommandType,
    DescribeInvocationResults, DescribeSecurityGroups, EcsResourceType, JoinSecurityGroup,
    LeaveSecurityGroup, Permission, RunCommand, RunCommandRequired, StartInstance, StopInstance,
    TagResources, policy,
};
use serde_json::{Value, json};

pub(crate) fn in_region() -> PolicyBuilder {
    policy().region("cn-hangzhou").account("123")
}

pub(crate) fn assert_policy(built: PolicyBuilder, statements: &Value) {
    let document = built.build().expect("every operation is in the list");
    let expected = json!({ "Version": "1", "Statement": statements });
    assert_eq!(document.to_json(), expected, "{document}\n{}", document.explain());
}

/// What `policy!` allows without ids: the same actions, each on all that its resources can be.
pub(crate) fn assert_const(grants: Grants, statements: &Value) {
    assert_policy(grants.builder().region("cn-hangzhou").account("123"), statements);
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
    // Without ids: every instance.
    assert_const(
        policy![StopInstance, StartInstance],
        &json!([{
            "Effect": "Allow",
            "Action": ["ecs:StartInstance", "ecs:StopInstance"],
            "Resource": "acs:ecs:cn-hangzhou:123:instance/*",
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
    // Without ids both actions are on the same resources, so they are one statement.
    assert_const(
        policy![LeaveSecurityGroup, JoinSecurityGroup],
        &json!([{
            "Effect": "Allow",
            "Action": ["ecs:JoinSecurityGroup", "ecs:LeaveSecurityGroup"],
            "Resource": [
                "acs:ecs:cn-hangzhou:123:instance/*",
                "acs:ecs:cn-hangzhou:123:securitygroup/*",
            ],
        }]),
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
    let typed = TagResources::new(EcsResourceType::Instance, ["i-1", "i-2"], [("k", "v")]);
    assert_policy(in_region().request(&typed), &expected);
}

/// Runs a script on two instances and reads what it printed on one: the command of the result is
/// optional and not named.
#[test]
fn a_runner_of_scripts() {
    let built = in_region()
        .request(
            &RunCommand::new(RunCommandRequired {
                type_: CommandType::RunShellScript.into(),
                command_content: "echo".into(),
            })
            .instance_id(["i-1", "i-2"]),
        )
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
    // Without a request nobody knows which of the two a result is asked by.
    assert_const(
        policy![RunCommand, DescribeInvocationResults],
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeInvocationResults",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:command/*",
                    "acs:ecs:cn-hangzhou:123:instance/*",
                ],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:RunCommand",
                "Resource": "acs:ecs:cn-hangzhou:123:instance/*",
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
    assert_const(
        policy![AuthorizeSecurityGroup, DescribeSecurityGroups],
        &json!([
            { "Effect": "Allow", "Action": "ecs:AuthorizeSecurityGroup", "Resource": "*" },
            {
                "Effect": "Allow",
                "Action": "ecs:DescribeSecurityGroups",
                "Resource": "acs:ecs:cn-hangzhou:123:securitygroup/*",
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
    // Every role, in no region; every key pair.
    assert_const(
        policy![AttachInstanceRamRole, AttachKeyPair],
        &json!([
            {
                "Effect": "Allow",
                "Action": "ecs:AttachInstanceRamRole",
                "Resource": ["acs:ecs:cn-hangzhou:123:instance/*", "acs:ram:*:123:role/*"],
            },
            {
                "Effect": "Allow",
                "Action": "ecs:AttachKeyPair",
                "Resource": [
                    "acs:ecs:cn-hangzhou:123:instance/*",
                    "acs:ecs:cn-hangzhou:123:keypair/*",
                ],
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
