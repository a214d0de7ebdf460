//! Cells that were glued together -> name, position, type and answer, by what each of them can be.
//! What could be divided in two ways, or could be something else, is said to be so.

use super::super::column::{self, Column};
use super::super::grammar;
use crate::import::names;

/// The cells of a row up to the last with a grammar of its own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'t> {
    pub name: &'t str,
    pub kind: &'t str,
    pub answer: &'t str,
}

impl Head<'_> {
    pub(super) fn cells(&self) -> [(Column, String); 3] {
        let cells =
            [(Column::Name, self.name), (Column::Type, self.kind), (Column::Required, self.answer)];
        cells.map(|(column, text)| (column, text.to_owned()))
    }

    /// Whether the name with this type could also be a word of another cell, such as `Company` or
    /// `PhoneNumber`.
    pub(super) fn could_be_word(&self) -> bool {
        let humps = self.name.bytes().filter(u8::is_ascii_uppercase).count();
        let plain = self.name.bytes().all(|byte| byte.is_ascii_alphabetic());
        self.answer.is_empty()
            && plain
            && (humps == 0 || WEAK.contains(&self.kind) && (humps < 2 || !is_lower(self.kind)))
    }
}

/// Whether a parameter is required, as [`grammar::yes_or_no`] reads it where nothing is glued to
/// it.
const ANSWERS: [&str; 4] = ["Yes", "No", "\u{662f}", "\u{5426}"];

/// Types that words end with, too.
const WEAK: [&str; 17] = [
    "any", "map", "file", "long", "array", "object", "number", "Any", "Map", "File", "Array",
    "Object", "Number", "List", "Date", "Json", "Int",
];

/// [`grammar::TYPES`] as newer pages and as older ones write them. Here capitals matter: words end
/// like the short ones in small letters.
const SPELT: [&str; 31] = [
    "string",
    "integer",
    "long",
    "boolean",
    "array",
    "object",
    "number",
    "float",
    "double",
    "map",
    "any",
    "file",
    "String",
    "Integer",
    "Long",
    "Boolean",
    "Array",
    "Object",
    "Number",
    "Float",
    "Double",
    "Map",
    "File",
    "List",
    "Struct",
    "Json",
    "RepeatList",
    "Date",
    "Int",
    "Bool",
    "Any",
];

fn is_lower(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The first cells of a row that are the whole text; none when the text is something else.
pub(super) fn head<'t>(columns: &[Column], text: &'t str) -> Option<Head<'t>> {
    let mut head = Head::default();
    let mut rest = text.trim();
    for column in columns.get(..column::keys(columns))?.iter().rev() {
        let cell;
        (rest, cell) = match column {
            Column::Required => strip(rest, &ANSWERS)?,
            Column::Position => strip(rest, &["Query", "Body", "Path", "Header", "Host"])?,
            Column::Type => kind(rest)?,
            Column::Name => ("", rest),
            _ => return None,
        };
        match column {
            Column::Required => head.answer = cell,
            Column::Type => head.kind = cell,
            Column::Name => head.name = cell,
            _ => {}
        }
    }
    let named = rest.is_empty() && (head.name.is_empty() || grammar::is_name(head.name));
    (named && !head.kind.is_empty()).then_some(head)
}

/// The longest of these words that a text ends with, and what stands before it.
fn strip<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    let fitting = words.iter().filter(|word| text.ends_with(**word));
    let word = fitting.max_by_key(|word| word.len())?;
    text.split_at_checked(text.len() - word.len())
}

/// The type that a text ends with, and what stands before it: `string`, `array<object>`, `Array of
/// Fence`, or the structure `Fence` of the parameter `Fence.N`.
fn kind(text: &str) -> Option<(&str, &str)> {
    for of in ["Array of ", "List of ", "array of ", "list of "] {
        if let Some((before, item)) = text.rsplit_once(of) {
            return names::is_structure(item).then(|| text.split_at(before.len()));
        }
    }
    if let Some((outer, _)) = text.split_once('<').filter(|_| text.ends_with('>')) {
        let (before, _) = strip(outer, &["array", "map", "object", "Array", "Map", "List"])?;
        return text.split_at_checked(before.len());
    }
    let of_structure = |(name, structure): &(&str, &str)| !name.is_empty() && structure == name;
    if let Some((name, _)) = text.rsplit_once(".N").filter(of_structure) {
        return text.split_at_checked(name.len() + ".N".len());
    }
    strip(text, &SPELT)
}

/// Whether a text begins with the first cells of a row, and another cell is glued to them.
pub(super) fn holds_more(columns: &[Column], text: &str) -> bool {
    let text = text.trim();
    let word = text.split_whitespace().next().unwrap_or_default();
    let is_request = columns.contains(&Column::Required);
    let whole = (word.len() < text.len()).then_some(word.len());
    // No name is longer, and a line can be.
    let near = word.char_indices().map(|(at, _)| at).take_while(|at| *at <= 2 * names::LONGEST);
    let mut ends = near.skip(2).chain(whole);
    ends.any(|end| {
        let (first, rest) = text.split_at(end);
        let begins =
            is_request || !rest.starts_with(|c: char| c.is_ascii_lowercase() || ".:_-".contains(c));
        begins
            && head(columns, first).is_some_and(|head| {
                let sure = !head.could_be_word() && (is_request || !WEAK.contains(&head.kind));
                // A word of its own that ends with the type of an old page.
                !head.name.is_empty() && (sure || Some(end) == whole && !is_lower(head.kind))
            })
    })
}

