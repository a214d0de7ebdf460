use super::*;
use crate::files::root;

fn report_of(product: &str) -> (serde_json::Value, String) {
    let input = load(&root().join("spec")).expect("the captures are committed");
    let specs = generate(&input).expect("the captures fit together");
    let spec = specs.iter().find(|spec| spec.product.product == product).expect("the product");
    let report = Inventory::new(spec, &input, "2026-11-28");
    (serde_json::to_value(&report).expect("a report is JSON"), report.text())
}

#[test]
fn nothing_the_sources_hold_is_lost_on_the_way_to_the_report() {
    let (report, text) = report_of("ecs");
    for (key, least) in [
        ("operations", 380),
        ("parameters", 4_000),
        ("response_fields", 3_800),
        ("error_pairs", 6_067),
        ("error_codes", 2_000),
        ("observed_pairs", 150),
        ("mined_enums", 100),
    ] {
        assert!(report[key].as_u64().is_some_and(|count| count >= least), "{key}: {report}");
    }
    let sources = report["sources"].as_array().expect("sources");
    assert!(sources.iter().any(|source| source["id"] == "ecs-lock-2026-06-20"));
    assert!(sources.iter().all(|source| source["id"] != "sts-metadata-2024-06-24"));
    assert!(text.starts_with("ecs 2014-05-26\n"), "{text}");
}

#[test]
fn names_that_sound_like_ids_and_are_none_are_listed_with_their_places() {
    let (report, text) = report_of("ecs");
    assert!(report["ids"].as_u64() > Some(60), "{report}");
    let untold = report["ids_untold"].as_object().expect("names");
    assert!(untold["ResourceId"].as_array().is_some_and(|owners| owners.len() > 5));
    // Of gateways and others as well as of instances.
    let owners = untold["InstanceId"].as_array().expect("owners");
    let of_addresses =
        |owner: &serde_json::Value| owner.as_str().is_some_and(|owner| owner.contains("Eip"));
    assert!(owners.iter().all(of_addresses), "{owners:?}");
    assert!(!untold.contains_key("RequestId"));
    assert!(text.contains("\n  NextHopId: "), "{text}");
}

#[test]
fn kinds_that_the_metadata_states_otherwise_are_listed_with_who_decides() {
    let (report, text) = report_of("ecs");
    let corrected = report["kinds_corrected"].as_object().expect("operations");
    let expected = [
        "AllocateEipAddress",
        "CopyImage",
        "DeregisterManagedInstance",
        "ExportImage",
        "ImportImage",
        "ReleaseEipAddress",
        "RenewReservedInstances",
        "UnassociateHaVip",
    ];
    assert_eq!(corrected.keys().collect::<Vec<_>>(), expected);
    assert!(text.contains("\n  CopyImage: create, by its verb; the metadata says update\n"));
    assert!(
        text.contains("\n  RenewReservedInstances: update, curated; the metadata says create\n")
    );
}

#[test]
fn every_operation_has_a_verdict_in_every_situation() {
    let (report, _) = report_of("ecs");
    let rows = report["operations"].as_u64().unwrap_or_default()
        + report["operations_only_in_matrix"].as_u64().unwrap_or_default();
    let situations = report["effects"].as_object().expect("effects");
    assert_eq!(situations.len(), universal().count());
    for (situation, verdicts) in situations {
        let verdicts = verdicts.as_object().expect("verdicts").values();
        let sum: u64 = verdicts.filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(sum, rows, "{situation}");
    }
    for verdict in ["denied", "accepted-but-fails", "permitted-with-hazard"] {
        assert!(report["effects"]["security_lock"][verdict].as_u64() > Some(0), "{verdict}");
    }
}

#[test]
fn known_contradictions_are_listed_with_both_statements() {
    let (report, text) = report_of("ecs");
    let listed = report["contradictions"].as_array().expect("contradictions");
    for operation in ["AttachDisk", "JoinSecurityGroup", "StopInstance", "StartInstances"] {
        let one = listed.iter().find(|one| one["operation"] == operation);
        let one = one.unwrap_or_else(|| panic!("{operation} is not listed"));
        assert!(one["stands"]["source"].is_string() && one["against"]["source"].is_string());
        assert!(text.contains(&format!("  {operation} (security-lock): ")), "{text}");
    }
}

#[test]
fn a_product_without_locks_states_nothing_about_them() {
    let (report, _) = report_of("sts");
    assert_eq!(report["product"], "sts");
    assert_eq!(report["contradictions"], serde_json::json!([]));
    assert_eq!(report["observed_pairs"], 0);
}

