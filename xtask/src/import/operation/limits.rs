//! Limits and defaults that a description states in the fixed words of the vendor's pages. What is
//! worded in any other way is left alone.

use aliyun_rpc_spec::capture::PageParameter;

use crate::import::document::plain;
use crate::import::values::Marks;

/// The limits of one parameter; everything else of the result is empty.
pub(super) fn read(kind: &str, description: &str, marks: Marks) -> PageParameter {
    let text = plain(description);
    let numeric = matches!(kind, "integer" | "long" | "int" | "number" | "float" | "double");
    let listed = matches!(kind, "repeatlist" | "array");
    let default = default(&text).or_else(|| chinese::default(&text, marks));
    // Some pages write that there is no default this way.
    let default = default.filter(|word| !matches!(word.as_str(), "null" | "-"));
    let mut limits = PageParameter { default, ..PageParameter::default() };
    let of_value = || {
        range(&text, &["Valid values: ", "Value range: "])
            .or_else(|| chinese::range(&text, Subject::Value, marks))
    };
    if let Some((least, most)) = numeric.then(of_value).flatten() {
        (limits.minimum, limits.maximum) = (Some(least.to_owned()), Some(most.to_owned()));
    }
    let of_count = || {
        range(&text, &["Valid values of N: "])
            .or_else(|| chinese::range(&text, Subject::Count, marks))
    };
    if let Some((least, most)) = listed.then(of_count).flatten() {
        (limits.min_items, limits.max_items) = (least.parse().ok(), most.parse().ok());
    }
    limits
}

/// `1 to 100`, `1~100` after one of these announcements, which occurs once.
fn range<'t>(text: &'t str, announcements: &[&str]) -> Option<(&'t str, &'t str)> {
    let mut found = announcements.iter().flat_map(|words| text.split(words).skip(1));
    let rest = found.next().filter(|_| found.next().is_none())?;
    let (least, most, rest) = bounds(rest)?;
    // `1 to 100 GiB` and `1 to 10 or 20` say more than the numbers.
    let ends = rest.starts_with(". ") || rest == ".";
    ends.then_some((least, most))
}

/// Two numbers, and the text behind them.
fn bounds(text: &str) -> Option<(&str, &str, &str)> {
    let (least, rest) = number(text)?;
    let rest = rest.trim_start();
    let rest = ["to ", "~", "-"].iter().find_map(|to| rest.strip_prefix(to))?;
    let (most, rest) = number(rest.trim_start())?;
    Some((least, most, rest))
}

fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits)?;
    (!number.is_empty() && number.len() < 12).then_some((number, rest))
}

/// `Default value: 10.`, said once, of one word.
fn default(text: &str) -> Option<String> {
    let mut found = text.split("Default value: ").skip(1);
    let (word, rest) = word(found.next().filter(|_| found.next().is_none())?)?;
    let whole = word.ends_with('.') && (rest.is_empty() || rest.starts_with(' '));
    let word = word.trim_end_matches('.');
    (whole && !word.is_empty()).then(|| word.to_owned())
}

/// The first word, and the text behind it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)));
    text.split_at_checked(end.unwrap_or(text.len()))
}

/// What a range is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The value of the parameter.
    Value,
    /// How many there can be of it: the number `N` in its name.
    Count,
}

/// The same in Chinese, where sentences of a cell often end with the line only.
mod chinese {
    use super::{Marks, Subject};

    const RANGE: &str = "取值范围";
    const DEFAULT: &str = "默认值";

    /// `取值范围：1~100。`, said once of the subject.
    pub(super) fn range(text: &str, subject: Subject, marks: Marks) -> Option<(&str, &str)> {
        let all = announced(text, RANGE).filter(|(before, _)| subject_of(before) == subject);
        let (before, rest) = only(all)?;
        // `云盘：取值范围：20~500` is about one of several kinds.
        let part = before.rsplit(['\u{3002}', ' ']).next().unwrap_or_default();
        let (least, most, rest) = super::bounds(rest)?;
        let sure = ends(rest, marks) && !is_conditional(before) && !part.contains('\u{ff1a}');
        sure.then_some((least, most))
    }

    /// `默认值：10`, said once, of one word.
    pub(super) fn default(text: &str, marks: Marks) -> Option<String> {
        let (before, rest) = only(announced(text, DEFAULT))?;
        let (word, rest) = super::word(rest)?;
        let word = word.trim_end_matches('.');
        let sure = !word.is_empty() && ends(rest, marks) && !is_conditional(before);
        sure.then(|| word.to_owned())
    }

