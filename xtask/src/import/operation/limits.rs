//! Limits and defaults that a description states in the fixed words of the vendor's pages. What is
//! worded in any other way is left alone.

use aliyun_rpc_spec::capture::PageParameter;

use crate::import::document::plain;

/// The limits of one parameter; everything else of the result is empty.
pub(super) fn read(kind: &str, description: &str) -> PageParameter {
    let text = plain(description);
    let numeric = matches!(kind, "integer" | "long" | "int" | "number" | "float" | "double");
    let listed = matches!(kind, "repeatlist" | "array");
    let mut limits = PageParameter { default: default(&text), ..PageParameter::default() };
    if let Some((least, most)) = range(
        &text,
        &["Valid values: ", "Value range: ", "\u{53d6}\u{503c}\u{8303}\u{56f4}\u{ff1a}"],
    ) && numeric
    {
        (limits.minimum, limits.maximum) = (Some(least.to_owned()), Some(most.to_owned()));
    }
    if let Some((least, most)) = range(&text, &["Valid values of N: "])
        && listed
    {
        (limits.min_items, limits.max_items) = (least.parse().ok(), most.parse().ok());
    }
    limits
}

/// `1 to 100`, `1~100` after one of these announcements, which occurs once.
fn range<'t>(text: &'t str, announcements: &[&str]) -> Option<(&'t str, &'t str)> {
    let mut found = announcements.iter().flat_map(|words| text.split(words).skip(1));
    let rest = found.next().filter(|_| found.next().is_none())?;
    let (least, rest) = number(rest)?;
    let rest = rest.trim_start();
    let rest = ["to ", "~", "-"].iter().find_map(|to| rest.strip_prefix(to))?;
    let (most, rest) = number(rest.trim_start())?;
    // `1 to 100 GiB` and `1 to 10 or 20` say more than the numbers.
    let ends = rest.starts_with(". ") || rest == "." || rest.starts_with('\u{3002}');
    ends.then_some((least, most))
}

fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits)?;
    (!number.is_empty() && number.len() < 12).then_some((number, rest))
}

/// `Default value: 10.`, said once, of one word.
fn default(text: &str) -> Option<String> {
    let words = ["Default value: ", "\u{9ed8}\u{8ba4}\u{503c}\u{ff1a}"];
    let mut found = words.iter().flat_map(|words| text.split(words).skip(1));
    let rest = found.next().filter(|_| found.next().is_none())?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)));
    let (word, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let whole = word.ends_with('.') && (rest.is_empty() || rest.starts_with(' '))
        || rest.starts_with('\u{3002}');
    let word = word.trim_end_matches('.');
    (whole && !word.is_empty()).then(|| word.to_owned())
}
