//! Pages in every form give the same facts, and damaged ones give none that are wrong.

use aliyun_rpc_spec::capture::{
    ChangeKind, ImpactPage, OperationPage, PageParameter, Payment, Quality, Says, Subject,
};

use super::*;

fn operation(text: &str) -> OperationPage {
    match capture(text) {
        Capture::OperationPage(page) => page,
        _ => panic!("another kind: {text}"),
    }
}

fn impact(text: &str) -> ImpactPage {
    match capture(text) {
        Capture::ImpactPage(page) => page,
        _ => panic!("another kind: {text}"),
    }
}

/// A page in the forms that a document can be rendered to.
fn rendered(markdown: &str) -> Vec<(&'static str, String)> {
    let page = render::parse(markdown);
    vec![
        ("HTML", render::html(&page)),
        ("tabs", render::tabs(&page, false)),
        ("cells", render::cells(&page, true)),
        ("cells without marks", render::cells(&page, false)),
        ("CRLF", markdown.replace('\n', "\r\n")),
        ("byte order mark", format!("\u{feff}{markdown}")),
        ("no-break spaces", markdown.replace("|Name|Type|", "|\u{a0}Name |Type\u{a0}|")),
    ]
}

#[test]
fn an_operation_page_states_the_same_in_every_form() {
    for page in [pages::NESTED, pages::CELLS, pages::CHINESE, fixtures::MARKDOWN] {
        let expected = operation(page);
        for (form, text) in rendered(page) {
            assert_eq!(operation(&text), expected, "{form}: {text}");
        }
    }
}

#[test]
fn a_copy_with_a_line_per_row_states_all_but_lists_whose_end_nobody_can_tell() {
    let mut expected = operation(pages::NESTED);
    expected.parameters[0].values.clear();
    let joined = render::tabs(&render::parse(pages::NESTED), true);
    assert_eq!(operation(&joined), expected, "{joined}");
}

#[test]
fn nested_lists_structures_and_odd_rows_are_read() {
    let page = operation(pages::NESTED);
    let named = |one: &PageParameter| (one.name.clone(), one.kind.clone(), one.required);
    let expected = [
        ("Colour", "string", true),
        ("Password", "string", false),
        ("Tag.N.Key", "string", false),
        ("Fence.N", "fence", false),
        ("Fence.N.Size", "integer", true),
    ];
    let expected = expected.map(|(name, kind, required)| (name.into(), kind.into(), required));
    assert_eq!(page.parameters.iter().map(named).collect::<Vec<_>>(), expected);
    assert_eq!(page.parameters[0].values, ["Red", "Green_2"]);
    assert_eq!(page.parameters[4].default.as_deref(), Some("10"));
    let members: Vec<_> =
        page.response.iter().map(|one| (one.name.as_str(), one.item_of.as_deref())).collect();
    let expected = [
        ("Fences", None),
        ("Fence", Some("Fences")),
        ("Code", None),
        ("Posts", None),
        ("Post", Some("Posts")),
        ("Code", None),
        ("RequestId", None),
    ];
    assert_eq!(members, expected);
    assert_eq!(page.errors[1].status, "4003");
    assert_eq!(page.errors[0].code, "FENCE_WET");
}

#[test]
fn both_languages_of_a_page_state_the_same() {
    let (english, chinese) = (operation(pages::CELLS), operation(pages::CHINESE));
    let english = OperationPage { changes: Vec::new(), ..english };
    assert_eq!(english, chinese);
    let size = &english.parameters[2];
    assert_eq!((size.minimum.as_deref(), size.maximum.as_deref()), (Some("1"), Some("100")));
    assert_eq!(english.parameters[1].default.as_deref(), Some("Red"));
}

#[test]
fn an_authorization_table_states_resources_keys_and_what_is_mandatory() {
    let page = operation(pages::CELLS);
    let [row] = page.authorization.as_slice() else { panic!("{:?}", page.authorization) };
    assert_eq!((row.action.as_str(), row.level.as_str()), ("garden:PaintFence", "update"));
    let resources: Vec<_> =
        row.resources.iter().map(|one| (one.resource.as_str(), one.mandatory)).collect();
    assert_eq!(resources, [("Fence", Some(true)), ("Post", Some(false))]);
    let pattern = "acs:garden:{#regionId}:{#accountId}:fence/{#fenceId}";
    assert_eq!(row.resources[0].patterns, [pattern]);
    assert_eq!(row.condition_keys, ["garden:tag", "garden:PaintKind"]);
    assert_eq!(row.associated, [""; 0]);
    let all = pages::CELLS
        .replace("\\*Fence\n", "All Resources\n")
        .replace(&format!("`{pattern}`"), "`\\*`");
    let all = operation(&all).authorization.remove(0).resources.remove(0);
    assert_eq!((all.resource.as_str(), all.mandatory), ("*", None));
    assert_eq!(all.patterns, ["*"]);
}

