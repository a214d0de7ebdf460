use aliyun_rpc_spec::ir::ValuesOrigin;

use super::*;
use crate::curated::Curated;
use crate::problems::Problems;
use crate::regen::lower::raw::RawField;

fn text(place: &str, values: &[&str]) -> RawText {
    let parts: Vec<&str> = place.split('.').collect();
    let (last, front) = parts.split_last().unwrap();
    let around = front.iter().skip(1).filter(|part| **part != "Response");
    RawText {
        wire: (*last).to_owned(),
        around: around.map(|part| names::singular(part)).collect(),
        place: place.to_owned(),
        path: parts.concat(),
        fixed: None,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        origin: ValuesOrigin::Mined,
        example: None,
    }
}

/// The members of operations about disks and instances, by place, with their lists. A member is a
/// list of texts, or a text if its place ends with `!`.
struct Fixture(BTreeMap<String, RawOperation>);

impl Fixture {
    fn new(members: &[(&str, &[&str])]) -> Self {
        let mut operations = BTreeMap::new();
        for name in ["CreateDisk", "DescribeDisks", "CreateInstance", "DescribeInstances"] {
            let empty = RawOperation { parameters: Vec::new(), response: Vec::new() };
            operations.insert(name.to_owned(), empty);
        }
        for (place, values) in members {
            let operation = operations.get_mut(place.split('.').next().unwrap()).unwrap();
            let text = text(place.trim_end_matches('!'), values);
            let fields = match place.contains(".Response.") {
                true => &mut operation.response,
                false => &mut operation.parameters,
            };
            fields.push(RawField {
                wire: (*place).to_owned(),
                ty: match place.ends_with('!') {
                    true => RawType::Text(text),
                    false => RawType::List(Box::new(RawType::Text(text))),
                },
                required: false,
                deprecated: false,
                limits: Default::default(),
                example: None,
                form: None,
                spelled: Vec::new(),
            });
        }
        Self(operations)
    }

    /// Curated names that requests cannot share.
    fn conflicts(self, fixed: &[(&str, &str)]) -> Vec<String> {
        let group_of = BTreeMap::new();
        let fixed: NameOf =
            fixed.iter().map(|(at, name)| ((*at).to_owned(), (*name).to_owned())).collect();
        let nouns = Nouns::of(self.0.keys().map(String::as_str));
        let mut scope = Scope::types(self.0.keys().map(String::as_str));
        let lists = Lists::of(&self.0, &nouns, &group_of, &fixed, &mut scope);
        lists.conflicts().cloned().collect()
    }

    /// What is reported of names with two types, under these entries.
    fn apart(self, entries: &str) -> Vec<String> {
        let curated = Curated::parse("product", "file", entries).expect("entries");
        let (group_of, fixed) = (BTreeMap::new(), NameOf::new());
        let nouns = Nouns::of(self.0.keys().map(String::as_str));
        let mut scope = Scope::types(self.0.keys().map(String::as_str));
        let lists = Lists::of(&self.0, &nouns, &group_of, &fixed, &mut scope);
        let mut problems = Problems::default();
        lists.apart(&self.0, &curated.of("product").requests, &mut problems);
        let found = problems.finish(()).err().unwrap_or_default();
        found.iter().map(ToString::to_string).collect()
    }

    /// The enum of each member, with the values that it spells in its own way, in the order of
    /// places, and the values of each enum.
    fn decide(mut self, fixed: &[(&str, &str)]) -> (Vec<String>, BTreeMap<String, Vec<String>>) {
        let group_of: BTreeMap<String, String> =
            self.0.keys().map(|name| (name.clone(), "all".to_owned())).collect();
        let fixed = fixed.iter().map(|(at, name)| ((*at).to_owned(), (*name).to_owned()));
        let fixed: NameOf = fixed.collect();
        let mut scope = Scope::types(self.0.keys().map(String::as_str));
        let nouns = Nouns::of(self.0.keys().map(String::as_str));
        let lists = Lists::of(&self.0, &nouns, &group_of, &fixed, &mut scope);
        lists.decide(&mut self.0);
        let mut members = BTreeMap::new();
        for operation in self.0.values() {
            for field in operation.parameters.iter().chain(&operation.response) {
                let item = match &field.ty {
                    RawType::List(item) => item,
                    single => single,
                };
                let name = match item {
                    RawType::Enum(name) => name.as_str(),
                    _ => "text",
                };
                let name = [&[name.to_owned()], &*field.spelled].concat().join(" ");
                members.insert(field.wire.clone(), name);
            }
        }
        let enums = lists.print().into_iter().map(|(group, list)| {
            assert_eq!(group, "all");
            (list.name, list.variants.into_iter().map(|variant| variant.wire).collect())
        });
        (members.into_values().collect(), enums.collect())
    }
}

#[test]
fn a_general_name_means_what_has_it_in_requests_and_replies() {
    let (members, enums) = Fixture::new(&[
        ("DescribeDisks.Status", &["Creating", "InUse", "All"]),
        ("DescribeDisks.Response.Disks.Status", &["InUse", "Creating", "Deleting"]),
        ("DescribeInstances.Status", &["Running", "Creating"]),
        ("DescribeInstances.Response.Instances.Status", &[]),
        ("DescribeInstances.Response.SystemDisk.Status", &[]),
    ])
    .decide(&[]);
    let [disk, instance] = ["DiskStatus", "InstanceStatus"].map(str::to_owned);
    // In the order of places: replies first.
    assert_eq!(members, [&disk, &disk, &instance, &disk, &instance].map(Clone::clone));
    assert_eq!(enums["DiskStatus"], ["Creating", "InUse", "All", "Deleting"]);
    assert_eq!(enums["InstanceStatus"], ["Running", "Creating"]);
}

