//! Originals that were cut, or whose bytes were changed on the way.

use aliyun_rpc_spec::capture::{
    Authorization, Change, CrossedCell, ImpactRow, ManagedRow, PageParameter,
};

use super::*;

/// Every text at every cut that falls between two characters.
fn cuts(text: &str) -> impl Iterator<Item = &str> {
    (1..text.len()).filter_map(|at| text.get(..at))
}

fn refused(text: &str) -> Vec<Problem> {
    match import_text(text) {
        Ok((facts, _)) => {
            panic!("`{}` was taken for {:?}", report::excerpt(text, 4000), facts.capture)
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
fn an_operation_page_that_was_cut_before_the_end_of_its_error_table_is_refused() {
    for text in [fixtures::GLUED, fixtures::MARKDOWN] {
        let end = text.find("For a list of error codes").unwrap();
        for cut in cuts(&text[..end]) {
            let problems = refused(cut);
            assert!(!problems[0].place.is_empty(), "{problems:?}");
        }
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

fn percents(text: &str) -> Vec<String> {
    let at = (1..100).map(|percent| text.len() * percent / 100);
    at.filter_map(|at| text.get(..at)).map(str::to_owned).collect()
}

/// Thirty places of a text, by the number of its lines or marks.
pub(super) fn places(count: usize) -> impl Iterator<Item = usize> {
    let step = (count / 30).max(1);
    (0..count).step_by(step)
}

fn swapped(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let spaced = text.matches("\n\n").count() * 3 > text.lines().count();
    let swap = |at: usize| {
        let mut lines = lines.clone();
        lines.swap(at, at + 1);
        lines.join(if spaced { "\n\n" } else { "\n" }) + "\n"
    };
    places(lines.len() - 1).map(swap).collect()
}

fn lost_lines(text: &str) -> Vec<String> {
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
fn lost_cells(text: &str) -> Vec<String> {
    let mark = ["|", "\t", "<td", "\n\n"].into_iter().find(|mark| text.matches(mark).count() > 20);
    let Some(mark) = mark else { return Vec::new() };
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).collect();
    let lose = |at: usize| format!("{}{}", &text[..marks[at]], &text[marks[at + 1]..]);
    places(marks.len() - 1).map(lose).collect()
}

/// What a capture of a damaged page states that the whole page does not; less is not wrong. Where
/// lines `moved`, an item of a list may be one of another list now, which nobody can tell.
pub(super) fn wrong(whole: &Capture, found: &Capture, moved: bool) -> Option<String> {
    match (whole, found) {
        (Capture::OperationPage(whole), Capture::OperationPage(found)) => {
            let all = || whole.parameters.iter().chain(&whole.response);
            let is_known = |one: &&PageParameter| {
                let mut same = all().filter(|known| {
                    (&known.name, &known.kind, known.required)
                        == (&one.name, &one.kind, one.required)
                });
                same.any(|known| {
                    moved || one.values.iter().all(|value| known.values.contains(value))
                })
            };
            let odd = found.parameters.iter().chain(&found.response).find(|one| !is_known(one));
            let error = found.errors.iter().find(|row| !whole.errors.contains(row));
            let needs = |one: &&Authorization| {
                whole.authorization.iter().any(|known| {
                    (&known.action, &known.level) == (&one.action, &one.level)
                        && one.resources.iter().all(|each| known.resources.contains(each))
                        && one.condition_keys.iter().all(|key| known.condition_keys.contains(key))
                        && one.associated.iter().all(|each| known.associated.contains(each))
                })
            };
            let needed = found.authorization.iter().find(|one| !needs(one));
            let said = |one: &&Change| {
                let mut same = whole.changes.iter().filter(|known| known.date == one.date);
                same.any(|known| one.kinds.iter().all(|kind| known.kinds.contains(kind)))
            };
            let change = found.changes.iter().find(|one| !said(one));
            (whole.operation != found.operation)
                .then(|| found.operation.clone())
                .or(odd.map(|one| format!("{one:?}")))
                .or(error.map(|row| format!("{row:?}")))
                .or(needed.map(|row| format!("{row:?}")))
                .or(change.map(|row| format!("{row:?}")))
        }
        (Capture::ImpactPage(whole), Capture::ImpactPage(found)) => {
            let same = |one: &ImpactRow, other: &ImpactRow| {
                (&one.operation, one.subject, one.effect, &one.code)
                    == (&other.operation, other.subject, other.effect, &other.code)
            };
            let row = found.rows.iter().find(|row| !whole.rows.iter().any(|one| same(one, row)));
            let cell = |one: &CrossedCell| CrossedCell { line: 0, ..one.clone() };
            let crossed = found.crossed.iter().map(cell);
            let mut crossed =
                crossed.filter(|one| !whole.crossed.iter().any(|known| cell(known) == *one));
            (whole.condition != found.condition)
                .then(|| format!("{:?}", found.condition))
                .or(row.map(|row| format!("{row:?}")))
                .or(crossed.next().map(|one| format!("{one:?}")))
        }
        (Capture::ManagedPage(whole), Capture::ManagedPage(found)) => {
            let known = |row: &ManagedRow| {
                let same = |one: &ManagedRow| ManagedRow { line: row.line, ..one.clone() } == *row;
                whole.rows.iter().any(same)
            };
            let odd = found.rows.iter().find(|row| !known(row));
            odd.map(|row| format!("{row:?}"))
        }
        _ => Some("another kind".to_owned()),
    }
}
