//! `spec/ecs/errors.json` against what programs do about its codes: where they ask elsewhere, wait,
//! make another call first, or go on as after a success.

use std::fs;

use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::load::from_json;

use crate::files::root;

fn committed() -> Codes {
    let path = root().join("spec/ecs/errors.json");
    let text = fs::read_to_string(path).expect("the table is committed");
    from_json("errors.json", &text).expect("the table parses")
}

fn everywhere(codes: &Codes, code: &str) -> (Class, Reaction) {
    let found = codes.codes.iter().find(|one| one.code == code);
    let found = found.unwrap_or_else(|| panic!("{code} is missing"));
    (found.class, found.reaction)
}

fn inside(codes: &Codes, operation: &str, code: &str) -> (Class, Reaction) {
    let special = codes.overrides.iter().find(|one| one.operation == operation && one.code == code);
    special.map_or_else(|| everywhere(codes, code), |one| (one.class, one.reaction))
}

fn all_are(listed: &[&str], class: Class, reaction: Reaction) {
    let codes = committed();
    for code in listed {
        assert_eq!(everywhere(&codes, code), (class, reaction), "{code}");
    }
}

#[test]
fn what_is_sold_out_or_full_is_asked_for_elsewhere_and_is_no_quota() {
    let listed = [
        "Invalid.PrivatePoolOptions.NoStock",
        "InstanceType.Offline",
        "InsufficientEipCapacity",
        "InsufficientPublicIp",
        "InvalidDedicatedHost.NotEnoughResource",
        "InvalidDedicatedHost.NotFound",
        "InvalidDedicatedHostType.ZoneNotSupported",
        "InvalidDeploymentSetId.NoAvailableResources",
        "InvalidInstanceType.ZoneNotSupported",
        "InvalidOperation.PublicIpAddressNoStock",
        "InvalidParameter.NotEnoughIpInVSwitch",
        "InvalidResourceType.NotSupported",
        "InvalidStorageClusterId.CapacityNotEnough",
        "InvalidVSwitchId.IpNotEnough",
        "InvalidVSwitchId.IpPrefixNotEnough",
        "InvalidVpcZone.NotSupported",
        "LackResource",
        "NoAvaliableDedicatedHost",
        "NoStock",
        "OperationDenied.NoStock",
        "OperationDenied.NoVlan",
        "OperationDenied.NotEnoughCapacity",
        "OperationDenied.PaygNotAvailable",
        "OperationDenied.PrepayNotAvailable",
        "QuotaExceeded.PrivateIpAddress",
        "RecommendEmpty.InstanceTypeSoldOut",
        "ResourceNotAvailable",
        "ResourceNotAvailable.Vpc",
        "ZONE_NO_AVAILABLE_IP",
        "Zone.NotOnSale",
    ];
    all_are(&listed, Class::NoCapacity, Reaction::TryElsewhere);
    let quotas = ["QuotaExceed.ElasticQuota", "QuotaExceed.DiskCapacity", "QuotaExceed.Image"];
    all_are(&quotas, Class::QuotaExceeded, Reaction::AskOwner);
    let codes = committed();
    let of_class = codes.codes.iter().filter(|one| one.class == Class::NoCapacity);
    assert_eq!(of_class.count(), listed.len() + 1, "a code of the class is in no table");
    let held_back = everywhere(&codes, "OperationDenied.ResourceControl");
    assert_eq!(held_back, (Class::NoCapacity, Reaction::RetrySameToken));
}

