//! Marks within a cell: Markdown escapes, code and emphasis.

/// A text without escapes, code marks and emphasis, its white space collapsed. Some scrapers escape
/// twice (`\\*`), so a run of backslashes before a mark goes as a whole.
pub(crate) fn plain(cell: &str) -> String {
    // Most cells and lines have no mark.
    if !cell.contains(['\\', '`', '*', '\u{200b}', '\u{feff}']) {
        return cell.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut text = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                while chars.next_if_eq(&'\\').is_some() {}
                match chars.next_if(char::is_ascii_punctuation) {
                    Some(mark) => text.push(mark),
                    None => text.push('\\'),
                }
            }
            '`' | '\u{200b}' | '\u{feff}' => {}
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
            }
            _ => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text whose links are only what they show: `[Fence](Fence.md#)`.
pub(crate) fn unlink(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((before, shown, after)) = link(rest) {
        text.push_str(before);
        text.push_str(shown);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What a cell shows that is nothing but a link.
pub(super) fn only_link(cell: &str) -> Option<String> {
    let (before, shown, after) = link(cell.trim())?;
    (before.is_empty() && after.is_empty()).then(|| plain(shown))
}

/// The text before the first link, what the link shows, and the text behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('[')?;
        let (before, opened) = (text.get(..at)?, text.get(at + 1..)?);
        if let Some((shown, target)) = opened.split_once("](")
            && let Some((_, after)) = target.split_once(')')
            && !before.ends_with('\\')
            && !shown.contains('[')
        {
            return Some((before, shown, after));
        }
        from = at + 1;
    }
}

/// A text in which no mark has a meaning.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The lines of a cell. Where a scraper put a list on one line (`Valid values: - A: ... - B: ...`)
/// each item gets its line back, and a note becomes a quotation, which is never an item.
pub(crate) fn unfold(cell: &str) -> String {
    let mut cell = cell.replace('\u{2022}', "-");
    while cell.contains("\\\\") {
        cell = cell.replace("\\\\", "\\");
    }
    let mut lines: Vec<String> = Vec::new();
    for line in cell.lines() {
        let (line, note) = split_note(line);
        // A note within an item does not end the list.
        let indent = if line.trim().is_empty() { line } else { "" };
        if !line.trim().is_empty() || note.is_none() {
            split_items(line, &mut lines);
        }
        lines.extend(note.map(|note| format!("{indent}> {note}")));
    }
    indent_remarks(&mut lines);
    lines.join("\n")
}

/// Indents a sentence between two items of a list: it belongs to the item before it. One that
/// announces something ends the list, and so does one before items that explain no value.
fn indent_remarks(lines: &mut [String]) {
    // In the vendor's Markdown a blank stands before the first item.
    let is_item = |line: &str| line.strip_prefix(' ').unwrap_or(line).starts_with("- ");
    let mut within = false;
    for at in 0..lines.len() {
        let (line, behind) = match lines.get(at..) {
            Some([line, behind @ ..]) => (line, behind),
            _ => break,
        };
        let next = behind.iter().find(|line| !line.trim().is_empty());
        let explains = next.filter(|next| is_item(next)).is_some_and(|next| {
            let value = next.trim_start().trim_start_matches("- ").trim_start();
            value.split_once([':', '\u{ff1a}']).is_some_and(|(value, _)| !value.contains(' '))
        });
        let is_sentence = line.starts_with(|c: char| c.is_alphabetic())
            && line.trim_end().ends_with(['.', '\u{3002}']);
        if is_item(line) {
            within = true;
        } else if within && is_sentence && explains {
            if let Some(line) = lines.get_mut(at) {
                line.insert_str(0, "    ");
            }
        } else if !line.trim().is_empty() && !line.starts_with(' ') {
            within = false;
        }
    }
}

/// A line before a note, and the note.
fn split_note(line: &str) -> (&str, Option<&str>) {
    const MARKED: [&str; 5] =
        ["**Note", "**Warning", "**Important", "**\u{8bf4}\u{660e}", "**\u{91cd}\u{8981}"];
    const BARE: [&str; 5] =
        ["Note ", "Note:", "Note\u{ff1a}", "\u{8bf4}\u{660e} ", "\u{8bf4}\u{660e}\u{ff1a}"];
    let marked = MARKED.iter().filter_map(|mark| line.find(mark)).min();
    let marked = marked.filter(|at| !explains_value(line, *at));
    let indent = line.len() - line.trim_start().len();
    let bare = BARE.iter().any(|mark| line.trim_start().starts_with(mark)).then_some(indent);
    // Where a whole cell is one line, a note begins with a sentence.
    let within = BARE[..2].iter().filter_map(|mark| line.find(&format!(". {mark}"))).min();
    let at = marked.or(bare).or(within.map(|at| at + 2));
    match at.and_then(|at| line.split_at_checked(at)) {
        Some((before, note)) => (before, Some(note)),
        None => (line, None),
    }
}