#[test]
fn a_cell_nobody_can_place_in_an_authorization_table_is_refused() {
    let both = pages::CELLS.replacen("\nnone\n", "\ngarden:DryFence\n", 1);
    let found = problems(&both);
    assert!(found[0].contains("the row of `garden:PaintFence` does not separate"), "{found:?}");
    let odd = pages::CELLS.replacen("update", "sometimes", 1);
    assert!(!problems(&odd).is_empty());
}

#[test]
fn a_change_history_dates_the_edition_unless_the_page_states_a_day() {
    let page = operation(pages::CELLS);
    let changes: Vec<_> =
        page.changes.iter().map(|one| (one.date.as_str(), one.kinds.as_slice())).collect();
    use ChangeKind::{Description, ErrorCodes, Request};
    let expected: [(&str, &[ChangeKind]); 2] =
        [("2025-03-12", &[ErrorCodes, Description]), ("2024-07-09", &[Request])];
    assert_eq!(changes, expected);
    assert_eq!(page.edition(), Some("2025-03-12"));
    let dated = format!("Garden:PaintFence\n\nLast Updated:Mar 19, 2026\n\n{}", pages::CELLS);
    assert_eq!(operation(&dated).edition(), Some("2026-03-19"));
    let (facts, _) = import_text(pages::CELLS).unwrap();
    let source =
        identity::sources(&Args::default(), &[facts], Path::new("none")).unwrap().remove(0);
    assert_eq!(source.published, "2025-03-12");
    assert_eq!(source.dated_by.as_deref(), Some("last entry of its change history"));
}

