//! An invented list in the shape of the vendor's, whole and damaged.

mod originals;

use super::*;

const LIST: &str = "\
This topic describes things.

## Action

-   Operation: words, `Action`.

Actions

API operation

Access level

Resource type

Condition key

Associated operation

ecs:PaintFence

[PaintFence](/help/en/garden/paintfence)

update

\\*Fence

`acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId}`

Gate

`acs:ecs:{#regionId}:{#accountId}:gate/{#GateId}`

ecs:Colour

GateOwner

None

ecs:ListFences

[ListFences](/help/en/garden/listfences)

list

\\*All Resources

`*`

None

None

ecs:SellFence

[SellFence](/help/en/garden/sellfence)

delete

Fence

`acs:ecs:{#regionId}:{#accountId}:fence/*`

ecs:Colour

ecs:ListFences

## Resource

Words about `{#}`.

Resource type

ARN

Fence

-   acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId}
-   acs:ecs:{#regionId}:{#accountId}:fence/\\*

Gate

-   acs:ecs:{#regionId}:{#accountId}:gate/{#gateId}

## Condition

Condition key

Description

Data type

ecs:Colour

What it is painted with.

String

ecs:IsOpen

Whether it is open

Boolean

## What to do next

More words.
";

fn parse(text: &str) -> Result<RamList, Vec<String>> {
    let mut issues = Issues::new("x");
    let list = read_lines(text, &mut issues);
    match list.filter(|_| issues.problems.is_empty()) {
        Some(list) => Ok(list),
        None => Err(issues.problems.iter().map(ToString::to_string).collect()),
    }
}

fn refused(text: &str) -> String {
    let problems = parse(text).expect_err("it is refused");
    assert!(problems.iter().all(|one| one.starts_with("x:")), "{problems:?}");
    problems.join("\n")
}

#[test]
fn every_cell_is_read_with_its_line() {
    let list = parse(LIST).unwrap();
    let printed = serde_json::to_value(&list).unwrap();
    let pattern = |name: &str| format!("acs:ecs:{{#regionId}}:{{#accountId}}:{name}");
    assert_eq!(
        printed["actions"][0],
        serde_json::json!({
            "action": "ecs:PaintFence",
            "operation": "PaintFence",
            "level": "update",
            "resources": [
                { "resource": "Fence", "patterns": [pattern("fence/{#fenceId}")],
                  "mandatory": true, "line": 25 },
                { "resource": "Gate", "patterns": [pattern("gate/{#GateId}")],
                  "mandatory": false, "line": 29 },
            ],
            "condition_keys": ["ecs:Colour", "GateOwner"],
            "line": 19,
        })
    );
    assert_eq!(printed["actions"][1]["resources"][0]["resource"], "*");
    assert_eq!(printed["actions"][2]["condition_keys"], serde_json::json!(["ecs:Colour"]));
    assert_eq!(printed["actions"][2]["associated"], serde_json::json!(["ecs:ListFences"]));
    assert_eq!(list.resource_types[0].patterns.len(), 2);
    assert_eq!(list.condition_keys[1].value_type, "boolean");
    assert!(!printed.to_string().contains("painted"), "a description is prose");
}

#[test]
fn line_ends_escapes_and_no_break_spaces_make_no_difference() {
    let expected = parse(LIST).unwrap();
    let spaced = LIST.replace("Access level", "\u{a0}Access\u{a0}level ");
    for text in
        [LIST.replace('\n', "\r\n"), LIST.replace("\\*", "*"), LIST.replace('`', ""), spaced]
    {
        assert_eq!(parse(&text).unwrap(), expected);
    }
}

#[test]
fn a_list_that_was_cut_is_refused_wherever_it_was_cut() {
    let end = LIST.find("## What").unwrap();
    let start = LIST.find("Associated operation").unwrap();
    for at in start..end {
        let _ = refused(&LIST[..at]);
    }
}

/// The lines of the tables.
fn cells() -> Vec<&'static str> {
    LIST.lines().collect()
}

#[test]
fn a_cell_that_was_lost_is_noticed_where_another_one_would_take_its_place() {
    let lines = cells();
    let first = lines.iter().position(|line| *line == "ecs:PaintFence").unwrap();
    let last = lines.iter().position(|line| *line == "## Resource").unwrap();
    let whole = parse(LIST).unwrap();
    for lost in (first..last).filter(|at| !lines[*at].is_empty()) {
        let text: Vec<&str> =
            lines.iter().enumerate().map(|(at, line)| if at == lost { "" } else { line }).collect();
        // A condition key alone can go without a trace: nothing says how many there were.
        if let Ok(read) = parse(&text.join("\n")) {
            let keys = |list: &RamList| {
                list.actions.iter().map(|one| one.condition_keys.len()).sum::<usize>()
            };
            assert_eq!(keys(&read) + 1, keys(&whole), "line {}: {}", lost + 1, lines[lost]);
            assert!(matches!(lines[lost], "ecs:Colour" | "GateOwner"), "{}", lines[lost]);
        }
    }
}

#[test]
fn two_cells_that_changed_places_are_noticed_or_are_of_one_kind() {
    let lines = cells();
    let first = lines.iter().position(|line| *line == "ecs:PaintFence").unwrap();
    let last = lines.iter().position(|line| *line == "## Resource").unwrap();
    let filled: Vec<usize> = (first..last).filter(|at| !lines[*at].is_empty()).collect();
    for pair in filled.windows(2) {
        let mut moved = lines.clone();
        moved.swap(pair[0], pair[1]);
        let same = lines[pair[0]] == lines[pair[1]];
        let keys = ["ecs:Colour", "GateOwner"];
        let both_keys = keys.contains(&lines[pair[0]]) && keys.contains(&lines[pair[1]]);
        let read = parse(&moved.join("\n"));
        assert!(read.is_err() || same || both_keys, "{:?}", lines[pair[0]]);
    }
}

#[test]
fn a_key_in_the_last_column_is_no_associated_operation() {
    let row = "ecs:Colour\n\nGateOwner\n\nNone\n";
    for key in ["ecs:Colour", "ecs:tag", "vpc:tag", "GateOwner"] {
        let keyed = LIST.replacen(row, &format!("{key}\n\nNone\n"), 1);
        assert!(parse(&keyed).is_ok(), "{key}");
        let swapped = LIST.replacen(row, &format!("None\n\n{key}\n"), 1);
        assert!(refused(&swapped).contains("expected an associated operation"), "{key}");
    }
    let other = LIST.replacen(row, "None\n\nkms:ListKeys\n", 1);
    assert_eq!(parse(&other).unwrap().actions[0].associated, ["kms:ListKeys"]);
}

#[test]
fn a_pattern_of_another_type_is_refused_with_its_line() {
    let moved = LIST.replacen("fence/{#fenceId}`", "gate/{#gateId}`", 1);
    let problem = refused(&moved);
    assert!(problem.starts_with("x:27: "), "{problem}");
    assert!(problem.contains("is a pattern of Gate, not of Fence"), "{problem}");
}

#[test]
fn what_is_listed_twice_or_is_of_an_unknown_shape_is_refused() {
    for (from, to, expected) in [
        (
            "ecs:SellFence\n\n[SellFence]",
            "ecs:ListFences\n\n[ListFences]",
            "ListFences is listed twice",
        ),
        ("[ListFences]", "[ListGates]", "expected the operation of `ecs:ListFences`"),
        ("\nlist\n", "\nenumerate\n", "expected the access level, found `enumerate`"),
        ("\nString\n", "\nNumeric\n", "expected `String` or `Boolean`, found `Numeric`"),
        ("-   acs:ecs:{#regionId}:{#accountId}:gate/{#gateId}\n", "", "`Gate` has no pattern"),
        ("\nGate\n\n-", "\nFence\n\n-", "`Fence` is listed twice"),
        ("GateOwner", "Fence", "expected a condition key, found `Fence`"),
        (
            "ecs:ListFences\n\n## R",
            "ecs:Nowhere\n\n## R",
            "condition keys and associated operations",
        ),
    ] {
        let text = LIST.replacen(from, to, 1);
        assert_ne!(text, LIST, "{from}");
        let problems = refused(&text);
        assert!(problems.contains(expected), "{problems}");
    }
}

#[test]
fn hostile_texts_are_no_names() {
    for hostile in
        ["ecs:\u{202e}Colour", "ecs:Col`our", "ecs:*", "ecs:Colour\"}", "ecs:Co\u{7}lour"]
    {
        let _ = refused(&LIST.replacen("ecs:Colour", hostile, 1));
    }
    for hostile in ["fence/{#fence\"}", "fence/{#fenceId", "fence/**", "fence/{#fenceId}:\u{200b}"]
    {
        let _ = refused(&LIST.replacen("fence/{#fenceId}", hostile, 1));
    }
    for hostile in ["[Paint\u{202e}Fence](x)", "[Paint-Fence](x)", "[self](x)"] {
        let _ = refused(&LIST.replacen("[PaintFence](/help/en/garden/paintfence)", hostile, 1));
    }
}

#[test]
fn a_list_is_told_from_other_pages() {
    assert!(is_list(LIST));
    assert!(!is_list("Operation\n\nAccess level\n\nResource type\n\nCondition key\n"));
}

/// Puts a text in the place of one member after the other, and calls back with each result.
fn each_text(value: &mut serde_json::Value, hostile: &str, pointer: &str, seen: &mut Vec<String>) {
    let children: Vec<String> = match value.pointer(pointer) {
        Some(serde_json::Value::Object(members)) => {
            members.keys().map(|key| format!("{pointer}/{key}")).collect()
        }
        Some(serde_json::Value::Array(items)) => {
            (0..items.len()).map(|at| format!("{pointer}/{at}")).collect()
        }
        Some(serde_json::Value::String(_)) => {
            let place = value.pointer_mut(pointer).expect("it was just there");
            let kept = std::mem::replace(place, hostile.into());
            let refused = crate::texts::capture("x", &value.to_string()).is_err();
            assert!(refused, "{pointer} may hold {hostile:?}");
            seen.push(pointer.to_owned());
            if let Some(place) = value.pointer_mut(pointer) {
                *place = kept;
            }
            return;
        }
        _ => return,
    };
    for child in children {
        each_text(value, hostile, &child, seen);
    }
}

#[test]
fn no_member_of_a_capture_edited_by_hand_may_hold_a_hostile_text() {
    let list = aliyun_rpc_spec::capture::Capture::RamList(parse(LIST).unwrap());
    let mut value = serde_json::to_value(list).unwrap();
    crate::texts::capture("x", &value.to_string()).unwrap();
    value.as_object_mut().unwrap().remove("kind");
    for hostile in ["", "a b", "x`", "\u{202e}x", "{#x", "\"}", "x\ny", "**"] {
        let mut seen = Vec::new();
        each_text(&mut value, hostile, "", &mut seen);
        assert_eq!(seen.len(), 30, "{seen:?}");
    }
}
