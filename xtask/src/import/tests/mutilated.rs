//! Originals that were cut, or whose bytes were changed on the way.

use super::*;

/// Every text at every cut that falls between two characters.
fn cuts(text: &str) -> impl Iterator<Item = &str> {
    (1..text.len()).filter_map(|at| text.get(..at))
}

fn refused(text: &str) -> Vec<Problem> {
    match import_text(text) {
        Ok((facts, _)) => {
            panic!("`{}` was taken for {:?}", issues::excerpt(text, 4000), facts.capture)
        }
        Err(problems) => problems,
    }
}

#[test]
fn json_that_was_cut_is_refused_wherever_it_was_cut() {
    for text in [fixtures::METADATA, fixtures::FACTS, fixtures::OBSERVED, fixtures::TIMEOUTS] {
        for cut in cuts(text.trim_end()) {
            let problems = refused(cut);
            assert!(!problems[0].place.is_empty(), "{problems:?}");
        }
    }
}

#[test]
fn an_operation_page_that_was_cut_before_the_end_of_its_error_table_is_refused_but_behind_a_row() {
    for text in [fixtures::GLUED, fixtures::MARKDOWN] {
        let end = text.find("For a list of error codes").unwrap();
        let mut read = 0;
        for cut in cuts(&text[..end]) {
            // Some pages end with a whole row, so that much is read, and said to be all there is.
            let Ok((facts, warnings)) = import_text(cut) else {
                let problems = refused(cut);
                assert!(!problems[0].place.is_empty(), "{problems:?}");
                continue;
            };
            let (Capture::OperationPage(whole), Capture::OperationPage(part)) =
                (capture(text), facts.capture)
            else {
                panic!("another kind: {cut}");
            };
            let mut whole = whole;
            whole.errors.truncate(part.errors.len());
            assert!(cut.ends_with('\n') && whole == part, "{cut}");
            let said = |one: &Problem| one.message.contains("its last rows may be missing");
            assert!(warnings.iter().any(said), "{warnings:?}");
            read += 1;
        }
        assert!(read < 8, "{read} of {}", text.len());
    }
}

#[test]
fn a_table_that_was_cut_within_a_row_is_refused() {
    for text in [fixtures::LOCK, fixtures::OVERDUE, fixtures::MANAGED, fixtures::MANAGED_MARKDOWN] {
        let whole: Vec<usize> = match import_text(text).unwrap().0.capture {
            Capture::ImpactPage(page) => page.rows.iter().map(|row| row.line as usize).collect(),
            Capture::ManagedPage(page) => page.rows.iter().map(|row| row.line as usize).collect(),
            _ => panic!("another kind"),
        };
        for cut in cuts(text) {
            let Ok((facts, _)) = import_text(cut) else { continue };
            // What is accepted ends where a row does, and nothing of a row is half there.
            let rows = match facts.capture {
                Capture::ImpactPage(page) => page.rows.len(),
                Capture::ManagedPage(page) => page.rows.len(),
                _ => panic!("another kind"),
            };
            let last_line = cut.trim_end().lines().count();
            let next_row = whole.get(rows).copied().unwrap_or(usize::MAX);
            assert!(last_line < next_row, "row at line {next_row} is half there: {cut}");
            let last = cut.trim_end().lines().last().unwrap_or_default();
            assert!(last.ends_with('|') || !last.contains('|'), "`{last}` is half a line");
        }
    }
}

#[test]
fn every_kind_cut_at_every_percent_is_refused_or_clean() {
    let mut refusals = 0;
    for (_, text) in fixtures::ALL {
        for percent in 1..100 {
            let bytes = text.as_bytes()[..text.len() * percent / 100].to_vec();
            match import_bytes(bytes) {
                Ok((facts, _)) => assert!(json(&facts).is_ok()),
                Err(problems) => {
                    refusals += 1;
                    assert!(problems.iter().all(|problem| !problem.message.is_empty()));
                }
            }
        }
    }
    assert!(refusals > 11 * 80, "only {refusals} of {} cuts were noticed", 11 * 99);
}

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn flipped_bytes_are_refused_or_clean_and_never_crash() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let interesting = b"|\n\"{}[]:,.-%\\0Aa \t\0\xff\xe5";
    let mut refusals = 0;
    for (_, text) in fixtures::ALL {
        for _ in 0..400 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=numbers.below(4) {
                let at = numbers.below(bytes.len());
                bytes[at] = interesting[numbers.below(interesting.len())];
            }
            match import_bytes(bytes) {
                Ok((facts, _)) => assert!(json(&facts).is_ok()),
                Err(problems) => {
                    refusals += 1;
                    assert!(!problems.is_empty());
                }
            }
        }
    }
    assert!(refusals > 1000, "only {refusals} of 4400 were noticed");
}