#[test]
fn an_unknown_product_is_refused_with_the_known_ones() {
    let args = Args { product: Some("rds".to_owned()), json: false, today: None };
    let problems = run(&args, &root().join("spec"), Duration::ZERO).expect_err("it is refused");
    assert!(problems[0].to_string().contains("known products: ecs, sts"), "{problems:?}");
}

#[test]
fn pages_whose_newest_edition_is_older_than_a_year_are_named_with_their_address() {
    let (report, text) = report_of("ecs");
    let listed = report["outdated"].as_array().expect("pages");
    let named: Vec<_> = listed.iter().map(|one| one["page"].as_str().unwrap_or_default()).collect();
    for page in ["the financial-lock page", "the managed-groups page", "the page of DetachDisk"] {
        assert!(named.contains(&page), "{page}: {named:?}");
        assert!(text.contains(&format!(" {page} (")), "{text}");
    }
    // The newest editions are of 2026-06-20 and 2025-12-03; older ones of these pages do not count.
    for page in ["the security-lock page", "the page of StopInstance"] {
        assert!(!named.contains(&page), "{page}: {named:?}");
    }
    assert!(listed.iter().all(|one| one["url"].as_str().is_some_and(|url| !url.is_empty())));
    let dates: Vec<_> = listed.iter().map(|one| one["published"].as_str()).collect();
    assert!(dates.is_sorted());
}

#[test]
fn a_page_is_outdated_from_the_day_after_a_year() {
    let input = load(&root().join("spec")).expect("the captures are committed");
    let is_outdated = |page, today| {
        let outdated = pages::outdated("ecs", &input, today);
        outdated.iter().any(|one| one.page == page)
    };
    // Both were published on 2025-12-03.
    for page in ["the page of StopInstance", "the list of actions for RAM"] {
        assert!(!is_outdated(page, "2026-12-03") && is_outdated(page, "2026-12-04"), "{page}");
    }
}

#[test]
fn waiters_are_counted_and_those_on_evidence_of_more_than_a_year_are_named() {
    let (report, text) = report_of("ecs");
    let waits = &report["waits"];
    assert!(waits["waiters"].as_u64() > Some(15) && waits["lookups"].as_u64() > Some(10));
    let old = waits["old_evidence"].as_array().expect("sources");
    let metadata = old.iter().find(|one| one["source"] == "ecs-metadata-2024-06-24");
    let names = |kind: &str| metadata.expect("the source")[kind].as_array().expect("names").clone();
    assert!(names("waiters").contains(&"instance-running".into()), "{waits}");
    assert!(names("lookups").contains(&"DescribeDisks".into()), "{waits}");
    assert!(
        text.contains("  2024-06-24 ecs-metadata-2024-06-24 is more than a year old"),
        "{text}"
    );

    let input = load(&root().join("spec")).expect("the captures are committed");
    let specs = generate(&input).expect("the captures fit together");
    let list = specs.iter().find_map(|spec| spec.waiters.as_ref()).expect("waiters");
    let is_old = |today| !waiters::Waits::of(list, &input, today).old_evidence.is_empty();
    assert!(!is_old("2025-06-24") && is_old("2025-06-25"));
    assert!(report_of("sts").0.get("waits").is_none());
}

#[test]
fn the_histories_of_pages_are_told_newest_first() {
    let (report, text) = report_of("ecs");
    let changes = report["changes"].as_array().expect("changes");
    let dates: Vec<_> = changes.iter().map(|one| one["date"].as_str()).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b) && !dates.is_empty(), "{dates:?}");
    let of = |operation: &str, date: &str| {
        changes.iter().find(|one| one["operation"] == operation && one["date"] == date)
    };
    let join = of("JoinSecurityGroup", "2025-03-12").expect("its last change");
    assert_eq!(join["source"], "ecs-join-security-group-2025-03-12");
    assert!(of("StopInstance", "2025-12-03").is_some());
    assert!(text.contains("  2025-12-03 StopInstance: "), "{text}");
}

#[test]
fn a_day_that_is_not_in_the_calendar_is_refused() {
    let today = Some("2026-13-01".to_owned());
    let args = Args { product: Some("ecs".to_owned()), json: false, today };
    let problems = run(&args, &root().join("spec"), Duration::ZERO).expect_err("it is refused");
    assert!(problems[0].to_string().contains("`2026-13-01` is not a valid date"), "{problems:?}");
}
