//! The same pages in every form: how many are read, read wrongly and refused, as a table.
//!
//! `SOURCES_DIR=DIR cargo test -p xtask --lib -- --ignored --nocapture in_every_form` prints it for
//! the vendor's pages; `cargo test -p xtask --lib -- --nocapture invented_pages_are_read` for
//! invented ones.

use std::collections::BTreeMap;

use super::*;
use crate::import::document::Document;

/// A page, read once.
pub(super) struct Whole {
    pub name: String,
    pub text: String,
    pub document: Document,
    /// What it states, without line numbers.
    pub facts: Capture,
}

impl Whole {
    pub(super) fn read(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let (document, facts) = (render::parse(&text), unlined(capture(&text)));
        Self { name: name.into(), text, document, facts }
    }
}

/// Facts without the lines they stand on, which differ between forms.
pub(super) fn unlined(mut facts: Capture) -> Capture {
    match &mut facts {
        Capture::ImpactPage(page) => {
            page.rows.iter_mut().for_each(|row| row.line = 0);
            page.crossed.iter_mut().for_each(|cell| cell.line = 0);
        }
        Capture::ManagedPage(page) => page.rows.iter_mut().for_each(|row| row.line = 0),
        _ => {}
    }
    facts
}

/// A form in which people get pages.
pub(super) struct PageForm {
    pub name: &'static str,
    pub render: fn(&Whole) -> String,
    /// Marks stand around cells, so that the end of a table can be seen.
    pub marked: bool,
    /// A list and what follows it are one line, so nobody can tell where the list ends.
    pub folded: bool,
    /// A line per cell.
    pub cells: bool,
    /// Nothing stands between cells, so that not every page can be told apart.
    pub glued: bool,
}

const fn form(name: &'static str, marked: bool, render: fn(&Whole) -> String) -> PageForm {
    PageForm { name, render, marked, folded: false, cells: false, glued: false }
}

pub(super) const FORMS: [PageForm; 8] = [
    form("Markdown", true, |page| page.text.clone()),
    form("Markdown, CRLF and BOM", true, |page| {
        format!("\u{feff}{}", page.text.replace('\n', "\r\n"))
    }),
    form("HTML", true, |page| render::html(&page.document)),
    form("tabs", false, |page| render::tabs(&page.document, false)),
    PageForm {
        folded: true,
        ..form("tabs, a line per row", false, |page| render::tabs(&page.document, true))
    },
    PageForm { cells: true, ..form("cells", false, |page| render::cells(&page.document, true)) },
    PageForm {
        cells: true,
        ..form("cells without marks", false, |page| render::cells(&page.document, false))
    },
    PageForm { glued: true, ..form("glued", false, |page| render::glued(&page.document)) },
];

/// Compares what each page states in each form with what it states as it is, and prints a table
/// with the reason of every refusal. `exception` says why a page may be refused in a form. Returns
/// what is wrong, and refusals without such a reason.
pub(super) fn compare(
    pages: &[Whole],
    exception: impl Fn(&str, &PageForm) -> Option<&'static str>,
) -> Vec<String> {
    count(pages, exception).0
}

/// A page in a form with nothing below it; none where the form puts nothing there.
pub(super) fn bare(page: &Whole, form: &PageForm) -> Option<String> {
    let text = (form.render)(page);
    let bare = render::FOOTERS.iter().find_map(|footer| text.strip_suffix(footer));
    bare.map(|text| format!("{}\n", text.trim_end()))
}

/// What is wrong with the facts that a text states, and the first problem of one that states none.
pub(super) fn check(page: &Whole, form: &PageForm, text: &str) -> Result<Option<String>, String> {
    match import_known(text) {
        Ok((facts, _)) => {
            let found = unlined(facts.capture);
            let same =
                found == page.facts || form.folded && found == but_for_lists(&page.facts, &found);
            Ok((!same).then(|| difference(&page.facts, &found)))
        }
        Err(problems) => Err(problems[0].to_string()),
    }
}

/// How many pages were read, and how many of these have fewer lists, in each form.
pub(super) type Counts = BTreeMap<&'static str, (usize, usize)>;

