//! Headings as generators of pages print them -> their titles.

use super::plain;

/// Level and title of a Markdown heading; `{#anchor .kind}` behind it is not part of it.
pub(super) fn markdown(line: &str) -> Option<(u8, String)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let text = line.get(level..)?;
    if level == 0 || level > 6 || !text.starts_with(' ') {
        return None;
    }
    let text = text.split(" {").next().unwrap_or(text);
    Some((u8::try_from(level).unwrap_or(6), title(text)))
}

/// A heading without what is put around it: its number, anchors, and the marks that close it or
/// link to it.
pub(super) fn title(heading: &str) -> String {
    let text = plain(&without_tags(&without_links(heading)));
    let bare = text.trim_end_matches(['#', '\u{b6}', ' ']);
    let (number, rest) = bare.split_once(' ').unwrap_or_default();
    let numbered = number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains('.')
        && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    match (numbered, bare.is_empty()) {
        (true, _) => rest.trim_start().to_owned(),
        (false, true) => text,
        (false, false) => bare.to_owned(),
    }
}

/// The text without links that show nothing or a mark: `[](#precautions)`, `[#](#precautions
/// "Link")`.
fn without_links(text: &str) -> String {
    let mut rest = text;
    let mut bare = String::with_capacity(text.len());
    while let Some((before, link)) = rest.split_once('[') {
        let found = behind_mark(link).and_then(|target| after(target, ')'));
        bare.push_str(before);
        if found.is_none() {
            bare.push('[');
        }
        rest = found.unwrap_or(link);
    }
    bare + rest
}

/// The target of a link and what follows, if the link shows nothing or a mark.
fn behind_mark(link: &str) -> Option<&str> {
    let link = link.trim_start_matches([' ', '\\']);
    let link = link.strip_prefix(['#', '\u{b6}', '\u{1f517}']).unwrap_or(link);
    link.trim_start_matches(' ').strip_prefix("](")
}

/// What follows a sign. It is looked for near by only, so that a long heading takes no longer than
/// its length.
fn after(text: &str, sign: char) -> Option<&str> {
    const FAR: usize = 2000;
    let (at, _) = text.char_indices().take(FAR).find(|(_, found)| *found == sign)?;
    text.get(at + sign.len_utf8()..)
}

/// The text without anchors in HTML: `<a id="precautions"></a>`.
fn without_tags(text: &str) -> String {
    let mut rest = text;
    let mut bare = String::with_capacity(text.len());
    while let Some((before, tag)) = rest.split_once('<') {
        let lower = tag.get(..2).unwrap_or_default().to_ascii_lowercase();
        let is_anchor = matches!(lower.as_str(), "a " | "a>" | "/a");
        let end = if is_anchor { after(tag, '>') } else { None };
        bare.push_str(before);
        match end {
            Some(after) => rest = after,
            None => {
                bare.push('<');
                rest = tag;
            }
        }
    }
    bare + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_neither_its_number_nor_marks_and_anchors() {
        for heading in [
            "## Error codes",
            "## Error codes ##",
            "## Error codes #",
            "## Error codes\u{b6}",
            "## 2. Error codes",
            "## 2.1 Error codes",
            "## 2.1. Error codes",
            "## Error codes[\u{b6}](#error-codes \"Permalink\")",
            "## [](#error-codes)Error codes {#a .section}",
            "## <a id=\"error-codes\"></a>Error codes",
            "## <a name=x>Error codes</a>",
        ] {
            assert_eq!(markdown(heading), Some((2, "Error codes".to_owned())), "{heading}");
        }
        for (heading, title_is) in [
            ("[Error codes](x)", "[Error codes](x)"),
            ("a < b", "a < b"),
            ("3 fences", "3 fences"),
            ("2014-05-26 edition", "2014-05-26 edition"),
            ("#", "#"),
        ] {
            assert_eq!(title(heading), title_is);
        }
    }
}
