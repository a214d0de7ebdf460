//! Pages as other programs print them, which is never quite as the vendor does.

use super::every_form::{FORMS, Whole, unlined};
use super::*;
use crate::import::document::{Block, Content, Table};

fn whole_pages() -> Vec<Whole> {
    let pages = [
        ("nested", pages::NESTED),
        ("cells", pages::CELLS),
        ("Chinese", pages::CHINESE),
        ("plain", fixtures::MARKDOWN),
        ("cross table", pages::CROSSED),
        ("lock cells", pages::LOCK_CELLS),
    ];
    pages.map(|(name, text)| Whole::read(name, text)).into()
}

fn facts(text: &str) -> Capture {
    match import_known(text) {
        Ok((facts, _)) => unlined(facts.capture),
        Err(problems) => panic!("{problems:#?}\n{text}"),
    }
}

/// A page as Markdown whose tables are printed in this way.
fn markdown(page: &Whole, print: impl Fn(&Table) -> String) -> String {
    let mut text = String::new();
    for Block { content, .. } in &page.document.blocks {
        match content {
            Content::Heading { level, text: title } => {
                let marks = "#".repeat(usize::from(*level).max(2 - usize::from(*level == 1)));
                text.push_str(&format!("{marks} {title}\n\n"));
            }
            Content::Text(prose) => text.push_str(&format!("{prose}\n\n")),
            Content::Code { text: code, .. } => text.push_str(&format!("```\n{code}```\n\n")),
            Content::Table(table) => text.push_str(&format!("{}\n\n", print(table))),
        }
    }
    text
}

/// A table with bars, and its cells printed in this way.
fn bars(table: &Table, rule: &str, cell: impl Fn(&str) -> String) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let header = line(table.header.clone());
    let rule = line(table.header.iter().map(|_| rule.to_owned()).collect());
    let rows = table.rows.iter().map(|row| line(row.cells.iter().map(|one| cell(one)).collect()));
    format!("{header}{rule}{}", rows.collect::<String>())
}

/// A cell on one line.
fn folded(cell: &str) -> String {
    cell.lines().map(str::trim_end).collect::<Vec<_>>().join("<br>")
}

#[test]
fn a_page_that_ends_with_the_last_row_of_its_errors_is_read_with_a_warning() {
    let (open, _) = fixtures::MARKDOWN.split_once("For a list").unwrap();
    let page = Whole::read("open", open.trim_end().to_owned() + "\n");
    assert_eq!(page.facts, unlined(capture(fixtures::MARKDOWN)));
    for form in &FORMS {
        let bare = every_form::bare(&page, form).unwrap_or_else(|| (form.render)(&page));
        let (found, warnings) = match import_known(&bare) {
            Ok((found, warnings)) => (unlined(found.capture), warnings),
            Err(problems) => panic!("{}: {problems:#?}", form.name),
        };
        assert_eq!(found, page.facts, "{}", form.name);
        let said = |one: &Problem| one.message.contains("no line below the error table");
        assert!(warnings.iter().any(said), "{}", form.name);
        if form.name == "HTML" {
            continue;
        }
        let ends = "the page ends in its error table";
        let cut = import_known(bare.trim_end()).unwrap_err();
        assert!(cut.iter().any(|one| one.message.contains(ends)), "{}: {cut:?}", form.name);
        let lost = bare.trim_end().strip_suffix("Name it.").filter(|_| !form.glued);
        if let Some(lost) = lost {
            let cut = import_known(lost).unwrap_err();
            assert!(cut.iter().any(|one| one.message.contains(ends)), "{}: {cut:?}", form.name);
        }
    }
}

#[test]
fn a_copy_with_tabs_may_have_items_without_a_name_whose_description_goes_on_below() {
    let text = |item: &str| {
        format!(
            "Garden:PaintFence\n\nRequest parameters\n\nParameter\tType\tRequired\tDescription\tExample\n\
             Days\tarray\tNo\tThe days.\t\n{item}\nFenceId\tstring\tYes\tThe fence.\tf-1\n\n\
             Response parameters\n\nParameter\tType\tDescription\tExample\n\tobject\tThe response.\n\
             It has a number.\t\nRequestId\tstring\tThe number.\t4\n\nError codes\n\n\
             HTTP status code\tError code\tError message\tDescription\n\
             400\tFenceWet\tThe fence is wet.\t-\n\nFor a list of error codes, look elsewhere.\n"
        )
    };
    let expected = facts(&text("\tstring\tNo\tA day. Valid values:<br>- MON: a<br>- TUE: b\tMON"));
    let Capture::OperationPage(page) = &expected else { panic!("{expected:?}") };
    let names: Vec<&str> = page.parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((names.as_slice(), page.response.len()), (&["Days", "FenceId"][..], 1));
    assert_eq!(
        facts(&text("\tstring\tNo\tA day. Valid values:\n- MON: a\n- TUE: b\tMON")),
        expected
    );
    for odd in ["\tstring\tA day.\nMore.\tMON", "\tMonday\tNo\tA day.\nMore.\tMON"] {
        assert!(import_known(&text(odd)).is_err(), "{odd}");
    }
}