#[test]
fn a_state_that_passes_by_itself_is_waited_for() {
    let listed = [
        "BurstingEnabledForModifyingDiskUnsupported",
        "DiskCreatingSnapshot",
        "DiskInCoolingPeriod",
        "ImageIsImporting",
        "IncorrectDiskStatus.Initializing",
        "IncorrectDiskStatus.Transferring",
        "IncorrectHostStatus.Initializing",
        "IncorrectInstanceStatus.Initializing",
        "InstanceNotReady",
        "InvalidOperation.Conflict",
        "InvalidStatus.Upgrading",
        "LastRequestProcessing",
        "Operation.Conflict",
        "OperationConflict",
        "OperationDenied.InstanceCreating",
        "SnapshotNotReady",
        "TaskConflict",
        // These do not tell whether the state passes: the caller has to look.
        "IncorrectDiskStatus",
        "IncorrectInstanceStatus",
        "InvalidOperation.InvalidEcsState",
        "InvalidOperation.InvalidEniState",
    ];
    all_are(&listed, Class::StateConflict, Reaction::WaitForState);
}

#[test]
fn a_state_that_stays_until_another_call_changes_it_asks_for_that_call() {
    let listed = [
        "DedicatedHostExists",
        "DependencyViolation",
        "DependencyViolation.RouteEntry",
        "DiskStillAttached",
        "ImageUsingByInstance",
        "IncorrectDiskStatus.NeverAttached",
        "IncorrectInstanceStatus.NeedRestart",
        "InvalidDisk.InUse",
        "InvalidInstanceStatus.NotRunning",
        "InvalidInstanceStatus.NotStopped",
        "InvalidOSSObject.NeedRestore",
        "InvalidOperation.HasMemberEniAttached",
        "InvalidOperation.RebootingRequired",
        "InvalidParameter.KeypairAlreadyAttachedInstance",
        "OperationDenied.UnstoppedInstance",
        "ReleaseTimeHaveBeenSet",
        "SnapshotCreatedDisk",
        "SnapshotCreatedImage",
    ];
    all_are(&listed, Class::StateConflict, Reaction::FixState);
}