#[test]
fn a_lock_page_states_the_same_in_every_form_and_language() {
    let facts = |text: &str| {
        let page = impact(text);
        let rows = page.rows.into_iter().map(|row| (row.operation, row.effect, row.quality));
        (page.condition, page.default, rows.collect::<Vec<_>>())
    };
    let expected = facts(pages::LOCK_CELLS);
    assert_eq!(expected.1, Some(Says::Unaffected));
    let effects: Vec<_> =
        expected.2.iter().map(|(_, effect, quality)| (*effect, *quality)).collect();
    let whole = |effect| (Some(effect), Quality::Complete);
    let known = [Says::Unaffected, Says::Denied, Says::DeniedWhenDiskInUse].map(whole);
    assert_eq!(effects, known);
    let tabs = pages::LOCK_HTML.replace("</td><td>", "\t").replace("</th><th>", "\t");
    let tabs = tabs.split_once("<p>").unwrap().1.replace("in\nthe", "in the");
    let mut bare = String::new();
    let mut within = false;
    for c in tabs.replace("&nbsp;", "\u{a0}").chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            _ if !within => bare.push(c),
            _ => {}
        }
    }
    let bare = bare.replace("\nAPI\t", "\n\nAPI\t");
    let pipes = bare.replace('\t', " | ").replace("state.\n", "state. |\n");
    let pipes = pipes
        .replace("Impact\n", "Impact |\n---|---|\n")
        .replace("Unaffected.\n", "Unaffected. |\n");
    let pipes = pipes.replace("Error\n", "Error |\n");
    for text in [pages::LOCK_CHINESE, pages::LOCK_HTML, &bare, &pipes] {
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn a_cross_table_keeps_both_conditions() {
    let page = impact(pages::CROSSED);
    assert!(page.rows.is_empty());
    let cells: Vec<_> = page
        .crossed
        .iter()
        .map(|one| (one.operation.as_str(), one.subject, one.instance, one.disk, one.effect))
        .collect();
    use Payment::{Normal, Overdue};
    let (denied, works) = (Some(Says::Denied), Some(Says::Unaffected));
    let expected = [
        ("PaintFence", Subject::Instance, Overdue, Overdue, denied),
        ("PaintFence", Subject::Instance, Overdue, Normal, works),
        ("DryFence", Subject::Instance, Overdue, Overdue, None),
        ("DryFence", Subject::Instance, Overdue, Normal, None),
        ("PaintFence", Subject::Disk, Overdue, Overdue, works),
        ("PaintFence", Subject::Disk, Normal, Overdue, denied),
    ];
    assert_eq!(cells, expected);
    let (_, warnings) = import_text(pages::CROSSED).unwrap();
    assert!(
        warnings[0].message.contains("PaintFence: the row on line 9 says otherwise"),
        "{warnings:?}"
    );
    let lost = pages::CROSSED.replace("|DryFence|-|-|", "|DryFence||-|");
    assert!(problems(&lost)[0].starts_with("x:10: the phrase `` of DryFence is not known"));
    for (_, text) in rendered(pages::CROSSED) {
        let again = impact(&text);
        assert_eq!(again.crossed.len(), 6, "{text}");
    }
}

#[test]
fn cells_of_html_that_span_rows_and_columns_are_repeated() {
    let html = "<html><body><h1>PaintFence</h1><h2>Request parameters</h2><table>\
        <tr><th>Parameter</th><th>Type</th><th>Required</th><th colspan=2>Description</th></tr>\
        <tr><td>Action</td><td rowspan=2>String</td><td>Yes</td><td>a</td><td>b</td></tr>\
        <tr><td>FenceId</td><td>No</td><td colspan='2'>c<table><tr><td>x</td></tr></table></td></tr>\
        </table><h2>Error codes</h2><p>All are common error codes.</p></body></html>";
    let page = operation(html);
    assert_eq!(page.parameters.len(), 1);
    assert_eq!(
        (page.parameters[0].name.as_str(), page.parameters[0].kind.as_str()),
        ("FenceId", "string")
    );
}

#[test]
fn a_page_of_no_known_kind_is_refused_with_everything_that_was_tried() {
    let found = problems("# Some notes\n\n|Colour|Meaning|\n|---|---|\n|Red|Rose|\n");
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    for part in [
        "it has `Colour | Meaning`",
        "as an operation page, it lacks a parameter `Action` with its value: none",
        "a heading with the name of an operation: none",
        "an authorization table with its action: none",
        "as a managed-groups page, it lacks a table of who may call",
        "as an impact page, it lacks a table of operations",
    ] {
        assert!(problem.contains(part), "{part}: {problem}");
    }
}

#[test]
fn the_name_comes_from_wherever_the_page_has_it() {
    let bare = fixtures::MARKDOWN.replace("# PaintFence\n", "Notes\n");
    assert_eq!(operation(&bare).operation, "PaintFence");
    let nameless = bare.replace("|Action|Yes|String|PaintFence|Say so. |\n", "");
    assert!(problems(&nameless)[0].contains("a parameter `Action` with its value: none"));
    let linked = nameless
        .replace("Paints.", "[x](https://api.aliyun.com/#product=Garden&api=PaintFence&type=RPC)");
    assert_eq!(operation(&linked).operation, "PaintFence");
}

#[test]
fn a_page_without_a_section_on_errors_states_nothing_about_them() {
    let (page, _) = pages::NESTED.split_once("## Error codes").unwrap();
    let found = operation(page);
    assert!(found.errors_unstated && found.errors.is_empty());
    assert!(!operation(pages::NESTED).errors_unstated);
    assert!(
        problems(&page.replace("\"473469C7\"}", "\"473469"))[0]
            .contains("without the section `Error codes`")
    );
}

#[test]
fn a_glued_position_is_no_part_of_a_name() {
    let placed = fixtures::GLUED
        .replacen("ParameterTypeRequired", "ParameterPositionTypeRequired", 1)
        .replacen("FenceIdstringYes", "FenceIdQuerystringYes", 1)
        .replacen("ColourstringNo", "ColourBodystringNo", 1);
    assert_eq!(operation(&placed).parameters, operation(fixtures::GLUED).parameters);
    let unknown = placed.replacen("FenceIdQuery", "FenceIdDrawer", 1);
    assert!(problems(&unknown)[0].contains("has no known position"), "{:?}", problems(&unknown));
}

#[test]
fn an_error_table_without_its_titles_is_no_word_about_having_no_errors() {
    for lost in ["HTTP status code\n", "Error code\n"] {
        let (before, section) = pages::CELLS.split_once("## Error codes\n").unwrap();
        assert!(section.contains(lost), "{lost}");
        let page = format!("{before}## Error codes\n{}", section.replacen(lost, "", 1));
        assert!(import_text(&page).is_err(), "{lost}");
    }
}

#[test]
fn a_cell_that_moved_into_another_column_is_noticed_in_every_form() {
    for (form, text) in rendered(pages::NESTED) {
        for (from, to) in [("FENCE", "400 FENCE"), ("4003", "FenceDry"), ("Integer", "Yes")] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{form}");
            assert!(import_text(&changed).is_err(), "{form}: {from}");
        }
    }
}