#[test]
fn titles_in_a_table_of_their_own_are_those_of_the_table_below() {
    for page in whole_pages() {
        let html = render::html(&page.document);
        let mut parts = html.split("<div class=\"wrap\">");
        let mut twice = parts.next().unwrap().to_owned();
        for part in parts {
            let (titles, _) = part.split_once("<tbody>").unwrap();
            twice.push_str(&format!("<div>{titles}</table></div><div class=\"wrap\">{part}"));
        }
        assert_ne!(twice, html);
        assert_eq!(facts(&twice), page.facts, "{}", page.name);
    }
}

#[test]
fn tabs_around_every_row_are_no_cells() {
    for page in whole_pages() {
        let text = render::tabs(&page.document, true);
        let expected = facts(&text);
        let around = |before: &str, behind: &str| {
            let line = |line: &str| match line.contains('\t') {
                true => format!("{before}{line}{behind}\n"),
                false => format!("{line}\n"),
            };
            text.lines().map(line).collect::<String>()
        };
        for (before, behind) in [("", "\t"), ("", "\t\t"), ("\t", ""), ("\t", "\t")] {
            assert_eq!(facts(&around(before, behind)), expected, "{}", page.name);
        }
    }
    // A cell of several lines, the last one of its row.
    let text = render::tabs(&render::parse(fixtures::MARKDOWN), false);
    let rows = text.replace("Nothing else.\n", "Nothing else.\t\n");
    let rows = rows.lines().map(|line| match line.matches('\t').count() {
        0 | 1 => format!("{line}\n"),
        _ if line.ends_with("Valid values:") => format!("{line}\n"),
        _ => format!("{line}\t\n"),
    });
    assert_eq!(facts(&rows.collect::<String>()), unlined(capture(fixtures::MARKDOWN)));
}

#[test]
fn a_rule_may_have_one_dash_per_cell_and_any_blanks() {
    for page in whole_pages() {
        for rule in ["-", ":-:", "\u{a0}---", "\t---\t"] {
            let text = markdown(&page, |table| bars(table, rule, folded));
            assert_eq!(facts(&text), page.facts, "{}, `{rule}`", page.name);
        }
    }
}

#[test]
fn tables_and_cells_of_markdown_may_be_html() {
    for page in whole_pages() {
        let cells = |table: &Table| {
            bars(table, "---", |cell| render::cell(cell).replace('\n', " ").replace('|', "\\|"))
        };
        assert_eq!(facts(&markdown(&page, cells)), page.facts, "{}", page.name);
        let tables = |table: &Table| render::table(table).replace("<tr>", "\n<tr>\n");
        let text = markdown(&page, tables);
        assert_eq!(facts(&text), page.facts, "{}", page.name);
        let cut = text.rfind("</table>").unwrap();
        let found = problems(&text[..cut]);
        assert!(found.iter().any(|one| one.contains("before its markup is closed")), "{found:?}");
    }
    let page = Whole::read("plain", fixtures::MARKDOWN);
    let text = markdown(&page, render::table);
    let odd = text.replace(">400<", ">4000<");
    let line = odd.lines().position(|line| line.contains(">4000<")).unwrap() + 1;
    let found = problems(&odd);
    assert!(found[0].starts_with(&format!("x:{line}: `4000|FenceWet`")), "{found:?}");
    // What is a tag in HTML is none where a reference stands for it.
    let less = text.replace("Red: like a rose.", "Red: &lt;b&gt; of a rose.");
    assert_ne!(less, text);
    assert_eq!(facts(&less), page.facts);
}

#[test]
fn words_of_a_form_below_a_section_without_errors_are_no_codes() {
    let (before, _) = fixtures::MARKDOWN.split_once("|HttpCode").unwrap();
    let text = |word: &str| {
        format!("{before}All are common error codes.\n\nWas this helpful?\n\n{word}\n")
    };
    for word in ["YesNo", "Yes", "SendFeedback"] {
        assert_eq!(problems(&text(word)), [""; 0], "{word}");
    }
    for row in ["400", "400FenceWet", "400\tFenceWet\tThe fence is wet.", "Fence.Wet", "FENCE_WET"]
    {
        assert!(!problems(&text(row)).is_empty(), "{row}");
    }
}

#[test]
fn any_blank_may_stand_between_the_words_about_a_response_without_a_table() {
    let (before, rest) = fixtures::MARKDOWN.split_once("|Parameter|Type|Example").unwrap();
    let (_, behind) = rest.split_once("## Error").unwrap();
    for blank in [" ", "\u{a0}", "\u{3000}"] {
        let text =
            format!("{before}All are common{blank}response{blank}parameters.\n\n## Error{behind}");
        assert_eq!(problems(&text), [""; 0]);
    }
}

