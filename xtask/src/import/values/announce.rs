//! A line of text -> where it announces the values of the parameter it describes. Most of what
//! looks like an announcement speaks of something else: of the `N` in `Tag.N.Key`, of another
//! parameter, or of the case in which this one has a certain value.

use super::word;

/// The words that announce values, in Chinese and (lower case) in English.
const STEMS: [&str; 14] = [
    "取值",
    "可能值",
    "可选值",
    "可用值",
    "可取值",
    "有效值",
    "合法值",
    "枚举值",
    "允许值",
    "valid value",
    "possible value",
    "optional value",
    "allowed value",
    "supported value",
];

/// What may stand between the stem and the colon or the value.
const GLUE: [&str; 9] = ["范围", "列表", "如下", "说明", "可以", "以下", "分别", "有", "s"];

/// Likewise, and it links the value without a colon.
const LINK: [&str; 6] = ["为", "是", "包括", "包含", "are", "include"];

/// Likewise, and it says that nothing else is allowed.
const ONLY: [&str; 5] = ["只能", "仅能", "必须", "固定", "只可"];

/// A remark that nothing else is allowed, anywhere after the value.
const ONLY_REMARK: [&str; 5] = ["仅支持", "只支持", "只能", "仅能", "only"];

/// A place where a text announces values.
pub(super) struct Announcement<'a> {
    /// What follows it on its line, up to the next announcement.
    pub rest: &'a str,
    /// A colon follows, so it is an announcement whatever comes next.
    pub colon: bool,
    /// One value is all there is.
    pub sole: bool,
    last: bool,
}

impl Announcement<'_> {
    /// The values may be on the following lines.
    pub(super) fn heads_a_block(&self) -> bool {
        let rest = self.rest.trim_end();
        self.colon && self.last && (rest.is_empty() || rest.ends_with(':'))
    }
}

/// All announcements of a line, in order.
pub(super) fn all(text: &str) -> Vec<Announcement<'_>> {
    let lower = text.to_ascii_lowercase();
    let mut stems: Vec<(usize, usize)> = STEMS
        .iter()
        .flat_map(|stem| lower.match_indices(stem).map(|(at, stem)| (at, at + stem.len())))
        .collect();
    stems.sort_unstable();
    let mut found = Vec::new();
    let mut from = 0;
    for (index, &(start, end)) in stems.iter().enumerate() {
        let next = stems.get(index + 1).map(|&(start, _)| start);
        let before = text.get(from..start).unwrap_or_default();
        let stem = text.get(start..end).unwrap_or_default();
        let after = text.get(end..next.unwrap_or(text.len())).unwrap_or_default();
        found.extend(read(before, stem, after, next.is_none()));
        from = end;
    }
    found
}

fn read<'a>(before: &str, stem: &str, after: &'a str, last: bool) -> Option<Announcement<'a>> {
    let english = stem.is_ascii();
    let clause = before.rsplit(['。', ';', ',', ':', '!', '?']).next().unwrap_or_default();
    if !english && is_foreign(clause) {
        return None;
    }
    let mut rest = after;
    let (mut linked, mut only, mut ranged) = (false, false, false);
    loop {
        rest = word::without_notes(rest);
        if let Some(next) = LINK.iter().find_map(|link| rest.strip_prefix(link)) {
            (rest, linked) = (next, true);
        } else if let Some(next) = ONLY.iter().find_map(|only| rest.strip_prefix(only)) {
            (rest, only) = (next, true);
        } else if let Some(next) = GLUE.iter().find_map(|glue| rest.strip_prefix(glue)) {
            (rest, ranged) = (next, true);
        } else {
            break;
        }
    }
    let (rest, colon) = match rest.strip_prefix(':') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    if !colon && (!linked || is_condition(clause, rest)) {
        return None;
    }
    let sole = only
        || colon && !ranged && (english || stem == "取值")
        || ONLY_REMARK.iter().any(|remark| rest.contains(remark));
    Some(Announcement { rest, colon, sole, last })
}

/// The clause ends in a name of its own: the values are those of that thing.
fn is_foreign(clause: &str) -> bool {
    let mut subject = clause.trim_end();
    while let Some(shorter) = ["的", "参数", "有效", "可选", "支持", "合法", "当前"]
        .iter()
        .find_map(|word| subject.strip_suffix(word))
    {
        subject = shorter.trim_end();
    }
    subject.ends_with(|c: char| c == '`' || c == '_' || c.is_ascii_alphanumeric())
}

/// `when it is A, ...` names a value without saying what others there are.
fn is_condition(clause: &str, rest: &str) -> bool {
    let clause = clause.trim_start();
    ["当", "如果", "若", "仅当"].iter().any(|word| clause.starts_with(word))
        || word::head(rest).is_some_and(|(_, after)| after.trim_start().starts_with('时'))
}

/// The default that a line states.
pub(super) fn default(text: &str) -> Option<String> {
    let rest = text.strip_prefix("默认值").or_else(|| text.strip_prefix("Default value"))?;
    let rest = rest.trim_start_matches([' ', ':', '为', '是']);
    word::head(rest).map(|(value, _)| value)
}
