//! Texts of requests against the documents of their own operations: an enum sends what the document
//! of the request says, and a text whose example is an id is one.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{Capture, Schema};
use aliyun_rpc_spec::ir::{Field, Group, ProductFile, Struct, Type};
use aliyun_rpc_spec::load::from_json;
use support::workspace;

/// The text of a file of the folder `spec`.
fn text(path: &str) -> String {
    std::fs::read_to_string(workspace().join("spec").join(path)).expect("the file is there")
}

/// All groups of the product.
fn groups() -> Vec<Group> {
    let product: ProductFile =
        from_json("product", &text("ecs/product.json")).expect("it is whole");
    let read = |name: &String| {
        from_json(name, &text(&format!("ecs/{name}.json"))).expect("the file is whole")
    };
    product.groups.iter().chain([&"common".to_owned()]).map(read).collect()
}

/// What the editions of the metadata say about the values of one parameter.
#[derive(Default)]
struct Documented {
    /// The list of the newest edition that has one.
    stated: Vec<String>,
    /// That of the newest description with one.
    described: Vec<String>,
}

impl Documented {
    /// Whether a request that can send these texts sends the documented spelling of a value.
    fn allows(&self, sent: &BTreeSet<&str>, value: &str) -> bool {
        if sent.contains(value) {
            return true;
        }
        // A list may have one value in several spellings. Then the description decides.
        let is_other = |other: &&String| other.eq_ignore_ascii_case(value) && *other != value;
        let has_other = self.stated.iter().filter(is_other).any(|other| sent.contains(&**other));
        has_other && !self.described.iter().any(|known| known == value)
    }

    fn values(&self) -> &[String] {
        if self.stated.is_empty() { &self.described } else { &self.stated }
    }
}

/// By operation and path, `[]` for items.
type Lists = BTreeMap<String, Documented>;

fn documented(lists: &mut Lists, path: &str, schema: &Schema) {
    if !schema.values.is_empty() || !schema.mined.is_empty() {
        let list = lists.entry(path.to_owned()).or_default();
        if !schema.values.is_empty() {
            list.stated.clone_from(&schema.values);
        }
        if !schema.mined.is_empty() {
            list.described.clone_from(&schema.mined);
        }
    }
    for member in &schema.members {
        documented(lists, &format!("{path}.{}", member.name), member);
    }
    if let Some(items) = &schema.items {
        documented(lists, &format!("{path}[]"), items);
    }
}

/// The lists of all editions, from the oldest to the newest.
fn lists() -> Lists {
    let folder = std::fs::read_dir(workspace().join("spec/sources")).expect("the captures");
    let names = folder.map(|file| file.expect("a file").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| name.starts_with("ecs-metadata-")).collect();
    names.sort();
    let mut lists = Lists::new();
    for name in &names {
        let capture = from_json(name, &text(&format!("sources/{name}"))).expect("it is whole");
        let Capture::Metadata(metadata) = capture else { panic!("{name} is no metadata") };
        for (operation, facts) in &metadata.operations {
            for parameter in &facts.parameters {
                let path = format!("{operation}.{}", parameter.name);
                documented(&mut lists, &path, parameter);
            }
        }
    }
    lists
}

/// Visits every text and enum below a field, by its path, with the field that holds it.
fn visit<'a>(
    structs: &BTreeMap<&str, &'a Struct>,
    path: &str,
    (ty, field): (&'a Type, &'a Field),
    to: &mut dyn FnMut(&str, &'a Type, &'a Field),
) {
    match ty {
        Type::List(item) | Type::JsonList(item) | Type::Wrapped(_, item) => {
            visit(structs, &format!("{path}[]"), (item, field), to);
        }
        Type::Json(inner) | Type::Map(inner) => visit(structs, path, (inner, field), to),
        Type::Struct(name) => {
            for field in &structs[name.as_str()].fields {
                visit(structs, &format!("{path}.{}", field.wire), (&field.ty, field), to);
            }
        }
        // It has been visited further up.
        Type::Boxed(_) => {}
        _ => to(path, ty, field),
    }
}

/// The structs of all groups.
fn structs(groups: &[Group]) -> BTreeMap<&str, &Struct> {
    let all = groups.iter().flat_map(|group| &group.structs);
    all.map(|one| (one.name.as_str(), one)).collect()
}

