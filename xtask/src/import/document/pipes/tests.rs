use super::*;

fn rows(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let lines: Vec<&str> = text.lines().collect();
    let mut issues = Issues::new("x");
    let table = read(&lines, 0, &mut issues).map(|(table, _)| table);
    let rows = table.into_iter().flat_map(|table| table.rows).map(|row| row.cells).collect();
    (rows, issues.problems.iter().map(ToString::to_string).collect())
}

#[test]
fn rows_are_read_with_and_without_bars_at_their_ends_and_without_a_rule() {
    let expected = [["PaintFence", "Wet"], ["DryFence", ""]];
    for text in [
        "|Operation|Effect|\n|:--|---|\n|PaintFence|Wet|\n|DryFence||\n",
        "Operation | Impact |\n---|---|\nPaintFence | Wet |\nDryFence |\n|\n",
        "|Operation|Impact|\n|PaintFence|Wet|\n|DryFence||\n",
        "Operation | Impact\n--- | ---\nPaintFence | Wet\nDryFence | \n",
    ] {
        let (rows, problems) = rows(text);
        assert_eq!(problems, [""; 0], "{text}");
        assert_eq!(rows, expected.map(|row| row.map(str::to_owned).to_vec()), "{text}");
    }
}

#[test]
fn a_cell_may_span_lines_and_hold_code_and_an_escaped_bar() {
    let (rows, problems) = rows(
        "|Operation|Impact|B|\n|---|---|---|\n|PaintFence|- one\n- two\n\n```\n|\n```|x\\|y|\nend\n",
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!(rows[0][1], "- one\n- two\n\n```\n\\|\n```");
    assert_eq!(rows[0][2], "x\\|y");
}

#[test]
fn cells_of_a_header_may_stand_on_lines_of_their_own_and_its_rule_be_short() {
    let expected = [vec!["PaintFence".to_owned(), "Wet".to_owned()]];
    for text in [
        "|Operation\n\n|Impact\n\n|\n|----|--|\n|PaintFence\n\n|Wet\n\n|\nend\n",
        "|Operation|Impact|\n|:-|:-|\n|PaintFence|Wet|\n",
    ] {
        let (rows, problems) = rows(text);
        assert_eq!((rows.as_slice(), problems.len()), (&expected[..], 0), "{text}: {problems:?}");
    }
}

#[test]
fn an_empty_header_has_its_titles_in_the_first_row_and_tags_break_lines() {
    let (rows, problems) = rows(
        "| | | |\n|---|---|---|\n|**Name**|**Type**|**Description**|\n|Gate|string|Wet<br>or dry|\n",
    );
    assert_eq!((rows[0][2].as_str(), problems.len()), ("Wet\nor dry", 0), "{problems:?}");
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_bar_in_a_description_separates_nothing_unless_another_row_could_begin_there() {
    let header = "|Name|Type|Required|Description|\n|:-|:-|:-|:-|\n";
    let (found, problems) = rows(&format!("{header}|Gate|String|No|Either on | off\n\n |\n"));
    assert_eq!(problems, [""; 0]);
    assert_eq!(found[0][3], "Either on\\|off");
    for row in ["|Gate|String|No|x|Colour|String|No|y|\n", "|Gate|String|x|No|y|\n"] {
        let (found, problems) = rows(&format!("{header}{row}"));
        assert_eq!((found.len(), problems.len()), (0, 1), "{row}: {problems:?}");
    }
}

#[test]
fn a_row_that_breaks_off_is_a_problem_with_its_line() {
    let web = "Operation | Impact |\nPaintFence | Wet |\n";
    for cut in ["DryFen", "DryFence |", "DryFence | D", "DryFence | Dry and"] {
        let (rows, problems) = rows(&format!("{web}{cut}"));
        assert_eq!((rows.len(), problems.len()), (1, 1), "{cut}: {problems:?}");
        assert!(problems[0].starts_with("x:3: the row breaks off"), "{problems:?}");
    }
}

#[test]
fn a_broken_row_does_not_swallow_the_next_one() {
    let (rows, problems) =
        rows("Operation | Impact |\nDryFence |\nPaintFence | Wet |\nMoveFence | a | b |\n");
    assert_eq!(rows, [["PaintFence".to_owned(), "Wet".to_owned()].to_vec()]);
    assert!(problems[0].starts_with("x:2: the row breaks off"), "{problems:?}");
    assert!(problems[1].starts_with("x:4: the row has more cells"), "{problems:?}");
}
