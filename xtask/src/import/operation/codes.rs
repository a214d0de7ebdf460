//! Cuts the error code off a row whose columns were glued together, such as
//! `InvalidFence.WetThe fence is wet.-`: the longest known code that fits, else everything up to
//! the last capital hump before the first blank.

use std::collections::BTreeSet;

use crate::import::names;

/// The codes of all captures so far.
#[derive(Debug, Default)]
pub(crate) struct Lexicon(BTreeSet<String>);

impl FromIterator<String> for Lexicon {
    fn from_iter<I: IntoIterator<Item = String>>(codes: I) -> Self {
        Self(codes.into_iter().collect())
    }
}

impl Lexicon {
    /// Whether a capture names this code.
    pub(crate) fn knows(&self, code: &str) -> bool {
        self.0.contains(code)
    }

    /// The code at the beginning of the text; none when nothing tells where it ends.
    pub(crate) fn cut<'t>(&self, text: &'t str) -> Option<&'t str> {
        let end = text.find(|c| !names::is_code_char(c)).unwrap_or(text.len());
        // A code and the first word of its message; a longer run of letters is neither.
        let token = text.get(..end).filter(|token| token.len() <= 2 * names::LONGEST)?;
        let code = self.known(token).or_else(|| by_hump(text, token))?;
        names::is_code(code).then_some(code)
    }

    /// The longest known code that the token begins with, where a message can begin behind it.
    fn known<'t>(&self, token: &'t str) -> Option<&'t str> {
        let mut ends = (1..=token.len()).rev().filter_map(|end| token.split_at_checked(end));
        let (code, _) = ends.find(|(code, rest)| begins_message(rest) && self.0.contains(*code))?;
        Some(code)
    }
}

/// A message begins with a capital, a number, a template or the dash of an empty cell; one that
/// begins in lower case does so with a whole word, or it could be the rest of a longer code.
fn begins_message(rest: &str) -> bool {
    match rest.chars().next() {
        None => true,
        Some(c) if c.is_ascii_lowercase() => rest.chars().all(|c| c.is_ascii_lowercase()),
        Some(c) => c.is_ascii_uppercase() || c.is_ascii_digit() || c == '%' || c == '-',
    }
}

/// Without knowledge of the code: its end is where a template message begins, where something
/// other than a word follows, or else the last hump of capitals before the blank.
fn by_hump<'t>(text: &str, token: &'t str) -> Option<&'t str> {
    // `DuplicatedParam.%s` is a template of a code, `NotBelongUser%s` a code and its message.
    let template = token.match_indices("%s").map(|(at, _)| at).find(|at| {
        !token.get(..*at).is_some_and(|before| before.ends_with('.') || before.is_empty())
    });
    if let Some(at) = template {
        return token.get(..at);
    }
    let bare = token.trim_end_matches('-');
    let next = text.get(token.len()..).and_then(|rest| rest.chars().next());
    if bare.len() < token.len() || !matches!(next, Some(' ' | '\'' | ',')) {
        return Some(bare);
    }
    let last = bare.rfind(|c: char| c.is_ascii_uppercase())?;
    let run = bare.get(..last)?.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    // A message that begins with an abbreviation (`ECS instances ...`) ends the token in capitals.
    let cut = if last + 1 == bare.len() { run } else { last };
    bare.get(..cut).filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(&str, &str); 10] = [
        ("FenceWetThe fence is wet.-", "FenceWet"),
        ("InvalidFence.MalformedThe specified \"FenceId\" is odd.-", "InvalidFence.Malformed"),
        ("FenceLimitExceeded%s-", "FenceLimitExceeded"),
        ("NotYours%sAsk the owner.", "NotYours"),
        ("BadFence.PostIdAndRailId.Conflict%sEither of them.", "BadFence.PostIdAndRailId.Conflict"),
        ("MissingParamter.PostIdThe PostId is missing.", "MissingParamter.PostId"),
        ("FenceClosed-", "FenceClosed"),
        ("FenceClosed\"Gate\" is shut.", "FenceClosed"),
        ("DoubleParam.%sThe parameter is there twice.", "DoubleParam.%s"),
        ("FenceWetECS fences dry slowly.", "FenceWet"),
    ];

    #[test]
    fn codes_come_out_exact_without_a_lexicon() {
        let lexicon = Lexicon::default();
        for (row, code) in ROWS {
            assert_eq!(lexicon.cut(row), Some(code), "{row}");
        }
    }

    #[test]
    fn codes_come_out_exact_with_a_lexicon_that_knows_shorter_codes() {
        let known = ["InvalidFence", "BadFence", "MissingParamter", "Fence.Wet", "Fence"];
        let codes = ROWS.iter().map(|(_, code)| *code).chain(known);
        let lexicon: Lexicon = codes.map(str::to_owned).collect();
        for (row, code) in ROWS {
            assert_eq!(lexicon.cut(row), Some(code), "{row}");
        }
    }

    #[test]
    fn a_known_code_settles_what_the_last_hump_would_get_wrong() {
        let row = "FenceWetPostId must be dry.";
        assert_eq!(Lexicon::default().cut(row), Some("FenceWetPost"));
        let lexicon: Lexicon = ["FenceWet".to_owned()].into_iter().collect();
        assert_eq!(lexicon.cut(row), Some("FenceWet"));
    }

    #[test]
    fn a_row_without_a_code_gives_none() {
        for row in ["", " The fence", "The fence is wet", "%s", "...", "\u{6728}"] {
            assert_eq!(Lexicon::default().cut(row), None, "{row}");
        }
    }
}
