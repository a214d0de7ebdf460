use aliyun_rpc_spec::authorization::{Action, Resource};
use aliyun_rpc_spec::capture::{Schema, SchemaKind};
use aliyun_rpc_spec::ir::Direction;
use aliyun_rpc_vocabulary::permission::AccessLevel;

use super::super::raw::{Expander, Places};
use super::*;
use crate::curated::Curated;

/// Operations with texts: name, and members with their examples.
type Texts<'a> = &'a [(&'a str, &'a [(&'a str, &'a str)])];

/// Disks and instances, of which most ids begin with `d` and `i`.
const USUAL: Texts<'_> = &[
    ("CreateDisk", &[("DiskId", "d-bp1234567890")]),
    ("DeleteDisk", &[("DiskId", "d-bp12345678**")]),
    ("CreateInstance", &[("InstanceId", "i-bp1234567890")]),
    ("DeleteInstance", &[("InstanceId", "i-bp12345678**")]),
    ("AttachDisk", &[("DiskId", ""), ("InstanceId", "i-bp12345678**")]),
];

fn raw(texts: &[(&str, &[(&str, &str)])]) -> BTreeMap<String, RawOperation> {
    let (schemas, places, names) = (BTreeMap::new(), Places::default(), BTreeMap::new());
    let text = |(name, example): &(&str, &str)| Schema {
        name: (*name).to_owned(),
        kind: SchemaKind::String,
        example: (!example.is_empty()).then(|| (*example).to_owned()),
        ..Schema::default()
    };
    let operation = |(name, members): &(&str, &[(&str, &str)])| {
        let members: Vec<Schema> = members.iter().map(text).collect();
        let mut request = Expander::new(name, Direction::Request, &schemas, &places, &names);
        let parameters = request.fields(&members, name, "");
        ((*name).to_owned(), RawOperation { parameters, response: Vec::new() })
    };
    texts.iter().map(operation).collect()
}

/// The type of `Lend.Member`, and what is reported, where `Lend` is an operation beside the usual
/// ones.
fn lent(member: &str, example: &str, curated: &str) -> (RawType, Vec<String>) {
    lent_with(member, example, curated, None)
}

fn lent_with(
    member: &str,
    example: &str,
    curated: &str,
    authorization: Option<&Authorizations>,
) -> (RawType, Vec<String>) {
    let members = [(member, example)];
    let mut operations = raw(&[USUAL, &[("Lend", &members)]].concat());
    let curated = Curated::parse("garden", "curated.toml", curated).unwrap();
    let nouns = Nouns::of(operations.keys().map(String::as_str));
    let ids = Ids::of(&operations, &nouns, &curated.of("garden").requests);
    let seen = ids.decide(&mut operations);
    let mut problems = Problems::default();
    ids.check(&seen, &operations, authorization, &mut problems);
    let found = problems.finish(()).err().unwrap_or_default();
    let found = found.iter().map(ToString::to_string).collect();
    (operations.remove("Lend").unwrap().parameters.remove(0).ty, found)
}

fn entry(facts: &str) -> String {
    format!("[[id]]\n{facts}\nreason = 'made up for this test'\n")
}

fn id(name: &str) -> RawType {
    RawType::Id(name.to_owned())
}

#[test]
fn a_name_in_the_plural_is_that_of_one_id_only_in_a_list() {
    assert_eq!(id_name("InstanceIds", true).as_deref(), Some("InstanceId"));
    assert_eq!(id_name("diskIds", true).as_deref(), Some("DiskId"));
    assert_eq!(id_name("KMSKeyId", false).as_deref(), Some("KmsKeyId"));
    assert_eq!(id_name("TaskIds", false).as_deref(), Some("TaskIds"));
    assert_eq!(id_name("Bandwidth", false), None);
    assert_eq!(id_name("Paid", true), None);
    let (ty, found) = lent("DiskIds", "", &entry("names = ['DiskIds']"));
    assert!(matches!(ty, RawType::Text(_)) && found.is_empty(), "{ty:?} {found:?}");
}

#[test]
fn letters_before_the_last_hyphen_of_an_id_are_its_prefix() {
    for (example, expected) in [
        ("i-bp67acfmxazb4p****", Some("i")),
        ("eni-perm-bp67acfmxazb****", Some("eni-perm")),
        ("cn-hangzhou", None),
        ("us-east-1", None),
        ("apg-test01", None),
        ("0e478b7a-4262-4802-b8cb-00d3fb40826X", None),
        ("KeyPairTestName", None),
        ("my-littlename", None),
        ("-bp67acfmxazb4p", None),
        ("d-bp67acf/azb4p", None),
    ] {
        assert_eq!(examples::prefix(example), expected, "{example}");
    }
}

#[test]
fn an_example_of_another_kind_is_decided_by_a_person() {
    assert_eq!(lent("DiskId", "d-bp1234567890", ""), (id("DiskId"), vec![]));
    assert_eq!(lent("DiskId", "", ""), (id("DiskId"), vec![]));
    let (_, found) = lent("DiskId", "i-bp1234567890", "");
    assert_eq!(found.len(), 1, "{found:?}");
    for part in ["curated.toml", "Lend.DiskId", "kind Disk", "of Instance", "`i-`", "help: say in"]
    {
        assert!(found[0].contains(part), "{part}: {found:?}");
    }
    let here = entry("at = ['Lend.DiskId']\nkind = 'Instance'");
    assert_eq!(lent("DiskId", "i-bp1234567890", &here), (id("InstanceId"), vec![]));
    let (ty, found) = lent("DiskId", "i-bp1234567890", &entry("at = ['Lend.DiskId']"));
    assert!(matches!(ty, RawType::Text(_)) && found.is_empty(), "{ty:?} {found:?}");
}

