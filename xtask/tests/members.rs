//! What the documentation of members says beside their names.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use aliyun_rpc_codegen::docs;
use aliyun_rpc_codegen::markdown::code;
use aliyun_rpc_codegen::source::Folder;
use aliyun_rpc_spec::ir::{Direction, Field, Group, Struct, Type};

fn groups() -> Vec<Group> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../spec/ecs");
    let folder = Folder::open(&folder).unwrap();
    let names = folder.product().unwrap().groups;
    names.iter().map(|name| folder.group(name).unwrap()).collect()
}

/// The members of all requests or all replies, those of nested structs included.
fn members(groups: &[Group], direction: Direction) -> Vec<&Field> {
    placed(groups, direction).into_iter().map(|(field, _)| field).collect()
}

/// The same, and whether they are in a reply with a page of a list.
fn placed(groups: &[Group], direction: Direction) -> Vec<(&Field, bool)> {
    let mut found = Vec::new();
    for group in groups {
        let nested = group.structs.iter().filter(|one| one.direction == direction);
        found.extend(nested.flat_map(|one| &one.fields).map(|field| (field, false)));
        for operation in &group.operations {
            let body = operation.response_struct.iter().flat_map(|body| &body.fields);
            match direction {
                Direction::Request => found.extend(operation.fields.iter().map(|one| (one, false))),
                Direction::Response => {
                    found.extend(body.map(|field| (field, operation.paging.is_some())));
                }
            }
        }
    }
    found
}

/// How many members are documented by their name alone and have no type that tells more.
fn bare(groups: &[Group], direction: Direction) -> usize {
    let says_nothing = |(field, paged): &(&Field, bool)| {
        let told = matches!(field.ty.innermost(), Type::Struct(_) | Type::Boxed(_) | Type::Enum(_));
        !told && docs::field(field, direction, *paged) == format!("{}.", code(&field.wire))
    };
    placed(groups, direction).iter().filter(|one| says_nothing(one)).count()
}

#[test]
fn most_members_say_more_than_their_name() {
    let groups = groups();
    // The most there may be; lower it when more becomes known.
    for (direction, most) in [(Direction::Request, 713), (Direction::Response, 666)] {
        let (bare, all) = (bare(&groups, direction), members(&groups, direction).len());
        assert!(bare <= most, "{direction:?}: {bare} of {all} members, at most {most} before");
        assert!(bare + 25 > most, "{direction:?}: only {bare} are left; lower the limit");
    }
}

#[test]
fn members_state_their_units_times_and_examples() {
    let groups = groups();
    let operation = |name: &str| {
        let mut all = groups.iter().flat_map(|group| &group.operations);
        all.find(|operation| operation.name == name).unwrap()
    };
    let of_request = |name: &str, wire: &str| {
        let field = operation(name).fields.iter().find(|field| field.wire == wire).unwrap();
        docs::field(field, Direction::Request, false)
    };
    let size = of_request("CreateDisk", "Size");
    assert!(
        size.starts_with("`Size`, in GiB, 1 to 131072 (the upper limit is not checked"),
        "{size}"
    );
    let release = of_request("RunInstances", "AutoReleaseTime");
    assert!(release.contains(", UTC, to the second, for example `20"), "{release}");
    let replies = members(&groups, Direction::Response);
    let in_mib = |field: &Field| docs::field(field, Direction::Response, false).contains("in MiB");
    let is_plain = |wire: &str| replies.iter().any(|field| field.wire == wire && in_mib(field));
    assert!(is_plain("Memory"));
}

/// Visits every member of a request with its path, as checks name it.
fn each<'a>(
    structs: &BTreeMap<&str, &'a Struct>,
    fields: &'a [Field],
    before: &str,
    visit: &mut dyn FnMut(&str, &'a Field),
) {
    for field in fields {
        let path = match before {
            "" => field.wire.clone(),
            _ => format!("{before}.{}", field.wire),
        };
        visit(&path, field);
        // Structs of requests do not contain themselves.
        if let Type::Struct(name) = field.ty.innermost() {
            each(structs, &structs[name.as_str()].fields, &path, visit);
        }
    }
}

