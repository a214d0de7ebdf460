//! What generated code calls and nobody else does: bodies written once here instead of a thousand
//! times there. Not a public interface.

/// The place of a code in a list of codes, one a line.
#[must_use]
pub fn position(lines: &str, code: &str) -> Option<usize> {
    lines.split('\n').position(|line| line == code)
}

/// The code at a place in a list of codes, one a line; empty behind its end.
#[must_use]
pub fn line(lines: &'static str, place: usize) -> &'static str {
    lines.split('\n').nth(place).unwrap_or_default()
}

/// Texts of whatever kind, as they are stored.
#[must_use]
pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_back_to_its_code() {
        let lines = "A.B\nAB\nInvalid";
        for (place, code) in ["A.B", "AB", "Invalid"].into_iter().enumerate() {
            assert_eq!(position(lines, code), Some(place));
            assert_eq!(line(lines, place), code);
        }
        assert_eq!(position(lines, "A"), None);
        assert_eq!(position(lines, "AB\nInvalid"), None);
        assert_eq!(line(lines, 3), "");
    }

    #[test]
    fn texts_come_from_anything_that_becomes_a_string() {
        assert_eq!(texts(["a", "b"]), texts(vec!["a".to_owned(), "b".to_owned()]));
    }
}