#[test]
fn what_a_call_would_end_and_is_gone_is_a_success_in_effect_and_elsewhere_a_wrong_request() {
    let codes = committed();
    for (operation, code) in [
        ("DeleteAutoProvisioningGroup", "InvalidAutoProvisioningGroupId.NotFound"),
        ("DeleteCommand", "InvalidCmdId.NotFound"),
        ("DeleteDisk", "InvalidDiskId.NotFound"),
        ("DeleteImage", "InvalidImageId.NotFound"),
        ("DeleteInstance", "Forbidden.InstanceNotFound"),
        ("DeleteInstance", "InvalidInstanceId.NotFound"),
        ("DeleteNetworkInterface", "InvalidEniId.NotFound"),
        ("DeletePrefixList", "InvalidPrefixListId.NotFound"),
        ("DeleteSnapshot", "InvalidSnapshotId.NotFound"),
        ("DeleteRouteEntry", "InvalidRouteEntry"),
        ("DeleteRouteEntry", "InvalidRouteEntry.NotFound"),
        ("DeleteRouteEntry", "InvalidRouteTableId.NotFound"),
        // The table of the operation lists one spelling; the service has others.
        ("DeleteSecurityGroup", "InvalidSecurityGroup.NotFound"),
        ("DeleteSecurityGroup", "InvalidSecurityGroupId.NotFound"),
        ("DeleteDisk", "InvalidDiskIds.NotFound"),
        ("DeleteInstance", "InvalidInstanceId.Released"),
        ("DeleteVpc", "VpcNotFound"),
        ("LeaveSecurityGroup", "InvalidSecurityGroup.NotFound"),
        ("DetachDisk", "DependencyViolation"),
        ("DetachDisk", "InvalidDisk.AlreadyDetached"),
        ("DetachDisk", "InvalidDiskId.NotFound"),
        ("DetachDisk", "InvalidInstanceId.NotFound"),
        ("DetachKeyPair", "InvalidKeyPairName.NotFound"),
        ("DetachNetworkInterface", "InvalidEniId.NotFound"),
        ("LeaveSecurityGroup", "InstanceNotInSecurityGroup"),
        ("LeaveSecurityGroup", "InvalidInstanceId.NotFound"),
        ("ReleaseDedicatedHost", "InvalidDedicatedHostId.NotFound"),
        ("RevokeSecurityGroup", "InvalidSecurityGroupId.NotFound"),
        ("UnassignPrivateIpAddresses", "InvalidEniId.NotFound"),
    ] {
        let expected = (Class::NotFound, Reaction::AlreadyDone);
        assert_eq!(inside(&codes, operation, code), expected, "{operation} {code}");
    }
    for (operation, code) in [
        // These name no such thing, so what they name may still be there.
        ("DeleteBandwidthPackage", "InvalidNatGateway.NotFound"),
        ("DeleteVirtualBorderRouter", "Forbidden.NoRiFound"),
        ("ReleaseCapacityReservation", "Invalid.InstanceId"),
        ("ReleaseCapacityReservation", "Invalid.PrivatePoolOptions.Ids"),
        // Other targets of the same request may still be there. A rule that is named by what it
        // holds may be missing: that is no error.
        ("RevokeSecurityGroup", "InvalidSecurityGroupRule.RuleNotExist"),
        ("RevokeSecurityGroupEgress", "InvalidSecurityGroupRule.RuleNotExist"),
        ("DeleteInstances", "InvalidInstanceIds.NotFound"),
        ("RevokeSecurityGroup", "InvalidSecurityGroupRuleId.NotFound"),
        ("UntagResources", "InvalidResourceId.NotFound"),
        // What was not found is not what the call is about.
        ("DetachNetworkInterface", "Abs.InvalidAccount.NotFound"),
        ("DeleteNetworkInterface", "InvalidEcsId.NotFound"),
        ("DeleteNetworkInterface", "InvalidSecurityGroupId.NotFound"),
        ("DeleteNetworkInterface", "InvalidVSwitchId.NotFound"),
        ("DetachNetworkInterface", "InvalidSecurityGroupId.NotFound"),
        ("DetachNetworkInterface", "InvalidVSwitchId.NotFound"),
        ("RevokeSecurityGroup", "InvalidSourceGroupId.NotFound"),
        ("AttachDisk", "InvalidDiskId.NotFound"),
        ("DescribeSecurityGroupAttribute", "InvalidSecurityGroupId.NotFound"),
        ("JoinSecurityGroup", "InvalidSecurityGroupId.NotFound"),
        ("StartInstance", "InvalidInstanceId.NotFound"),
        ("StopInstance", "InvalidInstanceId.NotFound"),
    ] {
        let expected = (Class::NotFound, Reaction::FixRequest);
        assert_eq!(inside(&codes, operation, code), expected, "{operation} {code}");
    }
}

#[test]
fn what_a_call_would_make_and_is_so_already_is_a_success_in_effect_unless_only_its_name_is_taken() {
    let codes = committed();
    let done = (Class::AlreadyExists, Reaction::AlreadyDone);
    for (operation, code) in [
        ("CancelImagePipelineExecution", "InvalidStatus.CancelFailed"),
        ("CreateNetworkInterfacePermission", "InvalidOperation.PermissionExisted"),
        ("JoinSecurityGroup", "InvalidInstanceId.AlreadyExists"),
        ("ModifyDiskSpec", "NoChangeInDiskCategoryAndPerformanceLevel"),
    ] {
        assert_eq!(inside(&codes, operation, code), done, "{operation} {code}");
    }
    for (operation, code) in [
        // The address that is there need not be the one of the request.
        ("AllocatePublicIpAddress", "AllocatedAlready"),
        ("CreateImage", "InvalidImageName.Duplicated"),
        ("CreateKeyPair", "KeyPair.AlreadyExist"),
        ("CreateLaunchTemplate", "LaunchTemplateName.Duplicated"),
        ("CreateRouteEntry", "InvalidCIDRBlock.Duplicate"),
        // Only the VPC is as wanted; the vSwitch and the address of the request need not be.
        ("ModifyInstanceVpcAttribute", "InvalidParameter.AlreadyInTargetVpc"),
        // The resource is in a group, which may be another one.
        ("JoinResourceGroup", "InvalidResourceGroup.Duplicate"),
        // These make no permission.
        ("DeleteNetworkInterfacePermission", "InvalidOperation.PermissionExisted"),
        ("DescribeNetworkInterfacePermissions", "InvalidOperation.PermissionExisted"),
    ] {
        let expected = (Class::AlreadyExists, Reaction::FixRequest);
        assert_eq!(inside(&codes, operation, code), expected, "{operation} {code}");
    }
    let other_address = inside(&codes, "AssociateEipAddress", "InvalidAssociation.Duplicated");
    assert_eq!(other_address, (Class::StateConflict, Reaction::FixState));
    let bound = inside(&codes, "AssociateHaVip", "InvalidHaVip.Exist");
    assert_eq!(bound, (Class::StateConflict, Reaction::FixState));
    let ended =
        inside(&codes, "ModifyInvocationAttribute", "InvalidOperation.InvokeAlreadyFinished");
    assert_eq!(ended, (Class::StateConflict, Reaction::GiveUp));
}