#[test]
fn lists_of_one_name_that_do_not_overlap_stay_apart() {
    let (members, enums) = Fixture::new(&[
        ("CreateDisk.ChargeType", &["PrePaid", "PostPaid"]),
        ("CreateInstance.ChargeType", &["Hour", "Month", "Year"]),
        ("DescribeInstances.ChargeType", &["Month", "Hour"]),
    ])
    .decide(&[]);
    assert_eq!(members[1], members[2]);
    assert_ne!(members[0], members[1]);
    assert_eq!(enums.len(), 2);
    assert_eq!(enums[&members[1]], ["Hour", "Month", "Year"]);
}

#[test]
fn a_request_keeps_the_spelling_of_its_document_whatever_an_entry_says() {
    let members: &[(&str, &[&str])] = &[
        ("CreateDisk.OsType", &["windows", "linux"]),
        ("CreateInstance.OsType", &["Windows", "Linux"]),
        ("DescribeInstances.Response.Instances.OsType", &["WINDOWS", "other"]),
    ];
    let (apart, enums) = Fixture::new(members).decide(&[]);
    assert_ne!(apart[0], apart[1]);
    assert_eq!(apart[1], apart[2]);
    assert_eq!(enums[&apart[1]], ["Windows", "Linux", "other"]);
    let of_disk = ("CreateDisk.OsType", "OsType");
    let (named, enums) = Fixture::new(members).decide(&[of_disk]);
    assert_ne!(named[0], named[1]);
    assert_eq!(enums["OsType"], ["windows", "linux"]);
    // Replies can have any name.
    let reply = ("DescribeInstances.Response.Instances.OsType", "OsType");
    let (named, enums) = Fixture::new(members).decide(&[of_disk, reply]);
    assert_eq!(named[2], "OsType");
    assert_eq!(enums["OsType"], ["windows", "linux", "other"]);

    let both = [of_disk, ("CreateInstance.OsType", "OsType")];
    assert_eq!(Fixture::new(members).conflicts(&both), ["OsType"]);
    assert_eq!(Fixture::new(members).conflicts(&[of_disk, reply]), [""; 0]);
}

#[test]
fn a_name_that_mostly_has_no_list_keeps_its_enum_in_the_same_thing() {
    let (members, enums) = Fixture::new(&[
        ("CreateDisk.Size", &[]),
        ("CreateInstance.Size", &[]),
        ("CreateInstance.DataDisk.Size", &[]),
        ("DescribeDisks.Response.Other.Size", &[]),
        ("DescribeInstances.Size", &[]),
        ("DescribeInstances.Response.Disks.Size", &["small", "large"]),
    ])
    .decide(&[]);
    let of_disk = "DiskSize".to_owned();
    assert_eq!(enums.keys().collect::<Vec<_>>(), [&of_disk]);
    let text = "text".to_owned();
    let expected = [&of_disk, &of_disk, &text, &text, &of_disk, &text];
    assert_eq!(members, expected.map(Clone::clone));
}

#[test]
fn a_member_that_is_no_list_takes_the_enum_and_sends_its_own_spelling() {
    let (members, enums) = Fixture::new(&[
        ("CreateDisk.OsType!", &["windows", "linux", "other"]),
        ("CreateInstance.OsType!", &["Windows", "linux"]),
        ("DescribeInstances.Response.Instances.OsType!", &["WINDOWS"]),
    ])
    .decide(&[]);
    assert_eq!(members, ["OsType", "OsType Windows", "OsType"]);
    assert_eq!(enums["OsType"], ["windows", "linux", "other"]);
}

#[test]
fn a_text_without_a_list_takes_that_which_has_its_example() {
    let mut fixture = Fixture::new(&[
        ("CreateDisk.Level!", &[]),
        ("DescribeDisks.Level!", &[]),
        ("DescribeInstances.Level!", &["l-1", "l-2"]),
    ]);
    for (operation, example) in [("CreateDisk", "L-2"), ("DescribeDisks", "other")] {
        let operation = fixture.0.get_mut(operation).unwrap();
        let RawType::Text(text) = &mut operation.parameters[0].ty else { panic!("a text") };
        text.example = Some(example.to_owned());
    }
    let (members, _) = fixture.decide(&[]);
    assert_eq!(members, ["InstanceLevel", "text", "InstanceLevel"]);
}

#[test]
fn a_name_of_a_request_and_a_reply_has_one_type_or_an_entry_says_why_not() {
    let members: &[(&str, &[&str])] = &[
        ("DescribeDisks.Status!", &["Creating", "InUse"]),
        ("DescribeDisks.Response.Part.Status!", &["creating", "Torn"]),
        ("DescribeInstances.Status!", &["Running"]),
        ("DescribeInstances.Response.Part.Status!", &["Torn"]),
    ];
    let [problem] = &Fixture::new(members).apart("")[..] else { panic!("one problem") };
    assert!(problem.contains("DescribeDisks.Status of a request and"), "{problem}");
    let entry = |place: &str| {
        format!("[[apart]]\nat = [\"DescribeDisks.Status\", \"{place}\"]\nreason = \"Why.\"\n")
    };
    let decided = entry("DescribeDisks.Response.Part.Status");
    assert_eq!(Fixture::new(members).apart(&decided), [""; 0]);
    let found = Fixture::new(members).apart(&(decided + &entry("DescribeDisks.Other")));
    assert!(found[0].contains("the entry changes nothing") && found.len() == 1, "{found:?}");
}
