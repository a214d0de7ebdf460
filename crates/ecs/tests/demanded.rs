//! What documents demand beside the parameters that metadata requires is missed before a call is
//! sent.
#![cfg(feature = "full")]
#![allow(clippy::unwrap_used)]

use aliyun_ecs::CreateAutoProvisioningGroupLaunchTemplateConfig as LaunchTemplateConfig;
use aliyun_ecs::runtime::Request;
use aliyun_ecs::*;

/// The members that a request lacks.
fn missed(request: &impl Request) -> Vec<String> {
    let Err(error) = request.check_limits() else { return Vec::new() };
    error.violations().iter().map(|one| one.member.clone()).collect()
}

fn command() -> RunCommand {
    let (type_, command_content) = (CommandType::RunShellScript.into(), "uptime".to_owned());
    RunCommand::new(RunCommandRequired { type_, command_content }).instance_id(["i-1"])
}

#[test]
fn one_of_several_parameters_is_missed() {
    let untag = UntagResources::new("instance", ["i-1"]);
    assert_eq!(missed(&untag), ["TagKey or All"]);
    assert!(missed(&untag.clone().all(true)).is_empty());
    assert!(missed(&untag.tag_key(["team"])).is_empty());

    let take_back = UnassignIpv6Addresses::new("eni-1");
    assert_eq!(missed(&take_back), ["Ipv6Address or Ipv6Prefix"]);
    assert!(missed(&take_back.ipv6_prefix(["2001:db8::/80"])).is_empty());
    let add = AssignIpv6Addresses::new("eni-1");
    let any = "Ipv6Address or Ipv6AddressCount or Ipv6Prefix or Ipv6PrefixCount";
    assert_eq!(missed(&add), [any]);
    assert!(missed(&add.ipv6_address_count(1)).is_empty());

    let look = DescribeNetworkInterfacePermissions::new();
    assert_eq!(missed(&look), ["NetworkInterfaceId or NetworkInterfacePermissionId"]);
    assert!(missed(&look.network_interface_id("eni-1")).is_empty());
    let look = DescribeInstanceAutoRenewAttribute::new();
    assert_eq!(missed(&look), ["InstanceId or RenewalStatus"]);
    assert!(missed(&look.renewal_status("Normal")).is_empty());
    let look = DescribeImagePipelineExecutions::new();
    assert_eq!(missed(&look), ["ImagePipelineId or ExecutionId"]);
    assert!(missed(&look.execution_id("exec-1")).is_empty());
    let price = DescribeInstanceModificationPrice::new("i-1");
    assert_eq!(missed(&price), ["InstanceType or DataDisk"]);
    assert!(missed(&price.instance_type("ecs.g7.large")).is_empty());
}

#[test]
fn what_nothing_works_without_is_an_argument() {
    assert_eq!(missed(&RenewInstance::for_period("i-1", 1)), [""; 0]);
    let until = RenewInstance::to_day("i-1", 28);
    assert_eq!(until.get("ExpectedRenewDay").as_deref(), Some("28"));
    assert_eq!(missed(&until), [""; 0]);
    let none: [&str; 0] = [];
    assert!(missed(&RenewReservedInstances::new(none)).contains(&"ReservedInstanceId".to_owned()));
    assert_eq!(missed(&CreateImageComponent::new("")), ["Content"]);
    let none: [ImportImageDiskDeviceMapping; 0] = [];
    assert_eq!(missed(&ImportImage::new(none)), ["DiskDeviceMapping"]);
}

#[test]
fn a_rule_that_is_revoked_says_whom_it_is_about() {
    let ssh = Permission::new().ip_protocol("tcp").port_range("22/22");
    let revoke = RevokeSecurityGroup::by_permissions("sg-1", [ssh.clone()]);
    let missing = missed(&revoke);
    assert!(missing[0].starts_with("Permissions.1.SourceCidrIp or "), "{missing:?}");
    let closed = [ssh.source_cidr_ip("10.0.0.0/8")];
    assert_eq!(missed(&RevokeSecurityGroup::by_permissions("sg-1", closed)), [""; 0]);
    let ssh = EgressPermission::new().ip_protocol("tcp").port_range("22/22");
    let egress = RevokeSecurityGroupEgress::by_permissions("sg-1", [ssh]);
    let missing = missed(&egress);
    assert!(missing[0].starts_with("Permissions.1.DestCidrIp or "), "{missing:?}");
}