#[test]
fn what_exists_is_decided_by_the_kind_of_the_operation_and_not_by_hand() {
    let codes = committed();
    for (operation, code) in [
        ("CreateNetworkInterfacePermission", "InvalidOperation.PermissionExisted"),
        ("JoinSecurityGroup", "InvalidInstanceId.AlreadyExists"),
    ] {
        let mut overrides = codes.overrides.iter();
        let one = overrides.find(|one| one.operation == operation && one.code == code);
        assert_eq!(one.map(|one| &*one.rule), Some("related"), "{operation} {code}");
    }
}

#[test]
fn a_status_that_may_be_the_wanted_one_is_looked_at_and_its_rule_says_why() {
    let codes = committed();
    for operation in ["StartInstance", "StartInstances", "StopInstance", "StopInstances"] {
        let found = inside(&codes, operation, "IncorrectInstanceStatus");
        assert_eq!(found, (Class::StateConflict, Reaction::WaitForState), "{operation}");
    }
    let rule = codes.codes.iter().find(|one| one.code == "IncorrectInstanceStatus");
    assert_eq!(rule.map(|one| &*one.rule), Some("state-or-as-wanted"));
    // Others of the family say which state is in the way.
    assert_eq!(
        everywhere(&codes, "IncorrectInstanceStatus.NeedRestart"),
        (Class::StateConflict, Reaction::FixState)
    );
}

#[test]
fn codes_that_mean_something_else_in_one_operation_and_those_of_keys_and_endpoints_are_decided() {
    let codes = committed();
    let route = inside(&codes, "DeleteVpc", "Forbbiden");
    assert_eq!(route, (Class::StateConflict, Reaction::WaitForState));
    let denied = inside(&codes, "AllocateEipAddress", "Forbbiden");
    assert_eq!(denied, (Class::PermissionDenied, Reaction::AskOwner));
    let disabled = everywhere(&codes, "Forbidden.AccessKeyDisabled");
    assert_eq!(disabled, (Class::Unauthenticated, Reaction::RefreshCredentials));
    let endpoint = everywhere(&codes, "InvalidOperation.NotSupportedEndpoint");
    assert_eq!(endpoint, (Class::Unsupported, Reaction::TryElsewhere));
}

#[test]
fn only_what_was_not_found_or_exists_is_ever_taken_for_done() {
    let codes = committed();
    let rows = codes.codes.iter().map(|one| (&one.code, one.class, one.reaction));
    let special = codes.overrides.iter().map(|one| (&one.code, one.class, one.reaction));
    for (code, class, _) in rows.chain(special).filter(|one| one.2 == Reaction::AlreadyDone) {
        assert!(matches!(class, Class::NotFound | Class::AlreadyExists), "{code} {class}");
    }
}