    /// The text before each of these announcements, and behind it.
    fn announced<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        text.match_indices(words).filter_map(move |(at, _)| {
            let (before, rest) = (text.get(..at)?, text.get(at + words.len()..)?);
            let said = rest.strip_prefix('为').unwrap_or(rest);
            let said = said.strip_prefix(['\u{ff1a}', ':']).unwrap_or(said);
            (said.len() < rest.len()).then(|| (before, said.trim_start()))
        })
    }

    fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
        all.next().filter(|_| all.next().is_none())
    }

    fn subject_of(before: &str) -> Subject {
        let before = before.trim_end_matches('的').trim_end();
        let letter = before.strip_suffix('N');
        match letter.is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric())) {
            true => Subject::Count,
            false => Subject::Value,
        }
    }

    /// Whether the sentence that this begins holds under a condition only.
    fn is_conditional(before: &str) -> bool {
        let sentence = before.rsplit('\u{3002}').next().unwrap_or_default();
        ["当", "时", "如果", "若"].iter().any(|word| sentence.contains(word))
    }

    /// Whether nothing stands behind a value, or the next sentence does; a unit says more, and so
    /// does an item of a list. Where the marks of lists got lost, only some sentences cannot be
    /// one.
    fn ends(rest: &str, marks: Marks) -> bool {
        const UNITS: &str = "个天月年周小分秒次台块条页项字兆\u{2022}";
        const SENTENCES: [&str; 3] = ["默认值", "说明", "注意"];
        let next = rest.strip_prefix(' ').map(str::trim_start).unwrap_or_default();
        let sentence = match marks {
            Marks::Kept => next.starts_with(|c: char| !c.is_ascii() && !UNITS.contains(c)),
            Marks::Lost => SENTENCES.iter().any(|words| next.starts_with(words)),
        };
        rest.is_empty() || rest.starts_with('\u{3002}') || sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(
        kind: &str,
        text: &str,
    ) -> (Option<String>, Option<String>, Option<u64>, Option<u64>) {
        let found = read(kind, text, Marks::Kept);
        (found.minimum, found.maximum, found.min_items, found.max_items)
    }

    #[test]
    fn both_languages_state_limits_and_defaults() {
        for text in ["Valid values: 1 to 50. Default value: 10.", "取值范围：1~50\n\n默认值：10"]
        {
            let found = read("integer", text, Marks::Kept);
            assert_eq!(
                (found.minimum.as_deref(), found.maximum.as_deref()),
                (Some("1"), Some("50"))
            );
            assert_eq!(found.default.as_deref(), Some("10"), "{text}");
        }
        for text in ["Valid values of N: 1 to 50.", "`N`的取值范围：1~50。", "N 的取值范围为1~50。"]
        {
            assert_eq!(limits("repeatlist", text), (None, None, Some(1), Some(50)), "{text}");
        }
    }

    #[test]
    fn a_line_behind_a_limit_may_be_an_item_where_the_marks_of_lists_got_lost() {
        let lost = |text| read("integer", text, Marks::Lost);
        assert_eq!(lost("取值范围：1~50\n默认值：10").maximum.as_deref(), Some("50"));
        assert_eq!(lost("取值范围：1~50\n5为木。").maximum, None);
        assert_eq!(lost("木：1~10。默认值：10\n铁：1~50。").default, None);
        assert_eq!(
            read("integer", "取值范围：1~50\n木。", Marks::Kept).maximum.as_deref(),
            Some("50")
        );
    }

    #[test]
    fn limits_of_the_number_are_none_of_the_value_and_conditions_and_units_are_left_alone() {
        for text in [
            "N的取值范围：1~16。",
            "取值范围：1~5GiB",
            "取值范围：1~5 个。",
            "当Gate为Open时，取值范围：1~5。",
            "- 木：取值范围：1~5。",
            "取值范围：1~5。取值范围：1~6。",
            "取值范围：1~5\n- 5：木。",
            "取值范围：1~5\n\u{2022} 5：木。",
        ] {
            assert_eq!(limits("integer", text), (None, None, None, None), "{text}");
        }
        assert_eq!(read("string", "Default value: null.", Marks::Kept).default, None);
        for text in [
            "默认值：- ",
            "默认值：10 天",
            "默认值：木",
            "如果不填，默认值：10。",
            "默认值：1\n默认值：2",
        ] {
            assert_eq!(read("integer", text, Marks::Kept).default, None, "{text}");
        }
    }
}
