//! The rules of one product beside those of any product.

use super::inline::{classified, curated, operation, product, unused};

const OWN: &str = r#"
[[own_rule]]
name = "hot"
prefix = ["Paint."]
codes = ["Shed.NotFound"]
class = "state-conflict"
reaction = "wait-for-state"
reason = "test"

[[codes]]
rule = "gone"
codes = ["NoFence", "Paint.Gone"]
prefix = ["Fence."]
reason = "test"
"#;

#[test]
fn the_rules_of_a_product_come_first_and_its_codes_before_them() {
    let rows =
        ["NoFence", "Paint.Gone", "Paint.NotFound", "Shed.NotFound", "Gate.NotFound", "Fence.Down"];
    let rows: Vec<_> = rows.iter().map(|code| ("404", *code)).collect();
    let product = product(vec![("PaintFence", operation(&rows, &[]))]);
    let (codes, problems) = classified(&product, OWN);
    assert_eq!(problems, "");
    let rules: Vec<_> =
        codes.codes.iter().map(|one| (one.code.as_str(), one.rule.as_str())).collect();
    let expected = [
        ("Fence.Down", "gone"),
        ("Gate.NotFound", "gone"),
        ("NoFence", "gone"),
        ("Paint.Gone", "gone"),
        ("Paint.NotFound", "hot"),
        ("Shed.NotFound", "hot"),
    ];
    assert_eq!(rules, expected);
}

#[test]
fn what_a_product_states_about_rules_must_make_sense_and_decide_something() {
    let product = product(vec![("PaintFence", operation(&[("404", "Paint.Gone")], &[]))]);
    let (codes, _) = classified(&product, OWN);
    let idle = unused(&curated(OWN), [&codes]);
    for part in [
        "prefix `Paint.` decides nothing",
        "code `Shed.NotFound`",
        "`NoFence` decides",
        "`Fence.` decides",
    ] {
        assert!(idle.contains(part), "{part}: {idle}");
    }
    assert!(!idle.contains("`Paint.Gone`"), "{idle}");
    let wrong = OWN
        .replace("rule = \"gone\"", "rule = \"hot\"")
        .replace("\"NoFence\", ", "\"Paint.Gone\", ")
        .replace("name = \"hot\"", "name = \"gone\"\nfallback = true");
    let (_, problems) = classified(&product, &wrong);
    for part in [
        "no rule of any product has this name",
        "`Paint.Gone` is listed twice",
        "two rules have this name",
        "cannot be a fallback",
    ] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
}
