//! Requests that are complete, each made by one of the documented ways.

use aliyun_ecs::launch_templates::LaunchTemplateDataDisk;
use aliyun_ecs::{
    DeleteInstances, InnerAccessPolicy, JoinSecurityGroup, LeaveSecurityGroup,
    ModifySecurityGroupPolicy, StartInstance,
};

use super::{client, now};

#[test]
fn an_instance_or_a_network_interface_joins_and_leaves() {
    let client = client();
    now(client.send(JoinSecurityGroup::instance("sg-1", "i-1"))).unwrap();
    let join = JoinSecurityGroup::network_interface("sg-1", "eni-1", "cn-hangzhou");
    now(client.send(join)).unwrap();
    now(client.send(LeaveSecurityGroup::instance("sg-1", "i-1"))).unwrap();
    let leave = LeaveSecurityGroup::network_interface("sg-1", "eni-1", "cn-hangzhou");
    now(client.send(leave)).unwrap();
}

#[test]
fn a_policy_is_a_known_value_or_any_text() {
    let drop = ModifySecurityGroupPolicy::new("sg-1", InnerAccessPolicy::Drop);
    now(client().send(drop)).unwrap();
    now(client().send(ModifySecurityGroupPolicy::new("sg-1", "Later"))).unwrap();
}

#[test]
fn dry_run_and_client_token_are_where_the_operation_has_them() {
    // The service would not answer a dry run with a plain success; that is reported, not hidden.
    assert!(!now(client().dry_run(StartInstance::new("i-1"))).unwrap().is_passed());
    let once = DeleteInstances::new(vec!["i-1".to_owned()]).client_token("once");
    now(client().send(once)).unwrap();
}

#[test]
fn a_text_that_spells_a_number_or_a_boolean_is_made_from_either() {
    let disk = LaunchTemplateDataDisk::new;
    assert_eq!(disk().encrypted(true), disk().encrypted("true"));
}