#[test]
fn metadata_whose_values_have_other_types_is_refused_with_pointers() {
    let types = ["null", "true", "7", "\"text\"", "[]", "{}", "[[1]]", "{\"a\":{\"b\":[]}}"];
    for member in ["info", "apis", "parameters", "schema", "properties", "items", "errorCodes"] {
        for value in types {
            let key = format!("\"{member}\":");
            let (before, _) = fixtures::METADATA.split_once(&key).unwrap();
            // The rest of the document closes whatever is open at this place.
            let open: Vec<char> = before.chars().filter(|c| "{}[]".contains(*c)).collect();
            let mut closing = Vec::new();
            for bracket in open {
                match bracket {
                    '{' => closing.push('}'),
                    '[' => closing.push(']'),
                    _ => drop(closing.pop()),
                }
            }
            let tail: String = closing.iter().rev().collect();
            let text = format!("{before}{key}{value}{tail}");
            for problem in import_text(&text).err().unwrap_or_default() {
                assert!(problem.place.starts_with('/'), "{problem}: {text}");
            }
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_a_hundred_levels_are_not_too_deep_to_name() {
    let nested = |depth: usize| {
        let open = r#"{"type":"array","items":"#.repeat(depth);
        let schema = format!("{open}{{\"type\":\"wood\"}}{}", "}".repeat(depth));
        format!(
            r#"{{"info":{{"style":"RPC","product":"G","version":"1"}},"apis":{{"PaintFence":
            {{"parameters":[{{"name":"P","schema":{schema}}}]}}}}}}"#
        )
    };
    let found = problems(&nested(100));
    assert!(found[0].contains("the type `wood` is not known"), "{found:?}");
    assert!(problems(&nested(5000))[0].contains("recursion limit"));
}

type Damage = fn(&str) -> Vec<String>;

/// Ways in which pages get damaged, each with the damaged texts.
pub(super) const DAMAGES: [(&str, Damage, bool); 4] = [
    ("cut at every percent", percents, false),
    ("two lines swapped", swapped, true),
    ("a line lost", lost_lines, true),
    ("a cell lost", lost_cells, true),
];

pub(super) fn percents(text: &str) -> Vec<String> {
    let at = (1..100).map(|percent| text.len() * percent / 100);
    at.filter_map(|at| text.get(..at)).map(str::to_owned).collect()
}

/// Up to twenty places of a text, by the number of its lines or marks.
pub(super) fn places(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by(count.div_ceil(20).max(1))
}

pub(super) fn swapped(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let spaced = text.matches("\n\n").count() * 3 > text.lines().count();
    let swap = |at: usize| {
        let mut lines = lines.clone();
        lines.swap(at, at + 1);
        lines.join(if spaced { "\n\n" } else { "\n" }) + "\n"
    };
    places(lines.len() - 1).map(swap).collect()
}

pub(super) fn lost_lines(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let lose = |at: usize| {
        let mut lines = lines.clone();
        lines.remove(at);
        lines.join("\n") + "\n"
    };
    let filled: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).collect();
    places(filled.len()).map(|at| lose(filled[at])).collect()
}

/// A cell between two marks, with one of the marks.
pub(super) fn lost_cells(text: &str) -> Vec<String> {
    let mark = ["|", "\t", "<td", "\n\n"].into_iter().find(|mark| text.matches(mark).count() > 20);
    let Some(mark) = mark else { return Vec::new() };
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
    let lose = |at: usize| format!("{}{}", &text[..marks[at]], &text[marks[at + 1]..]);
    places(marks.len() - 1).map(lose).collect()
}
