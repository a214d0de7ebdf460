//! The list for RAM in every form of a page: the same facts, or a refusal.

use aliyun_rpc_spec::capture::{Capture, RamList};
use serde_json::Value;

use super::render;
use super::{Lexicon, Original, OriginalKind, import};

const LIST: &str = "\
# Authorization

## Action

| Actions | API operation | Access level | Resource type | Condition key | Associated operation |
| --- | --- | --- | --- | --- | --- |
| ecs:PaintFence | [PaintFence](/help/paintfence) | update | \\*Fence `acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId}` Gate `acs:ecs:{#regionId}:{#accountId}:gate/{#gateId}` | ecs:Colour GateOwner | None |
| ecs:ListFences | [ListFences](/help/listfences) | list | \\*All Resources `*` | None | None |
| ecs:SellFence | [SellFence](/help/sellfence) | delete | \\*Fence `acs:ecs:{#regionId}:{#accountId}:fence/*` | ecs:Colour | ecs:ListFences |

## Resource

| Resource type | ARN |
| --- | --- |
| Fence | - acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId} - acs:ecs:{#regionId}:{#accountId}:fence/\\* |
| Gate | - acs:ecs:{#regionId}:{#accountId}:gate/{#gateId} |

## Condition

| Condition key | Description | Data type |
| --- | --- | --- |
| ecs:Colour | What it is painted with. | String |
| ecs:IsOpen | Whether it is open | Boolean |

## What to do next

Paint the fence.
";

fn read(text: &str) -> Result<RamList, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.md");
    std::fs::write(&path, text).expect("written");
    let nothing = Lexicon::default();
    let original = Original::read(&path).expect("it is text");
    match import(original, OriginalKind::Auto, || &nothing) {
        Ok((found, _)) => match found.capture {
            Capture::RamList(list) => Ok(list),
            _ => panic!("another kind"),
        },
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}

/// The facts without the lines, which differ.
fn facts(list: &RamList) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.remove("line");
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(list).expect("it is JSON");
    strip(&mut value);
    value
}

fn forms() -> [(&'static str, String); 6] {
    let page = render::parse(LIST);
    let chinese = [
        (
            "Actions | API operation | Access level",
            "\u{64cd}\u{4f5c} | API | \u{8bbf}\u{95ee}\u{7ea7}\u{522b}",
        ),
        (
            "Condition key | Associated operation",
            "\u{6761}\u{4ef6}\u{5173}\u{952e}\u{5b57} | \u{5173}\u{8054}\u{64cd}\u{4f5c}",
        ),
        ("None | None", "\u{65e0} | \u{65e0}"),
        ("All Resources", "\u{5168}\u{90e8}\u{8d44}\u{6e90}"),
        ("Resource type", "\u{8d44}\u{6e90}\u{7c7b}\u{578b}"),
    ];
    let chinese = chinese.iter().fold(LIST.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    [
        ("Markdown", LIST.to_owned()),
        ("Chinese", chinese),
        ("HTML", render::html(&page)),
        ("tabs", render::tabs(&page, true)),
        ("cells", render::cells(&page, true)),
        ("cells without marks", render::cells(&page, false)),
    ]
}

#[test]
fn every_form_of_the_list_gives_the_same_facts() {
    let expected = facts(&read(LIST).expect("it is read"));
    assert_eq!(expected["actions"].as_array().map(Vec::len), Some(3));
    let fence = &expected["actions"][0]["resources"][0];
    assert_eq!((&fence["resource"], &fence["mandatory"]), (&"Fence".into(), &true.into()));
    assert_eq!(expected["actions"][0]["resources"][1]["mandatory"], false);
    assert_eq!(expected["resource_types"][0]["patterns"].as_array().map(Vec::len), Some(2));
    for (form, text) in forms() {
        let list = read(&text).unwrap_or_else(|problems| panic!("{form}: {problems}\n{text}"));
        assert_eq!(facts(&list), expected, "{form}");
    }
}

/// A whole list as Markdown.
fn markdown(list: &RamList) -> String {
    let or_none = |names: &[String]| match names.is_empty() {
        true => "None".to_owned(),
        false => names.join(" "),
    };
    let mut text = "## Action\n\n| Actions | API operation | Access level | Resource type \
                    | Condition key | Associated operation |\n|---|---|---|---|---|---|\n"
        .to_owned();
    for one in &list.actions {
        let resources = one.resources.iter().map(|resource| {
            let mark = if resource.mandatory == Some(true) { "\\*" } else { "" };
            let name = if resource.resource == "*" { "All Resources" } else { &resource.resource };
            format!("{mark}{name} `{}`", resource.patterns.join("` `"))
        });
        let resources: Vec<String> = resources.collect();
        text.push_str(&format!(
            "| {} | [{}](/help) | {} | {} | {} | {} |\n",
            one.action,
            one.operation,
            one.level,
            resources.join(" "),
            or_none(&one.condition_keys),
            or_none(&one.associated),
        ));
    }
    text.push_str("\n## Resource\n\n| Resource type | ARN |\n|---|---|\n");
    for one in &list.resource_types {
        text.push_str(&format!("| {} | - {} |\n", one.resource, one.patterns.join(" - ")));
    }
    text.push_str("\n## Condition\n\n| Condition key | Description | Data type |\n|---|---|---|\n");
    for one in &list.condition_keys {
        let kind = if one.value_type == "string" { "String" } else { "Boolean" };
        text.push_str(&format!("| {} | What it is about. | {kind} |\n", one.key));
    }
    text.push_str("\n## What to do next\n\nMake a policy.\n");
    text
}

#[test]
fn the_committed_list_comes_back_from_every_form() {
    let root = crate::files::root().join("spec");
    let sources = crate::sources::Sources::load(&root).expect("they are committed");
    let newest = sources.source.iter().rfind(|one| one.kind == "ram-list").expect("a list");
    let Capture::RamList(list) = newest.capture(&root).expect("a capture") else {
        panic!("another kind")
    };
    assert_eq!(list.actions.len(), 273);
    let text = markdown(&list);
    let page = render::parse(&text);
    for (form, text) in [
        ("Markdown", text),
        ("HTML", render::html(&page)),
        ("tabs", render::tabs(&page, true)),
        ("cells", render::cells(&page, true)),
    ] {
        let read = read(&text).unwrap_or_else(|problems| panic!("{form}: {problems}"));
        assert_eq!(facts(&read), facts(&list), "{form}");
    }
}

#[test]
fn strong_type_says_what_is_mandatory_where_no_star_does() {
    let strong =
        LIST.replace("\\*Fence", "**Fence**").replace("\\*All Resources", "**All Resources**");
    assert_ne!(strong, LIST);
    assert_eq!(facts(&read(&strong).expect("it is read")), facts(&read(LIST).expect("it is read")));
}

#[test]
fn a_list_with_rows_that_was_cut_or_lost_a_cell_is_refused() {
    let end = LIST.find("## What to do next").expect("the last heading");
    let start = LIST.find("| ecs:PaintFence").expect("the first row");
    for at in start..end {
        assert!(read(&LIST[..at]).is_err(), "{}", &LIST[at.saturating_sub(40)..at]);
    }
    for lost in ["| update ", "| \\*All Resources `*` ", "| ecs:Colour | ecs:ListFences "] {
        let text = LIST.replacen(lost, "", 1);
        assert!(read(&text).is_err(), "{lost}");
        let emptied = LIST.replacen(lost, "| ", 1);
        assert!(read(&emptied).is_err(), "{lost}");
    }
}