/// Whether an item of a list begins with a strong word that is a value: `- **Warning**: ...`. The
/// colon of a note is strong, too.
fn explains_value(line: &str, at: usize) -> bool {
    let (before, word) = line.split_at_checked(at).unwrap_or_default();
    let behind =
        word.trim_start_matches("**").split_once("**").map(|(_, behind)| behind.trim_start());
    before.trim() == "-" && behind.is_some_and(|behind| behind.starts_with([':', '\u{ff1a}']))
}

/// The items of a list on one line.
fn split_items(line: &str, lines: &mut Vec<String>) {
    let colon = |before: &str| before.ends_with([':', '\u{ff1a}']);
    let mut starts = Vec::new();
    for (at, _) in line.match_indices("- ") {
        let before = line.get(..at).unwrap_or_default();
        let announced = colon(before.trim_end()) && (before.ends_with(' ') || colon(before));
        if !before.trim().is_empty() && (announced || !starts.is_empty() && before.ends_with(' ')) {
            starts.push(at);
        }
    }
    let mut from = 0;
    for &at in &starts {
        lines.push(line.get(from..at).unwrap_or_default().to_owned());
        from = at;
    }
    let last = line.get(from..).unwrap_or_default();
    let item = last.trim_start_matches("- ").trim();
    let first = item.split(' ').next().unwrap_or_default();
    // What follows the last item cannot be told from it, unless it is one word or explained; and
    // items of a list within an item look the same as those of the list itself.
    let nested = lines.iter().rev().take(starts.len() - starts.len().min(1));
    let nested = nested.into_iter().any(|item| colon(item.trim_end()));
    if nested {
        lines.push("- not separable from what it describes".to_owned());
    } else if starts.is_empty() || item == first || colon(first) || first.contains('\u{ff1a}') {
        lines.push(last.to_owned());
    } else {
        lines.push("- not separable from what follows".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_escapes_marks_and_line_breaks() {
        assert_eq!(plain("a\\_b  `c`\n**d** \\(e\\) f\\"), "a_b c d (e) f\\");
        assert_eq!(plain("\\\\*Fence FENCE\\\\_WET\u{a0}"), "*Fence FENCE_WET");
        for text in ["a*b", "**", "`x`", "\\"] {
            assert_eq!(plain(&escape(text)), text);
        }
    }

    #[test]
    fn a_link_is_what_it_shows() {
        assert_eq!(
            unlink("Array of [`Fence`](a b/Fence.md#) \\[1\\](x)"),
            "Array of `Fence` \\[1\\](x)"
        );
        assert_eq!(unlink("[a [b](c) [d]"), "[a b [d]");
        assert_eq!(only_link(" [`Fence`](#) ").as_deref(), Some("Fence"));
        assert_eq!(only_link("a [Fence](#)"), None);
    }

    #[test]
    fn a_list_on_one_line_gets_its_lines_back() {
        let folded = "Colour. Valid values: - Red: like a rose. - Green: like a leaf. Nothing";
        let lines =
            ["Colour. Valid values: ", "- Red: like a rose. ", "- Green: like a leaf. Nothing"];
        assert_eq!(unfold(folded), lines.join("\n"));
        assert_eq!(unfold("Values:-   Red\n-   Green"), "Values:\n-   Red\n-   Green");
        assert_eq!(unfold("From 1 - 9 fences"), "From 1 - 9 fences");
        let unclear = unfold("Valid values: - Red - Green Unit: mm");
        assert_eq!(unclear.lines().last(), Some("- not separable from what follows"));
    }

    #[test]
    fn a_note_is_no_item_of_the_list_before_it() {
        assert_eq!(unfold("- Red\n**Note:** x"), "- Red\n> **Note:** x");
        assert_eq!(unfold("- Red\nNote: x"), "- Red\n> Note: x");
        assert_eq!(unfold("A: - Red: a rose. **Note** x"), "A: \n- Red: a rose. \n> **Note** x");
        for item in ["-   **Warning**: x", "- **Warning** \u{ff1a}x"] {
            assert_eq!(unfold(item), item);
        }
        assert_eq!(unfold("- **Warning:** x"), "- \n> **Warning:** x");
    }
}
