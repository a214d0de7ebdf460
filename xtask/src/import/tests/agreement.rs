//! What the vendor's pages of 2021 say about values, limits, defaults and members of responses,
//! beside what the metadata of 2024 says. Where both speak, every difference is one that the
//! documents have: each was looked up on its page and has its reason here.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{OperationPage, PageParameter, Schema};

use super::originals::{folder, is_same_kind, metadata, read};
use super::*;

/// Parameters of the metadata under the names that pages give them, with `N` for numbers.
fn flatten<'s>(prefix: &str, schema: &'s Schema, found: &mut BTreeMap<String, &'s Schema>) {
    let name = format!("{prefix}{}", schema.name);
    let members = match &schema.items {
        Some(items) => {
            found.insert(format!("{name}.N"), schema);
            items.members.iter().map(|member| (format!("{name}.N."), member)).collect()
        }
        None => {
            schema.members.iter().map(|member| (format!("{name}."), member)).collect::<Vec<_>>()
        }
    };
    found.insert(name, schema);
    members.into_iter().for_each(|(prefix, member)| flatten(&prefix, member, found));
}

/// Members of a response, at any depth, by their names alone: pages print them in one table.
fn members<'s>(schema: &'s Schema, found: &mut BTreeMap<&'s str, Vec<&'s Schema>>) {
    for inner in schema.members.iter().chain(schema.items.as_deref()) {
        if !inner.name.is_empty() {
            found.entry(&inner.name).or_default().push(inner);
        }
        members(inner, found);
    }
}

