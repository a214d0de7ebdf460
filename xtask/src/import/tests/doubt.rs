//! Cells that could be of one row or of the next, and characters that only look like parts of a
//! cell.

use aliyun_rpc_spec::capture::OperationPage;

use super::*;

fn operation(facts: Imported) -> OperationPage {
    match facts.capture {
        Capture::OperationPage(page) => page,
        other => panic!("{other:?}"),
    }
}

/// A page of `PaintFence` with a cell per line, as scrapers print those of today. The names that
/// other captures have for this operation are FenceId, Colour and a few more.
fn cells(request: &[&str], response: &[&str]) -> String {
    let lines = |cells: &[&str]| cells.join("\n\n");
    format!(
        "Garden:PaintFence\n\n## Request parameters\n\nParameter\n\nType\n\nRequired\n\nDescription\n\n\
         Example\n\n{}\n\n## Response parameters\n\nParameter\n\nType\n\nDescription\n\nExample\n\n\
         object\n\nRequestId\n\nstring\n\nThe number of the call.\n\n473469C7\n\n{}\n\n\
         ## Error codes\n\nHTTP status code\n\nError code\n\nError message\n\nDescription\n\n400\n\n\
         FenceWet\n\nThe fence is wet.\n\n\\-\n\nFor a list of error codes, visit the list.\n",
        lines(request),
        lines(response)
    )
}

fn names(text: &str) -> Vec<String> {
    let (facts, _) = import_known(text).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let page = operation(facts);
    page.parameters.into_iter().chain(page.response).map(|one| one.name).collect()
}