/// What the documentation of a limit says if its lower or its upper end is not checked.
fn said(low: bool, high: bool, both: bool) -> &'static str {
    match (low, high) {
        (false, false) => "",
        (true, false) if both => " (the lower limit is not checked where documents disagree)",
        (false, true) if both => " (the upper limit is not checked where documents disagree)",
        _ => " (not checked where documents disagree)",
    }
}

#[test]
fn a_limit_that_is_not_checked_says_so_at_any_depth() {
    let groups = groups();
    let structs = groups.iter().flat_map(|group| &group.structs);
    let structs = structs.map(|one| (one.name.as_str(), one)).collect();
    let (mut wrong, mut top, mut nested) = (Vec::new(), 0, 0);
    for operation in groups.iter().flat_map(|group| &group.operations) {
        each(&structs, &operation.fields, "", &mut |path, field| {
            let limits = &field.limits;
            let marks = [
                ('=', limits.minimum.is_some(), limits.maximum.is_some()),
                ('#', limits.min_length.is_some(), limits.max_length.is_some()),
                ('*', limits.min_items.is_some(), limits.max_items.is_some()),
            ];
            let doc = docs::field(field, Direction::Request, false);
            let mut open = false;
            for (mark, low, high) in marks {
                let begin = format!("{mark}{path} ");
                let lines = operation.checks.iter().filter(|line| line.starts_with(&begin));
                let bounds = lines.map(|line| (!line.contains(" - "), !line.ends_with(" -")));
                let checked =
                    bounds.fold((false, false), |one, other| (one.0 | other.0, one.1 | other.1));
                // A list that is required is not empty.
                let implied = mark == '*' && field.required && limits.min_items == Some(1);
                let (open_low, open_high) = (low && !checked.0 && !implied, high && !checked.1);
                let expected = said(open_low, open_high, low && high);
                *(if path.contains('.') { &mut nested } else { &mut top }) +=
                    usize::from(!expected.is_empty());
                open |= !expected.is_empty();
                // A struct that several requests share says what is true of any of them.
                if !doc.contains(expected) {
                    wrong.push(format!("{}.{path}: {doc}", operation.name));
                }
            }
            // Of two numbers that prose and metadata state, the larger is checked.
            let is_disputed = (operation.name.as_str(), path) == ("RunInstances", "Amount");
            if !open && !path.contains('.') && !is_disputed && doc.contains("not checked") {
                wrong.push(format!("{}.{path} is checked: {doc}", operation.name));
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(top >= 10, "{top} at the top, {nested} below");
    let create = groups.iter().flat_map(|group| &group.operations);
    let create = create.into_iter().find(|one| one.name == "CreateNetworkInterface").unwrap();
    let list = create.fields.iter().find(|field| field.wire == "SecurityGroupIds").unwrap();
    let said = docs::field(list, Direction::Request, false);
    assert!(said.contains("at most 51 items (not checked where documents disagree)"), "{said}");
}

#[test]
fn a_total_is_that_of_all_pages_only_where_there_are_pages() {
    let groups = groups();
    let total = |name: &str| {
        let mut all = groups.iter().flat_map(|group| &group.operations);
        let operation = all.find(|operation| operation.name == name).unwrap();
        let body = operation.response_struct.as_ref().unwrap();
        let field = body.fields.iter().find(|field| field.wire == "TotalCount").unwrap();
        docs::field(field, Direction::Response, operation.paging.is_some())
    };
    let listed = total("DescribeDisks");
    assert!(listed.starts_with("`TotalCount`, number of items on all pages"), "{listed}");
    for name in ["AttachKeyPair", "DescribeTaskAttribute", "DescribeDiskMonitorData"] {
        assert!(!total(name).contains("pages"), "{}", total(name));
    }
}

/// Texts of requests for which one sign says number or boolean and nothing else does, with the
/// reason to leave them texts.
const TEXTS: &[(&str, &str, &str)] = &[
    ("AllocatePublicIpAddress", "VlanId", "it names something"),
    ("CloneDisks", "DryRun", "dry runs go through the client"),
    ("CloneDisksArn", "AssumeRoleFor", "an account"),
    ("CreateAutoProvisioningGroup", "LaunchTemplateVersion", "it names something"),
    ("CreateInstance", "VlanId", "it names something"),
    ("CreateRouterInterface", "OppositeInterfaceOwnerId", "an account"),
    ("DescribeManagedInstances", "Connected", "no document has an example"),
    ("RunInstancesCpuOptions", "Numa", "deprecated, and no document says what it counts"),
    ("UnassociateHaVip", "Force", "no document has an example"),
];

#[test]
fn a_text_that_may_spell_a_number_or_a_boolean_is_decided() {
    let groups = groups();
    let both = [Direction::Request, Direction::Response].map(|one| members(&groups, one));
    let other = [Type::Int, Type::IntText, Type::Float, Type::Bool, Type::BoolText];
    let namesakes: BTreeSet<String> = both
        .iter()
        .flatten()
        .filter(|field| other.contains(&field.ty))
        .map(|field| field.wire.to_lowercase())
        .collect();
    let spells = |text: &str| text.parse::<i64>().is_ok_and(|one| one.to_string() == text);
    let shows = |field: &Field| {
        let example = field.example.as_deref().unwrap_or_default();
        spells(example) || matches!(&*example.to_lowercase(), "true" | "false")
    };
    let is_doubtful = |field: &&Field| {
        let signs = namesakes.contains(&field.wire.to_lowercase()) || shows(field);
        field.ty == Type::String && signs
    };
    let nested = groups.iter().flat_map(|group| &group.structs);
    let nested = nested.filter(|one| one.direction == Direction::Request);
    let nested = nested.map(|one| (one.name.as_str(), &one.fields));
    let operations = groups.iter().flat_map(|group| &group.operations);
    let all = operations.map(|one| (one.name.as_str(), &one.fields)).chain(nested);
    let found: BTreeSet<(&str, &str)> = all
        .flat_map(|(owner, fields)| {
            let doubtful = fields.iter().filter(is_doubtful);
            doubtful.map(move |field| (owner, field.wire.as_str()))
        })
        .collect();
    let decided: BTreeSet<(&str, &str)> = TEXTS.iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(found, decided, "decide what these are: a text, or what the rule should tell");
    let spelled = both[0].iter().filter(|one| matches!(one.ty, Type::IntText | Type::BoolText));
    assert!(spelled.count() > 20);
}

#[test]
fn no_secret_has_an_example() {
    let groups = groups();
    for direction in [Direction::Request, Direction::Response] {
        let shown = members(&groups, direction);
        let shown = shown.into_iter().find(|field| field.secret && field.example.is_some());
        assert_eq!(shown, None);
    }
}

/// The last word of the name of a type.
fn noun(name: &str) -> &str {
    let name = name.strip_suffix("Item").unwrap_or(name);
    let last = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    name[last..].trim_end_matches('s')
}

#[test]
fn no_two_nested_structs_that_are_alike_end_in_the_same_noun() {
    // Whether a member is required counts: it is an argument of the constructor then.
    type Members<'a> = BTreeMap<&'a str, (&'a Type, bool)>;
    let groups = groups();
    let mut known: BTreeMap<(Direction, Members<'_>, &str), &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for shape in groups.iter().flat_map(|group| &group.structs) {
        let members = shape.fields.iter();
        let members = members.map(|field| (&*field.wire, (&field.ty, field.required))).collect();
        if let Some(other) =
            known.insert((shape.direction, members, noun(&shape.name)), &shape.name)
        {
            twice.push((other, &shape.name));
        }
    }
    assert!(twice.is_empty(), "{twice:?}");
    assert!(known.len() > 300, "only {} structs were compared", known.len());
}
