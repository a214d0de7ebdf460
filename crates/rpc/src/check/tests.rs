use serde_json::json;

use super::*;
use crate::DynamicRequest;

fn found(rules: &'static str, request: &DynamicRequest) -> Vec<String> {
    let Err(error) = check(rules, request) else { return Vec::new() };
    error.violations().iter().map(ToString::to_string).collect()
}

fn request() -> DynamicRequest {
    DynamicRequest::new("X")
}

#[test]
fn numbers_lengths_and_items_are_held_against_their_limits() {
    let rules = "@page\n=Size 1 100\n#Name 2 4\n*Id - 2\n~Priority";
    let good = request().set("Size", 100).set("Name", "ÄÖÜß").set("Id", json!(["a", "b"]));
    assert_eq!(found(rules, &good.set("Priority", "7")), [""; 0]);
    let bad = request().set("Size", 101).set("Name", "x").set("Id", json!(["a", "b", "c"]));
    assert_eq!(
        found(rules, &bad.set("Priority", "-7")),
        [
            "`Size`: expected 1 to 100, found 101 (source: page)",
            "`Name`: expected 2 to 4 characters, found 1 character (source: page)",
            "`Id`: expected at most 2 items, found 3 items (source: page)",
            "`Priority`: expected digits only, found -7 (source: page)",
        ]
    );
}

#[test]
fn rules_that_are_known_find_the_same_as_when_they_were_new() {
    let known = Known::default();
    let request = request().set("Size", 101);
    for _ in 0..2 {
        for rules in ["@page\n=Size 1 100", "@page\n=Size 1 100\n!Name", "@other\n!Size"] {
            assert_eq!(known.check(rules, &Values::of(&request)), check(rules, &request));
        }
    }
    assert_eq!(known.0.read().unwrap().len(), 3);
}

#[test]
fn a_number_in_a_text_is_held_against_its_limits_and_any_other_text_breaks_them() {
    let rules = "@page\n=Size 1 -";
    assert_eq!(found(rules, &request().set("Size", "40")), [""; 0]);
    for (text, shown) in [("0", "0"), ("ten", "ten"), ("NaN", "NaN")] {
        let expected = format!("`Size`: expected at least 1, found {shown} (source: page)");
        assert_eq!(found(rules, &request().set("Size", text)), [expected]);
    }
}

#[test]
fn the_member_is_named_as_it_is_on_the_wire() {
    let rules = "@page\n=Part.Size 20 -\n!Part.Kind";
    let parts = json!([{"Size": 40, "Kind": "a"}, {"Size": 10, "Kind": "b"}, {"Size": 20}]);
    let members: Vec<_> = check(rules, &request().set("Part", parts))
        .unwrap_err()
        .violations()
        .iter()
        .map(|violation| violation.member.clone())
        .collect();
    assert_eq!(members, ["Part.2.Size", "Part.3.Kind"]);
}

#[test]
fn members_behind_a_list_have_the_paths_of_those_before_it() {
    let inside = json!({"A": [{"X": 1}], "C": 5, "Inner": {"B": ["a"], "D": 50}});
    let request = request().set("A", inside).set("Z", json!(["a"])).set("Last", 7);
    let rules = "@page\n!A.C\n=A.C 1 9\n!Last\n=Last 1 9\n=A.A.X 1 9\n=C - 2\n*B - 0";
    assert_eq!(found(rules, &request), [""; 0]);
    let expected = ["`A.Inner.D`: expected at most 9, found 50 (source: page)"];
    assert_eq!(found("@page\n=A.Inner.D - 9", &request), expected);
}

#[test]
fn what_is_required_is_missed_when_it_is_absent_empty_or_an_empty_list() {
    let rules = "@page\n!Id";
    for empty in [json!(null), json!(""), json!([]), json!([""])] {
        let missed = found(rules, &request().set("Id", empty));
        assert_eq!(missed, ["`Id` is missing; it is required (source: page)"]);
    }
    assert_eq!(found(rules, &request().set("Id", json!(["x-1"]))), [""; 0]);
}

#[test]
fn one_of_several_sets_is_enough() {
    let rules = "@page\n?Rules Protocol.Port";
    assert_eq!(found(rules, &request().set("Rules", json!(["r"]))), [""; 0]);
    assert_eq!(found(rules, &request().set("Protocol", "tcp").set("Port", "1/1")), [""; 0]);
    assert_eq!(
        found(rules, &request().set("Protocol", "tcp")),
        ["`Rules or Protocol and Port` is missing; it is required (source: page)"]
    );
    let inside = "@page\n?Rule:From To.Port";
    let rules = json!([{"From": "a"}, {"To": "b", "Port": "1"}, {"To": "b"}]);
    assert_eq!(
        found(inside, &request().set("Rule", rules)),
        ["`Rule.3.From or Rule.3.To and Rule.3.Port` is missing; it is required (source: page)"]
    );
}

#[test]
fn what_a_value_demands_is_missed_only_where_it_has_that_value() {
    let rules = "@page\n?Mode=timed|daily>At";
    for fine in [request(), request().set("Mode", "once"), request().set("At", "9")] {
        assert_eq!(found(rules, &fine), [""; 0]);
    }
    assert_eq!(found(rules, &request().set("Mode", "daily").set("At", "9")), [""; 0]);
    assert_eq!(
        found(rules, &request().set("Mode", "timed")),
        ["`At` is missing; it is required where `Mode` is `timed` or `daily` (source: page)"]
    );
}

#[test]
fn what_a_member_demands_is_missed_in_the_struct_that_has_it() {
    let scopes = (0..11).map(|number| match number {
        9 => json!({"Scope": "Zone"}),
        10 => json!({"Scope": "Zone", "Zone": "z"}),
        _ => json!({"Scope": "Region"}),
    });
    let scopes = request().set("Part", scopes.collect::<Vec<_>>());
    assert_eq!(
        found("@page\n?Part:Scope=Zone>Zone", &scopes),
        [
            "`Part.10.Zone` is missing; it is required where `Part.10.Scope` is `Zone` (source: page)"
        ]
    );
    let disks = request().set("Disk", json!([{"Id": "d"}, {"Kind": "k"}, {"Id": ""}]));
    assert_eq!(
        found("@page\n?Disk:Id>Kind Size", &disks),
        ["`Disk.1.Kind or Disk.1.Size` is missing; it is required with `Disk.1.Id` (source: page)"]
    );
}

#[test]
fn a_secret_value_is_not_shown() {
    let rules = "@page\n=Pin 1 9\n~Pin";
    let error = check(rules, &request().set_secret("Pin", "hunter2")).unwrap_err();
    assert_eq!(error.violations().len(), 2);
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    assert!(error.to_string().contains("[redacted]"), "{error}");
}

#[test]
fn an_empty_text_is_missing_unless_the_rule_takes_it() {
    let tags = json!([{"Key": "a", "Value": ""}, {"Key": "b"}, {"Value": "c"}]);
    let request = request().set("Tag", tags);
    let missing = |rules| {
        let error = check(rules, &request).unwrap_err();
        error.violations().iter().map(|one| one.member.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing("@page\n!Tag.Value"), ["Tag.1.Value", "Tag.2.Value"]);
    assert_eq!(missing("@page\n+Tag.Value\n+Name"), ["Tag.2.Value", "Name"]);
}
