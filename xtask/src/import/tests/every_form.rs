//! The same pages in every form: how many are read, read wrongly and refused, as a table.
//!
//! `SOURCES_DIR=DIR cargo test -p xtask --lib -- --ignored --nocapture in_every_form` prints it for
//! the vendor's pages; `cargo test -p xtask --lib -- --nocapture invented_pages_are_read` for
//! invented ones.

use super::*;

/// A form in which people get pages.
pub(super) struct PageForm {
    pub name: &'static str,
    /// From Markdown.
    pub render: fn(&str) -> String,
    /// Marks stand around cells, so that the end of a table can be seen.
    pub marked: bool,
    /// A list and what follows it are one line, so nobody can tell where the list ends.
    pub folded: bool,
}

const fn form(name: &'static str, marked: bool, render: fn(&str) -> String) -> PageForm {
    PageForm { name, render, marked, folded: false }
}

pub(super) const FORMS: [PageForm; 7] = [
    form("Markdown", true, str::to_owned),
    form("Markdown, CRLF and BOM", true, |text| format!("\u{feff}{}", text.replace('\n', "\r\n"))),
    form("HTML", true, |text| render::html(&render::parse(text))),
    form("tabs", false, |text| render::tabs(&render::parse(text), false)),
    PageForm {
        folded: true,
        ..form("tabs, a line per row", false, |text| render::tabs(&render::parse(text), true))
    },
    form("cells", false, |text| render::cells(&render::parse(text), true)),
    form("cells without marks", false, |text| render::cells(&render::parse(text), false)),
];

/// Compares what each page states in each form with what it states in Markdown, and prints a table
/// with the reason of every refusal. Returns what is wrong, and refusals that are not `expected`.
pub(super) fn compare(
    pages: &[(String, String)],
    expected: impl Fn(&str, &PageForm) -> bool,
) -> Vec<String> {
    let mut bad = Vec::new();
    let mut refusals = Vec::new();
    println!("\n{:24} {:>5} {:>5} {:>7} fewer lists", "form", "read", "wrong", "refused");
    for form in &FORMS {
        let (mut right, mut wrong, mut refused, mut fewer) = (0, 0, 0, 0);
        for (name, text) in pages {
            let whole = capture(text);
            match import_text(&(form.render)(text)) {
                Ok((facts, _)) if facts.capture == whole => right += 1,
                Ok((facts, _))
                    if form.folded && facts.capture == but_for_lists(&whole, &facts.capture) =>
                {
                    right += 1;
                    fewer += 1;
                }
                Ok((facts, _)) => {
                    wrong += 1;
                    let what = difference(&whole, &facts.capture);
                    bad.push(format!("{}: {name}: {what}", form.name));
                }
                Err(problems) => {
                    refused += 1;
                    let why = format!("{}: {name}: {}", form.name, problems[0]);
                    if !expected(name, form) {
                        bad.push(why.clone());
                    }
                    refusals.push(why);
                }
            }
        }
        println!("{:24} {right:5} {wrong:5} {refused:7} {fewer:11}", form.name);
    }
    for why in refusals {
        println!("refused: {why}");
    }
    bad
}

/// The expected facts; lists of values that only one form has do not count.
fn but_for_lists(expected: &Capture, found: &Capture) -> Capture {
    let (Capture::OperationPage(expected), Capture::OperationPage(found)) = (expected, found)
    else {
        panic!("another kind")
    };
    let mut expected = expected.clone();
    let both = expected.parameters.iter_mut().zip(&found.parameters);
    for (one, other) in both.chain(expected.response.iter_mut().zip(&found.response)) {
        if other.values.is_empty() || one.values.is_empty() {
            one.values.clone_from(&other.values);
        }
    }
    Capture::OperationPage(expected)
}

/// The first parameter in which two captures differ.
fn difference(one: &Capture, other: &Capture) -> String {
    let (Capture::OperationPage(one), Capture::OperationPage(other)) = (one, other) else {
        return "another kind".to_owned();
    };
    let both = one.parameters.iter().zip(&other.parameters);
    let mut both = both.chain(one.response.iter().zip(&other.response));
    both.find(|(one, other)| one != other).map_or_else(
        || format!("{one:?} / {other:?}"),
        |(one, other)| format!("{one:?} / {other:?}"),
    )
}

#[test]
fn invented_pages_are_read_in_every_form_and_one_that_ends_in_a_table_only_with_marks() {
    let (open, _) = fixtures::MARKDOWN.split_once("## Error codes").unwrap();
    let open = open.replace("# PaintFence", "# PaintFence {#PaintFence .reference}");
    let pages = [
        ("nested", pages::NESTED),
        ("cells", pages::CELLS),
        ("Chinese", pages::CHINESE),
        ("plain", fixtures::MARKDOWN),
        ("open", open.trim_end()),
    ];
    let pages = pages.map(|(name, text)| (name.to_owned(), format!("{}\n", text.trim_end())));
    let bad = compare(&pages, |name, form| name == "open" && !form.marked);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    for form in &FORMS {
        let text = (form.render)(&pages[4].1);
        assert_eq!(import_text(&text).is_ok(), form.marked, "{}", form.name);
    }
}