#[test]
fn an_example_that_begins_like_none_needs_a_further_prefix() {
    let (_, found) = lent("DiskId", "disc-bp1234567890", "");
    assert!(found[0].contains("does not begin like those of that kind: `disc-`"), "{found:?}");
    let (_, found) = lent("DiskId", "d-old-bp1234567890", "");
    assert_eq!(found, [""; 0], "a second word");
    let further = entry("names = ['DiskId']\nkind = 'Disk'\nprefixes = ['disc']");
    assert_eq!(lent("DiskId", "disc-bp1234567890", &further), (id("DiskId"), vec![]));
    let (_, found) = lent("InstanceId", "disc-bp1234567890", &further);
    assert!(found[0].contains("begins like those of Disk"), "{found:?}");
}

#[test]
fn a_text_with_the_example_of_an_id_is_decided_by_a_person() {
    let (_, found) = lent("Base", "d-bp1234567890", "");
    assert!(found[0].contains("Lend.Base is a text by its name"), "{found:?}");
    let here = entry("at = ['Lend.Base']\nkind = 'Disk'");
    assert_eq!(lent("Base", "d-bp1234567890", &here), (id("DiskId"), vec![]));
    assert_eq!(lent("Base", "d-bp1234567890", &entry("at = ['Lend.Base']")).1, [""; 0]);
    assert_eq!(lent("Base", "x-bp1234567890", "").1, [""; 0]);
}

#[test]
fn a_name_like_that_of_an_id_is_known_or_decided_by_a_person() {
    let (ty, found) = lent("BatchId", "", "");
    assert!(matches!(ty, RawType::Text(_)), "{ty:?}");
    assert!(found[0].contains("nothing tells of what `BatchId` at Lend.BatchId is"), "{found:?}");
    assert_eq!(lent("BatchId", "", &entry("names = ['BatchId']")).1, [""; 0]);
    let named = entry("names = ['BatchId']\nkind = 'Batch'");
    assert_eq!(lent("BatchId", "", &named), (id("BatchId"), vec![]));
    for name in ["RequestId", "ResourceOwnerId", "Paid"] {
        assert_eq!(lent(name, "", "").1, [""; 0], "{name}");
    }
}

#[test]
fn an_entry_that_decides_nothing_is_stale() {
    for (facts, expected) in [
        ("names = ['BatchId']", "no text has this name"),
        ("names = ['DiskId']\nkind = 'Disk'", "the name tells the same"),
        ("at = ['Lend.Nothing']", "no text is there"),
        ("at = ['Lend.DiskId']\nkind = 'Disk'", "the example agrees"),
        ("names = ['DiskId']\nkind = 'Disk'\nprefixes = ['x']", "no example of that kind"),
        ("names = ['DiskId']\nkind = 'Disk'\nprefixes = ['d']", "most examples of that kind"),
        ("names = ['DiskId']\nprefixes = ['x']", "needs `names` or `at`"),
        ("kind = 'Disk'", "needs `names` or `at`"),
    ] {
        let (_, found) = lent("DiskId", "d-bp1234567890", &entry(facts));
        assert!(found.iter().any(|problem| problem.contains(expected)), "{facts}: {found:?}");
    }
}

#[test]
fn the_parameters_in_the_patterns_of_one_resource_have_one_kind() {
    let action = |operation: &str, parameter: &str| Action {
        operation: operation.to_owned(),
        action: format!("ecs:{operation}"),
        level: AccessLevel::Update,
        resources: vec![Resource {
            resource: "Disk".to_owned(),
            pattern: "acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}".to_owned(),
            mandatory: None,
            parameters: vec![parameter.to_owned()],
            stated: None,
        }],
        condition_keys: Vec::new(),
        further: Vec::new(),
        templates: Vec::new(),
        evidence: Vec::new(),
    };
    let allowed = |parameter| Authorizations {
        actions: vec![
            action("CreateDisk", "DiskId"),
            action("DeleteDisk", "DiskId"),
            action("Lend", parameter),
        ],
        ..Authorizations::default()
    };
    assert_eq!(lent_with("DiskId", "", "", Some(&allowed("DiskId"))).1, [""; 0]);
    let (_, found) = lent_with("InstanceId", "", "", Some(&allowed("InstanceId")));
    assert!(found[0].contains("Lend.InstanceId stands in a pattern of ecs:disk"), "{found:?}");
    assert!(found[0].contains("of the type DiskId, and is InstanceId"), "{found:?}");
    let (_, found) = lent_with("Base", "", "", Some(&allowed("Base")));
    assert!(found[0].contains("and is a text"), "{found:?}");
    let here = entry("at = ['Lend.Base']\nkind = 'Disk'");
    let (ty, found) = lent_with("Base", "", &here, Some(&allowed("Base")));
    assert_eq!((ty, found), (id("DiskId"), vec![]));
}
