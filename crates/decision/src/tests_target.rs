use super::*;

fn named(query: &[(&str, &str)]) -> Vec<String> {
    let query: Vec<_> =
        query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    targets_of(&query).targets.iter().map(|target| format!("{:?} {target}", target.kind)).collect()
}

#[test]
fn targets_are_found_in_every_style_and_depth() {
    let found = named(&[
        ("InstanceId.1", "i-1"),
        ("InstanceIds", r#"["i-2","i-1"]"#),
        ("InstanceId", "i-1, i-2,"),
        ("Disk.1.DiskId", "d-1"),
        ("diskIds", r#"["d-2"]"#),
        ("NetworkInterface.1.SecurityGroupIds.2", "sg-1"),
        ("LaunchConfiguration.SecurityGroupId", "sg-2"),
    ]);
    let all = ["Instance i-1", "Instance i-2", "Disk d-1", "Disk d-2"];
    assert_eq!(found[..4], all);
    assert_eq!(found[4..], ["SecurityGroup sg-1", "SecurityGroup sg-2"]);
}

#[test]
fn a_resource_id_is_what_the_resource_type_says() {
    assert_eq!(
        named(&[("ResourceType", "securitygroup"), ("ResourceId.1", "sg-1")]),
        ["SecurityGroup sg-1"]
    );
    assert!(named(&[("ResourceType", "eni"), ("ResourceId.1", "eni-1")]).is_empty());
    let all = named(&[("ResourceId.1", "i-1"), ("ResourceIds", r#"["d-1","sg-1","eni-1"]"#)]);
    assert_eq!(all, ["Instance i-1", "Disk d-1", "SecurityGroup sg-1"]);
}

#[test]
fn what_only_looks_like_a_target_is_none() {
    assert!(
        named(&[
            ("SourceGroupId", "sg-1"),
            ("Permissions.1.DestGroupId", "sg-2"),
            ("ExcludeDiskId.1", "d-1"),
            ("ReservedInstanceId", "ri-1"),
            ("ResourceGroupId", "rg-1"),
            ("InstanceIds", "[]"),
            ("InstanceId", ""),
            ("1.2", "i-1"),
        ])
        .is_empty()
    );
}

fn unclear(name: &str, value: &str) -> Vec<(Vec<String>, Option<ResourceKind>)> {
    let named = targets_of(&[(name.to_owned(), value.to_owned())]);
    let ids: Vec<String> = named.targets.into_iter().map(|target| target.id).collect();
    named.unclear.into_iter().map(|one| (ids.clone(), one.kind)).collect()
}

#[test]
fn what_cannot_be_an_id_is_unclear_and_the_ids_beside_it_are_found() {
    let instance = Some(ResourceKind::Instance);
    for value in ["", " ", "{}", r#""i-1""#, "[null]", r#"["i-1"#, r#"[["i-1"]]"#, "i 1", "i-ü"] {
        assert_eq!(unclear("InstanceId", value), [(vec![], instance)], "{value}");
    }
    for value in [r#"["i-1",1]"#, r#"["i-1",""]"#, "i-1,", "i-1;,i-1"] {
        assert_eq!(unclear("InstanceIds", value), [(vec!["i-1".to_owned()], instance)]);
    }
    assert_eq!(unclear("ResourceId.1", "*"), [(vec![], None)]);
}

#[test]
fn an_id_with_space_around_it_and_one_that_is_repeated_are_that_id() {
    for value in [" i-1 ", "i-1,i-1", r#"[" i-1","i-1"]"#] {
        assert_eq!(named(&[("InstanceIds", value)]), ["Instance i-1"]);
        assert!(unclear("InstanceIds", value).is_empty());
    }
    assert_eq!(named(&[("ResourceId.1", "I-1")]), ["Instance I-1"]);
    assert!(unclear("InstanceIds", "[]").is_empty());
}

#[test]
fn a_network_interface_stands_for_its_instance_where_the_request_is_about_it() {
    let by_interface =
        |name: &str| targets_of(&[(name.to_owned(), "eni-1".to_owned())]).by_interface;
    assert!(by_interface("NetworkInterfaceId") && by_interface("NetworkInterfaceIds.1"));
    assert!(!by_interface("NetworkInterface.1.NetworkInterfaceId"));
}
