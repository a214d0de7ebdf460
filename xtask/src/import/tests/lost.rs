//! Cells that were lost and rows that changed places, where what is left looks whole.

use super::every_form::Whole;
use super::*;

#[test]
fn an_error_row_that_lost_its_code_is_refused_where_the_message_could_be_one() {
    let rows = "|403|GateError|WrongGateStatus|The gate is odd.|\n|404|";
    let page = fixtures::MARKDOWN.replacen("|404|", rows, 1);
    let whole = Whole::read("codes", page);
    for form in every_form::FORMS.iter().filter(|form| !form.glued) {
        let text = (form.render)(&whole);
        let lost = [
            "GateError\n\n",
            "GateError\t",
            "|GateError",
            "<td valign=top><p class='p'>GateError</p></td>",
        ];
        let lost = lost.iter().fold(text.clone(), |text, cell| text.replacen(cell, "", 1));
        assert_ne!(lost, text, "{}", form.name);
        assert!(!problems(&lost).is_empty(), "{}: {lost}", form.name);
    }
}

#[test]
fn a_last_row_that_changed_places_with_the_line_behind_its_table_is_noticed() {
    let page = fixtures::MARKDOWN.replace("## Error", "## Examples\n\n```\n{}\n```\n\n## Error");
    let whole = Whole::read("plain", page);
    for form in every_form::FORMS.iter().filter(|form| !form.cells && form.name != "HTML") {
        let text = (form.render)(&whole);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        for (row, behind) in [("MissingParamter", "For a list"), ("RequestId", "Examples")] {
            let at = lines.iter().position(|line| line.contains(row)).unwrap();
            let next = lines[at..].iter().position(|line| line.contains(behind)).unwrap();
            // Where a glued row has several lines, the others stand between.
            if form.glued && row == "RequestId" {
                continue;
            }
            let mut swapped = lines.clone();
            swapped.swap(at, at + next);
            let found = problems(&(swapped.join("\n") + "\n"));
            let is_it = |one: &String| one.contains("outside of any known table");
            assert!(found.iter().any(is_it), "{}: {row}: {found:?}", form.name);
        }
    }
}

#[test]
fn a_chinese_page_may_lack_descriptions_and_an_english_one_has_them_in_nearly_every_row() {
    let rows = |description: &str| {
        let row = |code: &str| format!("400\n\n{code}\n\nThe fence is odd.\n\n{description}\n\n");
        let codes = ["A", "B", "C", "D"].map(|name| row(&format!("InvalidFence.{name}")));
        let titles = "HTTP status code\n\nError code\n\nError message\n\nDescription\n\n";
        let short = "500\n\nInternalError\n\nThe fence broke.\n\n";
        let (before, _) = fixtures::MARKDOWN.split_once("|HttpCode").unwrap();
        format!(
            "{before}{titles}{}{short}For a list of error codes, look elsewhere.\n",
            codes.concat()
        )
    };
    assert_eq!(problems(&rows("\u{6805}\u{680f}\u{6e7f}\u{4e86}\u{3002}")), [""; 0]);
    let found = problems(&rows("Wait for it."));
    assert!(found[0].contains("the row of `InternalError` has three cells"), "{found:?}");
}

#[test]
fn no_row_is_lost_behind_a_cell_of_several_paragraphs_in_a_copy_with_tabs() {
    let page = render::parse(fixtures::MARKDOWN);
    for joined in [false, true] {
        let text = render::tabs(&page, joined);
        let more = text.replacen("Wait.", "Wait.\n\nThe fence dries.\n\nIt takes a day.", 1);
        assert_ne!(more, text);
        assert_eq!(every_form::unlined(capture(&more)), every_form::unlined(capture(&text)));
    }
    // A paragraph that no reader of effects knows does not end a page about operations silently.
    let text = render::tabs(&render::parse(fixtures::OVERDUE), true);
    let row = text.lines().find(|line| line.starts_with("PaintFence")).expect("the row");
    let more = text.replacen(row, &format!("{row}\n\nIt dries in a day.\n"), 1);
    assert_ne!(more, text);
    assert!(!problems(&more).is_empty());
}
