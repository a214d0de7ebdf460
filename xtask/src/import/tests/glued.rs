//! Pages whose cells are glued together: what can be told apart is read, and anything else is
//! refused with its line.

use super::*;

fn with(row: &str, instead: &str) -> Vec<String> {
    assert!(fixtures::GLUED.contains(row), "{row}");
    problems(&fixtures::GLUED.replacen(row, instead, 1))
}

#[test]
fn types_are_read_in_every_spelling_that_pages_have() {
    let old = fixtures::GLUED
        .replace("FenceIdstring", "FenceIdString")
        .replace("ColourstringNo", "Colours.NRepeatListNo")
        .replace("RequestIdstring", "RequestIdString");
    let Capture::OperationPage(page) = capture(&old) else { panic!("another kind") };
    let kinds: Vec<&str> = page.parameters.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["string", "repeatlist"]);
    assert_eq!(page.response[0].kind, "string");
    let list = fixtures::GLUED.replace("ColourstringNo", "ColourArray of ColourNo");
    let Capture::OperationPage(page) = capture(&list) else { panic!("another kind") };
    assert_eq!(page.parameters[1].kind, "array of colour");
}

#[test]
fn a_row_that_cannot_be_told_apart_refuses_the_page_with_its_line() {
    for (row, instead, refused, what) in [
        ("ColourstringNo", "ColourvarcharNo", "ColourvarcharNo", "has an unknown type"),
        (
            "RequestIdstring",
            "RequestIdvarchar",
            "RequestIdvarchar",
            "has no known type, if it is one",
        ),
        (
            "Red\n",
            "Red\nShadevarchar\n\nHow dark.\n\n7\n",
            "Shadevarchar",
            "has no known type, if it is one",
        ),
        ("473469C7\n", "473469C7\nPhoneNumber\n", "PhoneNumber", "is a row or an example"),
        (
            "FenceIdstringYes\n\nWhich",
            "FenceIdstringYesfence-1Which",
            "FenceIdstringYesfence",
            "has more cells on its line",
        ),
        (
            "RequestIdstring\n\nThe",
            "RequestIdstringThe",
            "RequestIdstringThe",
            "has more cells on its line",
        ),
    ] {
        let damaged = fixtures::GLUED.replacen(row, instead, 1);
        let at = damaged.lines().position(|line| line.starts_with(refused)).unwrap();
        let found = problems(&damaged);
        let is_it = |one: &String| one.starts_with(&format!("x:{}:", at + 1)) && one.contains(what);
        assert!(found.iter().any(is_it), "{instead}: {found:?}");
    }
}

#[test]
fn a_code_whose_end_is_unclear_refuses_the_page() {
    let found = with("400FenceWetThe fence", "400FenceWetGate of the fence");
    assert!(found[0].contains("cannot tell where the code"), "{found:?}");
}

#[test]
fn an_error_row_behind_a_blank_line_is_a_row() {
    let row = "403InvalidFence.Managed";
    let apart = fixtures::GLUED.replace(row, &format!("\n{row}"));
    assert_eq!(capture(&apart), capture(fixtures::GLUED));
}