#[test]
fn headings_may_have_numbers_and_anchors() {
    let expected = unlined(capture(fixtures::MARKDOWN));
    let heading: [fn(&str) -> String; 6] = [
        |title| format!("{title} ##"),
        |title| format!("{title}\u{b6}"),
        |title| format!("2. {title}"),
        |title| format!("{title}[\u{b6}](#x \"Permalink\")"),
        |title| format!("<a id=\"x\"></a>{title}"),
        |title| format!("{title} [#](#x)"),
    ];
    for print in heading {
        let line = |line: &str| match line.split_once(' ') {
            Some((marks, title)) if marks.starts_with('#') => format!("{marks} {}\n", print(title)),
            _ => format!("{line}\n"),
        };
        let text: String = fixtures::MARKDOWN.lines().map(line).collect();
        assert_eq!(facts(&text), expected, "{}", print("X"));
    }
    let html = render::html(&render::parse(fixtures::MARKDOWN));
    for anchor in [" <a class=\"anchor\" href=\"#a\">#</a>", "<a href=\"#a\">\u{b6}</a>"] {
        let html = html.replace("</h1>", &format!("{anchor}</h1>"));
        let html = html.replace("</h2>", &format!("{anchor}</h2>"));
        assert_eq!(facts(&html), expected, "{anchor}");
    }
    let tabs = render::tabs(&render::parse(fixtures::MARKDOWN), false);
    let tabs = tabs.replace("Error codes\n", "Error codes\u{b6}\n");
    assert_eq!(facts(&tabs), expected);
}

#[test]
fn empty_cells_at_the_end_of_a_row_may_be_left_out() {
    // The rest of a row may stand below.
    let below = fixtures::MARKDOWN.replace("|String|473469C7|", "|String|\n\n473469C7|");
    assert_ne!(below, fixtures::MARKDOWN);
    assert_eq!(capture(&below), capture(fixtures::MARKDOWN));
    let rows = "|400|Fence.Closed|The fence is closed.|\n|400|Fence.Open|\n|404|";
    let page = fixtures::MARKDOWN.replacen("|404|", rows, 1);
    let page = page.replace("|The number of the call. |", "|\n|Fences|\n|Fence| |");
    let Capture::OperationPage(found) = capture(&page) else { panic!("another kind") };
    let codes: Vec<&str> = found.errors.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes.len(), 6, "{codes:?}");
    assert_eq!(codes[3..5], ["Fence.Closed", "Fence.Open"]);
    let names: Vec<&str> = found.response.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["RequestId", "Fences", "Fence"]);
    for (row, lost) in [
        // The message could be the code.
        ("|403|FenceWet|%s|Wait longer.|", "|403|WrongFenceStatus|Wait longer.|"),
        ("|403|FenceWet|%s|Wait longer.|", "|403|Fence.Wet|"),
        (
            "|FenceId|Yes|String|fence-1\\*\\*|Which fence. |",
            "|FenceId|Yes|fence-1\\*\\*|Which fence. |",
        ),
        // The description could be the example.
        ("|FenceId|Yes|String|fence-1\\*\\*|Which fence. |", "|FenceId|Yes|String|Which fence. |"),
    ] {
        let text = fixtures::MARKDOWN.replace(row, lost);
        assert_ne!(text, fixtures::MARKDOWN);
        match lost.contains("Fence.Wet") {
            true => assert_eq!(problems(&text), [""; 0]),
            false => assert!(!problems(&text).is_empty(), "{lost}"),
        }
    }
}

#[test]
fn a_spreadsheet_quotes_cells_of_several_lines() {
    let table = "|Name|Type|Required|Description|Example|\n|---|---|---|---|---|\n|Action|String|Yes|Say so.|PaintFence|\n\
                 |Colour|String|No|A \"tone\". Valid values:\n\n-   Red\n-   Green|Red|\n\n## Response";
    let (before, rest) = fixtures::MARKDOWN.split_once("|Parameter|Required").unwrap();
    let (_, behind) = rest.split_once("## Response").unwrap();
    let page = Whole::read("quoted", format!("{before}{table}{behind}"));
    let tabs = render::tabs(&page.document, false);
    let cell = "A \"tone\". Valid values:\n- Red\n- Green";
    assert!(tabs.contains(cell), "{tabs}");
    let quoted = tabs.replace(cell, "\"A \"\"tone\"\". Valid values:\n- Red\n- Green\"");
    let Capture::OperationPage(found) = facts(&quoted) else { panic!("another kind") };
    assert_eq!(found.parameters[0].values, ["Red", "Green"]);
    assert_eq!(Capture::OperationPage(found), page.facts);
}
