//! What a string spells: a number, a boolean or base64. Decided from the example together with the
//! range or the values that the description states, never from one of them alone. Only the result
//! is stored.

use aliyun_rpc_spec::capture::Spells;

/// Says what a string spells, where the metadata leaves no doubt.
pub(crate) fn spells(description: &str, example: &str, pattern: Option<&str>) -> Option<Spells> {
    if asks_for_base64(description) {
        return Some(Spells::Base64);
    }
    let whole = is_whole(example) && (pattern == Some(r"^\d+$") || states_range(description));
    if whole {
        return Some(Spells::Integer);
    }
    let flag = ["true", "false"].iter().any(|word| example.eq_ignore_ascii_case(word));
    let both = ["true", "false"].iter().all(|word| description.contains(word));
    (flag && both).then_some(Spells::Boolean)
}

/// A number as a program would print it: `0644` is the mode of a file.
fn is_whole(example: &str) -> bool {
    let digits = example.strip_prefix('-').unwrap_or(example);
    let canonical = digits == "0" || !digits.starts_with('0');
    canonical && digits.parse::<i64>().is_ok()
}

/// The text demands base64. Where the encoding is a choice, another parameter says which it is, and
/// no demand is stated.
fn asks_for_base64(description: &str) -> bool {
    let clauses = description.split(['。', '；', '\n', ';']);
    clauses.into_iter().any(|clause| {
        let lower = clause.to_ascii_lowercase();
        let demands = ["必须", "需要", "must be"].iter().any(|word| lower.contains(word));
        let choice = ["如果", "则", "if ", "plaintext", "contentencoding", "contenttype"];
        // "As it is, without decoding it" demands the opposite.
        let raw = ["无需", "解码", "decod"].iter().any(|word| lower.contains(word));
        let choice = choice.iter().any(|word| lower.contains(word));
        demands && lower.contains("base64") && !choice && !raw
    })
}

/// The text states which numbers are allowed. In a list, `N` is the number of the item and no
/// value.
fn states_range(description: &str) -> bool {
    let mut before = "";
    for (at, announced) in ["取值范围", "Valid values", "Value range"]
        .iter()
        .flat_map(|words| description.match_indices(words))
    {
        before = description.get(..at).unwrap_or(before);
        let of_items = before.trim_end().ends_with("N的") || before.trim_end().ends_with("N 的");
        let stated = description.get(at + announced.len()..).unwrap_or_default();
        if !of_items && begins_with_range(stated) {
            return true;
        }
    }
    false
}

/// Whether a range of numbers, or words for one, comes first in what follows an announcement.
fn begins_with_range(text: &str) -> bool {
    let text = text.trim_start_matches(['为', ':', '：', ' ']).trim_start();
    let line = text.lines().next().unwrap_or_default();
    // The first kind of a list of kinds: `- kind: 20~500`.
    let line = line
        .strip_prefix('-')
        .map_or(line, |item| item.split_once(['：', ':']).map_or(item, |(_, range)| range));
    let line = line.trim();
    let words = ["正整数", "小于", "大于"];
    let digits = |text: &str| text.trim().starts_with(|c: char| c.is_ascii_digit());
    let pair = line.split_once(['~', '～']).or_else(|| line.split_once(" to "));
    words.iter().any(|word| line.starts_with(word))
        || pair.is_some_and(|(low, high)| {
            digits(low) && low.trim().parse::<i64>().is_ok() && digits(high)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_spells_a_number_only_with_an_example_and_a_range() {
        let integer = Some(Spells::Integer);
        assert_eq!(spells("优先级。取值范围：1~100。", "1", None), integer);
        assert_eq!(spells("容量。取值范围：正整数。", "60", None), integer);
        assert_eq!(spells("大小。取值范围：\n\n- 普通：20~500。\n", "40", None), integer);
        assert_eq!(spells("Priority. Valid values: 1 to 100.", "1", None), integer);
        assert_eq!(spells("行数。", "10", Some(r"^\d+$")), integer);
        for (description, example) in [
            ("账号ID。\n\nN的取值范围：1~100。", "12345678910"),
            ("版本。", "1"),
            ("权限。取值范围：1~777。", "0644"),
            ("取值范围：1~100。", "one"),
            ("取值范围：\n- 1：是。", "1"),
        ] {
            assert_eq!(spells(description, example, None), None, "{description} {example}");
        }
    }

    #[test]
    fn a_string_spells_a_boolean_only_if_both_values_are_stated() {
        let both = "是否加密。取值范围：\n- true：是。\n- false：否。";
        assert_eq!(spells(both, "false", None), Some(Spells::Boolean));
        assert_eq!(spells("是否。", "true", None), None);
        assert_eq!(spells(both, "on", None), None);
    }

    #[test]
    fn base64_is_told_where_it_is_demanded_and_not_where_it_is_a_choice() {
        let base64 = Some(Spells::Base64);
        assert_eq!(spells("数据，需要以Base64编码。", "ZQ==", None), base64);
        assert_eq!(spells("The data must be Base64-encoded.", "ZQ==", None), base64);
        assert_eq!(spells("内容可以是明文或Base64编码。", "ZQ==", None), None);
        assert_eq!(spells("需要原样传入，无需Base64解码。", "ey", None), None);
        let choice = "如果ContentEncoding为Base64，则必须使用Base64编码。";
        assert_eq!(spells(choice, "ZQ==", None), None);
    }
}
