//! What holds for every kind of original: it is recognised, a cut or damaged one is refused with
//! its place, and nothing crashes. The texts are invented, in the shape of the vendor's pages.

mod agreement;
mod around;
mod damage;
mod doubt;
mod every_form;
pub(crate) mod fixtures;
mod forms;
mod glued;
mod languages;
mod lost;
mod moved;
mod mutilated;
mod newest;
mod older_pages;
mod originals;
mod pages;
mod ram_list;
mod render;
mod renderers;
mod stored;
mod today;
mod wrong;
mod years;

use aliyun_rpc_spec::capture::Capture;

pub(crate) use fixtures::METADATA;

use super::*;
use crate::sources::kind_name;

/// Imports a text of unknown kind without a lexicon.
fn import_text(text: &str) -> Outcome<(Imported, Vec<Problem>)> {
    import_bytes(text.as_bytes().to_vec())
}

/// The same where the codes of the committed captures and of the invented pages are known.
fn import_known(text: &str) -> Outcome<(Imported, Vec<Problem>)> {
    let original = Original::from_bytes("x".to_owned(), text.as_bytes().to_vec());
    import(original.map_err(|problem| vec![problem])?, OriginalKind::Auto, known_codes)
}

fn known_codes() -> &'static Lexicon {
    static KNOWN: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(|| {
        let spec = crate::files::root().join("spec");
        let sources = crate::sources::Sources::load(&spec).unwrap();
        let captures = sources.source.iter().filter_map(|source| source.capture(&spec).ok());
        let invented = [fixtures::MARKDOWN, pages::NESTED, pages::CELLS, newest::NEWEST];
        let captures = captures.chain(invented.map(capture));
        captures.collect()
    });
    &KNOWN
}

fn import_bytes(bytes: Vec<u8>) -> Outcome<(Imported, Vec<Problem>)> {
    let original = Original::from_bytes("x".to_owned(), bytes).map_err(|problem| vec![problem])?;
    let nothing = Lexicon::default();
    import(original, OriginalKind::Auto, || &nothing)
}

