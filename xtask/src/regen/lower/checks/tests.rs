use super::*;

fn number(name: &str, minimum: Option<&str>, maximum: Option<&str>) -> Schema {
    Schema {
        name: name.to_owned(),
        kind: SchemaKind::Integer,
        minimum: minimum.map(str::to_owned),
        maximum: maximum.map(str::to_owned),
        ..Schema::default()
    }
}

fn lines(parameters: Vec<Schema>, stated: &[(&str, Limit, &str)]) -> Vec<String> {
    let stated = stated
        .iter()
        .map(|(path, limit, source)| (((*path).to_owned(), *limit), (*source).to_owned()));
    let merged =
        model::Operation { parameters, stated: stated.collect(), ..model::Operation::default() };
    checks(&merged, false, None, &[], &[])
}

#[test]
fn a_limit_without_a_source_that_all_editions_support_is_no_check() {
    let size = vec![number("Size", Some("1"), Some("100"))];
    let both = [("Size", Limit::Minimum, "m"), ("Size", Limit::Maximum, "m")];
    assert_eq!(lines(size.clone(), &both), ["@m", "=Size 1 100"]);
    assert_eq!(lines(size.clone(), &both[..1]), ["@m", "=Size 1 -"]);
    assert_eq!(lines(size.clone(), &both[1..]), ["@m", "=Size - 100"]);
    let two = [("Size", Limit::Minimum, "m"), ("Size", Limit::Maximum, "n")];
    assert_eq!(lines(size.clone(), &two), ["@m", "=Size 1 -", "@n", "=Size - 100"]);
    assert!(lines(size, &[]).is_empty());
}

#[test]
fn members_of_list_items_are_named_without_their_number() {
    let item = Schema {
        kind: SchemaKind::Object,
        members: vec![Schema { required: true, ..number("Size", None, Some("9")) }],
        ..Schema::default()
    };
    let disks = Schema {
        name: "Disk".to_owned(),
        kind: SchemaKind::Array,
        max_items: Some(16),
        items: Some(Box::new(item)),
        ..Schema::default()
    };
    let stated = [
        ("Disk", Limit::MaxItems, "m"),
        ("Disk[].Size", Limit::Maximum, "m"),
        ("Disk[].Size", Limit::Required, "m"),
    ];
    assert_eq!(lines(vec![disks], &stated), ["@m", "*Disk - 16", "!Disk.Size", "=Disk.Size - 9"]);
}

#[test]
fn alternatives_and_curated_sets_are_checks_and_a_region_is_not() {
    let required =
        |name: &str| Schema { name: name.to_owned(), required: true, ..Schema::default() };
    let stated = |name: &str| ((name.to_owned(), Limit::Required), "m".to_owned());
    let merged = model::Operation {
        parameters: vec![required("RegionId"), required("GroupId")],
        stated: [stated("RegionId"), stated("GroupId")].into(),
        ..model::Operation::default()
    };
    assert_eq!(checks(&merged, true, None, &[], &[]), ["@m", "!GroupId"]);
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let alternatives = Alternatives {
        operation: "Join".to_owned(),
        constructors: [
            ("a".to_owned(), texts(&["GroupId", "InstanceId"])),
            ("b".to_owned(), texts(&["GroupId", "InterfaceId", "Zone"])),
        ]
        .into(),
        settable: Vec::new(),
        source: "page".to_owned(),
        reason: String::new(),
    };
    let inside = OneOf {
        operations: texts(&["Join"]),
        inside: Some("Rule".to_owned()),
        when: None,
        sets: vec![texts(&["From"]), texts(&["To", "Port"])],
        source: "page".to_owned(),
        reason: String::new(),
    };
    let when = |values: &[&str]| OneOf {
        when: Some(When { member: "Kind".to_owned(), values: texts(values) }),
        ..inside.clone()
    };
    let (set, valued) = (when(&[]), when(&["a", "b"]));
    let lines = checks(&merged, false, Some(&alternatives), &[&inside, &set, &valued], &[]);
    let page = [
        "@page",
        "?InstanceId InterfaceId.Zone",
        "?Rule:From To.Port",
        "?Rule:Kind>From To.Port",
        "?Rule:Kind=a|b>From To.Port",
    ];
    assert_eq!(lines, [&["@m", "!RegionId", "!GroupId"], &page[..]].concat());
}

#[test]
fn a_required_text_that_may_be_empty_has_a_mark_of_its_own() {
    let required =
        |name: &str| Schema { name: name.to_owned(), required: true, ..Schema::default() };
    let item = Schema {
        kind: SchemaKind::Object,
        members: vec![required("Key"), required("Value")],
        ..Schema::default()
    };
    let tags = Schema {
        name: "Tag".to_owned(),
        kind: SchemaKind::Array,
        items: Some(Box::new(item)),
        ..Schema::default()
    };
    let stated = |name: &str| ((name.to_owned(), Limit::Required), "m".to_owned());
    let merged = model::Operation {
        parameters: vec![tags],
        stated: [stated("Tag[].Key"), stated("Tag[].Value")].into(),
        ..model::Operation::default()
    };
    let lines = checks(&merged, false, None, &[], &["Tag.Value"]);
    assert_eq!(lines, ["@m", "!Tag.Key", "+Tag.Value"]);
}