#[test]
fn a_type_that_moved_to_the_name_or_into_the_text_beside_it_is_noticed() {
    let row = "|RequestId|String|473469C7|The number of the call. |";
    let open = fixtures::MARKDOWN
        .replace("|Parameter|Type|Example|Description|", "|Parameter|Type|Description|");
    let open = open.replace(row, "|RequestId|String|The number of the call. |");
    let open = open.replace("|---------|----|-------|-----------|", "|---------|----|-----------|");
    assert_eq!(operation(&open).response, operation(fixtures::MARKDOWN).response);
    let typed = "|RequestId|String|The number of the call. |";
    for (page, row, moved, message) in [
        (
            fixtures::MARKDOWN,
            row,
            "|RequestId||String 473469C7|The number of the call. |",
            "the row of RequestId has no type",
        ),
        (
            &*open,
            typed,
            "|RequestId||String The number of the call. |",
            "the row of RequestId has no type",
        ),
        (
            &*open,
            typed,
            "|String||The number of the call. |",
            "is not a row with a parameter and its type",
        ),
    ] {
        let damaged = page.replace(row, moved);
        assert_ne!(damaged, page);
        let found = problems(&damaged);
        assert!(found[0].contains(message), "{found:?}");
    }
}

#[test]
fn damaged_pages_in_every_form_are_refused_or_state_nothing_wrong() {
    let whole = [pages::NESTED, pages::CELLS, pages::CHINESE, pages::CROSSED, pages::LOCK_CELLS];
    let whole = whole.into_iter().chain([pages::LOCK_CHINESE, pages::LOCK_HTML]);
    let mut forms: Vec<(&str, String)> = rendered(pages::NESTED)
        .into_iter()
        .take(3)
        .chain(rendered(pages::CROSSED).into_iter().take(2))
        .collect();
    forms.extend(whole.map(|page| ("as it is", page.to_owned())));
    // Nobody can tell that two cells of one row that say what happens were swapped, so the cross
    // table is damaged only where a line holds a whole row.
    let (mut refused, mut read) = (0, 0);
    for (form, text) in forms {
        let expected = every_form::unlined(capture(&text));
        for (name, damage, moved) in mutilated::DAMAGES {
            for damaged in damage(&text) {
                match import_text(&damaged) {
                    Ok((found, _)) => {
                        let found = every_form::unlined(found.capture);
                        let wrong = wrong::wrong(&expected, &found, moved);
                        assert_eq!(wrong, None, "{form}, {name}: {damaged}");
                        read += 1;
                    }
                    Err(problems) => {
                        assert!(!problems[0].message.is_empty());
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(refused > 1200, "only {refused} were noticed, {read} were read");
}

#[test]
fn html_of_an_attacker_is_refused_or_read_without_a_crash() {
    let deep = format!("<html><body>{}<h1>PaintFence</h1></body></html>", "<div>".repeat(50_000));
    assert!(problems(&deep)[0].contains("elements are nested in one another"));
    for html in [
        "<table><tr><td rowspan=4294967296 colspan=99999999999>x",
        "<table><table><table><tr><th>API</th><th>Impact</th></tr>",
        "<html><body><table><tr><td>Operation</td></tr></html>",
        "<!DOCTYPE html><svg><template><tr></template></svg>",
    ] {
        assert!(import_text(html).is_err(), "{html}");
    }
}

#[test]
fn a_row_outside_of_a_table_is_a_problem() {
    let torn =
        fixtures::LOCK.replace("PaintFence | Unaffected. |\n", "PaintFence | Unaffected. |\n\n");
    assert!(problems(&torn)[0].starts_with("x:8: a row outside of any known table"));
}