/// The same with counts.
pub(super) fn count(
    pages: &[Whole],
    exception: impl Fn(&str, &PageForm) -> Option<&'static str>,
) -> (Vec<String>, Counts) {
    let mut counts = Counts::new();
    let mut bad = Vec::new();
    let mut refusals = Vec::new();
    println!("\n{:24} {:>5} {:>5} {:>7} fewer lists", "form", "read", "wrong", "refused");
    for form in &FORMS {
        let (mut right, mut wrong, mut refused, mut fewer) = (0, 0, 0, 0);
        for page in pages {
            let name = &page.name;
            match import_known(&(form.render)(page)) {
                Ok((facts, _)) => {
                    let found = unlined(facts.capture);
                    if found == page.facts {
                        right += 1;
                    } else if form.folded && found == but_for_lists(&page.facts, &found) {
                        right += 1;
                        fewer += 1;
                    } else {
                        wrong += 1;
                        let what = difference(&page.facts, &found);
                        bad.push(format!("{}: {name}: {what}", form.name));
                    }
                }
                Err(problems) => {
                    refused += 1;
                    let why = format!("{}: {name}: {}", form.name, problems[0]);
                    match exception(name, form).or(form.glued.then_some("its cells are glued")) {
                        Some(reason) => refusals.push(format!("exception, {reason}: {why}")),
                        None => bad.push(why),
                    }
                }
            }
        }
        println!("{:24} {right:5} {wrong:5} {refused:7} {fewer:11}", form.name);
        counts.insert(form.name, (right, fewer));
    }
    for why in refusals {
        println!("refused: {why}");
    }
    (bad, counts)
}

/// The expected facts without the lists of values that the other form has not.
fn but_for_lists(expected: &Capture, found: &Capture) -> Capture {
    let (Capture::OperationPage(expected), Capture::OperationPage(found)) = (expected, found)
    else {
        return expected.clone();
    };
    let mut expected = expected.clone();
    let both = expected.parameters.iter_mut().zip(&found.parameters);
    for (one, other) in both.chain(expected.response.iter_mut().zip(&found.response)) {
        if other.values.is_empty() {
            one.values.clear();
        }
    }
    Capture::OperationPage(expected)
}

/// The first parameter, or else the first line, in which two captures differ.
fn difference(one: &Capture, other: &Capture) -> String {
    if let (Capture::OperationPage(one), Capture::OperationPage(other)) = (one, other) {
        let both = one.parameters.iter().zip(&other.parameters);
        let mut both = both.chain(one.response.iter().zip(&other.response));
        if let Some((one, other)) = both.find(|(one, other)| one != other) {
            return format!("{one:?} / {other:?}");
        }
    }
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    let mut lines = one.lines().zip(other.lines());
    let (one, other) = lines.find(|(one, other)| one != other).unwrap_or((&one, &other));
    format!("{} / {}", one.trim(), other.trim())
}