#[test]
fn a_rule_that_is_added_or_revoked_says_which_protocol_and_which_ports() {
    let anything = [Permission::new().source_cidr_ip("0.0.0.0/0")];
    let needed =
        ["Permissions.1.IpProtocol", "Permissions.1.PortRange or Permissions.1.PortRangeListId"];
    assert_eq!(missed(&AuthorizeSecurityGroup::new("sg-1", anything.clone())), needed);
    assert_eq!(missed(&RevokeSecurityGroup::by_permissions("sg-1", anything)), needed);
    let anywhere = [EgressPermission::new().dest_cidr_ip("0.0.0.0/0")];
    assert_eq!(missed(&AuthorizeSecurityGroupEgress::new("sg-1", anywhere.clone())), needed);
    assert_eq!(missed(&RevokeSecurityGroupEgress::by_permissions("sg-1", anywhere)), needed);

    let all = EgressPermission::new().ip_protocol("all").dest_cidr_ip("0.0.0.0/0");
    let listed = all.clone().port_range_list_id("prl-1");
    for rule in [all.port_range("-1/-1"), listed] {
        let rule = [rule.dest_group_owner_id(12_345_678_910)];
        assert_eq!(missed(&AuthorizeSecurityGroupEgress::new("sg-1", rule.clone())), [""; 0]);
        let revoke = RevokeSecurityGroupEgress::by_permissions("sg-1", rule);
        assert_eq!(missed(&revoke), [""; 0]);
        let owner = revoke.get("Permissions.1.DestGroupOwnerId");
        assert_eq!(owner.as_deref(), Some("12345678910"));
    }
}

#[test]
fn a_required_text_may_be_empty_where_the_documents_allow_it() {
    let tagged = |key, value| TagResources::new("instance", ["i-1"], [(key, value)]);
    assert_eq!(missed(&tagged("team", "")), [""; 0]);
    assert_eq!(tagged("team", "").get("Tag.1.Value").as_deref(), Some(""));
    assert_eq!(missed(&tagged("", "blue")), ["Tag.1.Key"]);
    let valueless = TagResources::new("instance", ["i-1"], [Tag::new().key("team")]);
    assert_eq!(missed(&valueless), ["Tag.1.Value"]);
}

#[test]
fn each_item_has_what_it_needs() {
    let group = CreateAutoProvisioningGroup::new(10);
    assert_eq!(missed(&group), ["LaunchTemplateConfig"]);
    let good = || LaunchTemplateConfig::new().v_switch_id("vsw-1").max_price(1.5);
    let bad = LaunchTemplateConfig::new().instance_type("ecs.g7.large");
    let expected = ["LaunchTemplateConfig.2.VSwitchId and LaunchTemplateConfig.2.MaxPrice"];
    assert_eq!(missed(&group.clone().launch_template_config([good(), bad])), expected);
    assert!(missed(&group.launch_template_config([good()])).is_empty());

    let command = command();
    assert_eq!(missed(&command.clone().tag([("", "blue")])), ["Tag.1.Key"]);
    assert!(missed(&command.tag([("team", "")])).is_empty());
}

#[test]
fn what_only_a_value_demands_is_missed_only_with_it() {
    let command = command();
    assert!(missed(&command.clone().repeat_mode("Once")).is_empty());
    let timed = command.repeat_mode("Period");
    assert_eq!(missed(&timed), ["Frequency"]);
    let told = timed.check_limits().unwrap_err().to_string();
    assert!(told.contains("required where `RepeatMode` is `Period`"), "{told}");
    assert!(missed(&timed.frequency("rate(5m)")).is_empty());
}
