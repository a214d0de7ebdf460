//! The description of a parameter -> the values it allows. The metadata states an `enum` for hardly
//! any parameter, its prose announces one for hundreds. What is read here is a hint for the users
//! of the client and never a reason to refuse a value, so a list that is not understood as a whole
//! is left alone rather than guessed. Only the names are taken; the prose stays behind.

mod announce;
mod line;
mod list;
#[cfg(test)]
mod tests;
mod word;

use announce::Announcement;
use line::{Line, LineKind};
pub(crate) use list::Marks;
use list::{LastItem, Reading};

/// What a description says about allowed values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mined {
    /// The allowed values in the order of the text, none twice; empty where it names no closed
    /// list.
    pub values: Vec<String>,
    /// The text announces values that are neither numbers nor booleans, and none was understood.
    pub candidate: bool,
}

/// Reads the allowed values out of a description. Linear in its length; any text is fine.
pub(crate) fn mine(description: &str, marks: Marks) -> Mined {
    let lines = line::split(description);
    let unmarked = LastItem::of(&lines, marks);
    let mut found = Found { unmarked, ..Found::default() };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if matches!(line.kind, LineKind::Bullet | LineKind::Plain) {
            at = found.line(&lines, line, at);
        }
    }
    if !found.announced {
        found.values = unannounced(&lines, unmarked).unwrap_or_default();
    }
    found.judge()
}

/// What the announcements of one description have given so far.
#[derive(Default)]
struct Found {
    values: Vec<String>,
    unmarked: Option<LastItem>,
    announced: bool,
    unknown: bool,
    /// The text itself says that a single value is all there is.
    sole: bool,
}

impl Found {
    /// Reads all that one line announces; `next` is the line after it. Returns where to go on.
    fn line(&mut self, lines: &[Line], line: &Line, next: usize) -> usize {
        let mut end = next;
        for announcement in announce::all(&line.text) {
            let mut reading = list::inline(announcement.rest);
            if announcement.heads_a_block() && reading == Reading::Unknown {
                let under = matches!(line.kind, LineKind::Bullet).then_some(line.indent);
                let after;
                (reading, after) = list::block(lines, next, under, self.unmarked);
                // What was not understood may hold announcements of its own.
                if reading != Reading::Unknown {
                    end = after;
                }
            }
            let several =
                matches!(&reading, Reading::Values(words) if words.len() > 1 || announcement.sole);
            if announcement.colon || several {
                self.take(reading, &announcement);
            }
        }
        end
    }

    fn take(&mut self, reading: Reading, announcement: &Announcement<'_>) {
        self.announced = true;
        match reading {
            Reading::Values(words) => {
                self.sole |= announcement.sole;
                self.values.extend(words);
            }
            Reading::Scalar => {}
            Reading::Unknown => self.unknown = true,
        }
    }

    fn judge(self) -> Mined {
        let mut seen = std::collections::HashSet::new();
        let mut values = self.values;
        values.retain(|value| seen.insert(value.clone()));
        let lone = values.len() == 1 && !self.sole;
        if values.iter().all(|value| is_boolean(value)) {
            return Mined { values: Vec::new(), candidate: self.unknown && values.is_empty() };
        }
        if lone || values.iter().any(|value| word::is_region(value)) {
            return Mined { values: Vec::new(), candidate: true };
        }
        Mined { values, candidate: false }
    }
}

fn is_boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
}

/// Bullets that nothing announces are values when a sentence of their own names one as the default.
fn unannounced(lines: &[Line], unmarked: Option<LastItem>) -> Option<Vec<String>> {
    let first = lines.iter().position(|line| matches!(line.kind, LineKind::Bullet))?;
    let (Reading::Values(words), end) = list::block(lines, first, None, unmarked) else {
        return None;
    };
    let named =
        |line: &Line| announce::default(&line.text).is_some_and(|word| words.contains(&word));
    let sure = words.len() > 1 && lines.get(end..)?.iter().any(named);
    sure.then_some(words)
}
