//! A row of an authorization table whose cells are one below the other, without marks between
//! them.

use super::plain;

/// The cells of a row whose cells are on lines one below the other: one of the last two has to be
/// empty, or it is not clear where it begins.
pub(super) fn apart(text: &str) -> Option<[String; 3]> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let nothing = |line: &&str| is_nothing(&plain(line));
    let last_pattern = lines
        .iter()
        .rposition(|line| plain(line).split(' ').next_back().is_some_and(is_pattern))?;
    let (resources, rest) = lines.split_at_checked(last_pattern + 1)?;
    let (conditions, associated) = match rest {
        [conditions @ .., last] if nothing(last) && !conditions.is_empty() => {
            (conditions.to_vec(), vec![*last])
        }
        [first, associated @ ..] if nothing(first) && !associated.is_empty() => {
            (vec![*first], associated.to_vec())
        }
        _ => return None,
    };
    Some([resources.join("\n"), conditions.join("\n"), associated.join("\n")])
}

/// Whether a cell says that there is nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(text, "none" | "None" | "\u{65e0}" | "-" | "")
}

/// Whether a word is the pattern of a resource.
pub(crate) fn is_pattern(word: &str) -> bool {
    word == "*" || word.starts_with("acs:") && !word.contains([',', ';', '\u{ff0c}', '\u{3001}'])
}