fn refusal(text: &str) -> String {
    match import_known(text) {
        Ok((facts, _)) => panic!("{:#?}", facts.capture),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

const FENCE: [&str; 5] = ["FenceId", "string", "Yes", "Which fence.", "testFence"];

#[test]
fn an_example_before_a_row_without_its_name_is_no_name() {
    let colour = ["Colour", "string", "No", "What it becomes.", "Red"];
    let whole = cells(&[FENCE, colour].concat(), &[]);
    assert_eq!(names(&whole), ["FenceId", "Colour", "RequestId"]);
    let said = "`testFence` may be a cell of the row before, which lacks one, and no source names it for \
                PaintFence";
    let lost = whole.replace("Colour\n\n", "");
    assert!(refusal(&lost).contains(said), "{}", refusal(&lost));
    let response =
        ["FenceName", "string", "What it is called.", "testFence", "boolean", "Whether.", "true"];
    let lost = cells(&FENCE, &response);
    assert!(refusal(&lost).contains(said), "{}", refusal(&lost));
    // Items have no name, and the row behind them has lost its own.
    let days =
        ["Days", "array", "No", "When.", "string", "No", "One day", "testFence", "string", "No"];
    let lost = cells(&[&days[..], &["What it becomes.", "Red"]].concat(), &[]);
    assert!(refusal(&lost).contains(said), "{}", refusal(&lost));
    // A name that is known is one, though the row before has no example.
    let bare = cells(&[&FENCE[..4], &colour].concat(), &[]);
    assert_eq!(names(&bare), ["FenceId", "Colour", "RequestId"]);
    // Where no names are known at all, all that can be done is to say so.
    let (_, warnings) = import_text(&whole.replace("testFence\n\n", "")).unwrap();
    let said = "`Colour` may be a cell of the row before";
    assert!(warnings.iter().any(|one| one.message.contains(said)), "{warnings:?}");
}

#[test]
fn a_word_between_a_list_and_its_item_without_a_name_is_no_name() {
    let item = |word| ["Days", "array", "Yes", word, "string", "Yes", "One of the days.", "1"];
    assert_eq!(names(&cells(&item("Days."), &[])), ["Days", "RequestId"]);
    let said = refusal(&cells(&item("Weekdays"), &[]));
    assert!(said.contains("`Weekdays` may be a cell of the row before"), "{said}");
    let example = ["Days", "array", "Yes", "The days.", "MONDAY", "string", "Yes", "A day.", "1"];
    let said = refusal(&cells(&example, &[]));
    assert!(said.contains("`MONDAY` may be a cell of the row before"), "{said}");
    let response = |word| ["Days", "array", word, "string", "One of the days.", "1"];
    assert_eq!(names(&cells(&FENCE, &response("Days."))), ["FenceId", "RequestId", "Days"]);
    let said = refusal(&cells(&FENCE, &response("Weekdays")));
    assert!(said.contains("`Weekdays` may be a cell of the row before"), "{said}");
}

/// A page with examples behind descriptions, and a list within a list at the end of one.
fn nested() -> String {
    let request = "|Name|Type|Required|Description|Example|\n|---|---|---|---|---|\n|Action|String|Yes|Say so.|PaintFence|\n\
                   |Colour|String|No|What it becomes. Valid values:\n\n-   Red: like a rose.\n-   Green:\n    \
                   -   Light: like a leaf.\n    -   Dark: like a fir.|Red|\n\n";
    let (before, table) = fixtures::MARKDOWN.split_once("|Parameter|Required").unwrap();
    let (_, behind) = table.split_once("## Response").unwrap();
    format!("{before}{request}## Response{behind}")
}

#[test]
fn the_last_line_of_a_list_keeps_its_place_before_a_tab() {
    let page = every_form::Whole::read("nested", nested());
    let Capture::OperationPage(expected) = capture(&page.text) else { panic!("another kind") };
    assert_eq!(expected.parameters[0].values, ["Red", "Green"]);
    let tabs = render::tabs(&page.document, false);
    assert!(tabs.contains("Dark: like a fir.\tRed\n"), "{tabs}");
    assert_eq!(operation(import_text(&tabs).unwrap().0), expected);
}

#[test]
fn characters_that_nobody_sees_are_part_of_no_fact() {
    let page = every_form::Whole::read("plain", fixtures::MARKDOWN);
    for form in &every_form::FORMS {
        let text = (form.render)(&page);
        for unseen in ["\u{200b}", "\u{2060}", "\u{feff}", "\u{ad}"] {
            let mut unclear = text.clone();
            for word in ["Red", "FenceWet", "Colour", "String", "Error"] {
                let (before, after) = word.split_at(2);
                unclear = unclear.replace(word, &format!("{before}{unseen}{after}"));
            }
            assert_ne!(unclear, text);
            let found = every_form::unlined(import_known(&unclear).unwrap().0.capture);
            assert_eq!(found, page.facts, "{}, {}", form.name, unseen.escape_unicode());
        }
    }
    let html = render::html(&page.document);
    for entity in ["&#8203;", "&shy;", "&ZeroWidthSpace;"] {
        let unclear = html.replace("Green", &format!("Gr{entity}een"));
        assert_eq!(every_form::unlined(capture(&unclear)), page.facts, "{entity}");
    }
    let markdown = fixtures::MARKDOWN.replace("Green", "Gr&#8203;een");
    assert_eq!(every_form::unlined(capture(&markdown)), page.facts);
}

#[test]
fn patterns_with_a_comma_between_them_are_two() {
    let rows = |patterns: &str| {
        format!(
            "## Authorization information\n\n|Operation|Access level|Resource type|Condition key|Associated \
             operation|\n|---|---|---|---|---|\n|garden:PaintFence|update|\\*Fence {patterns}|none|none|\n\n\
             ## Request parameters"
        )
    };
    let page =
        |patterns: &str| fixtures::MARKDOWN.replace("## Request parameters", &rows(patterns));
    for between in [",", ", ", "`,`", "` , `"] {
        let text = page(&format!(
            "`acs:garden:\\*:\\*:fence/{{#a}}{between}acs:garden:\\*:\\*:fence/{{#b}}`"
        ));
        let page = operation(import_text(&text).unwrap().0);
        let [row] = page.authorization.as_slice() else { panic!("{:?}", page.authorization) };
        let [fence] = row.resources.as_slice() else { panic!("{:?}", row.resources) };
        let expected = ["acs:garden:*:*:fence/{#a}", "acs:garden:*:*:fence/{#b}"];
        assert_eq!(fence.patterns, expected, "{between}");
    }
    for between in [";", ",x", "\u{ff0c}"] {
        let text = page(&format!("acs:garden:\\*:\\*:fence/a{between}acs:garden:\\*:\\*:fence/b"));
        let found = problems(&text);
        assert!(found[0].contains("is not a resource type and its patterns"), "{found:?}");
    }
}