pub(crate) fn capture(text: &str) -> Capture {
    match import_text(text) {
        Ok((facts, _)) => facts.capture,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn problems(text: &str) -> Vec<String> {
    let problems = import_text(text).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn every_kind_is_recognised() {
    let found: Vec<_> = fixtures::ALL.iter().map(|(_, text)| kind_name(&capture(text))).collect();
    let expected: Vec<_> = fixtures::ALL.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_text_of_another_kind_is_refused_with_a_place() {
    for text in ["# Notes\n\nNothing here.\n", "[package]\nname = \"x\"\n", "a | b |\nc | d |\n"] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("x:"), "{found:?}");
    }
    assert!(
        problems("{\"a\": 1}")[0]
            .contains("the kind of the JSON document is unknown; it has the members")
    );
    assert!(problems("[1]")[0].contains("the kind of the JSON document is unknown"));
    let captured = json(&import_text(fixtures::LOCK).unwrap().0).unwrap();
    assert!(problems(&captured)[0].contains("this is a capture already"));
}

#[test]
fn a_kind_that_was_stated_wrongly_is_a_problem() {
    let nothing = Lexicon::default();
    for (text, kind) in [
        (fixtures::LOCK, OriginalKind::Metadata),
        (fixtures::LOCK, OriginalKind::ManagedPage),
        (fixtures::LOCK, OriginalKind::OperationPage),
        (fixtures::GLUED, OriginalKind::ImpactPage),
        (fixtures::METADATA, OriginalKind::OperationPage),
        (fixtures::METADATA, OriginalKind::Endpoints),
        (fixtures::OBSERVED, OriginalKind::Metadata),
    ] {
        let original = Original::from_bytes("x".to_owned(), text.into()).unwrap();
        assert!(import(original, kind, || &nothing).is_err(), "{kind:?}");
    }
}

#[test]
fn a_lock_page_states_what_its_cells_hold_and_marks_the_lost_ones() {
    let Capture::ImpactPage(page) = capture(fixtures::LOCK) else { panic!("another kind") };
    let page = serde_json::to_value(page).unwrap();
    let row = |operation, effect, code, quality, line| {
        serde_json::json!({
            "operation": operation, "subject": "instance", "effect": effect, "code": code,
            "quality": quality, "line": line,
        })
    };
    let none = serde_json::Value::Null;
    let expected = serde_json::json!({
        "condition": "security-lock",
        "default": "unaffected",
        "rows": [
            row("PaintFence", "unaffected".into(), none.clone(), "complete", 6),
            row("DryFence", "denied".into(), none.clone(), "truncated", 7),
            row("MoveFence", none.clone(), none.clone(), "truncated", 8),
            row("SellFence", "denied-when-disk-in-use".into(), "FenceWet".into(), "truncated", 10),
            row("BurnFence", "accepted-but-fails".into(), none.clone(), "complete", 11),
        ],
    });
    assert_eq!(page, expected);
}

#[test]
fn an_overdue_page_has_a_table_for_instances_and_one_for_disks() {
    let Capture::ImpactPage(page) = capture(fixtures::OVERDUE) else { panic!("another kind") };
    assert_eq!(page.condition, aliyun_rpc_spec::capture::Aspect::FinancialLock);
    let rows: Vec<_> = page.rows.iter().map(|r| (r.operation.as_str(), r.subject)).collect();
    use aliyun_rpc_spec::capture::Subject::{Disk, Instance};
    assert_eq!(rows, [("PaintFence", Instance), ("DryFence", Instance), ("PaintFence", Disk)]);
    assert_eq!(page.default, None);
}

#[test]
fn unknown_phrases_columns_and_rules_are_problems_with_their_lines() {
    let page = "LockReason: security\nOperations not listed may work.\nAPI | Impact |\n\
                PaintFence | Perhaps. |\nDryFence | Error |\nDryFence | Error |\n\n\
                API | Colour |\nPaintFence | Error |\n";
    let found = problems(page);
    let expected = [
        "x:2: the rule `operations not listed may work.` is not known",
        "x:4: the phrase `Perhaps.` of PaintFence is not known",
        "x:6: DryFence is listed twice",
        "x:8: the column `Colour` is not known",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn a_managed_page_says_who_may_call_and_which_code_the_others_get() {
    for text in [fixtures::MANAGED, fixtures::MANAGED_MARKDOWN] {
        let Capture::ManagedPage(page) = capture(text) else { panic!("another kind") };
        assert_eq!(page.code.as_deref(), Some("InvalidFence.Managed"));
        let rows: Vec<_> =
            page.rows.iter().map(|r| (r.operation.as_str(), r.account, r.service)).collect();
        let expected = [
            ("PaintFence", false, true),
            ("DescribeFences", true, true),
            ("DryFence", false, true),
        ];
        assert_eq!(rows, expected);
    }
    let found =
        problems(&fixtures::MANAGED.replace("No | Yes |\nDescribe", "No | Often |\nDescribe"));
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    assert!(problem.starts_with("x:6: expected Yes or No for PaintFence, found `Often`\n  help: "));
}

#[test]
fn both_forms_of_an_operation_page_give_the_same_facts() {
    let facts = |text| match capture(text) {
        Capture::OperationPage(page) => page,
        _ => panic!("another kind"),
    };
    let (mut glued, markdown) = (facts(fixtures::GLUED), facts(fixtures::MARKDOWN));
    assert_eq!(glued.updated.take().as_deref(), Some("2024-03-19"));
    assert_eq!(glued, markdown);
    let glued = serde_json::to_value(glued).unwrap();
    let expected = serde_json::json!({
        "operation": "PaintFence",
        "parameters": [
            {"name": "FenceId", "type": "string", "required": true},
            {"name": "Colour", "type": "string", "required": false, "values": ["Red", "Green_2"]},
        ],
        "errors": [
            {"status": "400", "code": "FenceWet"},
            {"status": "403", "code": "InvalidFence.Managed"},
            {"status": "403", "code": "FenceWet"},
            {"status": "404", "code": "MissingParamter.FenceId"},
        ],
        "response": [{"name": "RequestId", "type": "string", "required": false}],
    });
    assert_eq!(glued, expected);
}

#[test]
fn damaged_rows_of_operation_pages_are_problems_with_their_lines() {
    let damage = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        problems(&text.replacen(from, to, 1))
    };
    let found = damage(fixtures::GLUED, "FenceIdstringYes", "FenceIdstrungYes");
    assert!(found[0].starts_with("x:12: the parameter row"), "{found:?}");
    let found = damage(fixtures::GLUED, "403InvalidFence", "4O3InvalidFence");
    assert!(
        found[0]
            .contains("`4O3InvalidFence.Managed%sAsk the owner.` is not a row of an error table")
    );
    let found = damage(fixtures::GLUED, "ColourstringNo", "FenceIdstringNo");
    assert!(found[0].contains("the parameter FenceId is listed twice"), "{found:?}");
    let found = damage(fixtures::MARKDOWN, "|FenceId|Yes|String|", "|FenceId|Sure|String|");
    assert!(found[0].contains("expected Yes or No for FenceId, found `Sure`"), "{found:?}");
    let found = damage(fixtures::MARKDOWN, "|400|FenceWet|", "|4000|FenceWet|");
    assert!(found[0].contains("`4000|FenceWet` is not a row of an error table"), "{found:?}");
}

#[test]
fn the_small_json_files_are_read_and_their_defects_named() {
    let Capture::ImpactPage(page) = capture(fixtures::FACTS) else { panic!("another kind") };
    assert!(page.partial);
    assert_eq!(page.rows[1].line, 8);
    assert_eq!(page.rows[1].code.as_deref(), Some("FenceWet"));
    let Capture::ObservedCodes(seen) = capture(fixtures::OBSERVED) else { panic!("another kind") };
    assert_eq!(seen.operations["PaintFence"][0].treated_as, ["retryable"]);
    let Capture::Endpoints(map) = capture(fixtures::ENDPOINTS) else { panic!("another kind") };
    assert_eq!(map.map["north"], "fences.example.com");
    let Capture::Timeouts(times) = capture(fixtures::TIMEOUTS) else { panic!("another kind") };
    assert_eq!(times.read_timeout_seconds["PaintFence"], 12);
    let found = problems(&fixtures::FACTS.replace("\"denied\"", "\"perhaps\""));
    assert!(found[0].starts_with("x:/rows/1/effect: the effect `perhaps`"), "{found:?}");
    let found = problems(&fixtures::ENDPOINTS.replace("fences.example.com", "not a host"));
    assert!(found[0].starts_with("x:/map/north: `not a host` is not a host name"), "{found:?}");
    let found = problems(&fixtures::TIMEOUTS.replace("12", "-1"));
    assert!(found[0].starts_with("x:/read_timeout_seconds/PaintFence: "), "{found:?}");
}

#[test]
fn a_file_with_very_many_problems_is_not_quoted_in_full() {
    let rows: String = (0..500).map(|n| format!("PaintFence{n} | Perhaps |\n")).collect();
    let found = problems(&format!("LockReason: security\nAPI | Impact |\n{rows}"));
    assert_eq!(found.len(), MOST + 1);
    assert!(found[MOST].contains("and 400 more problems"), "{}", found[MOST]);
}