#[test]
fn invented_pages_are_read_in_every_form_and_one_that_ends_in_a_table_with_a_warning() {
    let (open, _) = fixtures::MARKDOWN.split_once("## Error codes").unwrap();
    let open = open.replace("# PaintFence", "# PaintFence {#PaintFence .reference}");
    let pages = [
        ("nested", pages::NESTED),
        ("cells", pages::CELLS),
        ("Chinese", pages::CHINESE),
        ("plain", fixtures::MARKDOWN),
        ("cross table", pages::CROSSED),
        ("lock cells", pages::LOCK_CELLS),
        ("Chinese lock", pages::LOCK_CHINESE),
        ("open", open.trim_end()),
    ];
    let pages = pages.map(|(name, text)| Whole::read(name, format!("{}\n", text.trim_end())));
    let bad = compare(&pages, |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    for form in FORMS.iter().filter(|form| !form.glued) {
        let (_, warnings) = import_text(&(form.render)(pages.last().unwrap())).unwrap();
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert!(
            said.iter().any(|one| one.contains("no section on errors")),
            "{}: {said:?}",
            form.name
        );
    }
}

#[test]
fn a_page_that_ends_in_the_table_of_its_response_is_refused_where_more_has_to_follow() {
    let (open, _) = fixtures::MARKDOWN.split_once("## Error codes").unwrap();
    let newer = open.replace("## Request", "## Debugging\n\nTry it.\n\n## Request");
    let topic = newer.replace("# PaintFence", "# PaintFence {#PaintFence .reference}");
    let mut texts = vec![topic];
    for page in [open.replace("## Request", "## Examples\n\n## Request"), newer] {
        let page = page.replace("# PaintFence", "# PaintFence {#PaintFence .reference}");
        let document = render::read(&page);
        texts.extend([render::tabs(&document, false), render::cells(&document, true)]);
    }
    for text in texts {
        let found = problems(&text);
        let ends = "the page ends without the section `Error codes`";
        assert!(found.iter().any(|one| one.contains(ends)), "{text}: {found:?}");
    }
    let half = render::cells(&render::parse(open), true);
    let half = half.split("The number").next().unwrap();
    assert!(!problems(half).is_empty());
}

#[test]
fn a_page_whose_end_is_open_is_read_if_the_user_says_that_it_is_whole() {
    let (cut, _) = fixtures::MARKDOWN.split_once("\n\nFor a list").unwrap();
    assert!(problems(cut)[0].contains("--accept-open-end"), "{:?}", problems(cut));
    let original = Original::from_bytes("x".to_owned(), cut.as_bytes().to_vec()).unwrap();
    let nothing = Lexicon::default();
    let (facts, warnings) = import_as(original, OriginalKind::Auto, true, || &nothing).unwrap();
    assert_eq!(facts.capture, capture(fixtures::MARKDOWN));
    assert!(warnings.iter().any(|one| one.message.contains("the page ends in its error table")));
}

#[test]
fn an_error_table_that_nothing_closes_is_a_warning_in_every_form() {
    let (open, _) = fixtures::MARKDOWN.split_once("For a list").unwrap();
    let page = open.replace("# PaintFence", "# PaintFence {#PaintFence .reference}");
    let (open, closed) = (Whole::read("open", page), Whole::read("plain", fixtures::MARKDOWN));
    for form in &FORMS {
        for (page, expected) in [(&open, true), (&closed, false)] {
            let (_, warnings) = import_text(&(form.render)(page)).unwrap();
            let said = |one: &Problem| one.message.contains("no line below the error table");
            assert_eq!(warnings.iter().any(said), expected, "{}: {}", form.name, page.name);
        }
    }
}

#[test]
fn a_section_on_the_response_without_its_table_is_a_problem_unless_it_says_that_nothing_is_there() {
    let page = Whole::read("plain", fixtures::MARKDOWN);
    let titles = [
        "ParameterTypeExampleDescription",
        "|Parameter|Type|Example|Description|",
        "Parameter\tType\tExample",
        "Parameter\n\nType\n\nExample\n\nDescription\n\nRequestId",
    ];
    for form in &FORMS {
        let text = (form.render)(&page);
        let lost = titles.iter().fold(text.clone(), |text, title| {
            let rest = title.strip_suffix("RequestId").map_or("", |_| "RequestId");
            text.replace(title, rest)
        });
        if form.name != "HTML" && !form.name.contains("CRLF") {
            assert_ne!(lost, text, "{}", form.name);
            assert!(!problems(&lost).is_empty(), "{}: {lost}", form.name);
        }
    }
    let (before, table) = fixtures::MARKDOWN.split_once("|Parameter|Type|Example").unwrap();
    let (_, behind) = table.split_once("## Error codes").unwrap();
    let with = |text: &str| format!("{before}{text}\n\n## Error codes{behind}");
    let found = problems(&with("A few things."));
    assert!(found[0].starts_with("x:20: no known table is in the section"), "{found:?}");
    for none in ["All are common response parameters.", "全是公共返回参数。参阅公共参数。"]
    {
        assert_eq!(problems(&with(none)), [""; 0]);
    }
    let (_, warnings) = import_text(&with("")).unwrap();
    assert_eq!(warnings[0].message, "the section on the response is empty");
}
