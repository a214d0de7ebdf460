//! Every form of a page damaged in every way: what is still read states nothing that the whole page
//! does not.

use super::every_form::{FORMS, PageForm, Whole};
use super::*;

/// A way to damage a page in one of its forms. Where it `moves` lines, an item of a list may be one
/// of another list now; where it moves `cells`, no row may get lost unnoticed.
struct Way {
    name: &'static str,
    texts: fn(&Whole, &PageForm, &str) -> Vec<String>,
    moves: bool,
    cells: bool,
}

fn ways() -> Vec<Way> {
    const fn way(
        name: &'static str,
        moves: bool,
        texts: fn(&Whole, &PageForm, &str) -> Vec<String>,
    ) -> Way {
        Way { name, texts, moves, cells: false }
    }
    vec![
        way("cut at every percent", false, |_, _, text| mutilated::percents(text)),
        way("two lines swapped", true, |page, form, text| match &page.facts {
            // Nobody can tell that two cells of one row that say what happens were swapped.
            Capture::ImpactPage(facts) if form.cells && !facts.crossed.is_empty() => Vec::new(),
            Capture::ManagedPage(_) if form.cells => Vec::new(),
            _ => mutilated::swapped(text),
        }),
        way("a line lost", true, |_, _, text| mutilated::lost_lines(text)),
        way("a cell lost", true, |page, form, text| match form.glued {
            true => moved::lost_cells(page, render::glued),
            false => mutilated::lost_cells(text),
        }),
        Way {
            cells: true,
            ..way("a cell moved", false, |page, form, _| moved::moved_cells(page, form))
        },
    ]
}

/// How many damaged texts were refused, read as the whole page is, and read with fewer facts; and
/// those that state something wrong.
#[derive(Default)]
struct Tally {
    counts: Vec<[usize; 3]>,
    bad: Vec<String>,
}

/// Damages every form of every page, and prints how much was refused, clean, or states fewer facts.
/// Returns what states something wrong.
pub(super) fn damage_every_form(pages: &[Whole]) -> Vec<String> {
    let ways = ways();
    // The work is the same for each page, so two threads halve the time.
    let (even, odd): (Vec<_>, Vec<_>) =
        pages.iter().enumerate().partition(|(at, _)| at.is_multiple_of(2));
    let judge = |pages: &[(usize, &Whole)]| {
        let mut tally = Tally { counts: vec![[0; 3]; ways.len()], bad: Vec::new() };
        pages.iter().for_each(|(_, page)| damage(page, &ways, &mut tally));
        tally
    };
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| judge(&odd));
        (judge(&even), other.join().expect("the damage itself never panics"))
    });
    println!("\n{:24} {:>8} {:>8} {:>8}", "damage", "refused", "clean", "fewer");
    for (at, way) in ways.iter().enumerate() {
        let [refused, clean, fewer] =
            [0, 1, 2].map(|what| one.counts[at][what] + other.counts[at][what]);
        println!("{:24} {refused:8} {clean:8} {fewer:8}", way.name);
    }
    let bad: Vec<String> = one.bad.into_iter().chain(other.bad).collect();
    println!("wrong: {}", bad.len());
    bad
}

fn damage(page: &Whole, ways: &[Way], tally: &mut Tally) {
    // Line breaks and marks of the file are gone before a page is read.
    for form in FORMS.iter().filter(|form| !form.name.contains("CRLF")) {
        let whole = (form.render)(page);
        let facts = match import_known(&whole) {
            Ok((facts, _)) => every_form::unlined(facts.capture),
            // Without marks nobody can tell that a table at the end of a page is whole.
            Err(_) if !form.marked => continue,
            Err(problems) => {
                let what =
                    format!("{}, {}: refused as a whole: {problems:?}", page.name, form.name);
                tally.bad.push(what);
                continue;
            }
        };
        for (at, way) in ways.iter().enumerate() {
            for (nth, damaged) in (way.texts)(page, form, &whole).into_iter().enumerate() {
                let Some(found) = read(&damaged) else {
                    tally.counts[at][0] += 1;
                    continue;
                };
                if found == facts {
                    tally.counts[at][1] += 1;
                    continue;
                }
                tally.counts[at][2] += 1;
                let wrong = wrong::wrong(&facts, &found, way.moves);
                let lost = || wrong::lost(&facts, &found).filter(|_| way.cells);
                if let Some(what) = wrong.or_else(lost) {
                    tally.bad.push(format!(
                        "{} {nth} of {}, {}: {what}",
                        way.name, page.name, form.name
                    ));
                }
            }
        }
    }
}

/// The facts of a page without line numbers; none when it is refused.
fn read(text: &str) -> Option<Capture> {
    let mut issues = Issues::new("x");
    let facts = detect::capture(text, OriginalKind::Auto, known_codes, &mut issues);
    facts.filter(|_| issues.problems.is_empty()).map(every_form::unlined)
}

#[test]
fn invented_pages_that_were_mutilated_in_any_form_are_refused_or_state_nothing_wrong() {
    let pages = [
        ("nested", pages::NESTED),
        ("plain", fixtures::MARKDOWN),
        ("cells", pages::CELLS),
        ("cross table", pages::CROSSED),
        ("lock cells", pages::LOCK_CELLS),
        ("Chinese lock", pages::LOCK_CHINESE),
        ("newest", newest::NEWEST),
        ("samples", years::SAMPLES),
        ("Chinese cross table", years::CROSSED),
        ("Chinese managed page", years::MANAGED),
        // The message of one of its errors looks like a code.
        (
            "codes",
            &fixtures::MARKDOWN.replace(
                "|403|FenceWet|%s|",
                "|403|GateError|WrongGateStatus|The gate is odd.|\n|403|FenceWet|%s|",
            ),
        ),
    ];
    let bad = damage_every_form(&pages.map(|(name, text)| Whole::read(name, text)));
    assert!(bad.is_empty(), "{} wrong:\n{}", bad.len(), bad.join("\n"));
}