#[test]
fn every_enum_of_a_request_sends_the_spelling_of_the_document_of_that_request() {
    let (groups, lists) = (groups(), lists());
    let structs = structs(&groups);
    let enums = groups.iter().flat_map(|group| &group.enums);
    let enums: BTreeMap<&str, BTreeSet<&str>> = enums
        .map(|one| (&*one.name, one.variants.iter().map(|variant| &*variant.wire).collect()))
        .collect();
    let (mut wrong, mut values) = (Vec::new(), 0);
    for operation in groups.iter().flat_map(|group| &group.operations) {
        for field in &operation.fields {
            let path = format!("{}.{}", operation.name, field.wire);
            visit(&structs, &path, (&field.ty, field), &mut |path, ty, field| {
                let Type::Enum(name) = ty else { return };
                // A member sends values in the spelling of its own document.
                let as_sent = |text: &'_ &str| -> String {
                    let own = field.spelled.iter().find(|own| own.eq_ignore_ascii_case(text));
                    own.map_or_else(|| (*text).to_owned(), String::clone)
                };
                let sent: Vec<String> = enums[name.as_str()].iter().map(as_sent).collect();
                let sent = sent.iter().map(String::as_str).collect();
                // A list of values of a JSON list may be at the list or at its items.
                let list = lists.get(path).or_else(|| lists.get(path.strip_suffix("[]")?));
                let Some(list) = list else { return };
                for value in list.values() {
                    values += 1;
                    if !list.allows(&sent, value) {
                        wrong.push(format!("{path}: {name} does not send {value}"));
                    }
                }
            });
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(values > 700, "only {values} values of requests were compared");
}

/// Texts that are not the id of one kind, with the reason.
const TEXTS: [(&str, &str); 7] = [
    ("ResourceId", "another parameter says of which kind"),
    ("ResourceIds[]", "another parameter says of which kind"),
    ("ResourceId[]", "another parameter says of which kind"),
    ("Value", "a value of a filter or of a related item"),
    ("BaseImage", "an image or the family of an image"),
    ("CapacityReservationPreference", "a preference, for which the vendor shows the id of a pool"),
    ("DedicatedHostIds", "one text with several ids"),
];

#[test]
fn a_text_whose_example_is_an_id_has_a_type_unless_it_is_listed() {
    let groups = groups();
    let structs = structs(&groups);
    let mut found: Vec<(String, &Type, &str)> = Vec::new();
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let body = operation.response_struct.iter().flat_map(|body| &body.fields);
        for field in operation.fields.iter().chain(body) {
            let path = format!("{}.{}", operation.name, field.wire);
            visit(&structs, &path, (&field.ty, field), &mut |path, ty, field| {
                let example = field.example.as_deref();
                found.extend(example.map(|example| (path.to_owned(), ty, example)));
            });
        }
    }
    // `i` of `i-bp67acfmxazb4p****`; a region or a zone has no such tail.
    let prefix = |example: &'_ str| -> Option<String> {
        let (prefix, tail) = example.split_once('-')?;
        let is_tail = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'*';
        let has_digit = tail.bytes().any(|byte| byte.is_ascii_digit());
        (tail.len() >= 9 && has_digit && tail.bytes().all(is_tail)).then(|| prefix.to_owned())
    };
    let ids = found.iter().filter(|(_, ty, _)| matches!(ty, Type::Id(_)));
    let prefixes: BTreeSet<String> = ids.filter_map(|(_, _, example)| prefix(example)).collect();
    for known in ["i", "d", "sg", "eni", "s", "m", "crp", "dh"] {
        assert!(prefixes.contains(known), "{known}: {prefixes:?}");
    }
    let mut used = BTreeSet::new();
    let mut untyped = Vec::new();
    for (path, ty, example) in &found {
        let is_id = prefix(example).is_some_and(|prefix| prefixes.contains(&prefix));
        if !is_id || !matches!(ty, Type::String) {
            continue;
        }
        match TEXTS.iter().find(|(end, _)| path.rsplit('.').next() == Some(end)) {
            Some((end, _)) => _ = used.insert(*end),
            None => untyped.push(format!("{path}: {example}")),
        }
    }
    assert!(untyped.is_empty(), "{untyped:#?}");
    assert_eq!(used.len(), TEXTS.len(), "entries that no text needs: {used:?}");
}