/// Whether blanks stand between the first cells of a row: something was moved there.
pub(super) fn has_blanks(columns: &[Column], text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, rest) = text.trim().split_once(' ').unwrap_or_default();
    if grammar::is_name(name) && head(columns, rest).is_some_and(|head| head.kind.contains(" of "))
    {
        return true;
    }
    let few = (2..=3).contains(&words.len());
    few && head(columns, &words.concat()).is_some_and(|head| {
        // `A string` is prose.
        !head.answer.is_empty() || words.last() == Some(&head.kind) && head.name.len() > 3
    })
}

/// Whether a line is one word that could be a name, so that it may be a row whose type is not
/// known.
pub(super) fn could_be_name(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(|c: char| c.is_ascii_alphabetic()) && grammar::is_name(line)
}

/// Whether the text is a row but for the position that its table has.
pub(super) fn lacks_position(columns: &[Column], text: &str) -> bool {
    let others: Vec<Column> =
        columns.iter().copied().filter(|column| *column != Column::Position).collect();
    others.len() < columns.len() && head(&others, text).is_some_and(|head| !head.name.is_empty())
}

/// Whether a row has a name, a type that is not known, and an answer.
pub(super) fn has_unknown_type(columns: &[Column], line: &str) -> bool {
    let line = line.trim();
    let one_word = !line.contains(char::is_whitespace) && line.len() > 4;
    let answered = strip(line, &ANSWERS).is_some();
    columns.contains(&Column::Required)
        && one_word
        && answered
        && line.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: [Column; 5] =
        [Column::Name, Column::Type, Column::Required, Column::Description, Column::Example];
    const RESPONSE: [Column; 4] =
        [Column::Name, Column::Type, Column::Example, Column::Description];

    #[test]
    fn types_are_cut_off_as_pages_write_them() {
        for (text, name, kind, answer) in [
            ("FenceIdstringYes", "FenceId", "string", "Yes"),
            ("FenceIdStringNo", "FenceId", "String", "No"),
            ("FenceId.NRepeatListNo", "FenceId.N", "RepeatList", "No"),
            ("TagArray of TagNo", "Tag", "Array of Tag", "No"),
            ("Posts.NPostsNo", "Posts.N", "Posts", "No"),
            ("Gatesarray<object>\u{662f}", "Gates", "array<object>", "\u{662f}"),
            ("PhoneNumberStringNo", "PhoneNumber", "String", "No"),
        ] {
            assert_eq!(head(&REQUEST, text), Some(Head { name, kind, answer }), "{text}");
        }
        let swapped = [Column::Name, Column::Required, Column::Type, Column::Description];
        let answer = "Yes";
        assert_eq!(
            head(&swapped, "FenceIdYesString"),
            Some(Head { name: "FenceId", kind: "String", answer })
        );
        for text in ["Which fence.", "FenceIdvarcharYes", "FenceId", "The StringYes"] {
            assert_eq!(head(&REQUEST, text), None, "{text}");
        }
    }

    #[test]
    fn every_type_has_a_spelling() {
        let spelt: Vec<String> = SPELT.iter().map(|kind| kind.to_ascii_lowercase()).collect();
        assert!(spelt.iter().all(|kind| grammar::TYPES.contains(&kind.as_str())));
        assert!(grammar::TYPES.iter().all(|kind| spelt.iter().any(|one| one == kind)));
    }

    #[test]
    fn a_word_that_ends_like_a_type_is_unclear() {
        for (text, unclear) in [
            ("Company", true),
            ("endpointany", true),
            ("PhoneNumber", true),
            ("TagList", true),
            ("RequestIdString", false),
            ("Gates.NList", false),
            ("FenceIdstring", false),
            ("FenceCountlong", false),
        ] {
            let head = head(&RESPONSE, text).unwrap();
            assert_eq!(head.could_be_word(), unclear, "{text}");
        }
    }

    #[test]
    fn further_cells_that_are_glued_to_a_row_are_noticed() {
        assert!(holds_more(&REQUEST, "FenceIdStringYesfence-1Which fence."));
        assert!(holds_more(&RESPONSE, "RequestIdString473469C7The number of the call."));
        assert!(!holds_more(&REQUEST, "FenceIdStringYes"));
        assert!(holds_more(&REQUEST, "FenceIdStringYes Which fence."));
        for text in ["FenceId StringYes", "FenceIdString Yes", "StringYes FenceId"] {
            assert_eq!(has_blanks(&REQUEST, text), !text.starts_with("String"), "{text}");
        }
        assert!(has_blanks(&RESPONSE, "Fences Array of Fence"));
        assert!(has_blanks(&RESPONSE, "RequestId string") && !has_blanks(&RESPONSE, "A string"));
        for text in ["Which fence.", "StringBuilder is a class.", "Fence"] {
            assert!(!holds_more(&REQUEST, text) && !holds_more(&RESPONSE, text), "{text}");
        }
    }
}
