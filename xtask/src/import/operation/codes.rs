//! Cuts the error code off a row whose columns were glued together, such as
//! `InvalidFence.WetThe fence is wet.-`: the longest known code that fits, else everything up to
//! the last capital hump before the first blank.

use super::lexicon::Lexicon;
use crate::import::names;

impl Lexicon {
    /// Whether there is no capture with codes yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Whether a capture names this code.
    pub(crate) fn knows(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// The code at the beginning of the text; none when nothing tells where it ends.
    pub(crate) fn cut<'t>(&self, text: &'t str) -> Option<&'t str> {
        let token = token(text)?;
        let sentence = before_sentence(text, token);
        let code = sentence.or_else(|| self.known(token)).or_else(|| by_hump(text, token))?;
        names::is_code(code).then_some(code)
    }

    /// Whether the code could end nowhere else.
    pub(crate) fn is_clear(&self, text: &str, code: &str) -> bool {
        let Some(token) = token(text) else { return false };
        // A shorter code that is known may have a message of one word, and its description behind
        // it.
        if before_sentence(text, token).is_some() {
            return self.knows(code) || self.known(token).is_none();
        }
        let by_mark = by_mark(text, token);
        if !self.knows(code) {
            // A code that is known may have a message of one word, and two templates several ends.
            let templates = token.matches("%s").count();
            return by_mark == Some(code) && self.known(token).is_none() && templates < 2;
        }
        let rest = token.get(code.len()..).unwrap_or_default();
        // A longer code and a message that begins in the middle of this word would be as good.
        by_mark.is_none_or(|marked| marked == code) && (words(rest) < 2 || is_id(rest))
    }

    /// The longest known code that the token begins with, where a message can begin behind it.
    fn known<'t>(&self, token: &'t str) -> Option<&'t str> {
        let mut ends = (1..=token.len()).rev().filter_map(|end| token.split_at_checked(end));
        let (code, _) =
            ends.find(|(code, rest)| begins_message(rest) && self.codes.contains(*code))?;
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

/// A code and the first word of its message; a longer run of letters is neither.
fn token(text: &str) -> Option<&str> {
    let end = text.find(|c| !names::is_code_char(c)).unwrap_or(text.len());
    text.get(..end).filter(|token| token.len() <= 2 * names::LONGEST)
}

/// Words that begin a message and end no code.
const BEGIN: [&str; 22] = [
    "The",
    "This",
    "There",
    "These",
    "Your",
    "You",
    "An",
    "Some",
    "Any",
    "It",
    "One",
    "When",
    "According",
    "Another",
    "Exceeding",
    "Both",
    "All",
    "Please",
    "Only",
    "Cannot",
    "Specified",
    "Sorry",
];

/// Whether the rest of a word is the name of an id, with which a message begins, and not the end of
/// a longer code such as `NotSupported`.
fn is_id(rest: &str) -> bool {
    let named = rest.ends_with("Id") || rest.ends_with("Ids");
    named
        && words(rest) <= 3
        && !["Not", "Is", "Un", "Invalid"].iter().any(|no| rest.starts_with(no))
}

/// The code before a word that begins a sentence.
fn before_sentence<'t>(text: &'t str, token: &'t str) -> Option<&'t str> {
    let rest = text.get(token.len()..).unwrap_or_default();
    let blank =
        rest.starts_with(char::is_whitespace) || token.ends_with("Sorry") && rest.starts_with(',');
    if !blank || before_template(token).is_some() {
        return None;
    }
    let begins = BEGIN.iter().filter_map(|word| token.strip_suffix(word));
    begins.min_by_key(|code| code.len()).filter(|code| ends_as_code(code))
}

/// Not in the middle of a word of capitals.
fn ends_as_code(code: &str) -> bool {
    code.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// How many words were put together, by their capitals; a run of capitals begins one word.
fn words(text: &str) -> usize {
    let mut above = false;
    let mut count = 0;
    for c in text.chars() {
        let capital = c.is_ascii_uppercase();
        count += usize::from(capital && !above);
        above = capital;
    }
    count
}

/// The code before a template, or before something else than a word.
fn by_mark<'t>(text: &'t str, token: &'t str) -> Option<&'t str> {
    if let Some(code) = before_template(token) {
        return Some(code);
    }
    let bare = token.trim_end_matches('-');
    let next = text.get(token.len()..).and_then(|rest| rest.chars().next());
    let goes_on = |c: char| c.is_whitespace() || matches!(c, '\'' | '\u{2019}' | '?' | '/' | ',');
    (bare.len() < token.len() || !next.is_some_and(goes_on)).then_some(bare)
}

/// `DuplicatedParam.%s` is a template of a code, `NotBelongUser%s` a code and its message.
fn before_template(token: &str) -> Option<&str> {
    let mut befores = token.match_indices("%s").filter_map(|(at, _)| token.get(..at));
    befores.find(|before| !before.is_empty() && !before.ends_with('.'))
}

/// Without knowledge of the code: its end is where a mark is, or else the last hump of capitals
/// before the blank.
fn by_hump<'t>(text: &'t str, token: &'t str) -> Option<&'t str> {
    if let Some(code) = by_mark(text, token) {
        return Some(code);
    }
    let last = token.rfind(|c: char| c.is_ascii_uppercase())?;
    let run = token.get(..last)?.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    // A message that begins with an abbreviation (`ECS instances ...`) ends the token in capitals.
    let cut = if last + 1 == token.len() { run } else { last };
    token.get(..cut).filter(|code| !code.is_empty())
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
    fn a_code_that_could_end_elsewhere_is_unclear() {
        let known = ["FenceWet", "DiskError", "Fence"].map(str::to_owned);
        let lexicon: Lexicon = known.into_iter().collect();
        for (row, clear) in [
            ("FenceWetThe fence is wet.", true),
            ("FenceWetInstance is wet.", true),
            ("FenceWetFenceId must be dry.", true),
            ("FenceWetPostGate must be dry.", false),
            ("FenceDryThe fence is dry.", false),
            ("GateShutThe gate is shut.", true),
            ("GateShutSlowly, it shut.", false),
            ("GateShut%sThe gate is shut.", true),
            ("DiskErrorIncorrectDiskStatusThe status is wrong.", false),
            ("FenceWetOften%s-", false),
            ("DiskErrorIncorrectDiskStatus-", false),
            ("GateTypeThe\u{a0}specified gate is odd.", true),
            ("GatePrepaidIt\u{2019}s forbidden.", false),
            ("GatePrepaidIt?s forbidden.", false),
            ("GateStatusGate/Fence is shut.", false),
            ("Gate.%sAnd%sThe gates.", false),
            ("FenceNotSupportedFenceId should not be null.", false),
            ("InvalidGate.NotSpecified'gate' is needed.", false),
        ] {
            let code = lexicon.cut(row).unwrap();
            assert_eq!(lexicon.is_clear(row, code), clear, "{row}: {code}");
        }
    }

    #[test]
    fn a_row_without_a_code_gives_none() {
        for row in ["", " The fence", "The fence is wet", "%s", "...", "\u{6728}"] {
            assert_eq!(Lexicon::default().cut(row), None, "{row}");
        }
    }
}