/// `DataDisk.1.Size` and `DeleteVersion.n` as the metadata has them.
fn numbered(name: &str) -> String {
    let number = |part: &str| part == "n" || part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = name.split('.').map(|part| if number(part) { "N" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

fn values(schema: &Schema) -> BTreeSet<String> {
    let items = schema.items.iter().flat_map(|items| items.values.iter().chain(&items.mined));
    let all = schema.values.iter().chain(&schema.mined).chain(items);
    all.map(|value| value.to_ascii_lowercase()).collect()
}

/// What a page says otherwise about one parameter or member.
fn otherwise(one: &PageParameter, schema: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    let known = values(schema);
    let unknown = |value: &&String| !known.contains(&value.to_ascii_lowercase());
    let more: Vec<&str> = one.values.iter().filter(unknown).map(String::as_str).collect();
    if !known.is_empty() && !more.is_empty() {
        found.push(format!("values {}", more.join(" ")));
    }
    let mut differ = |what: &str, page: Option<String>, metadata: Option<String>| {
        if let (Some(page), Some(metadata)) = (page, metadata)
            && !page.eq_ignore_ascii_case(&metadata)
        {
            found.push(format!("{what} {page} for {metadata}"));
        }
    };
    let text = |count: Option<u64>| count.map(|count| count.to_string());
    differ("minimum", one.minimum.clone(), schema.minimum.clone());
    differ("maximum", one.maximum.clone(), schema.maximum.clone());
    differ("fewest", text(one.min_items), text(schema.min_items));
    differ("most", text(one.max_items), text(schema.max_items));
    differ("default", one.default.clone(), schema.default.clone());
    found
}

/// Every difference of one page, and how many facts both state.
fn compare(page: &OperationPage, parameters: &[Schema], response: Option<&Schema>) -> Vec<String> {
    let mut known = BTreeMap::new();
    parameters.iter().for_each(|schema| flatten("", schema, &mut known));
    let mut found = Vec::new();
    for one in &page.parameters {
        let schema = known.get(&numbered(&one.name));
        let said = schema.map(|schema| otherwise(one, schema)).unwrap_or_default();
        found.extend(
            said.into_iter().map(|what| format!("{} {}: {what}", page.operation, one.name)),
        );
    }
    let mut known = BTreeMap::new();
    response.into_iter().for_each(|schema| members(schema, &mut known));
    for one in &page.response {
        let is = |what: &str| format!("{} -> {}: {what}", page.operation, one.name);
        let name = one.name.rsplit('.').find(|part| numbered(part) != "N").unwrap_or_default();
        let Some(schemas) = known.get(name) else {
            found.push(is("no such member"));
            continue;
        };
        if !one.kind.is_empty()
            && !schemas.iter().any(|schema| is_same_kind(&one.kind, schema.kind))
        {
            found.push(is(&format!("{} for {:?}", one.kind, schemas[0].kind)));
        }
        let said = schemas.iter().map(|schema| otherwise(one, schema));
        let least = said.min_by_key(Vec::len).unwrap_or_default();
        found.extend(least.iter().map(|what| is(what)));
    }
    found
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_values_limits_and_members_of_pages_agree_with_the_metadata_of_2024() {
    let metadata = metadata("ecs/api-docs.2024-06-24.json");
    let mut found = Vec::new();
    let mut stated =
        BTreeMap::from([("values", 0), ("limits", 0), ("defaults", 0), ("members", 0)]);
    for file in std::fs::read_dir(folder().join("upstream/pages/2021")).unwrap() {
        let Capture::OperationPage(page) = read(&file.unwrap().path()) else {
            panic!("another kind")
        };
        let Some(operation) = metadata.operations.get(&page.operation) else { continue };
        for one in page.parameters.iter().chain(&page.response) {
            *stated.get_mut("values").unwrap() += usize::from(!one.values.is_empty());
            let limits = one.minimum.is_some() || one.max_items.is_some();
            *stated.get_mut("limits").unwrap() += usize::from(limits);
            *stated.get_mut("defaults").unwrap() += usize::from(one.default.is_some());
        }
        *stated.get_mut("members").unwrap() += page.response.len();
        found.extend(compare(&page, &operation.parameters, operation.response.as_ref()));
    }
    found.sort();
    println!("{stated:?}\n{}", found.join("\n"));
    let reasons = EXPECTED.iter().flat_map(|(_, differences)| differences.iter());
    let mut expected: Vec<&str> = reasons.copied().collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    for (what, least) in [("values", 204), ("limits", 58), ("defaults", 171), ("members", 897)] {
        assert!(stated[what] >= least, "{what}: {} instead of {least}", stated[what]);
    }
}

/// Why the documents differ, and where.
const EXPECTED: [(&str, &[&str]); 5] = [
    (
        "the page counts what can be asked for, and the metadata has a limit of the request",
        &[
            "DescribeAccountAttributes AttributeName.N: most 8 for 30",
            "DescribeInstanceHistoryEvents InstanceEventCycleStatus.N: most 7 for 10",
            "DescribeStorageCapacityUnits Status.N: most 4 for 100",
        ],
    ),
    (
        "the limit grew in three years",
        &[
            "DescribeAutoProvisioningGroups AutoProvisioningGroupId.N: most 20 for 100",
            "InstallCloudAssistant InstanceId.N: most 50 for 100",
            "InvokeCommand InstanceId.N: most 50 for 501",
            "ListTagResources ResourceId.N: most 50 for 51",
            "ModifyNetworkInterfaceAttribute QueueNumber: minimum 1 for -1",
            "RunCommand InstanceId.N: most 50 for 501",
            "SendFile InstanceId.N: most 50 for 100",
            "TagResources ResourceId.N: most 50 for 51",
            "UntagResources ResourceId.N: most 50 for 51",
            "UntagResources TagKey.N: most 20 for 21",
        ],
    ),
    (
        "the page has a slip of the pen",
        &[
            "DescribeAutoProvisioningGroups -> Status: values deleted-running",
            "DescribeAutoProvisioningGroups AutoProvisioningGroupStatus.N: values deleted-running",
            "DescribeImageSupportInstanceTypes Filter.N.Key: values imagid",
        ],
    ),
    (
        "the value is gone",
        &[
            "DescribeImageSupportInstanceTypes ActionType: values Upgrade Downgrade RenewDowngrade",
            "DescribeInstancesFullStatus HealthStatus: values Warning Maintaining",
            "DescribeSpotAdvice GpuSpec: values NVIDIA A100",
        ],
    ),
    (
        "the member is gone",
        &[
            "DescribeDisks -> DedicatedBlockStorageClusterId: no such member",
            "DescribeLaunchTemplateVersions -> SystemDisk.Iops: no such member",
            "DescribePrice -> ResourcePriceModel: no such member",
        ],
    ),
];
