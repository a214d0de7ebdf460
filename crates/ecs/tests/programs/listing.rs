//! The inventory of five regions: every page of every list, and what fails.

use std::collections::BTreeMap;

use aliyun_ecs::Error;
use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};
use serde_json::json;

use crate::inventory::{Inventory, REGIONS, everything};
use crate::{client, ok};

/// The list that a reply has, its items, and the id of an item.
const LISTS: [(&str, &str, &str, &str); 4] = [
    ("DescribeInstances", "Instances", "Instance", "InstanceId"),
    ("DescribeDisks", "Disks", "Disk", "DiskId"),
    ("DescribeSnapshots", "Snapshots", "Snapshot", "SnapshotId"),
    ("DescribeSecurityGroups", "SecurityGroups", "SecurityGroup", "SecurityGroupId"),
];

/// Two pages of every list, but for the snapshots of one region.
fn answer(request: &SentRequest) -> Reply {
    let region = request.parameter("RegionId").unwrap_or_default();
    if (region, request.operation()) == ("cn-beijing", "DescribeSnapshots") {
        return Reply::error(403, "Forbidden.RAM");
    }
    let list = LISTS.iter().find(|list| list.0 == request.operation());
    let (_, outer, inner, id) = list.unwrap_or_else(|| panic!("{request:?}"));
    match request.parameter("NextToken") {
        None => ok(json!({
            *outer: {*inner: [{*id: format!("{region}-1")}, {*id: format!("{region}-2")}]},
            "NextToken": "more",
        })),
        Some(_) => ok(json!({*outer: {*inner: [{*id: format!("{region}-3")}]}, "NextToken": ""})),
    }
}

#[tokio::test(start_paused = true)]
async fn everything_in_five_regions_is_listed_and_a_region_that_fails_hides_no_other() {
    let script = ScriptedTransport::answering(answer);
    let found = everything(&client(&script)).await;
    let found: BTreeMap<&str, Result<Inventory, Error>> = found.into_iter().collect();
    for region in REGIONS {
        let expected = ["1", "2", "3"].map(|number| format!("{region}-{number}"));
        match &found[region] {
            Err(error) => {
                assert_eq!((region, error.operation()), ("cn-beijing", "DescribeSnapshots"));
                assert_eq!(error.region(), Some("cn-beijing"));
            }
            Ok(found) => {
                assert_ne!(region, "cn-beijing");
                let instances = found.instances.iter().map(|one| one.instance_id.as_deref());
                assert!(instances.eq(expected.iter().map(|id| Some(id.as_str()))), "{region}");
                let lengths = [found.disks.len(), found.snapshots.len(), found.groups.len()];
                assert_eq!(lengths, [3; 3], "{region}");
            }
        }
    }
    // Each to the endpoint of its region: two pages of four lists, once less where one failed.
    let sent = script.sent();
    let to = |region: &str| sent.iter().filter(|one| one.host().contains(region)).count();
    assert_eq!(REGIONS.map(to), [8, 7, 8, 8, 8]);
}
