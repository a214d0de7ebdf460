//! Ids that requests name by other words than those of the list.

use aliyun_ecs::authorization::{PolicyDocument, PolicyError};

use crate::policies::in_region;

fn resources(document: &PolicyDocument) -> Vec<&str> {
    let statements = document.statements().iter();
    statements.flat_map(|one| &one.resources).map(String::as_str).collect()
}

#[test]
fn an_id_under_another_name_is_that_of_the_only_resource_it_can_mean() {
    let instance = "acs:ecs:cn-hangzhou:123:instance/i-1";
    for (operation, parameter, expected) in [
        ("DescribeResourcesModification", "ResourceId", vec![instance]),
        ("DescribeBandwidthLimitation", "ResourceId", vec![instance]),
        ("DescribeRenewalPrice", "ResourceId", vec!["acs:ecs:cn-hangzhou:123:ddh/i-1", instance]),
        ("ModifyInvocationAttribute", "InvokeId", vec!["acs:ecs:cn-hangzhou:123:invocation/i-1"]),
    ] {
        let built = in_region().call(operation, [(parameter, "i-1")]).build().unwrap();
        assert_eq!(resources(&built), expected, "{operation}");
    }
    let asked = in_region().call("DescribeImagePipelineExecutions", [("ExecutionId", "exec-1")]);
    let explained = asked.build().unwrap().explain();
    assert!(explained.contains("named by ExecutionId"), "{explained}");
}

#[test]
fn a_type_of_resource_that_the_list_lacks_is_an_error_for_tags_and_groups() {
    for (operation, kinds) in [
        ("TagResources", ["command", "invocation", "volume", "ddhcluster", "elasticityassurance"]),
        (
            "UntagResources",
            ["command", "invocation", "volume", "ddhcluster", "elasticityassurance"],
        ),
        ("JoinResourceGroup", ["command", "activation", "managedinstance", "ddhcluster", "volume"]),
    ] {
        for kind in kinds {
            let call = in_region().call(operation, [("ResourceType", kind), ("ResourceId", "x-1")]);
            let error = call.build().unwrap_err();
            let expected = PolicyError::ResourceNotListed {
                operation: operation.to_owned(),
                resource_type: kind.to_owned(),
            };
            assert_eq!(error, expected);
        }
        let call = in_region().call(operation, [("ResourceType", "disk"), ("ResourceId", "d-1")]);
        let built = call.build().unwrap();
        assert_eq!(resources(&built), ["acs:ecs:cn-hangzhou:123:disk/d-1"], "{operation}");
    }
}
